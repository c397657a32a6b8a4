"""The way in, in a real browser: printed, scanned from the screen, typed on a small phone."""

import base64
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import zxingcpp
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.fixtures.browsers import watch_page
from tests.shots.clinic import Demonstration
from tests.shots.tour_card import birth_date_of, give_birth_date, make_card

PHONE: ViewportSize = {"width": 360, "height": 740}
GREY = """async address => {
  const image = await createImageBitmap(await (await fetch(address)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const grey = Array.from({ length: image.width * image.height }, (_, n) => data[4 * n]);
  return { width: image.width, height: image.height, grey };
}"""


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A small telephone; whatever breaks a rule on the way fails the test."""
    context = browser.new_context(viewport=PHONE, has_touch=True, locale="en-GB")
    page = context.new_page()
    faults = watch_page(page)
    yield page
    context.close()
    assert faults == []


def scanned(page: Page, browser: Browser, scale: str) -> str:
    """What a camera reads from the square on the screen."""
    picture = page.locator(f"{scale} .qr").screenshot()
    reader = browser.new_page()
    address = f"data:image/png;base64,{base64.b64encode(picture).decode()}"
    drawn = reader.evaluate(GREY, address)
    reader.close()
    shape = (drawn["height"], drawn["width"])
    found = zxingcpp.read_barcodes(memoryview(bytes(drawn["grey"])).cast("B", shape))
    return found[0].text


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_squares_are_read_from_the_screen_and_lead_to_the_sign_in_page(
    demo: Demonstration, browser: Browser, phone: Page, scheme: str
) -> None:
    context = browser.new_context(color_scheme=scheme, device_scale_factor=2)  # type: ignore[arg-type]
    page = context.new_page()
    path = make_card(page, demo.links())
    for scale in (".wallet", ".large-card"):
        assert scanned(page, browser, scale) == f"{demo.address}{path}"
    context.close()
    phone.goto(f"{demo.address}{path}")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Open your diary")


def test_a_typed_code_a_wrong_date_and_the_right_one_open_the_diary_for_good(
    demo: Demonstration, page: Page, phone: Page
) -> None:
    path, date_of_birth = make_card(page, demo.links()), birth_date_of(page)
    phone.goto(f"{demo.address}/c")
    phone.get_by_label("The code on your card").fill(path.removeprefix("/c/").lower())
    phone.get_by_role("button", name="Continue").click()
    give_birth_date(phone, "1", "1", "1900")
    expect(phone.locator(".error-summary")).to_be_focused()
    expect(phone.get_by_text("There are 4 more tries")).to_be_visible()
    expect(phone.get_by_label("Year")).to_have_value("1900")
    give_birth_date(phone, *date_of_birth)
    phone.wait_for_url("**/diary")
    phone.get_by_role("link", name="Devices that are signed in").click()
    expect(phone.get_by_text("(this one)")).to_be_visible()

    [cookie] = [c for c in phone.context.cookies() if c["name"] == "trialtrack"]
    ends_at = datetime.fromtimestamp(cookie["expires"], UTC)
    kept_for = ends_at - datetime.fromtimestamp(phone.evaluate("Date.now()") / 1000, UTC)
    # The longest trial has 90 days, with four weeks before and 30 days after it.
    assert kept_for > timedelta(days=28 + 90 + 30)
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")


def test_a_card_prints_on_one_sheet_with_nothing_but_the_card(
    demo: Demonstration, page: Page
) -> None:
    make_card(page, demo.links())
    sheet = page.pdf(format="A4", prefer_css_page_size=True)
    assert sheet.count(b"/Type /Page\n") == 1
    page.set_viewport_size({"width": 688, "height": 1000})  # A4 within its margins, in CSS pixels.
    page.emulate_media(media="print")
    name = page.locator(".screen-only h1")
    expect(name).to_be_hidden()
    box = page.locator(".wallet-face").first.bounding_box()
    assert box is not None
    millimetre = 96 / 25.4
    assert abs(box["width"] - 85.6 * millimetre) < 2
    assert abs(box["height"] - 54 * millimetre) < 2


def test_the_card_opens_the_diary_without_javascript(
    demo: Demonstration, browser: Browser, page: Page
) -> None:
    path, date_of_birth = make_card(page, demo.links()), birth_date_of(page)
    context = browser.new_context(viewport=PHONE, java_script_enabled=False, locale="en-GB")
    plain = context.new_page()
    plain.goto(f"{demo.address}{path}")
    give_birth_date(plain, *date_of_birth)
    plain.wait_for_url("**/diary")
    context.close()
