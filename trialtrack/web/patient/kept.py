"""Whether the very answers of a form were sent before, so that nothing of it is left to send."""

from uuid import UUID

from trialtrack.access import NotFound
from trialtrack.queries.own_trial import OwnTrial
from trialtrack.services.day_entry import DayEntry
from trialtrack.web.diary.forms import DiaryForm
from trialtrack.web.diary.reading import entry_of


def is_saved(own: OwnTrial, form: DiaryForm, replaces: UUID | None) -> bool:
    """Whether these answers are saved under the id of their page: again, they get its receipt.

    Compared as `services.keep_entry` does. The form must be valid.
    """
    sent = entry_of(form)
    try:
        kept = own.entry(sent.id)
    except NotFound:
        return False
    names = tuple(name or "" for name in kept.other_names)
    said = DayEntry(
        kept.id,
        sent.trial_id,
        kept.answers,
        note=kept.note,
        side_effects=kept.side_effects,
        other_names=names,
    )
    return kept.replaces_id == replaces and _says(said) == _says(sent)


def is_asked(own: OwnTrial, form: DiaryForm) -> bool:
    """Whether the team was asked for exactly this under the id of its page. The form is valid."""
    sent = entry_of(form)
    for kept in own.record.asked:
        if kept.id == sent.id:
            words = kept.words
            said = DayEntry(
                kept.id,
                sent.trial_id,
                kept.answers,
                note=words.note,
                side_effects=words.side_effects,
                other_names=words.other_names,
            )
            why = (form["why"].data or "").strip()
            return _says(said) == _says(sent) and (kept.reason or "") == why
    return False


def _says(entry: DayEntry) -> tuple[object, ...]:
    return entry.answers.canonical(), entry.note_text, entry.texts
