"""Every icon named in the window exists: an unknown name is found when the icon is drawn, in front of somebody."""

import ast
import json
import re
from pathlib import Path

from gui.theme import icons

GUI = Path(__file__).resolve().parents[3] / "gui"
_NOT_ICONS = {"telegram-full", "chat-record", "hand-over"}


def test_every_name_that_reads_like_an_icon_is_one():
    glyphs = json.loads((icons._folder() / icons._NAMES).read_text("utf-8"))
    families = {name.partition("-")[0] for name in glyphs}
    unknown = []
    for path in GUI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                name = node.value
                if re.fullmatch(r"[a-z]+(-[a-z]+)+", name) and name.partition("-")[0] in families:
                    unknown += (
                        [f"{path.name}:{node.lineno} {name}"] if name not in {*glyphs, *_NOT_ICONS} else []
                    )
    assert unknown == []
