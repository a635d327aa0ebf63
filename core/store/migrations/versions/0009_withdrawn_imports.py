"""withdrawn imports: what each brought again, what is hidden, what was wrong on which day"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

_HIDING = ('message', 'notice', 'member', 'member_fact')


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    for name in _HIDING:
        op.add_column(name, sa.Column('withdrawn', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('import_', sa.Column('withdrawn_at', sa.Integer(), nullable=True))
    op.add_column('import_', sa.Column('file_digest', text(), nullable=True))
    op.create_table(
        'brought',
        sa.Column('import_id', sa.Integer(), nullable=False),
        sa.Column('of', text(), nullable=False),
        sa.Column('first_row', sa.Integer(), nullable=False),
        sa.Column('last_row', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['import_id'], ['import_.id']),
        sa.PrimaryKeyConstraint('import_id', 'of', 'first_row'),
    )
    op.create_table(
        'import_day',
        sa.Column('import_id', sa.Integer(), nullable=False),
        sa.Column('day', text(), nullable=False),
        sa.Column('unparsed', sa.Integer(), nullable=False),
        sa.Column('skewed', sa.Integer(), nullable=False),
        sa.Column('skew_s', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['import_id'], ['import_.id']),
        sa.PrimaryKeyConstraint('import_id', 'day'),
    )
    # Imports made until now did not note what they brought again: nothing within their time is hidden.
    op.execute(
        "INSERT INTO meta (key, value) SELECT 'imports.untracked', CAST(last AS VARCHAR) "
        "FROM (SELECT max(id) AS last FROM import_) newest WHERE last IS NOT NULL"
    )


def downgrade() -> None:
    op.execute("DELETE FROM meta WHERE key = 'imports.untracked'")
    op.drop_table('import_day')
    op.drop_table('brought')
    for name in ('file_digest', 'withdrawn_at'):
        op.drop_column('import_', name)
    for name in _HIDING:
        op.drop_column(name, 'withdrawn')
