"""English for one of a kind: "1 message waits" where the message id says "{n} messages wait".

Chinese has one form, so message ids stay as they are; the English of an id is bent when its number is one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_IRREGULAR = {"people": "person", "entries": "entry", "matters of the inbox": "matter of the inbox"}
_REGULAR = (
    "accounts", "answers", "appeals", "approvals", "bots", "cases", "charters", "clauses", "days", "decisions",
    "events", "examples", "exports", "files", "findings", "groups", "hours", "images", "imports", "insults",
    "letters", "lines", "links", "measures", "members", "messages", "minutes", "months", "notices", "obligations",
    "operators", "pictures", "pieces", "points", "records", "reports", "rows", "rules", "screenshots",
    "seconds", "senders", "things", "times", "violations", "words", "years",
)  # fmt: skip
_NOUNS = _IRREGULAR | {noun: noun.removesuffix("s") for noun in _REGULAR}
_VERBS = {
    "wait": "waits", "are": "is", "were": "was", "ask": "asks", "need": "needs", "lie": "lies", "have": "has",
    "hold": "holds", "say": "says", "stand": "stands", "count": "counts", "show": "shows", "fit": "fits",
    "follow": "follows", "do": "does",
}  # fmt: skip
_BETWEEN = (
    "damaged", "decided", "more", "new", "open", "ordinary", "other", "sealed", "stored", "system",
    "unread", "unreadable", "voice",
)  # fmt: skip
_COUNTED = re.compile(
    r"\{(\w+)\}(?P<between>(?: (?:" + "|".join(_BETWEEN) + r"))?) (?P<noun>" + "|".join(_NOUNS) + r")\b"
    r"(?P<clause>[^,;:.(){}]*)"
)
_VERB = re.compile(r"\b(" + "|".join(_VERBS) + r")\b")


def singular(text: str, values: Mapping[str, object]) -> str:
    """`text` with the noun after each place whose value is 1 in the singular, and the verb of its clause with it."""

    if 1 not in values.values() and "1" not in values.values():
        return text

    def bent(found: re.Match[str]) -> str:
        if str(values.get(found[1])) != "1":
            return found[0]
        rest = _VERB.sub(lambda verb: _VERBS[verb[1]], found["clause"])
        return f"{{{found[1]}}}{found['between']} {_NOUNS[found['noun']]}{rest}"

    return _COUNTED.sub(bent, text)
