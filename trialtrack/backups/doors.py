"""What a restored copy must not bring back to life: sessions, and links that nobody used.

A session that was ended after the backup was made, since a phone was stolen, is open again in
the copy, and nothing in it tells which. So all of them end. Everyone signs in again: staff by
their password, patients by their card. Cards stay good: they ask for the date of birth too, and
without one a patient could not write down today.
"""

import json
from datetime import datetime

from sqlalchemy import Connection, column, inspect, table, update

from trialtrack.access import Role
from trialtrack.models import AuditEvent
from trialtrack.models.base import UtcDateTime

DOORS = {"session": "ended_at", "sign_in_link": "used_at", "password_link": "ended_at"}
"""Table of things that let someone in -> the column that says since when one does not any more."""


def shut_doors(connection: Connection, *, made_at: datetime, at: datetime) -> None:
    """End every session and link; one audit row says so, in the transaction of the restore.

    The copy may have an older schema: only tables that are there are touched.
    """
    there = set(inspect(connection).get_table_names())
    ended = {name: _shut(connection, name, at) for name in DOORS if name in there}
    said = {
        "backup_made_at": made_at.isoformat(),
        **{f"{name}_ended": n for name, n in ended.items()},
    }
    connection.execute(
        AuditEvent.__table__.insert().values(  # type: ignore[attr-defined]  # it is a Table
            happened_at=at,
            actor_role=Role.SYSTEM,
            action="restore_backup",
            subject_kind="database",
            changes=json.dumps({name: [None, value] for name, value in said.items()}),
        )
    )


def _shut(connection: Connection, name: str, at: datetime) -> int:
    ends_at = column(DOORS[name], UtcDateTime())
    shut = update(table(name, ends_at)).where(ends_at.is_(None)).values({ends_at: at})
    return connection.execute(shut).rowcount
