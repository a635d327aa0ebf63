"""From the charter shown to the adoption dialog, with that charter chosen in it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gui.context import WindowContext
from gui.panels.adoption.dialog import AdoptionDialog, open_adoption
from gui.panels.charters.reading import Reading


def adopt(context: WindowContext, reading: Reading, parent: QWidget) -> AdoptionDialog:
    return open_adoption(context, context.group_id, parent, charter_id=reading.adoptable)
