"""One look at an installation, matter by matter; nothing in it is changed."""

from collections.abc import Generator, Iterator
from contextlib import closing
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from config import Settings
from trialtrack import db
from trialtrack.access import Viewer
from trialtrack.db_file import database_file
from trialtrack.doctor.address import https, proxies, public_address
from trialtrack.doctor.backups import backup
from trialtrack.doctor.clinics import doors
from trialtrack.doctor.clocks import clock
from trialtrack.doctor.database import damaged, durability, files, migrations
from trialtrack.doctor.disk import disks
from trialtrack.doctor.finding import Finding, Level
from trialtrack.doctor.keys import keys
from trialtrack.doctor.post import mail
from trialtrack.doctor.results import stored_results
from trialtrack.queries.clinics import clinics


def examine(settings: Settings, *, at: datetime) -> Iterator[Finding]:
    """Every finding, in the order in which a new installation is put right."""
    yield from keys(settings)
    yield from disks(settings)
    has_patients = yield from _database(settings, at)
    yield from public_address(settings, has_patients=has_patients)
    yield from https(settings, at=at)
    yield from proxies(settings)
    yield from mail(settings)
    yield from backup(settings, at=at)


def _database(settings: Settings, at: datetime) -> Generator[Finding, None, bool]:
    """What is found in the database, as far as it can be opened; whether a real clinic is there."""
    yield from files(settings)
    file = database_file(db.engine_url(settings.database_url))
    if file is not None and not file.exists():
        return False  # Looking further would make it.
    schema = [*migrations(settings)]
    yield from schema
    if any(found.level is Level.WRONG for found in schema):
        return False
    database = db.Database.open(settings.database_url, digest_key=settings.digest_key)
    with closing(database):
        db.use(database)
        try:
            yield from durability(database)
            yield from clock(database, at=at)
            yield stored_results()
            found = clinics(viewer=Viewer.system())
        except SQLAlchemyError as problem:
            yield damaged(problem)
            return False
        finally:
            db.use(None)
    yield from doors(found)
    return any(not clinic.is_demonstration for clinic in found)
