"""`python -m tests.shots [--docs] [--all]`: pictures of every page, both widths and schemes.

They go into .shots/, which git ignores. `--docs` makes the two of the README instead; `--all`
takes every trial, not one of each answer.
"""

import argparse
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.fixtures.browsers import watch_page
from tests.fixtures.chromium import FLAGS, MISSING, find_chromium
from tests.shots.clinic import Demonstration, demonstration
from tests.shots.tour import (
    OPEN_DAY,
    shooter,
    sign_in,
    someone_with_a_day_open,
    tour_of_a_patient,
    tour_of_consent,
    tour_of_signing_in,
    tour_of_the_administrator,
    tour_of_the_clinic,
)

ROOT = Path(__file__).parents[2]
WIDTHS = {360: 740, 1280: 900}
SCHEMES = ("light", "dark")


def main() -> int:
    """Take the pictures; 1 when a page broke a rule on the way, or there is no browser."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--docs", action="store_true", help="only the two pictures of the README")
    parser.add_argument("--all", action="store_true", help="every trial of the demonstration")
    chosen = parser.parse_args()
    with sync_playwright() as playwright, demonstration() as demo:
        path = find_chromium(playwright)
        if path is None:
            print(MISSING)
            return 1
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        faults = _for_the_readme(browser, demo) if chosen.docs else []
        if not chosen.docs:
            for scheme in SCHEMES:
                for width in WIDTHS:
                    faults += _tour(browser, demo, width, scheme, every_trial=chosen.all)
        browser.close()
    print("\n".join(faults) or "no faults")
    return 1 if faults else 0


def _tour(
    browser: Browser, demo: Demonstration, width: int, scheme: str, *, every_trial: bool
) -> list[str]:
    folder = ROOT / ".shots"
    folder.mkdir(exist_ok=True)
    links, faults = demo.links(), []
    for name in ("signing in", "patient", "clinic", "administrator", "consent"):
        context = browser.new_context(
            viewport={"width": width, "height": WIDTHS[width]},
            color_scheme=scheme,  # type: ignore[arg-type]
            locale="en-GB",
            reduced_motion="reduce",
        )
        page = context.new_page()
        found = watch_page(page)
        shot = shooter(page, folder, f"{width}-{scheme}")
        if name == "signing in":
            tour_of_signing_in(page, demo, shot)
        elif name == "patient":
            tour_of_a_patient(page, links, shot)
        elif name == "clinic":
            tour_of_the_clinic(page, links, shot, every_trial=every_trial)
        elif name == "consent":
            tour_of_consent(page, links, shot)
        else:
            tour_of_the_administrator(page, links, shot)
        faults += [f"{name}, {width} {scheme}: {fault}" for fault in found]
        context.close()
    return faults


def _for_the_readme(browser: Browser, demo: Demonstration) -> list[str]:
    links, folder = demo.links(), ROOT / "docs"
    folder.mkdir(exist_ok=True)
    page = browser.new_page(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    someone_with_a_day_open(page, links)
    page.locator(OPEN_DAY).first.click()
    page.screenshot(path=folder / "diary.png")
    page = browser.new_page(viewport={"width": 1100, "height": 900}, reduced_motion="reduce")
    sign_in(page, links, "consultant")
    close = page.locator("tr", has_text="Met, but close").first
    close.get_by_role("link").click()
    page.wait_for_function("() => !document.querySelector('.chart-plot:not(:has(svg))')")
    page.screenshot(path=folder / "trial.png")
    return []


if __name__ == "__main__":
    raise SystemExit(main())
