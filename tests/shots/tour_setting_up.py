"""A real installation from its first link on, and the people whom its administrator lets in."""

import tempfile
from pathlib import Path
from uuid import uuid4

from playwright.sync_api import Page

from tests.cli.served import forked, free_port, serving_forked
from tests.shots.clinic import Demonstration, Links
from tests.shots.tour import Shot, sign_in

PASSWORD = "tall boats in the harbour"
CLINIC = (
    *("clinic", "add", "--name", "Southend Pain Clinic", "--time-zone", "Europe/London"),
    *("--phone", "01632 960001", "--emergency-phone", "999", "--opioid-table", "fpm-2020"),
)
RUTH = ("--name", "Ruth Abara", "--email", "ruth@southend.example", "--role", "administrator")


def tour_of_setting_up(page: Page, _demo: Demonstration, _links: Links, shot: Shot) -> None:
    """The first link, refused and used; the first page; a forgotten password."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        real = _settings(Path(folder), port)
        forked("migrate", settings=real)
        forked(*CLINIC, settings=real)
        link = forked("staff", "add", *RUTH, settings=real).stdout.splitlines()[-1]
        with serving_forked("run", port=port, settings=real) as served:
            _choose(page, link, shot)
            _forget(page, served.address, shot)


def tour_of_people(page: Page, _demo: Demonstration, links: Links, shot: Shot) -> None:
    """Someone is added, looked at, given another link, and let go."""
    sign_in(page, links, "administrator")
    page.get_by_role("link", name="Add someone").click()
    shot("person-new")
    page.get_by_role("button", name="Add and make a link").click()
    shot("person-new-refused")
    page.get_by_label("Name", exact=True).fill("Priya Demo-Raman")
    page.get_by_label("E-mail address").fill(f"priya-{uuid4().hex[:6]}@demo.example")
    page.locator("input[value=nurse]").check(force=True)
    page.get_by_role("button", name="Add and make a link").click()
    shot("person-link")
    page.get_by_role("link", name="Done").click()
    shot("person")
    page.get_by_role("link", name="Close this account").click()
    shot("person-close")
    page.get_by_role("button", name="Close the account").click()
    shot("person-closed")


def _settings(folder: Path, port: int) -> dict[str, str]:
    return {
        "TRIALTRACK_DATABASE_URL": f"sqlite:///{folder / 'real.db'}",
        "TRIALTRACK_SECRET_KEY": "s" * 40,
        "TRIALTRACK_DIGEST_KEY": "d" * 40,
        "TRIALTRACK_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "TRIALTRACK_MAIL_HOST": "127.0.0.1",
        "TRIALTRACK_MAIL_FROM": "trialtrack@southend.example",
        "TRIALTRACK_MAIL_TLS": "none",
        "TRIALTRACK_MAIL_PORT": str(free_port()),
    }


def _choose(page: Page, link: str, shot: Shot) -> None:
    page.goto(link)
    shot("password")
    page.get_by_label("New password").fill("123456789012")
    page.get_by_label("The same password again").fill("123456789012")
    page.get_by_role("button", name="Set this password").click()
    shot("password-refused")
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    page.get_by_role("button", name="Set this password").click()
    shot("first-page")
    page.goto(link)
    shot("password-link-gone")


def _forget(page: Page, address: str, shot: Shot) -> None:
    page.context.clear_cookies()
    page.goto(f"{address}/sign-in")
    shot("sign-in-with-mail")
    page.get_by_role("link", name="Forgot your password?").click()
    shot("forgotten")
    page.get_by_role("button", name="Send the address").click()
    shot("forgotten-refused")
    page.get_by_label("E-mail address").fill("ruth@southend.example")
    page.get_by_role("button", name="Send the address").click()
    shot("forgotten-asked")
