"""A letter by SMTP: encrypted as the settings say, and every failure in words without addresses."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.served import free_port
from tests.mail.server import PASSWORD, SENDER, USER, mail_server, make_certificate
from trialtrack.mail import Letter, MailFailed, connected, send

AT = datetime(2026, 3, 12, 20, tzinfo=UTC)
LETTER = Letter("o'brien+trial@southend.example", "Choose a password", "Bitte schön: ok\n")


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A certificate for this machine, which this machine trusts."""
    file = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return file


def test_a_letter_arrives_as_it_was_written() -> None:
    with mail_server() as server:
        send(LETTER, by=server.settings(), at=AT)
    (message,) = server.taken
    assert server.recipients == [[LETTER.to]]
    assert (message["To"], message["Subject"]) == (LETTER.to, LETTER.subject)
    assert message["From"] == f"trialtrack <{SENDER}>"
    assert message["Date"].datetime == AT
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@southend.example>")
    assert server.body() == LETTER.body


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_it_is_encrypted_and_signed_in(tls: str, certificate: Path) -> None:
    with mail_server(tls, certificate=certificate, signs_in=True) as server:
        send(LETTER, by=server.settings(user=USER, password=PASSWORD), at=AT)
        assert len(server.taken) == 1
        with pytest.raises(MailFailed, match=r"refuses the user and the password \(535\)"):
            send(LETTER, by=server.settings(user=USER, password="another"), at=AT)
    assert len(server.taken) == 1


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_is_refused(tls: str, tmp_path: Path) -> None:
    refused = pytest.raises(MailFailed, match="its certificate is not trusted")
    with mail_server(tls, certificate=make_certificate(tmp_path)) as server, refused:
        send(LETTER, by=server.settings(), at=AT)
    assert server.taken == []


def test_a_certificate_of_another_machine_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = make_certificate(tmp_path, name="127.0.0.9")
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    refused = pytest.raises(MailFailed, match="its certificate is not trusted")
    with mail_server("starttls", certificate=file) as server, refused:
        send(LETTER, by=server.settings(), at=AT)
    assert server.taken == []


def test_a_server_without_starttls_gets_nothing() -> None:
    with mail_server() as server, pytest.raises(MailFailed, match="STARTTLS"):
        send(LETTER, by=server.settings(tls="starttls", user=USER, password=PASSWORD), at=AT)
    assert server.taken == []


def test_looking_whether_it_would_take_mail_sends_none() -> None:
    with mail_server() as server, connected(server.settings()):
        pass
    assert server.taken == []


def test_what_fails_is_said_without_the_address() -> None:
    with mail_server() as server:
        server.refuses = f"550 no such person {LETTER.to}"
        with pytest.raises(MailFailed) as refused:
            send(LETTER, by=server.settings(), at=AT)
        assert str(refused.value) == "it answers 550"
        with pytest.raises(MailFailed, match="the address cannot be written to"):
            send(Letter("a b@@x", "s", "b"), by=server.settings(), at=AT)
        nobody = server.settings(port=free_port())
    with pytest.raises(MailFailed, match="no connection: Connection refused"):
        send(LETTER, by=nobody, at=AT)
