"""Small drawings as text: elements with attributes, no style, no script, no id.

Colours come from the page's style sheet by class, with a grey fallback in the attributes:

    i-scale   the scale itself (stroke)          i-band    the interval (stroke, accent, paler)
    i-point   a result that is one (fill)        i-open    a provisional one (fill paper, stroke)
    i-met     the threshold (stroke)             i-met-text, i-text  words (fill)
    i-line    a daily course (stroke)            i-dot     its days (fill)
    i-base    the baseline mean (stroke)         i-miss    a missing day (fill close)
    i-placed  the day the leads went in (stroke)
"""

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

Value = str | int | float


def element(name: str, text: str = "", **attributes: Value) -> str:
    """One element; `class_` is class, `_` in a name is `-`; numbers to one decimal.

    >>> element("circle", class_="i-dot", cx=3.0, r=2)
    '<circle class="i-dot" cx="3" r="2"/>'
    """
    said = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(_written(value))}"
        for key, value in attributes.items()
    )
    return f"<{name}{said}>{escape(text)}</{name}>" if text else f"<{name}{said}/>"


def drawing(class_: str, width: int, height: int, label: str, parts: Sequence[str]) -> str:
    """An inline SVG that a screen reader reads as `label`; it scales with its container."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class={quoteattr(class_)} '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'focusable="false" aria-label={quoteattr(label)}>{"".join(parts)}</svg>'
    )


def _written(value: Value) -> str:
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return str(value)
