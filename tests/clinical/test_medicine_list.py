"""The list of medicines knows both opioid tables, and says what they do not count."""

from collections import Counter
from fractions import Fraction

import pytest

from trialtrack.clinical.medicine_list import (
    MEDICINES,
    MedicineKind,
    is_counted,
    medicines_meant,
)
from trialtrack.clinical.opioid_names import OPIOIDS, opioid_in
from trialtrack.clinical.opioids import (
    ORAL_FACTORS,
    PATCHES_FPM,
    Dose,
    Form,
    OpioidTable,
    daily_dose,
)

LISTED_OPIOIDS = [each for each in MEDICINES if each.kind is MedicineKind.OPIOID]


def test_every_drug_of_both_tables_is_in_the_list_and_methadone_and_buprenorphine() -> None:
    listed = {(each.drug, each.form) for each in LISTED_OPIOIDS}
    for table in OpioidTable:
        assert {(drug, Form.ORAL) for drug in ORAL_FACTORS[table]} <= listed
    assert {(drug, Form.PATCH) for drug, _strength in PATCHES_FPM} <= listed
    assert {("methadone", Form.ORAL), ("buprenorphine", Form.ORAL)} <= listed


def test_every_patch_of_the_uk_table_is_in_the_list() -> None:
    listed = {(each.drug, each.strength) for each in LISTED_OPIOIDS if each.form is Form.PATCH}
    assert set(PATCHES_FPM) <= listed


@pytest.mark.parametrize("table", OpioidTable)
def test_every_listed_opioid_is_either_computed_or_named_as_not_counted(
    table: OpioidTable,
) -> None:
    for each in LISTED_OPIOIDS:
        assert each.strength is not None
        found = daily_dose([Dose(each.drug, each.strength, Fraction(2), each.form)], table)
        counted = is_counted(each, table)
        assert found.uncounted_drugs == (() if counted else (each.drug,)), each
        assert (found.mme_per_day > 0) is counted


def test_of_a_combination_the_opioid_alone_is_the_strength() -> None:
    names = {each.name: (each.drug, each.strength) for each in MEDICINES}
    assert names["Co-codamol 8/500 mg"] == ("codeine", Fraction(8))
    assert names["Co-codamol 12.8/500 mg"] == ("codeine", Fraction("12.8"))
    assert names["Hydrocodone/paracetamol 7.5/325 mg"] == ("hydrocodone", Fraction("7.5"))
    assert names["Morphine liquid 10 mg in 5 ml"] == ("morphine", Fraction(10))
    assert names["Lidocaine plaster 5%"] == ("lidocaine", None)


def test_what_is_called_an_opioid_is_one_by_name_and_nothing_else_is() -> None:
    for each in MEDICINES:
        is_opioid = each.drug in OPIOIDS
        assert is_opioid is (each.kind is MedicineKind.OPIOID), each
        assert (opioid_in(each.name) is not None) is is_opioid, each


def test_no_name_stands_for_two() -> None:
    assert [name for name, n in Counter(each.name for each in MEDICINES).items() if n > 1] == []
    for each in MEDICINES:
        assert medicines_meant(each.name) == (each,)
        assert medicines_meant(each.name.upper()) == (each,)


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("co-codamol 30/500", ["Co-codamol 30/500 mg"]),
        ("fentanyl patch 12 mcg/h", ["Fentanyl patch 12 micrograms/hour"]),
        ("buprenorphine patch 52,5", ["Buprenorphine patch 52.5 micrograms/hour"]),
        ("dulox 60", ["Duloxetine 60 mg"]),
        ("gabapentin 300", ["Gabapentin 300 mg"]),
        ("nefo", ["Nefopam 30 mg"]),
        ("amitriptyline", [f"Amitriptyline {n} mg" for n in (10, 25, 50)]),
        ("tram 50", ["Tramadol 50 mg"]),
        ("tram mr 50", ["Tramadol MR 50 mg"]),
        ("tramadol 5", []),
        ("oramorph", []),
        ("5", ["x"]),
        ("mg", []),
        ("", []),
    ],
)
def test_what_is_written_is_found_and_a_strength_is_never_guessed(
    written: str, names: list[str]
) -> None:
    found = [each.name for each in medicines_meant(written)]
    if names == ["x"]:  # A number alone means nothing yet: it is among many.
        assert len(found) > 1
    else:
        assert found == names
