"""What operators keep for use again: templates of reasons and letters, and views of the queue, by name."""

from __future__ import annotations

import json
from collections.abc import Mapping

from core.base.phrase import P
from core.base.refusal import Refusal
from core.casework.templates import USES, Template
from core.desk.desk import Desk
from core.store.meta import read_meta, write_meta

_TEMPLATES, _VIEWS = "templates", "queue_views"
_LONGEST_NAME, _LONGEST_TEXT = 60, 4000


def templates(desk: Desk, use: str = "") -> list[Template]:
    """By name. `use`: confirm | dismiss | letter | note, "" for all."""
    held = _read(desk, _TEMPLATES)
    found = [Template(name, item["use"], item["text"]) for name, item in sorted(held.items())]
    return [each for each in found if use in ("", each.use)]


def save_template(desk: Desk, template: Template) -> Template:
    """Keep it under its name, in place of one of that name. Raises Refusal for an unknown use or no text."""
    if template.use not in USES:
        raise Refusal(
            P("“{use}” is no use of a template.", use=template.use), "--use",
            P("Choose one of {names}.", names=USES),
        )  # fmt: skip
    name, text = _named(template.name), template.text.strip()
    if not text or len(text) > _LONGEST_TEXT:
        raise Refusal(P("a template has 1 to {n} characters.", n=_LONGEST_TEXT), name, P("Write its text."))
    _put(desk, _TEMPLATES, name, {"use": template.use, "text": text})
    return Template(name, template.use, text)


def template(desk: Desk, name: str) -> Template:
    """Raises Refusal when there is none of that name."""
    found = [each for each in templates(desk) if each.name == name.strip()]
    if not found:
        names = tuple(each.name for each in templates(desk))
        raise Refusal(
            P("there is no template “{name}”.", name=name), "", P("Known are: {names}.", names=names)
        )
    return found[0]


def remove_template(desk: Desk, name: str) -> None:
    _put(desk, _TEMPLATES, template(desk, name).name, None)


def views(desk: Desk) -> dict[str, Mapping[str, str]]:
    """Views of the queue by name: state, grouping, order."""
    return dict(sorted(_read(desk, _VIEWS).items()))


def save_view(desk: Desk, name: str, view: Mapping[str, str] | None) -> None:
    """Keep a view under a name; None forgets it."""
    _put(desk, _VIEWS, _named(name), dict(view) if view is not None else None)


def _named(name: str) -> str:
    name = name.strip()
    if not name or len(name) > _LONGEST_NAME:
        raise Refusal(P("a name has 1 to {n} characters.", n=_LONGEST_NAME), name, P("Give it another name."))
    return name


def _read(desk: Desk, key: str) -> dict[str, dict[str, str]]:
    with desk.store.read() as session:
        held = json.loads(read_meta(session, key) or "{}")
    return held if isinstance(held, dict) else {}


def _put(desk: Desk, key: str, name: str, item: dict[str, str] | None) -> None:
    with desk.store.write() as session:
        held = json.loads(read_meta(session, key) or "{}")
        held.pop(name, None)
        if item is not None:
            held[name] = item
        write_meta(session, key, json.dumps(held, ensure_ascii=False, sort_keys=True))
