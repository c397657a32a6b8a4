"""Every pair of colours that carries text or a shape has the contrast of WCAG 2.2 AA."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[2] / "trialtrack/static/css/tokens.css"
TEXT, SHAPE = 4.5, 3.0

GROUNDS = ("paper", "ground", "sunk")
ON_PAGE = ("ink", "ink-2", "ink-3", "accent", "met", "not", "close", "none", "flag")
PAIRS = (
    [(ink, ground, TEXT) for ink in ON_PAGE for ground in GROUNDS]
    + [(kind, f"{kind}-soft", TEXT) for kind in ("accent", "met", "not", "close", "none", "flag")]
    + [("accent-ink", "accent", TEXT), ("ink", "accent-soft", TEXT), ("ink-2", "accent-soft", TEXT)]
    + [("edge", ground, SHAPE) for ground in ("paper", "ground")]
    + [(f"site-{n}", ground, SHAPE) for n in range(1, 5) for ground in ("paper", "ground")]
)


def schemes() -> dict[str, dict[str, str]]:
    """The colours of each scheme, dark ones on top of the light."""
    light, dark = TOKENS.read_text("utf-8").split("@media screen and (prefers-color-scheme: dark)")
    colours = {
        name: dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6});", text))
        for name, text in (("light", light), ("dark", dark))
    }
    return {"light": colours["light"], "dark": colours["light"] | colours["dark"]}


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, 0 to 1. WCAG 2.2.

    >>> luminance("#ffffff"), luminance("#000000")
    (1.0, 0.0)
    """
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    r, g, b = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#ff0000", "#ffffff", 4.0)],
)
def test_contrast_is_that_of_the_guideline(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)


def test_dark_names_every_colour_anew() -> None:
    light, dark = schemes()["light"], schemes()["dark"]
    assert {name for name in light if light[name] == dark[name]} == set()
    assert set(dark) == set(light)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_pair_has_its_contrast(scheme: str) -> None:
    colours = schemes()[scheme]
    poor = [
        f"{ink} on {ground}: {contrast(colours[ink], colours[ground]):.2f}, at least {least}"
        for ink, ground, least in PAIRS
        if contrast(colours[ink], colours[ground]) < least
    ]
    assert poor == []


def test_no_other_style_sheet_has_a_colour_of_its_own() -> None:
    others = [path for path in TOKENS.parent.glob("*.css") if path != TOKENS]
    text = "".join(path.read_text("utf-8") for path in others)
    assert len(others) >= 8
    assert re.findall(r"#[0-9a-f]{3,8}\b|rgba?\(|hsl", text) == []


def test_every_colour_that_is_used_is_named() -> None:
    used = {
        name
        for path in TOKENS.parent.glob("*.css")
        for name in re.findall(r"var\(--([a-z0-9-]+)\)", path.read_text("utf-8"))
    }
    others = {"font", "radius", "target", "gap", "side"}
    assert used - others <= set(schemes()["light"])
