"""Facts files: the keys of --set in a YAML file, each with a value or a list of values."""

from __future__ import annotations

from pathlib import Path

from core.base.phrase import P
from core.base.refusal import Refusal
from core.charter.settings import read_settings
from core.charter.yaml_loading import Document, Key, read_yaml

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
    if all(not line or line.isspace() or line.lstrip().startswith("#") for line in text.splitlines()):
        return []
    # Every scalar as it is written: 09:00 stays a text.
    document = read_yaml(text, where, as_written=True)
    if not isinstance(document.data, dict):
        raise Refusal(P("this is no list of facts."), where, _SHAPE)
    pairs: list[tuple[str, str]] = []
    for key, value in document.data.items():
        places: list[tuple[Key, ...]] = [(key,)]
        if isinstance(value, list):
            places = [(key, number) for number in range(len(value))]
        for place, item in zip(places, value if isinstance(value, list) else [value], strict=True):
            pair = (key, _plain(item, document, place))
            read_settings([pair], where=document.where(place))
            pairs.append(pair)
    return pairs


def _plain(item: object, document: Document, place: tuple[Key, ...]) -> str:
    if not isinstance(item, str):
        raise Refusal(P("“{key}” has no plain value.", key=str(place[0])), document.where(place), _SHAPE)
    return item.strip()
