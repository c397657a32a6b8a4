"""Made-up values that the gallery's pages show; nobody here is real."""

from datetime import date, timedelta
from typing import Any

FIRST = date(2026, 3, 3)
DONE = [8, 7, 8, 7, 7, 6, 7]
TRIAL = [5, 4, 3, None, 2, 2, 2]

STATES = ["done"] * 4 + ["missed"] + ["done"] * 5 + ["today"] + ["upcoming"] * 3
DAYS: list[dict[str, Any]] = [
    {
        "day": FIRST + timedelta(days=n),
        "state": state,
        "href": None if state == "upcoming" else "#",
        "action": {"done": "See", "missed": "Fill in", "today": "Fill in"}.get(state),
    }
    for n, state in enumerate(STATES)
]
ANSWERS = [
    {"key": "Lower back, on average", "value": "3", "href": "#"},
    {"key": "Lower back, at its worst", "value": "0", "href": "#"},
    {"key": "Left leg, on average", "value": None, "note": None, "href": "#"},
    {"key": "Hours of sleep", "value": "6.5", "href": "#"},
    {"key": "Tramadol 50 mg capsule", "value": "2", "note": "yesterday 4", "href": "#"},
]
LEGS = [
    {
        "name": "Relief",
        "state": "holds",
        "state_word": "holds",
        "words": "58.8% less pain; own estimate 65%",
    },
    {
        "name": "Activity",
        "state": "holds",
        "state_word": "holds",
        "words": "interference 6.9 to 3.8; walks 12 to 31 min",
    },
    {
        "name": "Analgesics",
        "state": "fails",
        "state_word": "fails",
        "words": "40% more opioid than at baseline (20 to 28 mg a day, CDC 2022)",
    },
    {
        "name": "Satisfaction",
        "state": "unknown",
        "state_word": "not known",
        "words": "Asked at the end",
    },
]
OTHERS = [
    {"name": "worst pain", "percent": 46.2, "display": "46.2%", "met": False},
    {"name": "without late days", "percent": 55.9, "display": "55.9%", "met": True},
    {"name": "one more day of washout", "percent": 64.3, "display": "64.3%", "met": True},
    {"name": "last three days", "percent": 72.5, "display": "72.5%", "met": True},
]
KINDS = [
    *("met", "met_close", "met_unsure"),
    *("not_met", "not_met_close", "not_met_unsure"),
    *("not_assessable", "pending"),
]
TRIALS = [
    ("Demo, Ben", "day 5 of 7", "4 of 4", "42.0%", "pending"),
    ("Demo, Anna", "ended 18 March", "6 of 7", "58.8%", "met_close"),
    ("Demo, Samantha-Josephine", "ended 17 March", "7 of 7", "81.2%", "met"),
    ("Demo, Kim", "ended 16 March", "7 of 7", "12.0%", "not_met"),
    ("Demo, Lee", "ended 16 March", "7 of 7", "47.1%", "not_met_close"),
    ("Demo, Max", "ended 12 March", "2 of 7", None, "not_assessable"),
]


def _line(shift: int, name: str, token: str) -> dict[str, Any]:
    values = [v if v is None else max(0, v - shift) for v in [*DONE, None, *TRIAL]]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": [(FIRST + timedelta(days=n)).isoformat() for n in range(15)],
        "y": values,
        "connectgaps": False,
        "line": {"color": f"token:{token}", "width": 2.5, "dash": "dot" if shift else "solid"},
        "marker": {"size": 9, "symbol": "diamond" if shift else "circle"},
    }


PAIN: dict[str, Any] = {
    "data": [_line(0, "Lower back", "site-1"), _line(2, "Left leg </script>", "site-2")],
    "layout": {
        "yaxis": {"range": [-0.3, 10.3], "dtick": 2},
        "xaxis": {"type": "date", "tickformat": "%-d %b"},
        "meta": {"narrow": {"xaxis": {"nticks": 4}}},
        "shapes": [
            {
                "type": "rect", "xref": "x", "yref": "paper", "x0": "2026-03-02T12:00",
                "x1": "2026-03-09T12:00", "y0": 0, "y1": 1, "fillcolor": "token:ink-3/0.09",
                "line": {"width": 0}, "layer": "below",
            },
            {
                "type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 3.6, "y1": 3.6,
                "line": {"color": "token:met", "width": 2},
            },
        ],
    },
}  # fmt: skip
SLEEP: dict[str, Any] = {
    "data": [{**_line(1, "Sleep", "site-1"), "type": "bar"}],
    "layout": {"xaxis": {"type": "date", "tickformat": "%-d %b"}, "yaxis": {"rangemode": "tozero"}},
}
SLEEP_NARROW: dict[str, Any] = {
    "data": SLEEP["data"],
    "layout": {**SLEEP["layout"], "height": 150},
}
NUMBERS: dict[str, Any] = {
    "head": ["Day", {"text": "Lower back", "num": True}, {"text": "Left leg", "num": True}],
    "rows": [["10 March", None, None], ["11 March", 5, 3], ["12 March", 4, 2]],
}
ALL: dict[str, Any] = {
    "days": DAYS, "answers": ANSWERS, "leg_items": LEGS, "others": OTHERS, "kinds": KINDS,
    "trials": TRIALS, "pain": PAIN, "sleep": SLEEP, "sleep_narrow": SLEEP_NARROW,
    "numbers": NUMBERS,
}  # fmt: skip
