"""Name patterns of a charter against names people bear, and a name that would fit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.charter.model import RosterRule
from core.charter.patterns import COMPANY, compiled, filled
from core.charter.settings import DirectoryEntry
from core.chat.member import Member

_ANY_COMPANY = "[0-9A-Za-z一-鿿]{2,}"
_PERSON = re.compile(r"[一-鿿·]{2,4}")
_DIGITS = re.compile(r"(?<!\d)1\d{10}(?!\d)")


def matches(pattern: str, name: str, companies: tuple[str, ...]) -> bool:
    """Whether the whole `name` fits; {company} stands for any of `companies`, or any name where none is set."""
    if COMPANY not in pattern:
        return compiled(pattern).fullmatch(name) is not None
    if not companies:
        return compiled(pattern.replace(COMPANY, _ANY_COMPANY)).fullmatch(name) is not None
    return any(compiled(filled(pattern, company)).fullmatch(name) for company in companies)


def fits(
    rule: RosterRule, name: str, companies: tuple[str, ...], entry: DirectoryEntry | None
) -> bool | None:
    """Whether `name` is what the rule asks for; None when nothing can be said.

    With the directory, the name must end with the person's own name; where the bare name fits the
    pattern, it must be just that. An account name only needs to hold it.
    """
    if rule.pattern and not matches(rule.pattern, name.strip(), companies):
        return False
    if entry is None or not rule.directory:
        return True if rule.pattern else None
    plain = name.strip()
    if rule.check == "account_name":
        return entry.name in plain
    if rule.pattern and matches(rule.pattern, entry.name, companies):
        return plain == entry.name
    return plain.endswith(entry.name)


def suggestion(
    rule: RosterRule, member: Member, companies: Sequence[str], entry: DirectoryEntry | None, shown: str
) -> str:
    """A name for the member that fits the rule; "" when too little is known."""
    name = entry.name if entry else _guess(shown)
    if not name:
        return ""
    company = (entry.company if entry else "") or member.company or (companies[0] if companies else "")
    found = _DIGITS.search(f"{member.phone} {shown}")
    phone = found.group() if found else ""
    department = member.department or _department(shown, name)
    candidates = (
        name,
        f"{department}-{name}" if department else "",
        f"{company}{department}{name}" if company and department else "",
        f"{company}{name}{phone}" if company and phone else "",
        f"{company}-{name}-{phone}" if company and phone else "",
        f"{company}+{name}+{phone}" if company and phone else "",
        f"{company}{name}" if company else "",
        f"{company}-{name}" if company else "",
    )
    for candidate in candidates:
        if candidate and candidate != shown and fits(rule, candidate, tuple(companies), entry):
            return candidate
    return ""


def _guess(shown: str) -> str:
    """The last run of two to four ideographs between other signs: most names are written last."""
    runs = [run for run in re.split(r"[^一-鿿·]+", shown) if _PERSON.fullmatch(run)]
    return runs[-1] if runs else ""


def _department(shown: str, name: str) -> str:
    match = re.match(
        rf"([0-9A-Za-z一-鿿]+?(?:部|组|科|室|处|中心)?)[\s\-－—–_+＋·/|]*{re.escape(name)}", shown
    )
    return match.group(1) if match and match.group(1) != name else ""
