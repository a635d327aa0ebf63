"""Facts files: the keys of --set in a YAML file, each with a value or a list of values."""

from __future__ import annotations

from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from core.base.phrase import P
from core.base.refusal import Refusal
from core.charter.settings import read_settings

_SHAPE = P("Write one “key: value” a line, or a list under a key.")


def read_facts(path: Path | str) -> list[tuple[str, str]]:
    """key=value pairs in the order of the file; a list gives one pair per item.

    Raises Refusal for a file that cannot be read or has another shape, and with path:line for an unknown
    key or a value of the wrong shape.
    """
    where = str(path)
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(
            P("the facts file cannot be read."), where, P("Check the path; it is UTF-8 text.")
        ) from error
    try:
        # Nodes keep their lines, and every scalar as it is written: 09:00 stays a text.
        held = YAML(typ="base", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        line = f"{where}:{mark.line + 1}" if mark else where
        raise Refusal(P("this is no YAML ({problem}).", problem=str(error.problem)), line, _SHAPE) from error
    except YAMLError as error:
        raise Refusal(P("this is no YAML."), where, _SHAPE) from error
    if held is None or (isinstance(held, ScalarNode) and held.value == ""):
        return []
    if not isinstance(held, MappingNode):
        raise Refusal(P("this is no list of facts."), where, _SHAPE)
    pairs: list[tuple[str, str]] = []
    for key, value in held.value:
        for item in value.value if isinstance(value, SequenceNode) else [value]:
            pair = (str(key.value), _plain(item, str(key.value), where))
            read_settings([pair], where=_line(where, item if value is not item else key))
            pairs.append(pair)
    return pairs


def _plain(item: Node, key: str, where: str) -> str:
    if not isinstance(item, ScalarNode):
        raise Refusal(P("“{key}” has no plain value.", key=key), _line(where, item), _SHAPE)
    return str(item.value).strip()


def _line(where: str, node: Node) -> str:
    return f"{where}:{node.start_mark.line + 1}"
