"""What a person is found by: names without case, accents and hyphens, numbers without blanks.

The keys stand beside the identity, in the same row, so that they are erased with it.
"""

import re
from itertools import chain
from unicodedata import combining, normalize

_LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
)
# Written out, as in a passport: Müller is Mueller there, Sørensen is Soerensen.
_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_INSIDE = re.compile(r"[^\w]|_")
_HYPHEN = re.compile(r"[-\u2010-\u2014]")


def plain(text: str) -> str:
    """Letters and digits in small letters, the accents off; of anything else nothing is left.

    >>> plain("Öztürk"), plain("O’Connell"), plain("SØRENSEN"), plain("50%_")
    ('ozturk', 'oconnell', 'sorensen', '50')
    """
    apart = normalize("NFKD", normalize("NFC", text.casefold()).translate(_LETTERS))
    return "".join(each for each in apart.casefold() if each.isalnum() and not combining(each))


def spellings(word: str) -> tuple[str, ...]:
    """How a word may be typed: with its accents off, and with its vowels written out.

    >>> spellings("Müller"), spellings("Garcia")
    (('muller', 'mueller'), ('garcia',))
    """
    small = normalize("NFC", word.casefold())
    return tuple(dict.fromkeys((plain(small), plain(small.translate(_WRITTEN_OUT)))))


def parts(word: str) -> tuple[str, ...]:
    """What stands between the hyphens and apostrophes of a word.

    >>> parts("Smith-Jones"), parts("O'Connell")
    (('Smith', 'Jones'), ('O', 'Connell'))
    """
    return tuple(part for part in _INSIDE.split(normalize("NFC", word)) if part)


def name_key(family_name: str, given_name: str) -> str:
    """Every way in which a name may begin to be typed, a blank before each.

    >>> name_key("O'Connell", "Mary Ann"), name_key("Ryan-O’Hara", "")
    (' oconnell o connell mary ann maryann', ' ryanohara ryan ohara o hara')
    """
    ways: list[str] = []
    for name in (family_name, given_name):
        words = name.split()
        ways += chain.from_iterable((word, *_HYPHEN.split(word), *parts(word)) for word in words)
        ways.append("".join(words))
    keys = dict.fromkeys(chain.from_iterable(spellings(way) for way in ways))
    return "".join(f" {key}" for key in keys if key)


def number_key(hospital_number: str | None) -> str | None:
    """A hospital number without blanks, dashes and case; None where nothing is left of it.

    >>> number_key("rq-104 2231"), number_key(" - ")
    ('rq1042231', None)
    """
    return plain(hospital_number or "") or None


def search_keys(
    family_name: str, given_name: str, hospital_number: str | None
) -> dict[str, str | None]:
    """The columns of an identity that a search reads, by name."""
    return {
        "name_key": name_key(family_name, given_name),
        "number_key": number_key(hospital_number),
    }
