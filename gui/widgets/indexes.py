"""What Qt passes to models and delegates: one name for both kinds of index."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex

AnyIndex = QModelIndex | QPersistentModelIndex
