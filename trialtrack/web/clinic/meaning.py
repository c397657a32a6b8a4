"""What the number does not mean, in short words, with sources; and what its interval assumes."""

from dataclasses import dataclass

from trialtrack.clinical.diary import Measure
from trialtrack.clinical.protocol import text
from trialtrack.clinical.results import Assessment


@dataclass(frozen=True, slots=True)
class Point:
    """One misreading in bold, why it is one, and where that is known from."""

    title: str
    words: str
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """The points, and what the 95% interval takes for granted."""

    points: tuple[Point, ...]
    assumptions: tuple[str, ...]


TRIAL_STIM = (
    "TRIAL-STIM: Eldabe and others, PAIN 2020; 161: 2820. doi 10.1097/j.pain.0000000000001977"
)
HAGEDORN = "Hagedorn and others, Reg Anesth Pain Med 2021; 46: 293. doi 10.1136/rapm-2020-102238"
RATINGS = "Worked out from the ratings behind Front Pain Res 2022; doi 10.3389/fpain.2022.844309"
METHOD_DAILY = "Simulated; the outcome method, section 3"

POINTS = (
    Point(
        "A met threshold does not say that the implant will work.",
        "Of 105 people in a randomised trial, 54 were to have trial stimulation first. In those "
        "who had it, it had a sensitivity of 100% (95% interval 78 to 100) and a specificity of "
        "8% (1 to 25): nearly all whom stimulation did not help later had passed it too.",
        TRIAL_STIM,
    ),
    Point(
        "It is not the relief that the patient would name.",
        "In 174 people the patient’s own estimate differed from the calculated figure by −30 to "
        "+41 points (95% limits). Neither corrects the other.",
        HAGEDORN,
    ),
    Point(
        "It is not all the work of the stimulator.",
        "People come for a trial when pain is at its worst, and the worst is followed by better "
        "days: comparing each one’s worst day with their best makes responders of 24.2% of 128 "
        "people who were not treated at all. Hope, and the attention of a trial, lower pain as "
        "well. There is nobody here to compare with.",
        RATINGS,
    ),
    Point(
        "A good day on the way is not a result.",
        "Looking every day and stopping on a good one turns a true 35% into “met” three times as "
        "often (14% against 4.5%). While a trial runs there is no verdict.",
        METHOD_DAILY,
    ),
    Point(
        "A dose in oral morphine is not a dose to prescribe.",
        "It is an estimate for following one person over time, never for converting one opioid "
        "into another.",
        "CDC 2022; Faculty of Pain Medicine 2020",
    ),
)


def meaning(assessment: Assessment) -> Meaning:
    """The points, and the assumptions with this trial's own settings."""
    return Meaning(POINTS, _assumptions(assessment))


def _assumptions(assessment: Assessment) -> tuple[str, ...]:
    """METHOD section 4, last paragraph; nothing where neither interval nor chance is given."""
    if assessment.primary.confidence.chance_met is None:
        return ()
    rules = assessment.protocol
    said = [
        (
            f"It takes a day to vary by about {text(rules.day_sd)} points around the person’s "
            f"mean (as in chronic back pain; weighed like {text(rules.day_sd_df)} more days), "
            f"and a day to resemble the one before it (correlation {text(rules.autocorrelation)})."
        ),
        (
            "It leaves out a trend over the days, placebo, and regression to the mean. It speaks "
            "of days like these, and of nothing beyond them."
        ),
        (
            "Simulated where that is so, it holds the truth in 96 to 98 of 100 trials; where "
            "days vary more (SD 2.2) or resemble each other more (correlation 0.5), in 90."
        ),
    ]
    if rules.measure in (Measure.WORST, Measure.NOW):
        said.append(
            f"{rules.measure.capitalize()} pain varies more than average pain, and the same "
            "figures are used: the true interval is wider than this one."
        )
    return tuple(said)
