"""Warning signs on a telephone without JavaScript: in the diary, and within two taps of it."""

from playwright.sync_api import Browser, expect

from tests.browser.walk import PHONE
from tests.shots.clinic import demonstration
from tests.shots.tour import OPEN_DAY, someone_with_a_day_open


def test_warning_signs_work_without_javascript(browser: Browser) -> None:
    with demonstration() as demo:
        context = browser.new_context(viewport=PHONE, java_script_enabled=False, locale="en-GB")
        page = context.new_page()
        someone_with_a_day_open(page, demo.links())
        page.locator(OPEN_DAY).first.click()
        which, call = page.get_by_text("Which of them?"), page.locator("main a.call-now")
        expect(which).to_be_hidden()
        page.locator("label[for=signs_any-yes]").click()
        expect(which).to_be_visible()
        expect(call).to_have_attribute("href", "tel:02079460999")
        page.locator("label[for=signs_any-no]").click()
        expect(which).to_be_hidden()
        page.locator("label[for=signs_any-yes]").click()
        page.locator("label[for=sign-saddle_numb]").click()
        page.get_by_role("button", name="Check your answers").click()
        told = page.locator(".told")
        expect(told).to_contain_text("Call 020 7946 0999")
        expect(told).to_contain_text("Nobody has been called, and nobody watches this live.")
        expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()

        page.get_by_role("button", name="Something is wrong").click()
        page.locator("label[for=sign-wound]").click()
        page.get_by_role("button", name="Leave it for the team").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Call the team today")
        context.close()
