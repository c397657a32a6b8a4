"""A whole day by the keyboard alone: no pointer, no touch, only Tab, arrows, Space and Enter."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.shots.clinic import Demonstration
from tests.shots.tour import OPEN_DAY, someone_with_a_day_open

pytestmark = pytest.mark.browser

MOST_TABS = 120
SEEN = """each => { const style = getComputedStyle(each.matches("input[type=radio]")
    ? each.parentElement.querySelector(".key-face, .choice-mark") || each : each);
  return style.outlineStyle !== "none" || style.boxShadow !== "none"; }"""


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the element has the focus, and see that the focus can be seen."""
    for _ in range(MOST_TABS):
        if wanted.evaluate("each => each === document.activeElement"):
            assert wanted.evaluate(SEEN), f"no focus to be seen on {wanted}"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{MOST_TABS} tabs do not reach {wanted}")


def choose(page: Page, name: str, score: int) -> None:
    """A score of a scale: into the group, the first by Space, the next by arrows."""
    first = page.locator(f"input[name='{name}']").first
    tab_to(page, first)
    page.keyboard.press("Space")
    for _ in range(score):
        page.keyboard.press("ArrowRight")
    expect(page.locator(f"input[name='{name}'][value='{score}']")).to_be_checked()


def press(page: Page, button: Locator) -> None:
    """A button or a link, by Enter; the page that follows is there."""
    tab_to(page, button)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_whole_day_goes_down_by_the_keyboard_alone(demo: Demonstration, page: Page) -> None:
    someone_with_a_day_open(page, demo.links())
    page.reload()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    press(page, page.locator(OPEN_DAY).first)
    press(page, page.get_by_role("button", name="Check your answers"))
    expect(page.get_by_role("alert")).to_be_focused()
    asked = page.locator("fieldset:has(input[value=skip])")
    names = [
        group.locator("input").first.get_attribute("name") or ""
        for group in asked.all()
        if group.get_attribute("aria-invalid")
    ]
    assert names
    for name in names:
        choose(page, name, 3)
    press(page, page.get_by_role("button", name="Check your answers"))
    press(page, page.get_by_role("button", name="Save this day"))
    expect(page.get_by_role("status")).to_contain_text("Reference")
