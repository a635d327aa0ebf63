"""sealed reporters, and what was heard in the chat"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    op.create_table(
        'seal_key',
        sa.Column('operator', text(), nullable=False),
        sa.Column('public', text(), nullable=False),
        sa.Column('salt', text(), nullable=False),
        sa.Column('wrapped', text(), nullable=False),
        sa.Column('created_at', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('operator'),
    )
    op.create_table(
        'sealed',
        sa.Column('report', text(), nullable=False),
        sa.Column('reporter', text(), nullable=False),
        sa.Column('content', text(), nullable=False),
        sa.PrimaryKeyConstraint('report'),
    )
    op.create_index('ix_sealed_reporter', 'sealed', ['reporter'])
    op.create_table(
        'heard',
        sa.Column('id', text(), nullable=False),
        sa.Column('group_id', sa.Integer(), nullable=False),
        sa.Column('intent', text(), nullable=False),
        sa.Column('message_key', text(), nullable=False),
        sa.Column('member', text(), nullable=False),
        sa.Column('at', sa.Integer(), nullable=False),
        sa.Column('superseded_at', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(['group_id'], ['group_.id']),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index('heard_by_group', 'heard', ['group_id', 'at'])


def downgrade() -> None:
    for table in ('heard', 'sealed', 'seal_key'):
        op.drop_table(table)
