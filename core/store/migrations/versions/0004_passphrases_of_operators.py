"""passphrases of operators"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('operator', sa.Column('passphrase', sqlmodel.sql.sqltypes.AutoString(), nullable=True))
    op.add_column('operator', sa.Column('removed_at', sa.Integer(), nullable=True))
    op.add_column('operator', sa.Column('failures', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('operator', sa.Column('failed_at', sa.Integer(), nullable=True))


def downgrade() -> None:
    for name in ('failed_at', 'failures', 'removed_at', 'passphrase'):
        op.drop_column('operator', name)
