"""`python -m tests.shots [--docs] [--all] [TOUR …]`: pictures of every page, widths and schemes.

They go into .shots/, which git ignores. `--docs` makes the two of the README instead; `--all`
takes every trial, not one of each answer.
"""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, sync_playwright

from tests.fixtures.browsers import watch_page
from tests.fixtures.chromium import FLAGS, MISSING, find_chromium
from tests.shots.clinic import Demonstration, demonstration
from tests.shots.tour import (
    OPEN_DAY,
    Tour,
    shooter,
    sign_in,
    someone_with_a_day_open,
    tour_of_every_trial,
)
from tests.shots.tours import TOURS

ROOT = Path(__file__).parents[2]
WIDTHS = {360: 740, 1280: 900}
SCHEMES = ("light", "dark")


class Look(NamedTuple):
    """How wide the window is, and which colours it asks for."""

    width: int
    scheme: str


def main() -> int:
    """Take the pictures; 1 when a page broke a rule on the way, or there is no browser."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--docs", action="store_true", help="only the two pictures of the README")
    parser.add_argument("--all", action="store_true", help="every trial of the demonstration")
    parser.add_argument("tours", nargs="*", choices=[[], *TOURS], help="only these tours")
    chosen = parser.parse_args()
    tours = {name: TOURS[name] for name in chosen.tours or TOURS}
    if chosen.all:
        tours["clinic"] = tour_of_every_trial
    with sync_playwright() as playwright:
        path = find_chromium(playwright)
        if path is None:
            print(MISSING)
            return 1
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        faults: list[str] = []
        if chosen.docs:
            with demonstration() as demo:
                _for_the_readme(browser, demo)
        else:
            for look in (Look(width, scheme) for scheme in SCHEMES for width in WIDTHS):
                # One of its own: the tours before have merged, cancelled and withdrawn people.
                with demonstration() as demo:
                    faults += _go(browser, demo, tours, look)
        browser.close()
    print("\n".join(faults) or "no faults")
    return 1 if faults else 0


def _go(browser: Browser, demo: Demonstration, tours: Mapping[str, Tour], look: Look) -> list[str]:
    folder = ROOT / ".shots"
    folder.mkdir(exist_ok=True)
    faults: list[str] = []
    for name, tour in tours.items():
        context = browser.new_context(
            viewport={"width": look.width, "height": WIDTHS[look.width]},
            color_scheme=look.scheme,  # type: ignore[arg-type]
            locale="en-GB",
            reduced_motion="reduce",
        )
        page = context.new_page()
        found = watch_page(page)
        tour(page, demo, demo.links(), shooter(page, folder, f"{look.width}-{look.scheme}"))
        faults += [f"{name}, {look.width} {look.scheme}: {fault}" for fault in found]
        context.close()
    return faults


def _for_the_readme(browser: Browser, demo: Demonstration) -> None:
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


if __name__ == "__main__":
    raise SystemExit(main())
