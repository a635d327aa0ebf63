"""One value of a charter's YAML changed, everything else left as it stands: comments, order, quoting, blank lines.

The text is cut exactly where the parser says a value begins and ends. What comes out is read again and must
say what was asked and nothing else; otherwise the change is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from core.base.phrase import P
from core.base.refusal import Refusal
from core.charter.yaml_loading import Key, read_yaml

Value = str | int | bool | Sequence[str] | Mapping[str, Any] | None
HEAD: tuple[str, ...] = (
    "charter", "version", "title", "scope", "binds", "sources", "author", "effective", "notice", "truncated",
    "settings", "policies", "clauses",
)  # fmt: skip
"""The order in which a charter's first keys stand."""
_PLAIN = re.compile(
    r"[A-Za-z_/\u3400-\u9fff\u300c\uff08][\w \u3000-\u303f\u3400-\u9fff\uff00-\uffef“”…、，。·./+()~-]*"
)
_ALIAS = re.compile(r"\*[^\s,\]}]+")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


def with_value(text: str, keys: Sequence[Key], value: Value, path: str = "") -> str:
    """`text` with the value at `keys` set to `value`, added where it is missing, or removed for None.

    Raises Refusal for text that is no YAML and for places that cannot be changed alone (aliases).
    """
    place = tuple(keys)
    before = read_yaml(text, path)
    wanted = _applied(before.data, place, value)
    if wanted == before.data:
        return text
    changed = _changed(text, place, value)
    _check(changed, wanted, path, before.where(place))
    return changed


def with_item(text: str, keys: Sequence[Key], block: str, path: str = "") -> str:
    """`text` with one more item at the end of the list at `keys`, which is made where it is missing.

    `block` is the item as YAML, its lines without indentation and without the hyphen.
    """
    place = tuple(keys)
    before = read_yaml(text, path)
    item = read_yaml(block, path).data
    wanted = deepcopy(before.data)
    holder = _at(wanted, place[:-1])
    holder[place[-1]] = [*(holder.get(place[-1]) or ()), item]
    changed = _appended(text, place, block.rstrip("\n").split("\n"))
    _check(changed, wanted, path, before.where(place))
    return changed


def _check(changed: str, wanted: Any, path: str, where: str) -> None:
    try:
        said = read_yaml(changed, path).data
    except Refusal:
        said = None
    if said != wanted:
        raise Refusal(
            P("this place cannot be changed by itself."), where, P("Change it in the text of the charter.")
        )


# cutting and putting


def _changed(text: str, keys: tuple[Key, ...], value: Value) -> str:
    root = _compose(text)
    parent = _node(root, keys[:-1])
    if parent is None:
        # The holder is missing too, so it comes with its one entry.
        return text if value is None else _changed(text, keys[:-1], {str(keys[-1]): value})
    entry = _entry(parent, keys[-1])
    if entry is None:
        return text if value is None else _with_entry(text, parent, str(keys[-1]), value)
    if value is None:
        return _without_entry(text, parent, keys[-1])
    key_node, node = entry
    lines = node.id == "sequence" and not node.flow_style and node.start_mark.index > parent.start_mark.index
    if lines and isinstance(value, list | tuple):
        return _with_lines(text, node, value)
    start, end = (
        _span(text, key_node, node) if key_node else (node.start_mark.index, _content_end(text, node))
    )
    if (
        text[start : start + 1] != "*"
        and node.id != "scalar"
        and not node.flow_style
        and key_node is not None
    ):
        start = text.index(":", key_node.end_mark.index) + 1
        return text[:start] + " " + _flow(value) + text[end:]
    said = _flow(value)
    if start == end:
        # An empty value: the mark stands right behind the colon.
        said = " " + said
    return text[:start] + said + text[end:]


def _with_lines(text: str, node: Any, value: Sequence[str]) -> str:
    """A list of one item a line: gone items lose their line, new ones get one at the end."""
    left = list(value)
    indent = " " * node.value[0].start_mark.column if node.value else ""
    dash = _line_start(text, node.value[0].start_mark.index)
    lead = text[dash : node.value[0].start_mark.index] if node.value else indent
    end = _line_end(text, _content_end(text, node))
    cuts: list[tuple[int, int]] = []
    kept: list[str] = []
    for item in node.value:
        if item.id == "scalar" and str(item.value) in left[len(kept) :]:
            kept.append(str(item.value))
        else:
            cuts.append((_line_start(text, item.start_mark.index), _line_end(text, _content_end(text, item))))
    if kept != left[: len(kept)] or not kept:
        first = dash
        return text[:first] + "\n".join(lead + _flow(each) for each in left) + text[end:]
    added = "".join("\n" + lead + _flow(each) for each in left[len(kept) :])
    text = text[:end] + added + text[end:]
    for start, stop in reversed(cuts):
        text = text[:start] + text[stop:].removeprefix("\n")
    return text


def _with_entry(text: str, parent: Any, key: str, value: Value) -> str:
    if parent.id != "mapping":
        return text
    if parent.flow_style:
        end = parent.end_mark.index - 1
        comma = ", " if parent.value else ""
        return text[:end].rstrip() + f"{comma}{_flow_key(key)}: {_flow(value)}" + text[end:]
    indent = " " * parent.value[0][0].start_mark.column
    before = _line_end(text, _span(text, *_neighbour(parent, key))[1])
    return text[:before] + f"\n{indent}{_flow_key(key)}:{_block(value, indent)}" + text[before:]


def _neighbour(parent: Any, key: str) -> tuple[Any, Any]:
    """The entry after which a new key belongs: by the order of a charter's head, else the last."""
    if key in HEAD:
        earlier = [entry for entry in parent.value if str(entry[0].value) in HEAD[: HEAD.index(key)]]
        if earlier:
            return earlier[-1]
    return parent.value[-1]


def _without_entry(text: str, parent: Any, key: Key) -> str:
    places = [number for number, (name, _) in enumerate(_entries(parent)) if name == key]
    number = places[0]
    key_node, node = parent.value[number] if parent.id == "mapping" else (None, parent.value[number])
    first = (key_node or node).start_mark.index
    if not parent.flow_style:
        start = _line_start(text, first)
        end = _line_end(text, _span(text, key_node, node)[1] if key_node else _content_end(text, node))
        return text[:start] + text[end:].removeprefix("\n")
    end = node.end_mark.index
    if number + 1 < len(parent.value):
        following = parent.value[number + 1]
        end = (following[0] if parent.id == "mapping" else following).start_mark.index
    elif number:
        before = parent.value[number - 1]
        first = (before[1] if parent.id == "mapping" else before).end_mark.index
    return text[:first] + text[end:]


def _appended(text: str, keys: tuple[Key, ...], lines: list[str]) -> str:
    root = _compose(text)
    parent = _node(root, keys[:-1])
    if parent is None or parent.id != "mapping" or parent.flow_style:
        return text
    entry = _entry(parent, keys[-1])
    if entry is None:
        indent = " " * parent.value[0][0].start_mark.column
        end = _line_end(text, _content_end(text, parent))
        return text[:end] + f"\n{indent}{keys[-1]}:\n" + _item(lines, indent + "  ") + text[end:]
    key_node, node = entry
    if node.id == "sequence" and not node.flow_style:
        dash = text.rindex("-", 0, node.value[0].start_mark.index)
        indent = text[_line_start(text, dash) : dash]
        end = _line_end(text, _content_end(text, node))
        return text[:end] + "\n" + _item(lines, indent) + text[end:]
    start = text.index(":", key_node.end_mark.index) + 1
    indent = " " * (key_node.start_mark.column + 2)
    return text[:start] + "\n" + _item(lines, indent) + text[_content_end(text, node) :]


def _item(lines: list[str], indent: str) -> str:
    head, *rest = lines
    return "\n".join([f"{indent}- {head}", *(f"{indent}  {line}" if line else "" for line in rest)])


# finding places


def _compose(text: str) -> Any:
    from ruamel.yaml import YAML

    return YAML(typ="safe", pure=True).compose(text)


def _entries(node: Any) -> list[tuple[Key, Any]]:
    if node.id == "mapping":
        return [(str(key.value), value) for key, value in node.value]
    return list(enumerate(node.value)) if node.id == "sequence" else []


def _entry(parent: Any, key: Key) -> tuple[Any, Any] | None:
    """(key node, value node); items of a list have no key node."""
    if parent.id == "mapping":
        return next(((name, value) for name, value in parent.value if str(name.value) == key), None)
    return next(((None, value) for name, value in _entries(parent) if name == key), None)


def _node(root: Any, keys: Sequence[Key]) -> Any:
    node = root
    for key in keys:
        entry = _entry(node, key)
        if entry is None:
            return None
        node = entry[1]
    return node


def _content_end(text: str, node: Any) -> int:
    """Where the value's last character stands, plus one; the parser's own end may lie after comments."""
    if node.id != "scalar" and not node.flow_style and node.value:
        if node.id == "mapping":
            return _span(text, *node.value[-1])[1]
        last = node.value[-1]
        if last.start_mark.index < node.start_mark.index:
            # An alias as last item: the parser tells where its anchor stands.
            return _alias(text, text.rindex("*", 0, node.end_mark.index))[1]
        return _content_end(text, last)
    start, end = node.start_mark.index, node.end_mark.index
    if node.id == "scalar" and node.style in ("|", ">"):
        return start + len(text[start:end].rstrip())
    return int(end)


def _span(text: str, key_node: Any, node: Any) -> tuple[int, int]:
    """From where to where the value of a key stands; an alias is what stands there, not what it stands for."""
    if node.start_mark.index < key_node.start_mark.index:
        return _alias(text, text.index("*", key_node.end_mark.index))
    return node.start_mark.index, _content_end(text, node)


def _alias(text: str, start: int) -> tuple[int, int]:
    found = _ALIAS.match(text, start)
    return start, found.end() if found else start


def _line_start(text: str, index: int) -> int:
    return text.rfind("\n", 0, index) + 1


def _line_end(text: str, index: int) -> int:
    found = text.find("\n", index)
    return len(text) if found < 0 else found


# writing values


def scalar(value: str | int | bool) -> str:
    """As it may stand anywhere in YAML: plain where that is safe, else in double quotes."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    plain = _PLAIN.fullmatch(value) and value.lower() not in _WORDS and value == value.strip()
    return value if plain and " #" not in value else json.dumps(value, ensure_ascii=False)


def _flow_key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z][\w.-]*", key) else json.dumps(key, ensure_ascii=False)


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_flow_key(key)}: {_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flow(each) for each in value) + "]"
    return scalar(value)


def _block(value: Any, indent: str) -> str:
    """What follows the colon: mappings of mappings take lines of their own."""
    if isinstance(value, Mapping) and any(isinstance(each, Mapping) for each in value.values()):
        lines = (f"\n{indent}  {_flow_key(key)}: {_flow(each)}" for key, each in value.items())
        return "".join(lines)
    return " " + _flow(value)


# the same change on plain data


def _applied(data: Any, keys: tuple[Key, ...], value: Value) -> Any:
    result = deepcopy(data)
    holder = result
    for key in keys[:-1]:
        if isinstance(holder, dict) and key not in holder:
            if value is None:
                return data
            holder[key] = {}
        holder = holder[key]
    if value is None:
        if isinstance(holder, list):
            del holder[int(keys[-1])]
        else:
            holder.pop(keys[-1], None)
    else:
        holder[keys[-1]] = list(value) if isinstance(value, tuple) else deepcopy(value)
    return result


def _at(data: Any, keys: tuple[Key, ...]) -> Any:
    for key in keys:
        data = data[key]
    return data
