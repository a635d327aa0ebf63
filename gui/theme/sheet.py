"""The one small style sheet: what the palette cannot say. Classes are set with the dynamic property `kind`."""

from __future__ import annotations

from collections.abc import Mapping
from string import Template

_SHEET = Template("""
QToolTip { background: $over; color: $text; border: 1px solid $line2; padding: 4px 8px; font-size: ${small}px; }
QPushButton { min-height: 30px; padding: 0 12px; border: 1px solid $line2; border-radius: 6px; background: $bg;
  color: $text; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $grey_w; }
QPushButton:disabled { color: $text3; border-color: $line; }
QPushButton:focus { border: 2px solid $accent; padding: 0 11px; min-height: 28px; }
QPushButton[kind="primary"] { background: $accent; border-color: $accent; color: $on_accent; }
QPushButton[kind="primary"]:hover { background: $accent_h; border-color: $accent_h; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled { background: $grey_w; border-color: $line2; color: $text3; }
QPushButton[kind="danger"] { color: $red; }
QPushButton[kind="quiet"] { border-color: transparent; background: transparent; color: $text2; }
QPushButton[kind="quiet"]:hover { background: $hover; }
QPushButton[kind="quiet"]:focus { border: 2px solid $accent; }
QPushButton[kind="link"] { border: none; background: transparent; color: $accent; padding: 0; min-height: 20px; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:focus { border: none; text-decoration: underline; }
QPushButton[small="true"] { min-height: 22px; padding: 0 8px; font-size: ${small}px; }
QPushButton[small="true"]:focus { min-height: 20px; padding: 0 7px; }
QToolButton { border: none; border-radius: 6px; padding: 4px; background: transparent; color: $text2; }
QToolButton:hover { background: $hover; }
QToolButton:focus { border: 2px solid $accent; padding: 2px; }
QToolButton::menu-indicator { image: none; width: 0; }
QAbstractScrollArea { border: none; background: $bg; }
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDateEdit, QComboBox { border: 1px solid $line2; border-radius: 6px;
  background: $bg; color: $text; selection-background-color: $sel; selection-color: $text; padding: 0 8px; }
QLineEdit, QSpinBox, QDateEdit, QComboBox { min-height: 30px; }
QPlainTextEdit, QTextEdit { padding: 6px 8px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QComboBox:focus { border-color: $accent; }
QComboBox::drop-down, QDateEdit::drop-down { border: none; width: 20px; }
QComboBox QAbstractItemView { background: $over; border: 1px solid $line2; outline: none; }
QMenu { background: $over; border: 1px solid $line2; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; color: $text; }
QMenu::item:selected { background: $sel; }
QMenu::item:disabled { color: $text3; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QScrollBar:vertical { width: 10px; background: transparent; margin: 0; }
QScrollBar:horizontal { height: 10px; background: transparent; margin: 0; }
QScrollBar::handle { background: $line2; border-radius: 3px; margin: 2px; min-height: 24px; min-width: 24px; }
QScrollBar::handle:hover { background: $text3; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {
  background: transparent; border: none; width: 0; height: 0; }
QHeaderView { background: $bg; border: none; }
QHeaderView::section { background: $bg; color: $text3; border: none; border-bottom: 1px solid $line; padding: 0 8px;
  font-size: ${small}px; }
QTableView { gridline-color: $line; outline: none; selection-background-color: $sel; selection-color: $text; }
QTableView::item { border: none; border-bottom: 1px solid $line; padding: 0 8px; }
QTableView::item:hover { background: $hover; }
QTableView::item:selected { background: $sel; color: $text; }
QListView, QTreeView { outline: none; border: none; }
QTabBar::tab { padding: 8px 0; margin-right: 24px; color: $text2; border: none; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QSplitter::handle { background: $line; }
QProgressBar { border: none; border-radius: 2px; background: $line2; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
""")


def sheet(tokens: Mapping[str, str], scale: float) -> str:
    """The style sheet for these colours; sizes in pixels grow with `scale`."""
    values = {name.replace("-", "_"): value for name, value in tokens.items()}
    return _SHEET.substitute(values, small=round(12 * scale))
