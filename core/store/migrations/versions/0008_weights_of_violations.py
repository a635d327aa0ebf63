"""how sure the detectors were of a violation"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('violation') as table:
        table.add_column(sa.Column('score', sa.Float(), nullable=False, server_default='0'))
        table.add_column(sa.Column('threshold', sa.Float(), nullable=False, server_default='0'))
        table.add_column(
            sa.Column('model', sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default='')
        )


def downgrade() -> None:
    with op.batch_alter_table('violation') as table:
        for name in ('model', 'threshold', 'score'):
            table.drop_column(name)
