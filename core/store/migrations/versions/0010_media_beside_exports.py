"""files beside exports: which message names which, and what it was"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    op.add_column('import_', sa.Column('media_root', text(), nullable=True))
    op.create_table(
        'media',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('import_id', sa.Integer(), nullable=False),
        sa.Column('message_id', sa.Integer(), nullable=False),
        sa.Column('name', text(), nullable=False),
        sa.Column('path', text(), nullable=False),
        sa.Column('digest', text(), nullable=False),
        sa.Column('size', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(['import_id'], ['import_.id']),
        sa.ForeignKeyConstraint(['message_id'], ['message.id']),
        sa.PrimaryKeyConstraint('id'),
    )
    for column in ('import_id', 'message_id'):
        op.create_index(f'ix_media_{column}', 'media', [column])


def downgrade() -> None:
    op.drop_table('media')
    op.drop_column('import_', 'media_root')
