"""Why a backup is not made, or not taken back: each in the words that the person reads."""

from trialtrack.access import Refusal


class NotABackup(Refusal):
    """This file is not a backup of trialtrack."""


class NewerBackup(Refusal):
    """This backup was made by a newer trialtrack: restore it with that one, or a later."""


class Damaged(Refusal):
    """This backup is damaged: it was cut short or altered after it was made. Use another one."""


class OtherBackupKey(Refusal):
    """TRIALTRACK_BACKUP_KEY is not the key of this backup, or the file was altered."""


class BackupKeyMissing(Refusal):
    """This backup is encrypted: set TRIALTRACK_BACKUP_KEY to the key that it was made with."""


class NotEncrypted(Refusal):
    """TRIALTRACK_BACKUP_KEY is set, but this file is not encrypted.

    So nothing shows who made it. If you know where it comes from, say so with --unencrypted.
    """


class OtherDigestKey(Refusal):
    """TRIALTRACK_DIGEST_KEY is not the one of the record in this backup.

    The record's digests could not be checked with it, nor patients' cards be read. Set the right
    key; if it is lost for good, say so with --digest-key-lost.
    """


class OtherDatabaseKind(Refusal):
    """This backup was made of another kind of database."""


class NotEmpty(Refusal):
    """A backup is restored into an empty place only, and something is here already."""


class NoFolder(Refusal):
    """There is no such folder; make it first."""


class NothingToBackUp(Refusal):
    """There is no database of trialtrack here: nothing was backed up."""


class DatabaseDamaged(Refusal):
    """The database itself is damaged, and no backup was made of it. Keep the older ones."""


class ContentDiffers(Refusal):
    """What was restored differs from what the backup says, and was thrown away."""


class AlreadyThere(Refusal):
    """There is a backup of this very second already, and it was left as it is."""


class FolderBusy(Refusal):
    """Another backup or restore is working in this folder; try again when it is done."""


class NoTool(Refusal):
    """PostgreSQL's own programs are needed, and were not found."""


class ToolFailed(Refusal):
    """One of PostgreSQL's own programs failed."""


class NotReadBack(Refusal):
    """What was written does not read back as it was, so it was thrown away. Look at the disk."""


class NoDrillDatabase(Refusal):
    """The drill makes a database of its own, and this role may not.

    Let it, with ALTER ROLE … CREATEDB, or drill on another server.
    """
