"""The shape of charter files, by resources/schema (JSON Schema 2020-12, which editors use too)."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from core.base.paths import RESOURCES
from core.base.phrase import P, Phrase
from core.base.refusal import Refusal
from core.charter.yaml_loading import Document, Key

CHARTER = "charter.schema.json"
POLICIES = "policies.schema.json"
_FOLDER = RESOURCES / "schema"


def schema(name: str = CHARTER) -> dict[str, Any]:
    """The schema as data."""
    loaded: dict[str, Any] = json.loads((_FOLDER / name).read_text(encoding="utf-8"))
    return loaded


@cache
def _validator(name: str) -> Any:
    # Imported here: the library takes longer to import than a charter takes to read.
    from jsonschema import Draft202012Validator
    from referencing import Registry, Resource

    registry: Any = Registry().with_resource(CHARTER, Resource.from_contents(schema(CHARTER)))
    return Draft202012Validator(schema(name), registry=registry)


def shape_problems(document: Document, name: str = CHARTER) -> list[Refusal]:
    """Everything in `document` that does not have the shape of `name`, in order of lines."""
    errors = list(_validator(name).iter_errors(document.data))
    unknown = _unknown_keys(errors)
    found = [(document.line(keys), what, keys, remedy)
             for error in errors if not _misspelt(error, unknown)
             for what, keys, remedy in _told(error)]  # fmt: skip
    found.sort(key=lambda item: item[0])
    told = [Refusal(what, document.where(keys), remedy) for _, what, keys, remedy in found]
    # several missing keys are one error each to the validator, and the first of them names all
    return list({(refusal.where, str(refusal.what)): refusal for refusal in told}.values())


def _misspelt(error: Any, unknown: Mapping[tuple[Key, ...], Sequence[str]]) -> bool:
    """Whether a key seems to be missing only because it is misspelt: the unknown key beside it says it all."""
    if error.validator != "required":
        return False
    beside = unknown.get(tuple(error.absolute_path), ())
    missing = [key for key in error.validator_value if key not in error.instance]
    return all(difflib.get_close_matches(key, beside, n=1) for key in missing)


def _unknown_keys(errors: Iterable[Any]) -> Mapping[tuple[Key, ...], Sequence[str]]:
    """The keys that nobody knows, by the place where they stand."""
    found: dict[tuple[Key, ...], list[str]] = {}
    for each in errors:
        if each.validator == "additionalProperties":
            keys = [key for key in each.instance if key not in each.schema.get("properties", {})]
            found.setdefault(tuple(each.absolute_path), []).extend(keys)
    return found


def _told(error: Any) -> Iterable[tuple[Phrase, tuple[Key, ...], Phrase]]:
    """What an error of the validator means to the person who wrote the file."""
    keys: tuple[Key, ...] = tuple(error.absolute_path)
    name = next((key for key in reversed(keys) if isinstance(key, str)), "charter")
    if "propertyNames" in error.absolute_schema_path:
        yield _unknown(error.instance, keys, error.schema.get("enum", ()))
    elif error.validator == "additionalProperties":
        known = error.schema.get("properties", {})
        for key in error.instance:
            if key not in known:
                yield _unknown(key, keys, known)
    elif error.validator == "required":
        missing = [key for key in error.validator_value if key not in error.instance]
        yield (
            P("“{key}” is missing here.", key=", ".join(missing)),
            keys,
            P("Add a line “{key}: …”.", key=missing[0] if missing else ""),
        )
    elif error.validator in ("enum", "const"):
        allowed = error.validator_value if error.validator == "enum" else [error.validator_value]
        yield (
            P("“{value}” is not allowed for {name}.", value=_short(error.instance), name=name),
            keys,
            P("Did you mean “{near}”? Allowed: {allowed}.", near=_nearest(error.instance, allowed),
              allowed=", ".join(str(word) for word in allowed)),
        )  # fmt: skip
    elif error.validator == "type":
        yield (
            P("{name} has the wrong type: “{value}”.", name=name, value=_short(error.instance)),
            keys,
            _type_remedy(error.validator_value),
        )
    else:
        yield (
            P("“{value}” does not fit {name}.", value=_short(error.instance), name=name),
            keys,
            _rule_remedy(str(error.validator), error.validator_value),
        )


def _unknown(
    key: object, keys: tuple[Key, ...], known: Iterable[str]
) -> tuple[Phrase, tuple[Key, ...], Phrase]:
    words = list(known)
    remedy = (
        P("Did you mean “{near}”? Allowed: {allowed}.", near=_nearest(key, words), allowed=", ".join(words))
        if words
        else P("Use letters, digits and hyphens.")
    )
    return P("unknown key “{key}”.", key=_short(key)), (*keys, str(key)), remedy


def _type_remedy(expected: str | Sequence[str]) -> Phrase:
    kinds = [expected] if isinstance(expected, str) else list(expected)
    if "string" in kinds:
        return P("Write text; put numbers and times in quotes.")
    if "integer" in kinds:
        return P("Write a whole number.")
    if "boolean" in kinds:
        return P("Write true or false.")
    if "array" in kinds:
        return P("Write a list: each entry on its own line, after a hyphen.")
    return P("Write entries of the form key: value, indented below.")


def _rule_remedy(validator: str, value: object) -> Phrase:
    if validator == "pattern":
        return P("It must match {pattern}.", pattern=str(value))
    if validator in ("minimum", "maximum"):
        return P("It must be at least {number}.", number=str(value)) if validator == "minimum" else P(
            "It must be at most {number}.", number=str(value)
        )  # fmt: skip
    if validator == "uniqueItems":
        return P("Name each entry once.")
    return P("It must not be empty.")


def _nearest(value: object, words: Iterable[object]) -> str:
    choices = [str(word) for word in words]
    near = difflib.get_close_matches(str(value), choices, n=1, cutoff=0.0)
    return near[0] if near else ""


def _short(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else text[:39] + "…"
