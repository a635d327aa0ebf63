"""what an adoption keeps: policies, platform and fallbacks, answers, cap, author, notice"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

TEXTS = ('policies', 'platform', 'fallbacks', 'answers', 'author', 'notice_by', 'notice_text')
NUMBERS = ('cap_fen', 'notice_at')


def upgrade() -> None:
    # All may be empty: the chain leaves empty columns out of a row's digest, so older links still hold.
    for name in TEXTS:
        op.add_column('adoption', sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), nullable=True))
    for name in NUMBERS:
        op.add_column('adoption', sa.Column(name, sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('adoption', schema=None) as batch_op:
        for name in (*TEXTS, *NUMBERS):
            batch_op.drop_column(name)
