"""What the components write: labels, ids, values kept, nothing selected by itself."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import render_template, render_template_string
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from tests.face.forms import DayForm
from tests.face.gallery import PAGES, REFUSED, gallery_app, render

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
FIELDS = """{% from '_components/scale.html' import scale, stepper %}
{% from '_components/field.html' import field, textarea, choices %}
{% from '_components/messages.html' import error_summary %}"""


@pytest.fixture(autouse=True)
def request_of_the_gallery() -> Iterator[None]:
    """Templates are rendered as they are inside a request."""
    with gallery_app().test_request_context():
        yield


def refused(**answers: str) -> DayForm:
    """The form after it was sent with these answers and looked at."""
    form = DayForm(formdata=MultiDict(answers))
    form.validate()
    return form


def written(call: str, **values: object) -> str:
    """What a call of a macro writes."""
    return render_template_string(FIELDS + "{{ " + call + " }}", **values).strip()


def test_a_scale_has_eleven_buttons_and_a_way_out_and_none_is_selected() -> None:
    html = written("scale(form.average, low_words='no pain')", form=DayForm())
    assert re.findall(r'value="(\w+)"', html) == [*map(str, range(11)), "skip"]
    assert "checked" not in html


@pytest.mark.parametrize("answer", ["0", "7", "10", "skip"])
def test_an_answer_on_a_scale_stays_and_0_is_one(answer: str) -> None:
    html = written("scale(form.average)", form=refused(average=answer))
    assert re.findall(r'value="(\w+)" checked', html) == [answer]


def test_an_answer_given_as_data_is_shown_on_the_scale() -> None:
    html = written("scale(form.average)", form=DayForm(average=0))
    assert re.findall(r'value="(\w+)" checked', html) == ["0"]


def test_the_way_out_can_be_left_out() -> None:
    assert "skip" not in written("scale(form.average, skip_label=false)", form=DayForm())


def test_an_error_is_tied_to_its_field() -> None:
    html = written("scale(form.average, hint='All day')", form=refused())
    assert 'aria-describedby="average-hint average-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="average-error"' in html
    assert "Choose how bad your lower back was on average" in html


def test_a_field_without_hint_and_error_describes_nothing() -> None:
    for call in ("field(form.sleep_hours)", "textarea(form.note)", "stepper(form.tramadol)"):
        html = written(call, form=DayForm())
        assert "aria-describedby" not in html
        assert "aria-invalid" not in html


def test_a_refused_number_stays_as_it_was_typed() -> None:
    form = refused(**REFUSED)
    assert 'value="27,5"' in written("field(form.sleep_hours)", form=form)
    assert 'value="two"' in written("stepper(form.tramadol)", form=form)
    assert 'value="0"' in written("stepper(form.paracetamol)", form=form)


def test_numbers_are_text_with_a_numeric_keyboard() -> None:
    html = written("field(form.sleep_hours, hint='x', unit='hours')", form=DayForm())
    assert 'type="text"' in html
    assert 'inputmode="decimal"' in html
    assert 'type="number"' not in html
    assert 'inputmode="numeric"' in written("field(form.tramadol)", form=DayForm())


def test_a_refused_text_cannot_leave_its_field() -> None:
    html = written("textarea(form.note)", form=refused(**REFUSED))
    assert "Slept badly &lt;/textarea&gt;&lt;b&gt;&amp;</textarea>" in html


def test_the_summary_links_every_refused_field_in_the_order_of_the_page() -> None:
    html = written("error_summary(form)", form=refused(**REFUSED))
    assert re.findall(r'href="#([\w-]+)"', html) == ["average", "sleep_hours", "tramadol", "walked"]
    assert 'role="alert"' in html
    assert 'tabindex="-1"' in html


def test_what_the_summary_links_to_is_on_the_page() -> None:
    html = render_template("diary.html", form=refused(**REFUSED))
    for target in re.findall(r'href="#([\w-]+)"', html):
        assert html.count(f'id="{target}"') == 1


def test_there_is_no_summary_without_an_error() -> None:
    assert written("error_summary(form)", form=DayForm()) == ""
    assert "Entered twice" in written(
        "error_summary(form, extra=[{'text': 'Entered twice'}])", form=DayForm()
    )


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_one_h1_one_title_and_each_id_once(name: str) -> None:
    html = render(name)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(re.findall(r"<h1\b", html)) == 1
    assert re.findall(r"<title>(?:Error: )?\w[^<]* – trialtrack</title>", html)
    assert sorted(ids) == sorted(set(ids))


def test_a_page_with_errors_says_so_in_its_title() -> None:
    title = re.compile(r"<title>(.*?)</title>")
    with_errors = title.search(render_template("diary.html", form=refused()))
    without = title.search(render_template("diary.html", form=DayForm()))
    assert with_errors is not None
    assert with_errors.group(1) == "Error: Your day – trialtrack"
    assert without is not None
    assert without.group(1) == "Your day – trialtrack"


@pytest.mark.parametrize(
    ("kind", "shape", "words"),
    [
        ("met", "shape-met", "Met"),
        ("met_close", "shape-met_close", "Met, but close"),
        ("not_met", "shape-not_met", "Not met"),
        ("not_met_close", "shape-not_met_close", "Not met, but close"),
        ("met_unsure", "shape-met_unsure", "Met, but unsure"),
        ("not_met_unsure", "shape-not_met_unsure", "Not met, but unsure"),
        ("not_assessable", "shape-not_assessable", "Not assessable"),
        ("pending", "shape-pending", "So far"),
    ],
)
def test_a_verdict_is_a_shape_and_a_word(kind: str, shape: str, words: str) -> None:
    html = render_template_string(
        "{% from '_components/verdict.html' import verdict %}{{ verdict(kind) }}", kind=kind
    )
    assert f'class="shape {shape}"' in html
    assert Markup(html).striptags() == words


@pytest.mark.parametrize(
    ("percent", "low", "at"),
    [
        (0, 0, "3.00%"),
        (50, 0, "50.00%"),
        (100, 0, "97.00%"),
        (120, 0, "97.00%"),
        (-5, 0, "3.00%"),
        (-40, -50, "9.27%"),
    ],
)
def test_a_dot_stands_in_shares_of_the_width(percent: float, low: float, at: str) -> None:
    html = render_template_string(
        "{% from '_components/verdict.html' import share %}{{ share(percent, low) }}",
        percent=percent,
        low=low,
    )
    assert html == at


def test_the_other_analyses_may_be_none() -> None:
    html = render_template_string(
        "{% from '_components/verdict.html' import dot_rows %}{{ dot_rows([], 50.0, 'x') }}"
    )
    assert "dot-stem" not in html


def test_no_text_of_a_figure_can_end_its_script_element() -> None:
    figure = {"data": [], "layout": {"title": "</script><script>alert(1)</script>"}}
    html = render_template_string(
        "{% from '_components/chart.html' import chart %}"
        "{{ chart('a', 'Pain', figure, {'head': [], 'rows': []}, 'Pain fell') }}",
        figure=figure,
    )
    kept = re.findall(r'<script type="application/json" class="figure-data">(.*?)</script>', html)
    assert [json.loads(text) for text in kept] == [figure]


def test_an_unanswered_question_is_said_to_be_one() -> None:
    html = render_template_string(
        "{% from '_components/record.html' import summary_list %}{{ summary_list(rows) }}",
        rows=[{"key": "Pain", "value": None}, {"key": "Walks", "value": 0}],
    )
    assert Markup(html).striptags() == "Pain not answered Walks 0"


@pytest.mark.parametrize("name", ["500", "503"])
def test_a_page_of_trouble_needs_no_route_and_no_context(name: str) -> None:
    app = gallery_app()
    app.jinja_env.globals.pop("asset")

    @app.context_processor
    def database() -> dict[str, object]:
        raise RuntimeError("the database is away")

    with app.test_request_context():
        html = app.jinja_env.get_template(f"errors/{name}.html").render(retry_after=30, kept=())
    assert html.count("<h1>") == 1
    assert ("30 seconds" in html) == (name == "503")


def test_no_template_has_an_inline_style_or_script() -> None:
    inline = re.compile(
        r"""\sstyle\s*=|<style|\son[a-z]+\s*=\s*["']|javascript:"""
        r"""|<script(?![^>]*(?:\ssrc=|application/json))""",
        re.IGNORECASE,
    )
    templates = [*TEMPLATES.rglob("*.html")]
    assert len(templates) >= 17
    assert [path.name for path in templates if inline.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize("call", ["help_bar(phone=phone)", "phone_link(phone)"])
def test_a_number_is_dialled_without_what_is_only_written(call: str) -> None:
    macros = "{% from '_components/page.html' import help_bar, phone_link %}"
    html = render_template_string(macros + "{{ " + call + " }}", phone="+44 (0)20 7946-0142")
    assert 'href="tel:+442079460142"' in html
    assert "+44 (0)20 7946-0142" in html
