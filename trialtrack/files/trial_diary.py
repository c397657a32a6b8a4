"""A diary file's days and a trial's plan put together into what the method takes."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from trialtrack.clinical.diary import Diary, DiaryDay
from trialtrack.files.diary_days import UNNAMED, site_key
from trialtrack.files.faults import nearest, shown
from trialtrack.files.trial_plan import Report, TrialPlan


def trial_diary(
    plan: TrialPlan, sites: Mapping[str, str], days: tuple[DiaryDay, ...], report: Report
) -> Diary | None:
    """The trial's diary; None once a site that the diary does not know has been reported.

    `sites` are those of the file, by key, in its order and spelling. In a diary that has sites,
    an option that names another is taken for a slip, unless the primary site is one that only
    has a clinic rating: then both options name it.
    """
    named = dict(sites)
    rated = {site_key(site): site for site, _ in plan.clinic_baselines if site is not None}
    primary = None if plan.primary_site is None else site_key(plan.primary_site)
    sure = {primary} & rated.keys() if set(sites) != {UNNAMED} else set()
    known = True
    for column, site in _asked_for(plan):
        key = site_key(site)
        if sites and key not in sites and key not in sure:
            report(column, _no_such_site(site, sites.values()))
            known = False
        named.setdefault(key, site)
    if not known:
        return None
    first = next(iter(named), UNNAMED)
    primary = first if primary is None else primary
    named.setdefault(primary, UNNAMED)
    ratings = _ratings(plan, named, primary, report)
    if ratings is None:
        return None
    return Diary(
        placed_on=plan.placed_on,
        removed_on=plan.removed_on,
        primary_site=named[primary],
        sites=tuple(named.values()),
        days=days,
        clinic_ratings=ratings,
        impression_of_change=plan.impression_of_change,
        wants_implant=plan.wants_implant,
    )


def _asked_for(plan: TrialPlan) -> list[tuple[str, str]]:
    asked = [] if plan.primary_site is None else [("primary_site", plan.primary_site)]
    return asked + [
        ("clinic_baseline", site) for site, _ in plan.clinic_baselines if site is not None
    ]


def _ratings(
    plan: TrialPlan, named: Mapping[str, str], primary: str, report: Report
) -> dict[str, Fraction] | None:
    ratings: dict[str, Fraction] = {}
    for site, rating in plan.clinic_baselines:
        name = named[primary if site is None else site_key(site)]
        if name in ratings:
            report("clinic_baseline", f"the primary site {shown(name)} is rated twice")
            return None
        ratings[name] = rating
    return ratings


def _no_such_site(site: str, sites: Iterable[str]) -> str:
    written = list(sites)
    if written == [UNNAMED]:
        return f"the diary has no site {shown(site)}; its rows name no site"
    closest = nearest(site, filter(None, written))
    return f"the diary has no site {shown(site)}; the nearest is {shown(closest or UNNAMED)}"
