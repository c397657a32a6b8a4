"""Consent: the clinic's notice by version, who agreed to which, and withdrawal."""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

APPEND_ONLY = ("consent_notice", "consent", "withdrawal")
# The text that a clinic has until it writes its own; frozen here as it was at this revision.
FIRST_NOTICE = (
    "Your clinic asks you to keep a daily diary of pain, sleep, activity and medicines while you "
    "try out the treatment. Your team reads it to judge, together with you, whether it helps.\n\n"
    "Only your team sees your answers. They are kept with your record as the law asks. Nobody "
    "watches them as you enter them: when something is wrong, call the clinic.\n\n"
    "You can stop at any time, here or by telling your team, and need not say why. Your care does "
    "not depend on it. Ask your team if anything is unclear."
)


def upgrade() -> None:
    """Create the tables; every clinic has a notice from the start."""
    _consent_notice()
    _consent()
    _withdrawal()
    _first_notices()
    for table in APPEND_ONLY:
        _refuse_changes(table)


def downgrade() -> None:
    """Drop the tables, and what guards them."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in reversed(APPEND_ONLY):
        op.drop_table(table)
        if not sqlite:
            op.execute(f"DROP FUNCTION IF EXISTS {table}_is_append_only CASCADE")


def _consent_notice() -> None:
    op.create_table(
        "consent_notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("clinic_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Uuid()),
        _to("consent_notice", "clinic_id", "clinic"),
        _to("consent_notice", "created_by_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_notice")),
        sa.UniqueConstraint(
            "clinic_id", "version", name=op.f("uq_consent_notice_clinic_id_version")
        ),
    )


def _consent() -> None:
    op.create_table(
        "consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("trial_id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("session_id", sa.Uuid()),
        _to("consent", "trial_id", "trial"),
        _to("consent", "notice_id", "consent_notice"),
        _to("consent", "session_id", "session"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
        sa.UniqueConstraint("trial_id", "notice_id", name=op.f("uq_consent_trial_id_notice_id")),
    )


def _withdrawal() -> None:
    op.create_table(
        "withdrawal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("trial_id", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid()),
        sa.Column("reason_text_id", sa.Uuid()),
        sa.Column("reason_digest", sa.String(64)),
        sa.CheckConstraint(
            "(reason_text_id IS NULL) = (reason_digest IS NULL)",
            name=op.f("ck_withdrawal_reason_has_a_digest"),
        ),
        _to("withdrawal", "trial_id", "trial"),
        _to("withdrawal", "recorded_by_id", "staff"),
        _to("withdrawal", "reason_text_id", "personal_text"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawal")),
        sa.UniqueConstraint("trial_id", name=op.f("uq_withdrawal_trial_id")),
    )


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}")
    )


def _first_notices() -> None:
    """The notice of clinics that are there already, dated as the clinic is."""
    connection = op.get_bind()
    clinic = sa.table(
        "clinic", sa.column("id", sa.Uuid()), sa.column("created_at", sa.DateTime(timezone=True))
    )
    notice = sa.table(
        "consent_notice",
        sa.column("id", sa.Uuid()),
        sa.column("clinic_id", sa.Uuid()),
        sa.column("version", sa.Integer()),
        sa.column("body", sa.Text()),
        sa.column("created_at", sa.DateTime(timezone=True)),
    )
    for row in connection.execute(sa.select(clinic.c.id, clinic.c.created_at)).all():
        connection.execute(
            notice.insert().values(
                id=uuid4(),
                clinic_id=row.id,
                version=1,
                body=FIRST_NOTICE,
                created_at=row.created_at,
            )
        )


def _refuse_changes(table: str) -> None:
    name, message = f"{table}_is_append_only", f"{table} is append-only"
    if op.get_bind().dialect.name == "sqlite":
        for suffix, event in (("", "UPDATE"), ("_delete", "DELETE")):
            op.execute(
                f"CREATE TRIGGER {name}{suffix} BEFORE {event} ON {table} FOR EACH ROW "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION "
        f"'{message}' USING ERRCODE = 'check_violation'; RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW "
        f"EXECUTE FUNCTION {name}()"
    )
    op.execute(
        f"CREATE TRIGGER {name}_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT "
        f"EXECUTE FUNCTION {name}()"
    )
