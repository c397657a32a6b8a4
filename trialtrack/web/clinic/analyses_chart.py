"""The specification plot of a trial page: the result among all other ways to look at it."""

from fractions import Fraction

from trialtrack.clinical.display import display_interval, display_percent
from trialtrack.clinical.protocol import Protocol, text
from trialtrack.clinical.results import Assessment, SiteResult, Verdict
from trialtrack.figures.specification import specification_plot
from trialtrack.figures.specifications import Against, Specification, in_order
from trialtrack.figures.tables import NOTHING, Table
from trialtrack.web.clinic.chart import Chart, drawn
from trialtrack.web.clinic.stands import ANALYSES
from trialtrack.web.words import signed

THE_RESULT = "the result"
PROVISIONAL = "the result, not judged"
CHOICES = {
    "measure_average": "measure",
    "measure_worst": "measure",
    "measure_now": "measure",
    "all_treatment_days": "window",
    "last_3_days": "window",
    "last_recorded_day": "window",
    "without_late": "late days",
    "one_more_washout_day": "washout",
    "with_excluded": "days left out",
    "clinic_baseline": "baseline",
    "last_programme_only": "programme",
    "leave_one_out_lowest": "fewer days",
    "leave_one_out_highest": "fewer days",
}
"""Of each analysis, the choice that it makes otherwise. METHOD section 5."""


def analyses_chart(assessment: Assessment) -> Chart | None:
    """The plot for the primary site; None where there is no other analysis."""
    result, protocol = assessment.primary, assessment.protocol
    reduction = result.reduction_percent
    if not result.other_analyses or reduction is None:
        return None
    judged = result.verdict in (Verdict.MET, Verdict.NOT_MET)
    met = result.verdict is Verdict.MET if judged else None
    specifications = _specifications(result, reduction, met)
    ordered = in_order(specifications)
    against = _against(result, protocol)
    compared = _compared(ordered, text(protocol.threshold_percent), met=met)
    return drawn(
        "analyses",
        f"Other analyses, {assessment.primary_site}",
        lambda compact: specification_plot(ordered, against, compact=compact),
        _table(ordered),
        f"The result is {specifications[0].display}; {len(ordered) - 1} other analyses from "
        f"{ordered[0].display} to {ordered[-1].display}, {compared}.",
        "Sorted by reduction. Filled: the threshold is met. "
        f"{'' if judged else 'Crossed: not judged. '}Each makes one choice otherwise.",
    )


def _compared(ordered: tuple[Specification, ...], percent: str, *, met: bool | None) -> str:
    """How many of the others lie on the result's side; of one not judged, how many are met."""
    wanted = met is not False
    number = sum(each.met is wanted for each in ordered if each.choice is not None)
    side = f"{number} of them {'at or above' if wanted else 'below'} the {percent}% threshold"
    return f"{side}; the result is not judged" if met is None else f"{side}, as the result is"


def _specifications(
    result: SiteResult, reduction: Fraction, met: bool | None
) -> list[Specification]:
    name = PROVISIONAL if met is None else THE_RESULT
    own = Specification(name, None, float(reduction), signed(display_percent(reduction)), met)
    others = (
        Specification(
            ANALYSES[other.name],
            CHOICES[other.name],
            float(other.reduction_percent),
            signed(display_percent(other.reduction_percent)),
            other.met,
        )
        for other in result.other_analyses
    )
    return [own, *others]


def _against(result: SiteResult, protocol: Protocol) -> Against:
    interval = result.confidence.interval_percent
    words = None if interval is None else f"95% interval<br>{signed(display_interval(interval))}"
    threshold = protocol.threshold_percent
    return Against(float(threshold), f"{text(threshold)}% threshold", interval, words)


def _table(ordered: tuple[Specification, ...]) -> Table:
    rows = tuple(
        (
            str(n),
            each.name,
            each.choice or NOTHING,
            each.display,
            each.threshold_words,
        )
        for n, each in enumerate(ordered, 1)
    )
    headers = ("No.", "Analysis", "Changes", "Reduction", "Threshold")
    return Table("Other analyses, by reduction", headers, rows, (0, 3))
