"""What people are found by: names and hospital numbers, made plain."""

import re
from itertools import chain
from unicodedata import combining, normalize

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

# As store/search_keys.py made them at this revision.
LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
)
WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
INSIDE = re.compile(r"[^\w]|_")


def upgrade() -> None:
    """Add the columns, fill them for who is there, and refuse a row without."""
    op.add_column("patient_identity", sa.Column("name_key", sa.Text()))
    op.add_column("patient_identity", sa.Column("number_key", sa.Text()))
    _fill()
    with op.batch_alter_table("patient_identity") as table:
        table.alter_column("name_key", existing_type=sa.Text(), nullable=False)
    for column in ("born_on", "number_key"):
        op.create_index(op.f(f"ix_patient_identity_{column}"), "patient_identity", [column])


def downgrade() -> None:
    """Drop the columns."""
    for column in ("number_key", "born_on"):
        op.drop_index(op.f(f"ix_patient_identity_{column}"), "patient_identity")
    with op.batch_alter_table("patient_identity") as table:
        table.drop_column("number_key")
        table.drop_column("name_key")


def _fill() -> None:
    identity = sa.table(
        "patient_identity",
        sa.column("patient_id", sa.Uuid()),
        *(sa.column(name, sa.Text()) for name in ("family_name", "given_name", "hospital_number")),
        *(sa.column(name, sa.Text()) for name in ("name_key", "number_key")),
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(identity)).all():
        keys = {
            "name_key": _name_key(row.family_name, row.given_name),
            "number_key": _plain(row.hospital_number or "") or None,
        }
        same = identity.c.patient_id == row.patient_id
        connection.execute(sa.update(identity).where(same).values(**keys))


def _name_key(*names: str) -> str:
    ways: list[str] = []
    for name in names:
        ways += chain.from_iterable((word, *_parts(word)) for word in name.split())
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
