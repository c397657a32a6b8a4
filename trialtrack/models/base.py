"""What all tables share: names of constraints, and column types that refuse a wrong value."""

from datetime import UTC, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    Dialect,
    Enum,
    ForeignKey,
    MetaData,
    String,
    Text,
    Uuid,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from trialtrack.clinical.protocol import decimal_fraction, text

MOST_DECIMAL_CHARACTERS = 40
MOST_NAME_CHARACTERS = 40


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware, kept in UTC. A naive value is refused, never guessed at."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The instant in UTC; ValueError when it does not say its zone."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"{value!r} is naive: an instant says its zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The instant in UTC; SQLite keeps no zone, so it is said again here."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class DecimalText(TypeDecorator[Fraction]):
    """An exact fraction, kept as the decimal text that writes it: 57/100 is 0.57."""

    impl = String(MOST_DECIMAL_CHARACTERS)
    cache_ok = True

    def process_bind_param(self, value: Fraction | None, dialect: Dialect) -> str | None:
        """The decimal text; ValueError for a fraction that no decimal writes, such as 1/3."""
        if value is None:
            return None
        written = text(value)
        if len(written) > MOST_DECIMAL_CHARACTERS or decimal_fraction(written) != value:
            raise ValueError(f"{value} cannot be written as decimal text")
        return written

    def process_result_value(self, value: str | None, dialect: Dialect) -> Fraction | None:
        """The fraction that the text writes."""
        return None if value is None else decimal_fraction(value)


class ExactFraction(TypeDecorator[Fraction]):
    """A fraction as numerator and denominator, 1475/26: exact where no decimal is."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Fraction | None, dialect: Dialect) -> str | None:
        """Both numbers with a stroke between them, in lowest terms; always two."""
        return None if value is None else f"{value.numerator}/{value.denominator}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> Fraction | None:
        """The fraction that the text writes."""
        return None if value is None else Fraction(value)


def one_of(kind: type[StrEnum], name: str) -> Enum:
    """A column type: text, held to the members' values by a check constraint of this name."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=MOST_NAME_CHARACTERS,
        values_callable=lambda members: [member.value for member in members],
    )


def both_or_neither(first: str, second: str, name: str) -> CheckConstraint:
    """What happened at an instant was done by someone, and the reverse."""
    return CheckConstraint(f"({first} IS NULL) = ({second} IS NULL)", name=name)


def primary_key() -> Mapped[UUID]:
    """An id made here, unless one is given."""
    return mapped_column(Uuid(), primary_key=True, default=uuid4)


def to(target: str, **options: Any) -> Mapped[Any]:
    """A column that refers to another table's id."""
    return mapped_column(Uuid(), ForeignKey(target), **options)


class Base(DeclarativeBase):
    """The one metadata; every constraint has a name, the same on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime(), Fraction: DecimalText(), UUID: Uuid()}


class AppendOnly:
    """Marks a table whose rows are added and never changed, deleted or replaced.

    The database refuses it, by triggers that the table's migration makes, and a test asks it of
    every table that is marked.
    """


def append_only_tables() -> tuple[str, ...]:
    """The names of all tables so marked."""
    marked = (m for m in Base.registry.mappers if issubclass(m.class_, AppendOnly))
    return tuple(sorted(mapper.class_.__tablename__ for mapper in marked))
