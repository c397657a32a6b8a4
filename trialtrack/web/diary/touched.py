"""Whether anything stands in a form that a fresh page of it would not hold."""

from wtforms import Field, HiddenField

from trialtrack.web.diary.forms import DiaryForm


def is_touched(form: DiaryForm, fresh: DiaryForm) -> bool:
    """Whether the two say different things; what our pages and scripts fill in says nothing."""
    return _said(form) != _said(fresh)


def _said(form: DiaryForm) -> dict[str, str]:
    return {
        field.name: words
        for field in form
        if not isinstance(field, HiddenField) and (words := _words(field))
    }


def _words(field: Field) -> str:
    """What stands in a field, refused or not, as its page sends it."""
    stands = field.raw_data[0] if field.raw_data else field.data
    return "" if stands is None else "\n".join(str(stands).strip().splitlines())
