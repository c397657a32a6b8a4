"""What a password must be like: long, and not the first thing that someone would try."""

import pytest

from tests.services.small_clinic import CHEAP
from trialtrack.access import Refusal
from trialtrack.services.passwords import (
    PasswordIsAName,
    PasswordIsARow,
    PasswordIsTheAddress,
    PasswordTooLong,
    PasswordTooShort,
    Whose,
    password_hash,
)

LONG = " ".join(str(7919 * n) for n in range(1, 40))
RUTH = Whose("ruth.abara@southend.example", "Ruth Abara", "Southend Pain Clinic")


def hashed(password: str) -> str:
    return password_hash(password, of=RUTH, hasher=CHEAP)


@pytest.mark.parametrize(
    ("password", "refusal"),
    [
        ("gU7-pLv2.xQ", PasswordTooShort),
        (LONG[:129], PasswordTooLong),
        ("Ruth.Abara@Southend.example", PasswordIsTheAddress),
        ("aaaaaaaaaaaa", PasswordIsARow),
        ("abcabcabcabca", PasswordIsARow),
        ("Tulip7Tulip7", PasswordIsARow),
        ("123456789012", PasswordIsARow),
        ("abcdefghijkl", PasswordIsARow),
        ("zyxwvutsrqpo", PasswordIsARow),
        ("qwertyuiop12", PasswordIsARow),
        ("1234qwerasdf", PasswordIsARow),
        ("Ruth Abara 1984!", PasswordIsAName),
        ("southendclinic26", PasswordIsAName),
        ("SouthendPainClinic", PasswordIsAName),
        ("password2026!", PasswordIsAName),
        ("Trialtrack-2026", PasswordIsAName),
    ],
)
def test_a_password_that_others_would_try_is_refused_in_words(
    password: str, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal) as refused:
        hashed(password)
    assert str(refused.value).startswith("Choose a password ")


@pytest.mark.parametrize(
    "password",
    [
        "gU7-pLv2.xQ9",
        "correct horse battery staple",
        "a clinic with a blue door",
        "Ruth likes tall boats",
        "194750283716",
        "größer als der Mond",
        LONG[:128],
    ],
)
def test_other_passwords_are_taken(password: str) -> None:
    assert hashed(password) != hashed(password)
