"""An assessment as a short report to be read, in METHOD's words."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction

from trialtrack.clinical.diary import Domain
from trialtrack.clinical.display import (
    display_chance,
    display_interval,
    display_limit,
    display_number,
    display_percent,
)
from trialtrack.clinical.protocol import text
from trialtrack.clinical.results import (
    Assessment,
    BaselineSource,
    FlipState,
    Leg,
    SiteResult,
    Verdict,
)
from trialtrack.clinical.windows import Window
from trialtrack.files import report_words as words


def report_text(result: Assessment) -> str:
    """The whole report; the primary site first."""
    lines = [_dates(result)]
    for site in sorted(result.sites, key=lambda site: site.site != result.primary_site):
        lines += ["", *_site(site, result)]
    lines += ["", "The whole success", *_legs(result)]
    lines += _section("Beside the pain (baseline to trial)", _domains(result))
    lines += _section("Programmes", _programmes(result))
    return "\n".join(lines) + "\n"


def _dates(result: Assessment) -> str:
    out = f"removed {result.removed_on}" if result.removed_on else "leads still in"
    return f"Trial placed {result.placed_on}, {out}; looked at on {result.as_of} ({result.stage})"


def _site(site: SiteResult, result: Assessment) -> Iterator[str]:
    primary = (
        " (primary site)" if len(result.sites) > 1 and site.site == result.primary_site else ""
    )
    yield f"{(site.site or 'Pain')}{primary}: {words.VERDICTS[site.verdict]}"
    threshold = result.protocol.threshold_percent
    yield from _indented(_answer(site, threshold))
    yield from _indented(_rests_on(site))
    if site.verdict in (Verdict.MET, Verdict.NOT_MET):
        yield from _indented(_how_sure(site, threshold))
        yield from _indented(_would_it_stand(site))
    yield from _indented(words.WARNINGS[warning] for warning in site.warnings)


def _answer(site: SiteResult, threshold: Fraction) -> Iterator[str]:
    change = _change(site)
    if site.verdict is Verdict.PENDING:
        yield f"So far {change}; an interim result has no verdict."
    elif site.verdict is Verdict.NOT_ASSESSABLE:
        provisional = "" if site.reduction_percent is None else "Provisionally, "
        yield _sentence(f"{provisional}{change}.")
    else:
        met = "is met" if site.verdict is Verdict.MET else "is not met"
        yield _sentence(f"{change}; the {text(threshold)}% threshold {met}.")
    if site.band is not None:
        yield f"In words: {words.BANDS[site.band]}."
    if site.reasons:
        why = "; ".join(words.REASONS[reason] for reason in site.reasons)
        pending = site.verdict is Verdict.PENDING
        yield f"{'As it stands' if pending else 'Not assessable'}: {why}."


def _sentence(said: str) -> str:
    return said[0].upper() + said[1:]


def _change(site: SiteResult) -> str:
    if site.reduction_percent is None:
        if site.reduction_points is None:
            return "no reduction can be said"
        less = "less" if site.reduction_points >= 0 else "more"
        points = display_number(abs(site.reduction_points))
        return f"{points} points {less} pain than at baseline, of which no percent can be said"
    if site.reduction_percent < 0:
        return f"{display_percent(-site.reduction_percent)} more pain than at baseline"
    return f"{site.display} less pain than at baseline"


def _rests_on(site: SiteResult) -> Iterator[str]:
    baseline, trial = site.baseline, site.evaluation
    span = _span(baseline.window)
    if baseline.source is None:
        yield f"Baseline: none; {_count(len(baseline.recorded), 'diary day')} in {span}."
    elif baseline.source is BaselineSource.CLINIC:
        yield f"Baseline: mean {_mean(baseline.mean)}, a single rating taken in clinic (grade C)."
    else:
        yield (
            f"Baseline: mean {_mean(baseline.mean)} of "
            f"{_count(len(baseline.recorded), 'diary day')}, {span} (grade {baseline.grade})"
            f"{_spread(baseline.spread, baseline.slope)}."
        )
        if baseline.clinic_rating is not None:
            yield f"The rating taken in clinic was {_mean(baseline.clinic_rating)}."
    if trial.window is None:
        yield "Evaluation: no treatment day yet."
        return
    yield (
        f"Evaluation: mean {_mean(trial.mean)}, {len(trial.recorded)} of "
        f"{_count(trial.expected, 'day')}, {_span(trial.window)}"
        f"{_listed('missing', trial.missing)}{_listed('late', trial.late)}"
        f"{_listed('excluded', trial.excluded)}."
    )


def _spread(spread: float | None, slope: Fraction | None) -> str:
    said = "" if spread is None else f", spread {spread:.1f}"
    return said if slope is None else f"{said}, slope {display_number(slope)} points a day"


def _how_sure(site: SiteResult, threshold: Fraction) -> Iterator[str]:
    sure = site.confidence
    if sure.interval_percent is not None:
        close = "" if sure.certainty is None else f" ({sure.certainty.replace('_', ' ')})"
        yield f"95% interval {display_interval(sure.interval_percent)}{close}."
    elif sure.interval_reason is not None:
        yield f"No interval: {words.INTERVAL_REASONS[sure.interval_reason]}."
    if sure.chance_met is not None:
        yield (
            f"The chance that the reduction is {text(threshold)}% or more "
            f"if days like these went on: {display_chance(sure.chance_met)}."
        )
        yield words.CERTAINTY_CAUTION


def _would_it_stand(site: SiteResult) -> Iterator[str]:
    missing = site.missing_days
    if missing.state is not None and missing.count is not None:
        said = words.FLIP_STATES[missing.state]
        if missing.state is FlipState.FRAGILE and site.verdict is Verdict.NOT_MET:
            said = words.FRAGILE_NOT_MET
        at = "" if missing.flips_at is None else display_limit(missing.flips_at)
        count = "" if missing.state is FlipState.NOTHING_MISSING else f"{_missing(missing.count)} "
        yield count + said.format(at=at)
    if site.same_answer is not None and site.other_analyses:
        agreeing, total = site.same_answer
        yield f"Same answer in {agreeing} of {_count(total, 'other analysis', 'other analyses')}."
        for other in site.other_analyses:
            if other.met is not (site.verdict is Verdict.MET):
                percent = display_percent(other.reduction_percent)
                yield f"Differs {words.OTHER_ANALYSES.get(other.name, other.name)}: {percent}."


def _legs(result: Assessment) -> Iterator[str]:
    for leg in Leg:
        why = result.legs.why.get(leg)
        state = result.legs.states[leg]
        because = f": {words.WHY_UNKNOWN.get(why, why)}" if why else ""
        yield f"  {words.LEGS[leg]} {state.value}{because}"
    whole = {True: "yes, all four hold", False: "no", None: "cannot be said yet"}
    yield f"  A success by the whole definition: {whole[result.legs.supported]}."
    stated = result.stated_relief
    if stated.mean_percent is not None:
        yield f"  Own estimate of relief: {display_percent(stated.mean_percent)}."
        if stated.discordant:
            yield f"  {words.DISCORDANT}"


def _domains(result: Assessment) -> Iterator[str]:
    for change in result.domains:
        before, during = _mean(change.baseline_mean), _mean(change.trial_mean)
        days = f"{change.baseline_days} and {_count(change.trial_days, 'day')}"
        yield f"{words.DOMAINS[change.domain]}: {before} to {during} ({days})"
    if any(change.domain is Domain.MME_PER_DAY for change in result.domains):
        yield words.OPIOID_CAUTION


def _programmes(result: Assessment) -> Iterator[str]:
    for programme in result.programmes:
        said = "too few days to judge"
        if programme.reduction_percent is not None:
            said = f"reduction {display_percent(programme.reduction_percent)}"
        mean = f"mean {_mean(programme.mean)}"
        yield f"{programme.programme}: {_count(programme.days, 'day')}, {mean}, {said}"


def _section(title: str, lines: Iterable[str]) -> list[str]:
    indented = list(_indented(lines))
    return ["", title, *indented] if indented else []


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines)


def _mean(value: Fraction | None) -> str:
    return "not recorded" if value is None else display_number(value)


def _missing(count: int) -> str:
    return f"{_count(count, 'day')} missing."


def _count(count: int, one: str, many: str | None = None) -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"


def _span(window: Window) -> str:
    last = window.end - timedelta(days=1)
    return f"{window.first}" if window.first == last else f"{window.first} to {last}"


def _listed(what: str, days: Iterable[date]) -> str:
    named = ", ".join(day.isoformat() for day in days)
    return f"; {what} {named}" if named else ""
