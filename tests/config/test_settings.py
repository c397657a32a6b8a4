"""A bad setting stops the start by its name."""

import pytest

from config import MailSettings, Settings, SettingsError, from_env

GOOD = {
    "TRIALTRACK_DATABASE_URL": "sqlite:////var/lib/trialtrack/data.db",
    "TRIALTRACK_SECRET_KEY": "s" * 32,
    "TRIALTRACK_DIGEST_KEY": "d" * 32,
    "TRIALTRACK_PUBLIC_URL": "https://trials.example.org/",
}


def faults(**changes: str) -> list[str]:
    with pytest.raises(SettingsError) as refused:
        from_env({**GOOD, **changes})
    return refused.value.faults


def test_good_settings_are_read() -> None:
    settings = from_env({**GOOD, "TRIALTRACK_TRUSTED_PROXIES": "1", "PATH": "/bin"})
    assert settings == Settings(
        database_url="sqlite:////var/lib/trialtrack/data.db",
        secret_key="s" * 32,
        digest_key="d" * 32,
        public_url="https://trials.example.org",
        trusted_proxies=1,
        session_idle_minutes=15,
    )
    assert not settings.is_loopback


def test_keys_and_the_database_are_never_printed() -> None:
    printed = repr(from_env(GOOD))
    assert "sss" not in printed
    assert "ddd" not in printed
    assert "data.db" not in printed


def test_every_missing_setting_is_named_with_a_hint() -> None:
    with pytest.raises(SettingsError) as refused:
        from_env({})
    assert [fault.split(":")[0] for fault in refused.value.faults] == [
        "TRIALTRACK_DATABASE_URL is not set",
        "TRIALTRACK_SECRET_KEY is not set",
        "TRIALTRACK_DIGEST_KEY is not set",
        "TRIALTRACK_PUBLIC_URL is not set",
    ]
    assert "at least 32 random characters" in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://localhost/x"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:////x.db?timeout=abc"),
        ("DATABASE_URL", "postgresql://u:top@secret@127.0.0.1/x"),
        ("DATABASE_URL", "postgresql://u:p@localhost:abc/x"),
        ("PUBLIC_URL", "https://ex ample.org"),
        ("PUBLIC_URL", "https://ex<script>.org"),
        ("PUBLIC_URL", "https://trials.example.org:0"),
        ("SECRET_KEY", "s" * 31),
        ("DIGEST_KEY", "short"),
        ("PUBLIC_URL", "http://trials.example.org"),
        ("PUBLIC_URL", "https://trials.example.org/path"),
        ("PUBLIC_URL", "https://trials.example.org?x=1"),
        ("PUBLIC_URL", "https://me:secret@trials.example.org"),
        ("PUBLIC_URL", "https://trials.example.org:port"),
        ("PUBLIC_URL", "trials.example.org"),
        ("TRUSTED_PROXIES", "-1"),
        ("TRUSTED_PROXIES", "10"),
        ("TRUSTED_PROXIES", "one"),
        ("BACKUP_KEY", "b" * 31),
        ("BACKUP_FOLDER", "backups"),
        ("SESSION_IDLE_MINUTES", "0"),
        ("SESSION_IDLE_MINUTES", "1441"),
    ],
)
def test_an_odd_value_is_refused_by_name(name: str, value: str) -> None:
    found = faults(**{f"TRIALTRACK_{name}": value})
    assert len(found) == 1
    assert found[0].startswith(f"TRIALTRACK_{name} is ")


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000", "127.9.9.9"])
def test_http_is_fine_on_this_machine(host: str) -> None:
    settings = from_env({**GOOD, "TRIALTRACK_PUBLIC_URL": f"http://{host}"})
    assert settings.public_url == f"http://{host}"
    assert settings.is_loopback


def test_an_unknown_setting_is_refused_with_the_nearest_known_name() -> None:
    assert faults(TRIALTRACK_PUBLIC_URI="x") == [
        "TRIALTRACK_PUBLIC_URI is not a setting: did you mean TRIALTRACK_PUBLIC_URL?"
    ]


@pytest.mark.parametrize(
    ("name", "letter", "other"),
    [
        ("DIGEST_KEY", "s", "SECRET_KEY"),
        ("BACKUP_KEY", "s", "SECRET_KEY"),
        ("BACKUP_KEY", "d", "DIGEST_KEY"),
    ],
)
def test_one_key_does_not_serve_twice(name: str, letter: str, other: str) -> None:
    assert faults(**{f"TRIALTRACK_{name}": letter * 32}) == [
        f"TRIALTRACK_{name} is the same as TRIALTRACK_{other}: use two keys"
    ]


def test_backups_have_a_key_and_a_folder_if_they_are_given() -> None:
    given = {"TRIALTRACK_BACKUP_KEY": "b" * 32, "TRIALTRACK_BACKUP_FOLDER": "/srv/backups"}
    settings = from_env({**GOOD, **given})
    assert (settings.backup_key, settings.backup_folder) == ("b" * 32, "/srv/backups")
    assert "bbb" not in repr(settings)


MAIL = {
    "TRIALTRACK_MAIL_HOST": "SMTP.example.org",
    "TRIALTRACK_MAIL_FROM": "trialtrack@example.org",
}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, ("starttls", 587, None)),
        ({"TLS": "tls"}, ("tls", 465, None)),
        ({"PORT": "2525", "USER": "us", "PASSWORD": "p w"}, ("starttls", 2525, "us")),
    ],
)
def test_mail_is_configured_by_host_and_sender(
    more: dict[str, str], expected: tuple[str, int, str | None]
) -> None:
    given = {f"TRIALTRACK_MAIL_{name}": value for name, value in more.items()}
    mail = from_env({**GOOD, **MAIL, **given}).mail
    assert mail is not None
    assert (mail.host, mail.sender) == ("smtp.example.org", "trialtrack@example.org")
    assert (mail.tls, mail.port, mail.user) == expected
    assert "p w" not in repr(mail)


def test_without_a_host_there_is_no_mail() -> None:
    assert from_env(GOOD).mail is None


def test_plain_mail_is_for_a_server_on_this_machine() -> None:
    here = {**MAIL, "TRIALTRACK_MAIL_TLS": "none", "TRIALTRACK_MAIL_HOST": "127.0.0.1"}
    assert from_env({**GOOD, **here}).mail == MailSettings(
        "127.0.0.1", "trialtrack@example.org", "none", 25
    )
    said = faults(**{**MAIL, "TRIALTRACK_MAIL_TLS": "none"})
    assert len(said) == 1
    assert said[0].startswith("TRIALTRACK_MAIL_TLS is 'none' beyond this machine: ")


@pytest.mark.parametrize(
    ("given", "lacking"),
    [
        ({"HOST": "smtp.example.org"}, ["FROM"]),
        ({"FROM": "trialtrack@example.org"}, ["HOST"]),
        ({"PORT": "587"}, ["HOST", "FROM"]),
        ({"HOST": "smtp.example.org", "FROM": "t@example.org", "USER": "us"}, ["PASSWORD"]),
        ({"HOST": "smtp.example.org", "FROM": "t@example.org", "PASSWORD": "pw"}, ["USER"]),
    ],
)
def test_half_of_the_mail_settings_is_refused(given: dict[str, str], lacking: list[str]) -> None:
    found = faults(**{f"TRIALTRACK_MAIL_{name}": value for name, value in given.items()})
    named = [fault.split(":")[0] for fault in found]
    assert named == [f"TRIALTRACK_MAIL_{name} is not set" for name in lacking]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HOST", "smtp.example.org:587"),
        ("HOST", "https://smtp.example.org"),
        ("FROM", "trialtrack"),
        ("FROM", "Clinic <trialtrack@example.org>"),
        ("TLS", "ssl"),
        ("PORT", "0"),
        ("PORT", "smtp"),
    ],
)
def test_an_odd_mail_setting_is_refused_once_by_name(name: str, value: str) -> None:
    found = faults(**{**MAIL, f"TRIALTRACK_MAIL_{name}": value})
    assert len(found) == 1
    assert found[0].startswith(f"TRIALTRACK_MAIL_{name} is ")
