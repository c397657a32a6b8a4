"""What happened in a trial stands under its chart, on its diary day, for whom it is for."""

import csv
import html
import io
import json
import re
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

from flask.testing import FlaskClient

from tests.web.clinics import SmallClinic
from tests.web.conftest import SignIn
from trialtrack.access import Role
from trialtrack.clinical.signs import Sign
from trialtrack.models import ExclusionCause
from trialtrack.services.exclude_day import exclude_day
from trialtrack.services.programmes import add_programme, switch_off, switch_programme
from trialtrack.services.raise_flag import Report, raise_flag

REASON = "Ana fell down the stairs"


def much_happened(clinic: SmallClinic) -> None:
    """A programme from noon, off for a night, a warning sign at 01:30, and a day left out."""
    trial_id, nurse = clinic.trial_id, clinic.nurse

    def at(day: int, hour: int, minute: int = 0) -> datetime:
        return datetime(2026, 3, day, hour, minute, tzinfo=UTC)

    programme = add_programme(trial_id=trial_id, name="<b>P1</b>", by=nurse, at=at(10, 12))
    switch_programme(trial_id=trial_id, programme_id=programme, by=nurse, at=at(10, 13))
    switch_off(trial_id=trial_id, by=nurse, at=at(12, 22))
    switch_programme(trial_id=trial_id, programme_id=programme, by=nurse, at=at(13, 10))
    report = Report(page_id=uuid4(), trial_id=trial_id, signs=(Sign.SKIN_SORE,), words="She rang")
    raise_flag(report=report, by=nurse, at=at(13, 1, 30))
    exclude_day(
        trial_id=trial_id,
        day=date(2026, 3, 13),
        cause=ExclusionCause.ILLNESS,
        reason=REASON,
        by=clinic.consultant,
        at=at(14, 9),
    )


def pain_chart(client: FlaskClient, clinic: SmallClinic) -> tuple[dict[str, Any], dict[str, str]]:
    """The first figure of the page, and its remarks by day of the trial."""
    text = client.get(f"/trials/{clinic.trial_id}").text
    figures = re.findall(
        r'<script type="application/json" class="figure-data">(.*?)</script>', text
    )
    table = re.search(r'<details class="numbers">.*?</table>', text, re.DOTALL)
    assert table is not None
    rows = re.findall(r"<tr>(.*?)</tr>", table.group(), re.DOTALL)
    cells = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL) for row in rows]
    return json.loads(figures[0]), {row[1]: html.unescape(row[-1]) for row in cells}


def test_the_strip_and_the_row_of_the_day_tell_what_happened(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    much_happened(clinic)
    figure, remarks = pain_chart(sign_in(clinic.consultant), clinic)
    lanes = figure["layout"]["yaxis2"]["ticktext"]
    assert lanes == ["programme", "warning", "left out"]
    marks = {trace.get("name"): trace for trace in figure["data"]}
    # 01:30 on the 13th is the evening of the 12th still.
    assert marks["warning"]["x"] == ["2026-03-12"]
    assert remarks["0"].endswith("<b>P1</b> from 13:00")
    assert "stimulation off from 22:00 to 10:00 on 13 Mar" in remarks["2"]
    assert "warning sign: Sore skin" in remarks["2"]
    assert remarks["3"].count("left out") == 1
    assert f"left out: illness ({REASON})" in remarks["3"]
    (shade,) = [each for each in figure["layout"]["shapes"] if each.get("opacity") == 0.22]
    # 22:00 is three quarters of the diary day from 04:00, 10:00 a quarter of the next.
    assert (shade["x0"], shade["x1"]) == ("2026-03-12 06:00", "2026-03-12 18:00")


def test_a_representative_reads_the_cause_and_neither_words_nor_warning_signs(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    much_happened(clinic)
    client = sign_in(clinic.hires(Role.REPRESENTATIVE))
    figure, remarks = pain_chart(client, clinic)
    assert figure["layout"]["yaxis2"]["ticktext"] == ["programme", "left out"]
    assert "left out: illness" in remarks["3"]
    text = client.get(f"/trials/{clinic.trial_id}").text
    assert REASON not in text
    assert "Sore skin" not in text


def test_the_export_has_the_cause_and_not_what_was_written(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    much_happened(clinic)
    answer = sign_in(clinic.nurse).post(f"/trials/{clinic.trial_id}/csv")
    with ZipFile(io.BytesIO(answer.data)) as files:
        said = {name: files.read(name).decode() for name in files.namelist()}
    rows = list(csv.DictReader(io.StringIO(said["days.csv"])))
    left_out = {row["date"]: row["excluded"] for row in rows if row["excluded"]}
    assert left_out == {"2026-03-13": "illness"}
    assert not [name for name, text in said.items() if REASON in text]
