"""Oral morphine equivalents: METHOD section 7, every factor of both tables."""

from fractions import Fraction

import pytest

from trialtrack.clinical.opioids import DailyDose, Dose, Form, OpioidTable, daily_dose, mme

CDC, FPM = OpioidTable.CDC_2022, OpioidTable.FPM_2020


def _dose(drug: str, strength: str, count: str = "1", form: Form = Form.ORAL) -> Dose:
    return Dose(drug, Fraction(strength), Fraction(count), form)


@pytest.mark.parametrize(
    ("drug", "cdc", "fpm"),
    [
        ("codeine", "0.15", "0.1"),
        ("dihydrocodeine", None, "0.1"),
        ("hydrocodone", "1", None),
        ("hydromorphone", "5", "5"),
        ("methadone", "4.7", None),
        ("morphine", "1", "1"),
        ("oxycodone", "1.5", "1.5"),
        ("oxymorphone", "3", None),
        ("tapentadol", "0.4", "0.4"),
        ("tramadol", "0.2", "0.1"),
        ("buprenorphine", None, None),
        ("fentanyl", None, None),
        ("pethidine", None, None),
    ],
)
def test_a_milligram_by_mouth_counts_by_the_factor_of_the_table(
    drug: str, cdc: str | None, fpm: str | None
) -> None:
    for table, factor in ((CDC, cdc), (FPM, fpm)):
        assert mme(_dose(drug, "1"), table) == (None if factor is None else Fraction(factor))


@pytest.mark.parametrize(
    ("drug", "strength", "cdc", "fpm"),
    [
        ("fentanyl", "12", "28.8", "30"),
        ("fentanyl", "25", "60", "60"),
        ("fentanyl", "50", "120", "120"),
        ("fentanyl", "75", "180", "180"),
        ("fentanyl", "100", "240", "240"),
        ("fentanyl", "37.5", "90", None),
        ("buprenorphine", "5", None, "12"),
        ("buprenorphine", "10", None, "24"),
        ("buprenorphine", "20", None, "48"),
        ("buprenorphine", "35", None, "84"),
        ("buprenorphine", "52.5", None, "126"),
        ("buprenorphine", "70", None, "168"),
        ("buprenorphine", "15", None, None),
        ("morphine", "10", None, None),
    ],
)
def test_a_patch_counts_by_micrograms_an_hour_for_each_day_worn(
    drug: str, strength: str, cdc: str | None, fpm: str | None
) -> None:
    patch = _dose(drug, strength, form=Form.PATCH)
    for table, amount in ((CDC, cdc), (FPM, fpm)):
        assert mme(patch, table) == (None if amount is None else Fraction(amount))


@pytest.mark.parametrize(
    ("dose", "table", "amount"),
    [
        (_dose("hydrocodone", "5", "4"), CDC, 20),
        (_dose("oxycodone", "10", "2"), CDC, 30),
        (_dose("fentanyl", "25", "1", Form.PATCH), CDC, 60),
        (_dose("tramadol", "50", "4"), CDC, 40),
        (_dose("tramadol", "50", "4"), FPM, 20),
        (_dose("oxycodone", "5", "0.5"), CDC, Fraction("3.75")),
    ],
)
def test_the_worked_examples_of_the_method(dose: Dose, table: OpioidTable, amount: int) -> None:
    assert daily_dose([dose], table) == DailyDose(Fraction(amount), (), table)


def test_a_day_is_the_sum_of_its_doses_exactly() -> None:
    doses = [_dose("codeine", "30", "3"), _dose("morphine", "10"), _dose("codeine", "15")]
    assert daily_dose(doses, CDC).mme_per_day == Fraction("25.75")


def test_a_day_without_a_dose_is_nothing_taken() -> None:
    assert daily_dose([], FPM) == DailyDose(Fraction(0), (), FPM)


def test_a_drug_without_a_factor_is_named_once_and_never_added_as_nothing() -> None:
    doses = [_dose("methadone", "10", "2"), _dose("morphine", "10"), _dose("methadone", "5")]
    assert daily_dose(doses, FPM) == DailyDose(Fraction(10), ("methadone",), FPM)


def test_a_drug_of_which_none_was_taken_is_no_dose() -> None:
    assert daily_dose([_dose("methadone", "10", "0")], FPM).uncounted_drugs == ()


def test_names_of_drugs_are_read_without_case_and_blanks() -> None:
    assert mme(_dose(" Oxycodone ", "10", "2"), CDC) == 30


@pytest.mark.parametrize("name", ["morphine", " Morphine "])
def test_the_drug_of_a_pump_trial_is_left_out_by_name(name: str) -> None:
    doses = [_dose("morphine", "20"), _dose("oxycodone", "10")]
    assert daily_dose(doses, CDC, leave_out=(name,)).mme_per_day == 15
    assert daily_dose([_dose("ziconotide", "1")], CDC, ("ziconotide",)).uncounted_drugs == ()
