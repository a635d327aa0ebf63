"""stages and promises of obligations"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('obligation') as table:
        table.add_column(sa.Column('first_due_at', sa.Integer(), nullable=True))
        table.add_column(sa.Column('promised_at', sa.Integer(), nullable=True))
        table.add_column(sa.Column('staged', sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column('done_due_at', sa.Integer(), nullable=True))
        table.add_column(sa.Column('done_at', sa.Integer(), nullable=True))
        table.add_column(
            sa.Column('done_key', sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default='')
        )


def downgrade() -> None:
    with op.batch_alter_table('obligation') as table:
        for name in ('done_key', 'done_at', 'done_due_at', 'staged', 'promised_at', 'first_due_at'):
            table.drop_column(name)
