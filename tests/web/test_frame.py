"""What holds for every answer: headers, guards, errors in words, the bundle of plotly."""

import gzip

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

import trialtrack.db as db
from tests.web.clinics import SmallClinic
from tests.web.conftest import SignIn
from trialtrack.web.guards import GUARDS, UnguardedEndpoint, check_guards
from trialtrack.web.headers import content_security_policy
from trialtrack.web.plotly_bundle import bundle, bundle_version, style_hashes


def test_an_endpoint_without_a_guard_stops_the_start() -> None:
    app = Flask("addresses alone")
    for endpoint in set(GUARDS) - {"static"}:
        app.add_url_rule(f"/{endpoint}", endpoint, lambda: "")
    check_guards(app)
    app.add_url_rule("/forgotten", "forgotten", lambda: "")
    with pytest.raises(UnguardedEndpoint, match="forgotten"):
        check_guards(app)


def test_every_page_forbids_scripts_and_styles_from_elsewhere(client: FlaskClient) -> None:
    answer = client.get("/sign-in")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_only_pages_with_charts_allow_the_style_sheets_of_plotly(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    consultant = sign_in(clinic.consultant)
    listed = consultant.get("/trials").headers["Content-Security-Policy"]
    charted = consultant.get(f"/trials/{clinic.trial_id}").headers["Content-Security-Policy"]
    assert "sha256" not in listed
    assert charted == content_security_policy(with_charts=True)
    assert "unsafe-eval" not in charted


def test_the_hashes_are_those_of_the_sheets_in_the_installed_bundle() -> None:
    made = bundle().decode().count('createElement("style")')
    assert len(style_hashes()) == made == 2
    assert style_hashes()[0] == "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"


def test_the_bundle_is_served_compressed_and_for_good(client: FlaskClient) -> None:
    with client.application.test_request_context():
        address = url_for("shared.plotly", version=bundle_version())
    packed = client.get(address, headers={"Accept-Encoding": "gzip, br"})
    assert gzip.decompress(packed.data) == bundle()
    assert "immutable" in packed.headers["Cache-Control"]
    assert client.get(address, headers={"Accept-Encoding": "identity"}).data == bundle()


def test_an_unknown_address_is_said_in_words(client: FlaskClient) -> None:
    answer = client.get("/nothing/here")
    assert answer.status_code == 404
    assert "Traceback" not in answer.text


def test_an_unknown_host_is_refused(client: FlaskClient) -> None:
    assert client.get("/sign-in", headers={"Host": "evil.example"}).status_code == 400


def test_a_form_without_its_token_is_refused_in_words(app: Flask, clinic: SmallClinic) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    answer = app.test_client().post("/sign-in", data={"email": clinic.email})
    assert answer.status_code == 400
    assert "form" in answer.text.lower()


def test_a_database_that_is_gone_is_said_with_when_to_try_again(
    app: Flask, clinic: SmallClinic, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient = sign_in(clinic.patient)

    def gone(*_: object, **__: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("database is locked"))

    monkeypatch.setattr(db.Database, "read_session", gone)
    answer = patient.get("/diary")
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "What was already saved is safe." in answer.text
    del app


def test_a_failure_inside_shows_no_details(
    app: Flask, clinic: SmallClinic, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(db.Database, "read_session", broken)
    answer = sign_in(clinic.patient).get("/diary")
    assert answer.status_code == 500
    assert "secret detail" not in answer.text


def test_every_guard_names_an_endpoint(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(GUARDS)
