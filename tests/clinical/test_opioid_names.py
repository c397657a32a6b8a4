"""An opioid outside the plan is recognised by name, misspelt too; other medicines are not."""

import pytest

from trialtrack.clinical.opioid_names import opioid_in

OTHERS = (
    "ibuprofen paracetamol naproxen aspirin gabapentin pregabalin amitriptyline nortriptyline "
    "duloxetine diclofenac celecoxib omeprazole metformin amlodipine ramipril atorvastatin "
    "prednisolone diazepam temazepam zopiclone baclofen tizanidine lidocaine capsaicin cetirizine "
    "trazodone mirtazapine sertraline clonidine ketamine quinine magnesium melatonin Nurofen "
    "Calpol Anadin Voltarol promethazine methocarbamol ondansetron hydrocortisone hydroxyzine "
    "doxycycline oxybutynin tamoxifen naloxone naltrexone loperamide contains morning"
)


@pytest.mark.parametrize(
    ("written", "drug"),
    [
        ("Morphine", "morphine"),
        ("2 x Oramorph 10mg/5ml", "morphine"),
        ("MST 10", "morphine"),
        ("co-codamol 30/500", "codeine"),
        ("Nurofen Plus", "codeine"),
        ("Solpadeine Max", "codeine"),
        ("DF118", "dihydrocodeine"),
        ("Percocet", "oxycodone"),
        ("dihydrocodeine", "dihydrocodeine"),
        ("morfine", "morphine"),
        ("codiene", "codeine"),
        ("tramodol 50", "tramadol"),
        ("bupranorphine patch", "buprenorphine"),
    ],
)
def test_an_opioid_is_recognised(written: str, drug: str) -> None:
    assert opioid_in(written) == drug


@pytest.mark.parametrize("written", OTHERS.split())
def test_another_medicine_is_not_called_an_opioid(written: str) -> None:
    assert opioid_in(written) is None


def test_nothing_written_is_no_opioid() -> None:
    assert opioid_in("") is None
    assert opioid_in("½ 💊") is None
