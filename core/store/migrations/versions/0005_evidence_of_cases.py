"""evidence of cases"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    op.create_table(
        'evidence',
        sa.Column('id', text(), nullable=False),
        sa.Column('group_id', sa.Integer(), nullable=False),
        sa.Column('violation_id', text(), nullable=False),
        sa.Column('taken_at', sa.Integer(), nullable=False),
        sa.Column('digest', text(), nullable=False),
        sa.Column('salt', text(), nullable=False),
        sa.Column('content', text(), nullable=False),
        sa.ForeignKeyConstraint(['group_id'], ['group_.id']),
        sa.ForeignKeyConstraint(['violation_id'], ['violation.id']),
        sa.PrimaryKeyConstraint('id'),
        sa.UniqueConstraint('violation_id'),
    )


def downgrade() -> None:
    op.drop_table('evidence')
