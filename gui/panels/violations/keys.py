"""The single keys of the queue, also while a Chinese input method is on."""

from __future__ import annotations

from PySide6.QtCore import Qt

from core.base.phrase import P, Phrase

KEYS: tuple[tuple[str, str, Phrase], ...] = (
    ("next", "J", P("next violation")),
    ("previous", "K", P("violation before")),
    ("confirm", "C", P("confirm and go on")),
    ("dismiss", "D", P("dismiss with a reason")),
    ("escalate", "E", P("confirm with another step")),
    ("note", "N", P("note for the record")),
    ("person", "P", P("one decision for this person")),
    ("claim", "G", P("claim, or give back")),
    ("skip", "S", P("skip until tomorrow")),
    ("opinion", "O", P("second opinion")),
    ("case", "F", P("case file")),
    ("check", "X", P("select for bulk")),
    ("bulk", "B", P("preview of the selected")),
    ("undo", "U", P("undo the latest decision")),
    ("copy", "Y", P("copy the letter")),
    ("appeal", "L", P("enter an appeal against a decided one")),
    ("enter", "A", P("enter a violation by hand")),
    ("example", "T", P("take a decided one over as an example")),
    ("show", "Space", P("show a covered picture")),
    ("open", "Enter", P("whole record")),
    ("help", "?", P("these keys")),
)
"""(command, key cap, what it does), in the order of the help."""

_BY_KEY: dict[int, str] = {
    Qt.Key.Key_J: "next", Qt.Key.Key_Down: "next", Qt.Key.Key_K: "previous", Qt.Key.Key_Up: "previous",
    Qt.Key.Key_C: "confirm", Qt.Key.Key_D: "dismiss", Qt.Key.Key_E: "escalate", Qt.Key.Key_N: "note",
    Qt.Key.Key_X: "check", Qt.Key.Key_B: "bulk", Qt.Key.Key_U: "undo", Qt.Key.Key_Y: "copy",
    Qt.Key.Key_P: "person", Qt.Key.Key_G: "claim", Qt.Key.Key_S: "skip", Qt.Key.Key_O: "opinion",
    Qt.Key.Key_F: "case", Qt.Key.Key_T: "example",
    Qt.Key.Key_A: "enter", Qt.Key.Key_L: "appeal", Qt.Key.Key_Space: "show", Qt.Key.Key_Return: "open", Qt.Key.Key_Enter: "open",
    Qt.Key.Key_Question: "help", Qt.Key.Key_Left: "fold", Qt.Key.Key_Right: "unfold",
}  # fmt: skip
_FULL_WIDTH = {"？": "?", "　": " "}
_SHOWN = {cap.casefold(): command for command, cap, _ in KEYS}


def command_of_key(key: int, modifiers: Qt.KeyboardModifier) -> str:
    """The command of a key press, "" for others. Shift alone does not matter (? needs it)."""
    held = modifiers & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    return "" if held != Qt.KeyboardModifier.NoModifier else _BY_KEY.get(key, "")


def command_of_text(text: str) -> str:
    """The command of what an input method wrote instead of the key: "j", full-width "ｊ" or "？"."""
    plain = "".join(
        _FULL_WIDTH.get(char, chr(ord(char) - 0xFEE0) if "！" <= char <= "～" else char) for char in text
    )
    if plain == " ":
        return "show"
    return _SHOWN.get(plain.strip().casefold()[:1], "")
