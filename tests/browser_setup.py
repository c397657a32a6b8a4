"""Find a Chromium for the tests, or install one: `python -m tests.browser_setup`.

The order: one on the machine, playwright's own download, the system's package as root. Where all
fail it says so and ends well: the browser tests then report themselves as not run.
"""

import os
import shutil
import subprocess
import sys

from playwright.sync_api import sync_playwright

from tests.fixtures.chromium import find_chromium

PATIENCE_SECONDS = 600


def main() -> None:
    """Print which browser the tests will use."""
    path = found() or found_after(playwright_install()) or found_after(system_install())
    if path is not None:
        print(f"Browser for the tests: {path}")
        return
    print(
        "\n*** NO BROWSER: none was found and none could be installed.\n"
        "*** The browser tests will not run. Install chromium, or set BROWSER to its path.\n",
        file=sys.stderr,
    )


def found() -> str | None:
    """The path of a Chromium that the tests would use."""
    with sync_playwright() as playwright:
        return find_chromium(playwright)


def found_after(commands: list[list[str]]) -> str | None:
    """The same, after running commands one after the other until one fails."""
    for command in commands:
        print("No Chromium yet; trying:", " ".join(command), flush=True)
        try:
            subprocess.run(command, check=True, timeout=PATIENCE_SECONDS)
        except (OSError, subprocess.SubprocessError) as problem:
            print(f"That did not work: {problem}", file=sys.stderr)
            return None
    return found()


def playwright_install() -> list[list[str]]:
    """Playwright downloads a Chromium of its own into the person's cache."""
    return [[sys.executable, "-m", "playwright", "install", "chromium"]]


def system_install() -> list[list[str]]:
    """The package of the system, where we may install it."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return []
    return [
        ["apt-get", "update", "--quiet"],
        ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"],
    ]


if __name__ == "__main__":
    main()
