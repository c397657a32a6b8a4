"""From which browser a device was signed in, so that a form sent twice takes one place."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; devices that are there already are told from all others."""
    op.add_column("device", sa.Column("browser_digest", sa.String(64)))


def downgrade() -> None:
    """Drop the column."""
    op.drop_column("device", "browser_digest")
