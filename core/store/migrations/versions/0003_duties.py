"""duties that messages raised"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

TEXTS = ('charter_id', 'clause', 'rule', 'book', 'office', 'member', 'member_name', 'messages', 'why')
NUMBERS = ('arose_at', 'due_at', 'answerable_at', 'filed_at')


def upgrade() -> None:
    op.create_table(
        'duty',
        sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column('group_id', sa.Integer(), nullable=False),
        *(sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), nullable=False) for name in TEXTS),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in NUMBERS),
        sa.Column('superseded_at', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(['group_id'], ['group_.id']),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index('duty_by_group', 'duty', ['group_id', 'arose_at'])


def downgrade() -> None:
    op.drop_index('duty_by_group', table_name='duty')
    op.drop_table('duty')
