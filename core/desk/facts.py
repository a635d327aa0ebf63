"""Facts files: the keys of --set in a YAML file, each with a value or a list of values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from core.base.phrase import P
from core.base.refusal import Refusal

_SHAPE = P("Write one “key: value” a line, or a list under a key.")


def read_facts(path: Path | str) -> list[tuple[str, str]]:
    """key=value pairs in the order of the file; a list gives one pair per item.

    Keys are not checked here (core.charter.settings.read_settings does). Raises Refusal for a file that
    cannot be read or has another shape.
    """
    where = str(path)
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(
            P("the facts file cannot be read."), where, P("Check the path; it is UTF-8 text.")
        ) from error
    try:
        # "base" leaves every scalar as it is written: 09:00 stays a text.
        held: Any = YAML(typ="base", pure=True).load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        line = f"{where}:{mark.line + 1}" if mark else where
        raise Refusal(P("this is no YAML ({problem}).", problem=str(error.problem)), line, _SHAPE) from error
    except YAMLError as error:
        raise Refusal(P("this is no YAML."), where, _SHAPE) from error
    if held is None or held == "":
        return []
    if not isinstance(held, dict):
        raise Refusal(P("this is no list of facts."), where, _SHAPE)
    pairs: list[tuple[str, str]] = []
    for key, value in held.items():
        for item in value if isinstance(value, list) else [value]:
            if not isinstance(item, str):
                raise Refusal(P("“{key}” has no plain value.", key=str(key)), where, _SHAPE)
            pairs.append((str(key), item.strip()))
    return pairs
