"""The steps of METHOD sections 3 to 5 with a trial's own numbers put in, to be redone by pencil.

The calculation of a step is written so that it can be read as one: ×, ÷, −, √ and ² mean what they
mean everywhere, and a/b is a fraction. Nothing is worked out here; `clinical` made every number.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from trialtrack.clinical.certainty import FiellerSteps, MeanError
from trialtrack.clinical.display import display_chance, display_interval
from trialtrack.clinical.protocol import Protocol, text
from trialtrack.clinical.results import BaselineSource
from trialtrack.clinical.working import WindowSum, Working
from trialtrack.web.clinic.naming import PAINS
from trialtrack.web.clinic.pencil import both, bracketed, fraction, written
from trialtrack.web.words import signed

BASELINE, WINDOW = "baseline-days", "window-days"
"""Where on the page the days of either window are listed."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line: what it is, its letter, the rule in letters, the numbers put in, what comes out.

    `letters` is empty where the numbers speak for themselves. `of`: which days it comes from.
    `looked_up`: the result is one of a table or program, as the numbers say, and not of a sum.
    """

    what: str
    letter: str
    letters: str
    numbers: str
    result: str
    of: tuple[str, ...] = ()
    looked_up: bool = False


def mean_steps(window: WindowSum, letter: str, what: str, of: str) -> Iterator[Step]:
    """The sum of the days of a window, and their mean."""
    if window.mean is None:
        return
    scores = " + ".join(fraction(value) for value in window.values)
    yield Step(
        f"The scores of {window.count} days together", "", "", scores, fraction(window.total), (of,)
    )
    numbers = f"{fraction(window.total)} ÷ {window.count}"
    yield Step(what, letter, "sum ÷ days", numbers, both(window.mean), (of,))


def reduction_steps(made: Working) -> Iterator[Step]:
    """From the two means to the percentage; nothing where one of them is not there."""
    result, b, t = made.result, made.result.baseline.mean, made.result.evaluation.mean
    points, percent = result.reduction_points, result.reduction_percent
    if b is None or t is None or points is None:
        return
    of = (BASELINE, WINDOW) if result.baseline.source is BaselineSource.DIARY else (WINDOW,)
    numbers = f"{bracketed(b)} − {bracketed(t)}"
    yield Step(
        f"By how many points {PAINS[made.protocol.measure]} fell",
        "",
        "b − t",
        numbers,
        both(points),
        of,
    )
    if percent is not None:
        numbers = f"100 × {bracketed(points)} ÷ {bracketed(b)}"
        rule = "100 × (b − t) ÷ b"
        yield Step("The reduction in percent", "", rule, numbers, both(percent), of)


def days_enough(made: Working) -> Iterator[Step]:
    """The counts of rule 3: days expected, and the least that must be recorded."""
    window, rules = made.evaluation, made.protocol
    numbers = f"{len(window.days)} − {window.excluded}"
    yield Step(
        "Days expected: those of the window less those excluded",
        "",
        "",
        numbers,
        str(made.result.evaluation.expected),
        (WINDOW,),
    )
    share = rules.window_min_share
    yield Step(
        "Least days recorded: this share of the window’s days, excluded ones counted",
        "",
        "",
        f"{text(share)} × {len(window.days)}",
        fraction(share * len(window.days)),
    )


def sure_steps(steps: FiellerSteps, made: Working) -> Iterator[Step]:
    """Section 4: two variances, their steadying, degrees of freedom, the interval, the chance."""
    yield from _error(steps.baseline, made.baseline, made.protocol, ("b", BASELINE))
    yield from _error(steps.trial, made.evaluation, made.protocol, ("t", WINDOW))
    b, t, both_windows = written(steps.b), written(steps.t), (BASELINE, WINDOW)
    v_b, v_t = written(steps.baseline.variance), written(steps.trial.variance)
    ratio, nu, from_b = written(steps.ratio), written(steps.nu), written(steps.from_baseline)
    df_b, df_t = written(steps.baseline.df), written(steps.trial.df)
    left = f"What is left of the {PAINS[made.protocol.measure]}"
    yield Step(left, "R", "t ÷ b", f"{t} ÷ {b}", ratio, both_windows)
    yield Step("The baseline’s part in its variance", "W", "R² × V_b", f"{ratio}² × {v_b}", from_b)
    yield Step(
        "Degrees of freedom of both together (Welch, Satterthwaite)",
        "ν",
        "(V_t + W)² ÷ (V_t² ÷ ν_t + W² ÷ ν_b)",
        f"({v_t} + {from_b})² ÷ ({v_t}² ÷ {df_t} + {from_b}² ÷ {df_b})",
        nu,
    )
    q, g = written(steps.q), written(steps.g)
    yield Step(
        "97.5% point of Student’s t", "q", "", f"on {nu} degrees of freedom", q, looked_up=True
    )
    numbers = f"{q}² × {v_b} ÷ {b}²"
    yield Step("How uncertain the baseline is", "g", "q² × V_b ÷ b²", numbers, g)
    yield from _interval(steps)
    yield from _chance(steps, made.protocol)


def _error(
    error: MeanError, window: WindowSum, rules: Protocol, names: tuple[str, str]
) -> Iterator[Step]:
    x, of = names
    n, own, days = error.count, written(error.own), written(error.effective_days)
    df, steadied = written(error.df), written(error.steadied)
    side = "baseline" if x == "b" else "trial"
    squares = " + ".join(f"{fraction(value)}²" for value in window.values)
    yield Step(
        f"Squares of the {side}’s scores together", "", "", squares, fraction(window.squares), (of,)
    )
    total = bracketed(window.total)
    yield Step(
        f"Variance of the {side}’s days",
        f"s²_{x}",
        "(squares − sum² ÷ n) ÷ (n − 1)",
        f"({fraction(window.squares)} − {total}² ÷ {n}) ÷ ({n} − 1)",
        own,
        (of,),
    )
    prior, df_0, r = text(rules.day_sd), text(rules.day_sd_df), text(rules.autocorrelation)
    yield Step(
        "Its degrees of freedom, with the prior’s", f"ν_{x}", "ν₀ + n − 1", f"{df_0} + {n} − 1", df
    )
    yield Step(
        "Steadied by the prior, an SD of σ₀",
        f"m_{x}",
        f"(ν₀ × σ₀² + (n − 1) × s²_{x}) ÷ ν_{x}",
        f"({df_0} × {prior}² + ({n} − 1) × {own}) ÷ {df}",
        steadied,
    )
    yield Step(
        "What the days are worth, one being like the next",
        f"n_{x}",
        "n × (1 − r) ÷ (1 + r)",
        f"{n} × (1 − {r}) ÷ (1 + {r})",
        days,
    )
    numbers, variance = f"{steadied} ÷ {days}", written(error.variance)
    yield Step(f"Variance of the {side}’s mean", f"V_{x}", f"m_{x} ÷ n_{x}", numbers, variance)


def _interval(steps: FiellerSteps) -> Iterator[Step]:
    if steps.reach is None or steps.ratios is None or steps.interval_percent is None:
        return
    reach, g, ratio = written(steps.reach), written(steps.g), written(steps.ratio)
    v_t, from_b = written(steps.trial.variance), written(steps.from_baseline)
    yield Step(
        "How far the interval reaches",
        "h",
        "q ÷ b × √(V_t + W − g × V_t)",
        f"{written(steps.q)} ÷ {written(steps.b)} × √({v_t} + {from_b} − {g} × {v_t})",
        reach,
    )
    for name, sign, end in zip(("low", "high"), "−+", steps.ratios, strict=True):
        yield Step(
            "What is left, at least" if name == "low" else "What is left, at most",
            f"R_{name}",
            f"(R {sign} h) ÷ (1 − g)",
            f"({ratio} {sign} {reach}) ÷ (1 − {g})",
            written(end),
        )
    low, high = steps.interval_percent
    for what, end, left in (
        ("The interval’s lower end, percent", low, steps.ratios[1]),
        ("The interval’s upper end, percent", high, steps.ratios[0]),
    ):
        left_words = written(left)
        if left < 0:
            left_words = f"({left_words})"
        which = "high" if end is low else "low"
        yield Step(what, "", f"100 × (1 − R_{which})", f"100 × (1 − {left_words})", written(end))


def _chance(steps: FiellerSteps, rules: Protocol) -> Iterator[Step]:
    threshold = text(rules.threshold_percent)
    kept, b, t = written(steps.kept), written(steps.b), written(steps.t)
    v_b, v_t = written(steps.baseline.variance), written(steps.trial.variance)
    yield Step("What may be left at the threshold", "c", "", f"1 − {threshold} ÷ 100", kept)
    yield Step(
        "How far the trial lies below that, in its own standard errors",
        "z",
        "(c × b − t) ÷ √(V_t + c² × V_b)",
        f"({kept} × {b} − {t}) ÷ √({v_t} + {kept}² × {v_b})",
        written(steps.statistic),
    )
    yield Step(
        f"Chance that the reduction is {threshold}% or more",
        "",
        "",
        f"share of Student’s t on {written(steps.nu)} degrees of freedom "
        f"below {written(steps.statistic)}",
        written(steps.chance),
        looked_up=True,
    )


def flip_steps(made: Working) -> Iterator[Step]:
    """Section 5: what the missing days would have to average for the answer to flip."""
    missing, b = made.result.missing_days, made.result.baseline.mean
    if missing.flips_at is None or missing.count is None or b is None:
        return
    kept: Fraction = 1 - made.protocol.threshold_percent / 100
    total, expected = fraction(made.evaluation.total), made.result.evaluation.expected
    yield Step(
        "What the missing days would have to average for the answer to flip",
        "",
        "(c × b × expected − sum) ÷ missing",
        f"({fraction(kept)} × {bracketed(b)} × {expected} − {total}) ÷ {missing.count}",
        both(missing.flips_at),
        (BASELINE, WINDOW),
    )


def rounded_words(made: Working) -> tuple[str, ...]:
    """How the last figures of section 4 are said on the trial's page."""
    confidence, said = made.result.confidence, []
    if confidence.interval_percent is not None:
        shown = signed(display_interval(confidence.interval_percent))
        said.append(f"In whole percents, rounded outwards and capped at 100: {shown}.")
    if confidence.chance_met is not None:
        said.append(f"Said as: {display_chance(confidence.chance_met)}.")
    return tuple(said)
