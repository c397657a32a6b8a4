"""The questions of a day: what is an answer, what goes together, and what the buttons do."""

from datetime import date
from fractions import Fraction
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient

from tests.web.clinics import BEFORE, SmallClinic
from tests.web.conftest import SignIn
from tests.web.pages import Form, form_of, read
from trialtrack.clinical.diary import Domain, Measure
from trialtrack.clinical.opioids import Form as MedicineForm
from trialtrack.db import transaction, view
from trialtrack.models import MedicineKind, TrialMedicine
from trialtrack.services.programmes import add_programme
from trialtrack.store.diaries import read_diaries
from trialtrack.store.records import EntryFacts

TODAY = "/diary/2026-03-14"


@pytest.fixture
def patient(clinic: SmallClinic, sign_in: SignIn) -> FlaskClient:
    return sign_in(clinic.patient)


def pain(clinic: SmallClinic, measure: str, site: str = "low back") -> str:
    return f"pain_{clinic.site_ids[site].hex}_{measure}"


def answered(clinic: SmallClinic, client: FlaskClient, **more: str) -> Form:
    """The form of today with the two questions answered that have to be."""
    leg = pain(clinic, "average", "left leg")
    return {**form_of(client, TODAY), pain(clinic, "average"): "3", leg: "0", **more}


def kept(clinic: SmallClinic) -> EntryFacts:
    with view() as session:
        record = read_diaries(session, [clinic.trial_id])[clinic.trial_id]
    return record.days[date(2026, 3, 14)].effective


def with_a_patch(clinic: SmallClinic) -> UUID:
    patch = TrialMedicine(
        id=uuid4(),
        trial_id=clinic.trial_id,
        name="Fentanyl patch 25 micrograms/hour",
        drug="fentanyl",
        strength=Fraction(25),
        form=MedicineForm.PATCH,
        unit_label="patch",
        kind=MedicineKind.OPIOID,
        position=9,
    )
    with transaction() as session:
        session.add(patch)
        return patch.id


def counts(clinic: SmallClinic, **numbers: str) -> Form:
    fields = {f"dose_{clinic.medicine_ids[drug].hex}": n for drug, n in numbers.items()}
    return {**fields, "other_rescue_doses": "0"}


def test_worst_and_now_are_asked_of_each_site_and_least_is_not(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    text = patient.get(TODAY).text
    for site in ("Low back", "Left leg"):
        for asked in ("on average", "at its worst", "right now"):
            assert f"{site}, {asked}" in text
    assert "at its least" not in text
    del clinic


def test_rather_not_say_is_kept_as_declined_and_shown_so(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    sent = answered(clinic, patient) | {
        pain(clinic, "worst"): "skip",
        pain(clinic, "average", "left leg"): "skip",
    }
    assert "would rather not say" in patient.post(f"{TODAY}/check", data=sent).text
    patient.post(TODAY, data=sent)
    answers, back = kept(clinic).answers, str(clinic.site_ids["low back"])
    assert answers.pain == {back: {Measure.AVERAGE: 3}}
    leg = str(clinic.site_ids["left leg"])
    assert answers.declined == {back: {Measure.WORST}, leg: {Measure.AVERAGE}}
    assert patient.get(f"{TODAY}/answers").text.count("would rather not say") == 2
    correcting = form_of(patient, f"{TODAY}/correct")
    assert correcting[pain(clinic, "worst")] == "skip"


def test_activity_is_asked_in_minutes_and_steps(clinic: SmallClinic, patient: FlaskClient) -> None:
    said = {"walking_minutes": "20", "standing_minutes": "45", "steps": "0"}
    patient.post(TODAY, data=answered(clinic, patient, **said))
    assert kept(clinic).answers.values == {
        Domain.WALKING_MINUTES: 20,
        Domain.STANDING_MINUTES: 45,
        Domain.STEPS: 0,
    }


def test_a_patch_is_counted_as_worn_and_asked_whether_it_was_changed(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    patch = with_a_patch(clinic)
    sent = answered(clinic, patient, **counts(clinic, tramadol="2", paracetamol="0"))
    sent |= {f"dose_{patch.hex}": "1", f"changed_{patch.hex}": "yes"}
    patient.post(TODAY, data=sent)
    answers = kept(clinic).answers
    assert answers.doses is not None
    assert answers.doses[str(patch)] == 1
    assert answers.patches_changed == {str(patch): True}
    assert "1 patch worn, changed" in patient.get(f"{TODAY}/answers").text
    # 2 x 50 mg of tramadol x 0.2, and 25 mcg/h of fentanyl x 2.4
    with view() as session:
        day = read_diaries(session, [clinic.trial_id])[clinic.trial_id].diary.days[-1]
    assert day.values[Domain.MME_PER_DAY] == 80


def test_something_else_has_a_name_a_count_and_a_reason_or_is_refused(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    half = answered(clinic, patient, other_0_name="Oramorph 10 mg")
    refused = patient.post(f"{TODAY}/check", data=half)
    assert refused.status_code == 422
    assert '<details class="more" id="others" open>' in refused.text
    for words in (
        "Oramorph 10 mg: write how many doses you took.",
        "Oramorph 10 mg: choose whether it was for pain.",
    ):
        assert refused.text.count(words) == 2, "once on top, once beside the field"
    sent = {**half, **counts(clinic, tramadol="0", paracetamol="1")}
    sent |= {"other_0_doses": "2", "other_0_for_pain": "yes"}
    patient.post(TODAY, data=sent)
    entry = kept(clinic)
    assert entry.other_names == ("Oramorph 10 mg",)
    assert entry.answers.other_medicines[0].opioid == "morphine"
    with view() as session:
        day = read_diaries(session, [clinic.trial_id])[clinic.trial_id].diary.days[-1]
    assert day.values[Domain.RESCUE_DOSES] == 3
    assert day.uncounted_drugs == ("morphine",)
    assert "2 doses, for pain" in patient.get(f"{TODAY}/answers").text


@pytest.mark.parametrize(
    ("said", "minutes", "refusal"),
    [
        ({"off": "no"}, 0, None),
        ({"off": "yes", "off_hours": "1", "off_minutes": "30"}, 90, None),
        ({"off": "yes", "off_minutes": "90"}, 90, None),
        ({}, None, None),
        ({"off": "yes"}, None, "Write for how long the stimulation was off"),
        (
            {"off": "no", "off_hours": "1"},
            None,
            "Stimulation off: you chose “No” and wrote a time.",
        ),
        ({"off_hours": "1"}, None, "Choose whether the stimulation was off"),
        ({"off": "perhaps"}, None, "choose one of the answers"),
    ],
)
def test_for_how_long_the_stimulation_was_off(
    clinic: SmallClinic,
    patient: FlaskClient,
    said: Form,
    minutes: int | None,
    refusal: str | None,
) -> None:
    answer = patient.post(TODAY, data=answered(clinic, patient, **said))
    if refusal:
        assert answer.status_code == 422
        assert refusal in answer.text
    else:
        assert kept(clinic).answers.off_minutes == minutes


def test_the_programme_is_asked_where_there_are_any_and_not_knowing_is_an_answer(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    assert "Which programme was on?" not in patient.get(TODAY).text
    named = {"trial_id": clinic.trial_id, "by": clinic.nurse, "at": BEFORE}
    burst = add_programme(name="Burst", **named)  # type: ignore[arg-type]
    sent = answered(clinic, patient, programme="unknown", off="no")
    assert "I don’t know" in patient.get(TODAY).text
    receipt = patient.post(TODAY, data=sent)
    assert kept(clinic).answers.programme == "unknown"
    assert "does not know" in patient.get(f"{TODAY}/answers").text
    corrected = form_of(patient, f"{TODAY}/correct") | {"programme": str(burst)}
    patient.post(TODAY, data=corrected)
    assert kept(clinic).answers.programme == str(burst)
    assert receipt.status_code == 303


def test_side_effects_are_words_of_the_patients_own(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    patient.post(TODAY, data=answered(clinic, patient, side_effects="Dizzy at noon."))
    assert kept(clinic).side_effects == "Dizzy at noon."
    assert "Dizzy at noon." in patient.get(f"{TODAY}/answers").text
    assert form_of(patient, f"{TODAY}/correct")["side_effects"] == "Dizzy at noon."


def test_an_estimate_between_the_tens_stays_a_choice_of_its_own(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    patient.post(TODAY, data=answered(clinic, patient, stated_relief_percent="50"))
    assert form_of(patient, f"{TODAY}/correct")["stated_relief_percent"] == "50"
    refused = patient.post(TODAY, data=answered_again(clinic, patient, "45"))
    assert refused.status_code == 422


def answered_again(clinic: SmallClinic, client: FlaskClient, relief: str) -> Form:
    return form_of(client, f"{TODAY}/correct") | {"stated_relief_percent": relief}


@pytest.mark.parametrize(
    ("before", "button", "then"),
    [
        ("", "more", "1"),
        ("", "fewer", "0"),
        ("0", "fewer", "0"),
        ("2", "fewer", "1"),
        ("0.5", "more", "1.5"),
        ("99", "more", "99"),
        ("two", "more", "3"),
        ("some", "more", "some"),
    ],
)
def test_more_and_fewer_work_as_buttons_of_the_form(
    clinic: SmallClinic, patient: FlaskClient, before: str, button: str, then: str
) -> None:
    tramadol = f"dose_{clinic.medicine_ids['tramadol'].hex}"
    sent = answered(clinic, patient, note="kept") | {tramadol: before}
    sent["change"] = f"{button}:{tramadol}"
    page = patient.post(f"{TODAY}/edit", data=sent)
    assert page.status_code == 200
    assert f'formaction="{TODAY}/edit#{tramadol}"' in page.text
    fields = read(page).fields
    assert (fields[tramadol], fields["note"]) == (then, "kept")
    assert fields["entry_id"] == sent["entry_id"]
    assert fields[pain(clinic, "average")] == "3"


@pytest.mark.parametrize("change", ["", "more:", "more:note", "more:nothing", "less:steps", "?"])
def test_a_button_that_there_is_not_changes_nothing(
    clinic: SmallClinic, patient: FlaskClient, change: str
) -> None:
    sent = answered(clinic, patient)
    page = patient.post(f"{TODAY}/edit", data={**sent, "change": change})
    assert page.status_code == 200
    assert {**read(page).fields, **sent} == read(page).fields


def test_as_yesterday_fills_every_count_in_one_tap_and_nothing_before_it(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    tramadol = f"dose_{clinic.medicine_ids['tramadol'].hex}"
    assert "The same as" not in patient.get(TODAY).text, "yesterday was not counted"
    yesterday = form_of(patient, "/diary/2026-03-13/correct")
    taken = counts(clinic, tramadol="2", paracetamol="4") | {"other_rescue_doses": "1"}
    patient.post("/diary/2026-03-13", data=yesterday | taken)
    page = patient.get(TODAY)
    assert "The same as yesterday" in page.text
    assert read(page).fields[tramadol] == ""
    pressed = answered(clinic, patient, change="as-yesterday", note="kept")
    filled = read(patient.post(f"{TODAY}/edit", data=pressed)).fields
    assert {name: filled[name] for name in taken} == taken
    assert filled["note"] == "kept"


def test_another_medicine_gets_a_row_of_its_own(clinic: SmallClinic, patient: FlaskClient) -> None:
    sent = answered(clinic, patient, other_0_name="One", change="another")
    fields = read(patient.post(f"{TODAY}/edit", data=sent)).fields
    assert (fields["other_0_name"], fields["other_1_name"]) == ("One", "")
    assert "other_2_name" not in fields


@pytest.mark.parametrize(
    ("field", "said", "kept_as"),
    [
        ("walking_minutes", "12 min", 12),
        ("standing_minutes", "45 Minutes.", 45),
        ("sleep_hours", "5 hours", 5),
        ("sleep_hours", "6,5 h", Fraction(13, 2)),
        ("sleep_hours", "five", 5),
        ("awakenings", "twelve times", 12),
        ("walking_minutes", "2 hours", None),
        ("sleep_hours", "5 h 30", None),
        ("sleep_hours", "5 or 6", None),
        ("steps", "thirteen", None),
        ("sleep_hours", "eighth", None),
        ("steps", "3000 steps", 3000),
        ("steps", "3,000", None),
    ],
)
def test_a_number_may_have_its_unit_or_be_a_word_and_nothing_is_guessed(
    clinic: SmallClinic, patient: FlaskClient, field: str, said: str, kept_as: Fraction | None
) -> None:
    answer = patient.post(TODAY, data=answered(clinic, patient, **{field: said}))
    if kept_as is None:
        assert "in figures" in answer.text
        assert read(answer).fields[field] == said, "what was typed stays"
    else:
        assert kept(clinic).answers.values[Domain(field)] == kept_as


def test_every_line_of_the_summary_names_its_question(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    tramadol = f"dose_{clinic.medicine_ids['tramadol'].hex}"
    sent = {"awakenings": "x", "note": "x" * 2001, "side_effects": "x" * 2001, tramadol: "2"}
    sent |= {"off_minutes": "x", "off": "yes", "other_0_doses": "x", "stated_relief_percent": "5"}
    refused = patient.post(f"{TODAY}/check", data=answered(clinic, patient, **sent)).text
    summary = refused[refused.index("There is a problem") :].partition("</ul>")[0]
    for line in (
        "Write how often you woke up in figures",
        "Paracetamol 500 mg: write how many you took, 0 if none.",
        "Any other painkiller: write how many you took, 0 if none.",
        "Write what the other medicine is called.",
        "The other medicine: write how many doses in figures",
        "The other medicine: choose whether it was for pain.",
        "How much of your pain is gone, compared with before the leads?”: choose a number",
        "Write the minutes off in figures",
        "Side effects: shorten this",
        "Anything else: shorten this",
    ):
        assert line in summary


def test_errors_are_told_in_the_order_of_the_page(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    wrong = {
        "note": "x" * 2001,
        "side_effects": "x" * 2001,
        "off_hours": "x",
        "stated_relief_percent": "x",
        "other_0_doses": "x",
        "other_rescue_doses": "x",
        f"dose_{clinic.medicine_ids['tramadol'].hex}": "x",
        "steps": "x",
        "sleep_hours": "x",
        pain(clinic, "worst"): "x",
    }
    refused = patient.post(f"{TODAY}/check", data={**form_of(patient, TODAY), **wrong})
    summary = refused.text[refused.text.index("There is a problem") :]
    summary = summary[: summary.index("</ul>")]
    links = [part.partition('"')[0] for part in summary.split('href="#')[1:]]
    ids = [control["id"] for control in read(refused).controls if "id" in control]
    assert len(links) >= len(wrong) + 2
    assert links == sorted(links, key=ids.index)
