"""One trial of the demonstration, told to the services step by step."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import partial
from uuid import UUID, uuid4

from trialtrack import db
from trialtrack.access import Role, Viewer
from trialtrack.clinical.answers import DayAnswers
from trialtrack.clock import diary_day
from trialtrack.demo.plan import Entry, Switched, TrialPlan
from trialtrack.demo.settings import settings_named
from trialtrack.demo.staff import Team
from trialtrack.demo.times import TIME_ZONE
from trialtrack.models.entry import Origin
from trialtrack.queries.consent import consent_state
from trialtrack.services import plan_trial as planning
from trialtrack.services.add_patient import Identity, add_patient
from trialtrack.services.amend_day import amend_day
from trialtrack.services.day_entry import DayEntry
from trialtrack.services.give_consent import give_consent
from trialtrack.services.make_card import make_card
from trialtrack.services.programmes import add_programme, switch_off, switch_programme
from trialtrack.services.record_clinic_rating import record_clinic_rating
from trialtrack.services.record_day import record_day
from trialtrack.services.record_placement import record_placement
from trialtrack.services.record_removal import record_removal
from trialtrack.services.set_goal import set_goal
from trialtrack.services.sign_in_card import CardTry, WrongBirthDate, sign_in_by_card
from trialtrack.store.diaries import read_diaries


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens at an instant."""

    at: datetime
    happens: Callable[[], None]


@dataclass(slots=True)
class TrialStory:
    """The steps of one trial, and the ids that the services gave on the way."""

    plan: TrialPlan
    team: Team
    trial_id: UUID = field(init=False)
    code: str = field(init=False)
    patient: Viewer = field(init=False)
    sites: dict[str, UUID] = field(init=False)
    medicines: dict[str, UUID] = field(init=False)
    programmes: dict[str, UUID] = field(default_factory=dict)
    newest: dict[date, UUID] = field(default_factory=dict)

    def steps(self) -> Iterator[Step]:
        """All that happens; what was planned first must happen first."""
        plan = self.plan
        yield Step(plan.planned_at, self._is_planned)
        for entry in plan.entries:
            yield Step(entry.entered_at, partial(self._logs, entry))
        if plan.placed_at is not None:
            yield Step(plan.placed_at, self._is_placed)
        for switched in plan.switches:
            yield Step(switched.recorded_at, partial(self._switches, switched))
        for guessed_at in plan.guesses:
            yield Step(guessed_at, partial(self._is_guessed, guessed_at))
        if plan.removed_at is not None:
            yield Step(plan.removed_at, self._is_removed)

    def _is_planned(self) -> None:
        plan, nurse = self.plan, self.team.nurse
        person = plan.person
        patient_id = add_patient(
            clinic_id=self.team.clinic_id,
            identity=Identity(
                family_name=person.family_name,
                given_name=person.given_name,
                born_on=person.born_on,
                hospital_number=person.hospital_number,
                phone=person.phone,
            ),
            by=nurse,
            at=plan.planned_at,
        )
        self.patient = Viewer(Role.PATIENT, self.team.clinic_id, patient_id=patient_id)
        self.trial_id = planning.plan_trial(
            plan=_planned(plan, patient_id), by=nurse, at=plan.planned_at
        )
        if plan.goal is not None:
            set_goal(trial_id=self.trial_id, words=plan.goal, by=nurse, at=plan.planned_at)
        self.code = make_card(trial_id=self.trial_id, by=nurse, at=plan.planned_at)
        self._learn_ids()
        self._agrees()
        for site, score in plan.clinic_ratings.items():
            self._is_rated(site, score)

    def _is_guessed(self, at: datetime) -> None:
        wrong = self.plan.person.born_on + timedelta(days=1)
        sent = CardTry(self.code, wrong, address="", device_name="Android phone")
        with suppress(WrongBirthDate):
            sign_in_by_card(sent=sent, at=at)

    def _learn_ids(self) -> None:
        with db.view() as session:
            record = read_diaries(session, [self.trial_id])[self.trial_id]
        self.sites = {site.name: site.id for site in record.sites}
        self.medicines = {medicine.name: medicine.id for medicine in record.medicines}

    def _agrees(self) -> None:
        state = consent_state(viewer=self.patient)
        if state is not None:
            give_consent(
                trial_id=self.trial_id,
                notice_id=state.notice.id,
                by=self.patient,
                at=self.plan.planned_at,
            )

    def _is_rated(self, site: str, score: Fraction) -> None:
        at = self.plan.planned_at
        record_clinic_rating(
            trial_id=self.trial_id,
            site=site,
            score=score,
            rated_on=diary_day(at, TIME_ZONE),
            by=self.team.nurse,
            at=at,
        )

    def _is_placed(self) -> None:
        plan = self.plan
        if plan.placed_at is None:
            return
        by = self.team.consultant
        record_placement(trial_id=self.trial_id, placed_on=plan.placed_on, by=by, at=plan.placed_at)

    def _switches(self, switched: Switched) -> None:
        by, at = self.team.representative, switched.recorded_at
        if switched.programme is None:
            switch_off(trial_id=self.trial_id, by=self.team.nurse, at=at, since=switched.at)
            return
        if switched.programme not in self.programmes:
            self.programmes[switched.programme] = add_programme(
                trial_id=self.trial_id,
                name=switched.programme,
                settings=settings_named(switched.programme),
                by=by,
                at=at,
            )
        programme_id = self.programmes[switched.programme]
        switch_programme(trial_id=self.trial_id, programme_id=programme_id, by=by, at=at)

    def _logs(self, entry: Entry) -> None:
        by = self.team.nurse if entry.from_staff else self.patient
        day, at = entry.answers.day, entry.entered_at
        sent = DayEntry(
            id=uuid4(),
            trial_id=self.trial_id,
            answers=self.by_id(entry.answers),
            note=entry.note,
            origin=_origin(entry),
            reason=entry.telephoned or entry.copied,
            written_on=day if entry.copied else None,
            side_effects=entry.side_effects,
            other_names=entry.other_names,
        )
        if entry.corrects:
            amend_day(entry=sent, replaces=self.newest[day], by=by, at=at)
        else:
            record_day(entry=sent, by=by, at=at)
        self.newest[day] = sent.id

    def by_id(self, answers: DayAnswers) -> DayAnswers:
        """The same answers by the ids of what the plan knows by name."""
        doses, programme = answers.doses, answers.programme
        if programme in self.programmes:
            programme = str(self.programmes[programme])
        return replace(
            answers,
            pain={str(self.sites[name]): scores for name, scores in answers.pain.items()},
            declined={str(self.sites[name]): said for name, said in answers.declined.items()},
            patches_changed={
                str(self.medicines[name]): changed
                for name, changed in answers.patches_changed.items()
            },
            programme=programme,
            doses=None
            if doses is None
            else {str(self.medicines[name]): count for name, count in doses.items()},
        )

    def _is_removed(self) -> None:
        plan = self.plan
        if plan.removed_on is None or plan.removed_at is None:
            return
        by = self.team.consultant
        slip = timedelta(days=1 if plan.removal_slips else 0)
        record_removal(
            trial_id=self.trial_id, removed_on=plan.removed_on - slip, by=by, at=plan.removed_at
        )


def _origin(entry: Entry) -> Origin:
    if entry.telephoned:
        return Origin.TELEPHONE
    return Origin.TRANSCRIBED if entry.copied else Origin.PATIENT


def _planned(plan: TrialPlan, patient_id: UUID) -> planning.TrialPlan:
    return planning.TrialPlan(
        patient_id=patient_id,
        modality=plan.modality,
        placed_on=plan.placed_on,
        planned_removal_on=plan.planned_removal_on,
        sites=plan.sites,
        primary_site=plan.sites[0],
        protocol=plan.protocol,
        medicines=tuple(
            planning.PlannedMedicine(
                name=taken.medicine.name,
                drug=taken.medicine.drug,
                kind=taken.medicine.kind,
                strength=taken.medicine.strength,
                form=taken.medicine.form,
                unit_label=taken.medicine.unit,
                usual_count=Fraction(taken.before),
            )
            for taken in plan.medicines
        ),
        trial_drug=plan.trial_drug,
    )
