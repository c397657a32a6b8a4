"""What every command needs that works on a real installation: its settings and its database."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from config import Settings
from trialtrack.cli.run import installation, refuse_unless_migrated, unreachable
from trialtrack.cli.stopped import Refused, Stopped


@contextmanager
def installed() -> Iterator[Settings]:
    """The installation with its database in use; a refusal is said in words, exit status 2."""
    settings = installation()
    from sqlalchemy.exc import SQLAlchemyError

    from trialtrack import db
    from trialtrack.access import Refusal

    try:
        refuse_unless_migrated(settings)
        opened = db.Database.open(settings.database_url, digest_key=settings.digest_key)
        with closing(opened) as database:
            db.use(database)
            yield settings
    except SQLAlchemyError as problem:
        raise Refused(unreachable(problem).message) from None
    except (Refusal, Stopped) as problem:
        raise Refused(str(problem)) from None
    finally:
        db.use(None)
