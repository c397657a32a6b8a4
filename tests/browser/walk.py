"""What is asked of every state of every page: axe, no sideways scrolling, targets, one heading."""

from collections.abc import Iterator
from typing import Literal

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, ViewportSize
from playwright.sync_api import TimeoutError as NotInTime

Scheme = Literal["light", "dark"]

LEAST_TARGET_PX = 48
PHONE: ViewportSize = {"width": 360, "height": 740}
NARROWEST: ViewportSize = {"width": 320, "height": 640}
DESK: ViewportSize = {"width": 1280, "height": 900}
LARGE_TYPE = "200%"
SET_TYPE = "size => { document.documentElement.style.fontSize = size }"
FITS = "width => document.documentElement.scrollWidth <= width"
DRAWN = "() => !document.querySelector('.chart-plot:not(:has(svg))')"
REDRAWN_WITHIN_MS = 3000
GRAVE = ("serious", "critical")
OF_COLOURS = ("color-contrast", "link-in-text-block")
"""What axe asks of colours; all else is the same in both schemes."""

AXE = Axe().axe_script
RUN = "options => axe.run({exclude: ['.chart-plot .svg-container']}, options)"
"""What plotly draws is a picture to axe, thousands of shapes long; its box has the name, and the
numbers stand in the table beside it."""

SMALL_TARGETS = """least => [...document.querySelectorAll(
    ".face-patient main :is(a[href], button, summary, input, select, textarea),"
    + ".face-patient .help-bar :is(a, button)")]
  .map(each => each.matches("input[type=radio], input[type=checkbox]")
    ? (each.closest("label") || document.querySelector(`label[for='${each.id}']`) || each) : each)
  // What is hidden from everybody, such as the button that Enter presses, is no target.
  .filter(each => each.closest("[aria-hidden=true]") === null)
  .filter(each => each.type !== "hidden" && each.checkVisibility({visibilityProperty: true}))
  // A link inside a sentence, or a stack of plain rows, follows the text (WCAG 2.5.8, inline).
  .filter(each => !(each.matches("a") && each.closest("p, li, dd, td, label") !== null
    && each.closest("p, li, dd, td, label").textContent.trim() !== each.textContent.trim()))
  .filter(each => { const box = each.getBoundingClientRect();
    return box.height > 0 && Math.round(Math.max(...[...each.getClientRects()].map(r => r.height),
      each.parentElement.matches(".summary-change, .back") ? 0 : box.height)) < least })
  .map(each => each.outerHTML.slice(0, 120))"""


def faults_here(page: Page, name: str) -> Iterator[str]:
    """What a state breaks, each in one line; the window is a telephone's again in the end."""
    # Advice on a warning sign comes before what is wrong with the rest.
    first = page.locator(".error-summary:focus, .told:focus")
    if page.locator(".error-summary").count() and not first.count():
        yield f"{name}: the summary of what is wrong has not the focus"
    yield from _too_wide(page, name)
    page.set_viewport_size(PHONE)
    yield from _too_wide_in_large_type(page, name)
    small: list[str] = page.evaluate(SMALL_TARGETS, LEAST_TARGET_PX)
    yield from (f"{name}: a target under {LEAST_TARGET_PX} px: {each}" for each in small)
    if page.locator("h1").count() != 1:
        yield f"{name}: {page.locator('h1').count()} headings of the first level"
    yield from _axe(page, name, "light")
    yield from _axe(page, name, "dark", rules=OF_COLOURS)
    page.emulate_media(color_scheme="light")


def _too_wide(page: Page, name: str) -> Iterator[str]:
    for size in (NARROWEST, DESK):
        page.set_viewport_size(size)
        try:
            # Charts are drawn anew a moment after the window's width changed.
            page.wait_for_function(FITS, arg=size["width"], timeout=REDRAWN_WITHIN_MS)
        except NotInTime:
            width: int = page.evaluate("document.documentElement.scrollWidth")
            yield f"{name}: scrolls sideways, {width} px in a window of {size['width']}"


def _too_wide_in_large_type(page: Page, name: str) -> Iterator[str]:
    """A patient's page, in letters twice as large: an emergency number must not leave the edge."""
    if not page.locator("html.face-patient").count():
        return
    page.evaluate(SET_TYPE, LARGE_TYPE)
    if not page.evaluate(FITS, PHONE["width"]):
        width: int = page.evaluate("document.documentElement.scrollWidth")
        yield f"{name}: scrolls sideways in large type, {width} px"
    page.evaluate(SET_TYPE, "")


def _axe(
    page: Page, name: str, scheme: Scheme, *, rules: tuple[str, ...] | None = None
) -> Iterator[str]:
    page.emulate_media(color_scheme=scheme)
    options: dict[str, object] = {"resultTypes": ["violations"]}
    if rules is not None:
        options["runOnly"] = list(rules)
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    for found in page.evaluate(RUN, options)["violations"]:
        if found["impact"] in GRAVE:
            for node in found["nodes"]:
                yield f"{name}, {scheme}: {found['id']}: {node['html'][:160]}"
