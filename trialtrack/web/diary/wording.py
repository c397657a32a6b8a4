"""What the treatment is called in the diary, by its kind."""

from collections.abc import Mapping
from dataclasses import dataclass

from trialtrack.models import Modality


@dataclass(frozen=True, slots=True)
class TreatmentWords:
    """Parts of sentences: "before the leads", "planned to go in on", "the leads came out on"."""

    before: str
    begins: str
    planned_begin: str
    planned_end: str
    past_end: str
    ended: str


_LEADS = TreatmentWords(
    before="before the leads",
    begins="the leads go in",
    planned_begin="The leads are planned to go in on",
    planned_end="The leads are planned to come out on",
    past_end="The leads are planned to be out by now.",
    ended="the leads came out on",
)
_BY_MODALITY: Mapping[Modality, TreatmentWords] = {
    Modality.INTRATHECAL_PUMP: TreatmentWords(
        before="before the pump",
        begins="the pump starts",
        planned_begin="The pump is planned to start on",
        planned_end="The pump is planned to be taken off on",
        past_end="The pump is planned to be off by now.",
        ended="the pump was taken off on",
    ),
    Modality.TENS: TreatmentWords(
        before="before TENS",
        begins="TENS begins",
        planned_begin="TENS is planned to begin on",
        planned_end="TENS is planned to end on",
        past_end="TENS is planned to be over by now.",
        ended="TENS ended on",
    ),
}


def treatment_words(modality: Modality) -> TreatmentWords:
    """The words for one kind of treatment."""
    return _BY_MODALITY.get(modality, _LEADS)
