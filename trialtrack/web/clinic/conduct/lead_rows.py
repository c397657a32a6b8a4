"""Leads as the team types them: what sort, on which side, and where."""

import re
from collections.abc import Sequence

from wtforms import FieldList, FormField, SelectField, StringField
from wtforms import Form as Row
from wtforms.fields.choices import SelectChoice

from trialtrack.access import Refusal
from trialtrack.models import Side
from trialtrack.services.leads import MOST_LEADS, PlannedLead, level, usable_lead
from trialtrack.services.refusals import NameMissing

FEWEST_ROWS = 4
_LIKE_LEVELS = re.compile(r"\s*[CTLS]\s*[0-9]", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:-|–|—|\bto\b)\s*", re.IGNORECASE)
SIDES = {Side.LEFT: "Left", Side.RIGHT: "Right", Side.MIDLINE: "Midline"}


class LeadRow(Row):
    """One lead; a row that is left empty is none."""

    kind = StringField("Lead")
    side = SelectField(
        "Side",
        choices=[
            SelectChoice(value="", label="–"),
            *(SelectChoice(value=side.value, label=words) for side, words in SIDES.items()),
        ],
        validate_choice=False,
    )
    target = StringField("Where")

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not any((field.data or "").strip() for field in (self.kind, self.target, self.side))


def lead_rows() -> FieldList:
    """Rows for leads; `fill` makes as many as there are leads, and one to spare."""
    return FieldList(FormField(LeadRow), min_entries=FEWEST_ROWS, max_entries=MOST_LEADS)


def fill(rows: FieldList, leads: Sequence[PlannedLead]) -> None:
    """Put leads that are known into the rows, and one more row than there are."""
    while rows.entries:
        rows.pop_entry()
    for lead in leads:
        rows.append_entry({"kind": lead.kind, "side": lead.side, "target": lead.target})
    while len(rows) < min(MOST_LEADS, max(FEWEST_ROWS, len(leads) + 1)):
        rows.append_entry({})


def leads_in(rows: FieldList) -> tuple[PlannedLead, ...] | None:
    """The leads that were typed; None where an error stands beside a field of theirs."""
    found, wrong = [], False
    for entry in rows.entries:
        row = entry.form
        if row.is_empty:
            continue
        try:
            found.append(usable_lead(_lead(row)))
        except NameMissing:
            row.kind.errors, wrong = ["Write what lead it is, such as octrode."], True
        except Refusal as refusal:
            row.target.errors, wrong = [str(refusal)], True
    if wrong:
        rows.errors = [entry.errors for entry in rows.entries]
    return None if wrong else tuple(found)


def _lead(row: LeadRow) -> PlannedLead:
    side = Side(row.side.data) if row.side.data in {*Side} else None
    written = (row.target.data or "").strip()
    if not _LIKE_LEVELS.match(written):
        return PlannedLead(row.kind.data or "", side, nerve=written or None)
    first, *rest = _BETWEEN.split(written, maxsplit=1)
    return PlannedLead(row.kind.data or "", side, level(first), level(rest[0]) if rest else None)
