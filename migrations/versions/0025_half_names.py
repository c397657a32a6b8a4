"""A name of which one half has an apostrophe is found by that half: Ryan-O’Hara by ohara."""

import re
from itertools import chain
from unicodedata import combining, normalize

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

# As store/search_keys.py made them at this revision.
LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
)
WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
INSIDE = re.compile(r"[^\w]|_")
HYPHEN = re.compile(r"[-\u2010-\u2014]")


def upgrade() -> None:
    """Make the keys of everybody anew."""
    identity = sa.table(
        "patient_identity",
        sa.column("patient_id", sa.Uuid()),
        *(sa.column(name, sa.Text()) for name in ("family_name", "given_name", "name_key")),
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(identity)).all():
        same = identity.c.patient_id == row.patient_id
        key = _name_key(row.family_name, row.given_name)
        connection.execute(sa.update(identity).where(same).values(name_key=key))


def downgrade() -> None:
    """Nothing: a key with more in it is found by all that it was found by before."""


def _name_key(*names: str) -> str:
    ways: list[str] = []
    for name in names:
        ways += chain.from_iterable(
            (word, *HYPHEN.split(word), *_parts(word)) for word in name.split()
        )
        ways.append("".join(name.split()))
    keys = dict.fromkeys(chain.from_iterable(_spellings(way) for way in ways))
    return "".join(f" {key}" for key in keys if key)


def _parts(word: str) -> list[str]:
    return [part for part in INSIDE.split(normalize("NFC", word)) if part]


def _spellings(word: str) -> tuple[str, str]:
    small = normalize("NFC", word.casefold())
    return _plain(small), _plain(small.translate(WRITTEN_OUT))


def _plain(text: str) -> str:
    apart = normalize("NFKD", normalize("NFC", text.casefold()).translate(LETTERS))
    return "".join(each for each in apart.casefold() if each.isalnum() and not combining(each))
