"""The charts of a trial in a real browser: drawn, quiet, and moving together."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import ConsoleMessage, FloatRect, Page

from tests.shots.clinic import Demonstration
from tests.shots.tour import sign_in
from tests.shots.tour_export import LONGEST, open_scenario

MOST_BYTES = 300_000
MOST_CHARTS = 9
DRAWN = "() => !document.querySelector('.chart-plot:not([data-drawn])')"
DAYS = "[...document.querySelectorAll('.chart-plot[data-axis-group=days]')]"
VIOLATIONS = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(`${event.violatedDirective}: ${event.blockedURI}`);
});
"""


@pytest.fixture
def said(page: Page) -> Iterator[list[str]]:
    """What the console says amiss; `page` itself refuses other origins and failing scripts."""
    heard: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            heard.append(message.text)

    page.on("console", hear)
    page.add_init_script(VIOLATIONS)
    yield heard
    assert heard == []


def open_trial(page: Page, demo: Demonstration, scenario: str) -> None:
    """The page of one trial of the demonstration, all of its charts drawn."""
    sign_in(page, demo.links(), "consultant")
    open_scenario(page, demo, scenario)
    page.wait_for_function(DRAWN)


def place(page: Page, chart: str) -> FloatRect:
    """Where the plot of a chart is on the screen."""
    plot = page.locator(f"#{chart} .nsewdrag").first
    plot.scroll_into_view_if_needed()
    found = plot.bounding_box()
    assert found is not None
    return found


def ranges(page: Page) -> list[list[str]]:
    found: list[list[str]] = page.evaluate(
        f"{DAYS}.map((box) => box._fullLayout.xaxis.range.map(String))"
    )
    return found


def test_all_charts_are_drawn_and_nothing_is_said_or_can_be_sent(
    demo: Demonstration, page: Page, said: list[str]
) -> None:
    open_trial(page, demo, LONGEST)
    charts = page.locator(".chart-plot").count()
    assert 5 <= charts <= MOST_CHARTS
    assert page.locator(".chart-failed").count() == 0
    for heading in ("Week by week", "Programmes side by side", "Other analyses"):
        assert page.get_by_role("heading", name=heading).count() == 1
    assert page.evaluate("window.violations") == []
    assert len(page.request.get(page.url).body()) < MOST_BYTES
    page.locator(".chart-plot").first.hover()
    titles = page.eval_on_selector_all("[data-title]", "all => all.map(e => e.dataset.title)")
    away = re.compile("share|cloud|chart studio|edit in", re.IGNORECASE)
    assert titles
    assert not [title for title in titles if away.search(title)]
    for config in page.evaluate(
        "[...document.querySelectorAll('.chart-plot')].map(e => e._context)"
    ):
        assert config["showSendToCloud"] is False
        assert config["plotlyServerURL"] == ""
        assert config["displaylogo"] is False


def test_to_point_at_a_day_and_to_zoom_do_so_on_every_chart_of_days(
    demo: Demonstration, page: Page, said: list[str]
) -> None:
    open_trial(page, demo, LONGEST)
    plot = place(page, "sleep")
    for share in (0.4, 0.6, 0.61, 0.62, 0.63, 0.64):
        page.mouse.move(plot["x"] + plot["width"] * share, plot["y"] + plot["height"] * 0.5)
        page.wait_for_function(
            f"() => {DAYS}.every((box) => box.querySelector('.hoverlayer').textContent)"
        )
        hovers = page.evaluate(f"{DAYS}.map((box) => box.querySelector('.hoverlayer').textContent)")
        days = {re.match(r"\w{3} \d+ [A-Z][a-z]+?(?=day|week|\W|[A-Z])", said) for said in hovers}
        assert None not in days
        assert len({match.group() for match in days if match}) == 1
        # On a day on which a line has nothing, no value of a day beside it stands.
        assert len(set(re.findall(r"day -?\d+(?=:)", " ".join(hovers)))) == 1

    before = ranges(page)
    plot = place(page, "pain-0")
    middle = plot["y"] + plot["height"] * 0.5
    page.mouse.move(plot["x"] + plot["width"] * 0.4, middle)
    page.mouse.down()
    page.mouse.move(plot["x"] + plot["width"] * 0.8, middle, steps=4)
    page.mouse.up()
    page.wait_for_function(
        f"(first) => {DAYS}.every((box) => String(box._fullLayout.xaxis.range[0]) !== first)",
        arg=before[0][0],
    )
    zoomed = ranges(page)
    assert zoomed == [zoomed[0]] * len(zoomed)
    page.mouse.dblclick(plot["x"] + plot["width"] * 0.5, middle)
    page.wait_for_function(
        f"(first) => {DAYS}.every((box) => String(box._fullLayout.xaxis.range[0]) === first)",
        arg=before[0][0],
    )
    assert ranges(page) == before


def test_on_a_phone_they_are_drawn_anew_and_nothing_moves_sideways(
    demo: Demonstration, page: Page, said: list[str]
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    open_trial(page, demo, LONGEST)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    modes = page.evaluate(f"{DAYS}.map((box) => box._fullLayout.dragmode)")
    assert set(modes) == {False}, "a finger scrolls the page"
    heights = page.evaluate(f"{DAYS}.map((box) => box._fullLayout.height > 200)")
    assert all(heights), "redrawn, not shrunk"
