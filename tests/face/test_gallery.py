"""The gallery in a real browser: what a reader, a thumb and a keyboard meet."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, Route, expect

from tests.face.gallery import PAGES, served
from tests.fixtures.browsers import watch_page

pytestmark = pytest.mark.browser

DARK_ACCENT, LIGHT_ACCENT = "rgb(118, 202, 216)", "rgb(11, 85, 102)"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the gallery is."""
    with served() as at:
        yield at


@pytest.mark.parametrize(
    ("name", "scheme"),
    [(name, "light") for name in PAGES]
    + [(name, "dark") for name in ("diary-refused", "home", "trials", "parts")],
)
def test_axe_finds_nothing_serious(page: Page, address: str, name: str, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{address}/{name}")
    found = Axe().run(page).response["violations"]
    assert [
        (each["id"], [node["html"] for node in each["nodes"]])
        for each in found
        if each["impact"] in ("serious", "critical")
    ] == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_scrolls_sideways_at_320(page: Page, address: str, name: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{address}/{name}")
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("name", ["diary", "check", "saved", "home"])
def test_a_thumb_finds_every_target(page: Page, address: str, name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(f"{address}/{name}")
    boxes = page.locator(".key, .choice, .btn, .stepper-button, .summary-change a, .help-bar a")
    sizes = [box.bounding_box() for box in boxes.all() if box.is_visible()]
    assert sizes
    assert [box for box in sizes if box is None or box["height"] < 48] == []
    keys = [box.bounding_box() for box in page.locator(".key").all()]
    assert len({round(box["width"]) for box in keys if box}) <= 1
    assert [box for box in keys if box is None or box["width"] < (48 if width == 360 else 44)] == []


@pytest.mark.parametrize("width", [360, 1280])
def test_the_scale_is_two_rows_on_a_phone_and_one_where_it_fits(
    page: Page, address: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(f"{address}/diary")
    tops = [key.bounding_box() for key in page.locator(".scale").first.locator(".key").all()]
    rows = {round(box["y"]) for box in tops if box}
    assert len(rows) == (2 if width == 360 else 1)


def test_the_summary_has_the_focus_and_its_links_lead_to_the_fields(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/diary-refused")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("link", name="Give hours of sleep").click()
    expect(page.locator("#sleep_hours")).to_be_focused()
    expect(page.locator("label[for=sleep_hours]")).to_be_in_viewport()
    expect(page.locator("#sleep_hours")).to_have_value("27,5")


def test_a_score_can_be_chosen_by_the_keyboard(page: Page, address: str) -> None:
    page.goto(f"{address}/diary")
    page.locator("#average").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#average-1")).to_be_checked()


def test_a_count_steps_and_fewer_on_a_blank_says_none(page: Page, address: str) -> None:
    page.goto(f"{address}/diary")
    count = page.locator("#tramadol")
    expect(count).to_have_value("")
    page.get_by_role("button", name="Fewer: Tramadol").click()
    expect(count).to_have_value("0")
    page.get_by_role("button", name="More: Tramadol").click(click_count=2)
    expect(count).to_have_value("2")
    page.get_by_role("button", name="Fewer: Tramadol").click(click_count=4)
    expect(count).to_have_value("0")


def test_everything_can_be_answered_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/diary")
    page.locator("label[for=average-3]").click()
    page.locator("#tramadol").fill("2")
    expect(page.locator("#average-3")).to_be_checked()
    expect(page.locator(".stepper-button")).to_have_count(4)
    page.goto(f"{address}/trial")
    expect(page.locator("#pain ~ noscript p")).to_be_visible()
    expect(page.locator("#pain")).to_be_hidden()
    context.close()


def test_a_double_tap_sends_once_and_the_button_is_sent_with_it(page: Page, address: str) -> None:
    sent: list[str | None] = []

    def note(route: Route) -> None:
        sent.append(route.request.post_data)
        route.abort()

    page.route("**/diary", note)
    page.route("**/diary", lambda route: route.continue_(), times=1)
    page.goto(f"{address}/diary")
    page.get_by_role("button", name="Check my answers").dblclick()
    page.wait_for_timeout(200)
    assert len(sent) == 1
    assert "go=check" in (sent[0] or "")


def test_coming_back_finds_a_button_that_works(page: Page, address: str) -> None:
    page.goto(f"{address}/diary")
    # Going back while the page is still on its way out is no way a person goes.
    with page.expect_navigation():
        page.get_by_role("button", name="Check my answers").click()
    page.go_back()
    expect(page.get_by_role("button", name="Check my answers")).not_to_have_attribute(
        "aria-disabled", "true"
    )


def drawn(page: Page, address: str) -> None:
    """Open the page with charts and wait until they are there."""
    page.goto(f"{address}/trial")
    expect(page.locator(".chart-plot[data-drawn]")).to_have_count(2)


def test_charts_take_the_colours_of_the_scheme_and_change_with_it(page: Page, address: str) -> None:
    page.emulate_media(color_scheme="dark")
    drawn(page, address)
    line = page.locator("#pain .scatterlayer .js-line").first
    expect(line).to_have_css("stroke", DARK_ACCENT)
    page.emulate_media(color_scheme="light")
    expect(line).to_have_css("stroke", LIGHT_ACCENT)
    assert "token:" not in page.content().split("chart-plot")[1].split("</figure>")[0]


def test_a_chart_has_another_figure_where_there_is_little_width(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    drawn(page, address)
    plot = page.locator("#sleep .main-svg").first
    expect(plot).to_have_attribute("height", "200")
    page.set_viewport_size({"width": 360, "height": 740})
    expect(plot).to_have_attribute("height", "150")


def test_a_gap_is_left_open(page: Page, address: str) -> None:
    drawn(page, address)
    pieces = page.locator("#pain .scatterlayer .trace").first.locator(".js-line")
    expect(pieces).to_have_count(3)


def test_no_button_of_a_chart_sends_anything_away(page: Page, address: str) -> None:
    drawn(page, address)
    page.locator("#pain").hover()
    titles = page.locator("#pain .modebar-btn").evaluate_all(
        "all => all.map(each => each.dataset.title || each.getAttribute('aria-label'))"
    )
    assert titles == ["Zoom", "Pan", "Reset axes", "Download plot as a PNG"]


def test_charts_of_a_group_zoom_together(page: Page, address: str) -> None:
    drawn(page, address)
    week = ["2026-03-10", "2026-03-17"]
    page.evaluate(
        "week => Plotly.relayout('pain', {'xaxis.range[0]': week[0], 'xaxis.range[1]': week[1]})",
        week,
    )
    page.wait_for_function(
        "week => document.getElementById('sleep').layout.xaxis.range[0].startsWith(week[0])",
        arg=week,
    )


def test_charts_of_a_group_point_at_the_same_day(page: Page, address: str) -> None:
    drawn(page, address)
    page.locator("#pain").scroll_into_view_if_needed()
    page.locator("#pain .nsewdrag").first.hover(position={"x": 130, "y": 60})
    expect(page.locator("#sleep .hoverlayer .hovertext").first).to_be_attached()


def test_a_chart_that_fails_says_so_and_opens_its_numbers(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/plotly.min.js", lambda route: route.abort())
    page.goto(f"{address}/trial")
    expect(page.get_by_text("The chart could not be drawn").first).to_be_visible()
    expect(page.locator("#pain ~ details")).to_have_attribute("open", "")
    context.close()


def test_paper_is_light_whatever_the_screen(page: Page, address: str) -> None:
    page.emulate_media(color_scheme="dark", media="print")
    page.goto(f"{address}/check")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(19, 35, 43)"
    expect(page.get_by_role("button", name="Save this day")).to_be_hidden()


def test_the_watch_notices_an_inline_style(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    faults = watch_page(page)
    page.goto(f"{address}/check")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">')")
    page.wait_for_timeout(100)
    assert any("content security" in fault for fault in faults)
    context.close()
