"""What the law asks to mind, in plain words: which clauses and which steps carry which note.

The notes never stop a person who decides; they are shown where such a step is proposed, and go on record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.base.phrase import P, Phrase
from core.charter.model import Charter, Clause, SanctionPolicy

LAW_NOTES: Mapping[str, Phrase] = {
    "fine": P(
        "Fines: an employer has no right of its own to fine; fining employees is often unlawful. Points without"
        " money value are the safe choice."
    ),
    "pay-deduction": P(
        "Pay deduction: wages may be withheld only for damage proven and within legal limits; take legal advice"
        " first."
    ),
    "leaving": P("Leaving: anybody may leave a group; punishing those who leave will rarely hold."),
    "compelled-account": P(
        "Private accounts: nobody can simply be made to use their own account, name or avatar for work."
    ),
    "compelled-moments": P("Moments: nobody can simply be made to post in their own Moments."),
    "monitoring": P(
        "Monitoring: people must be told beforehand that and how they are watched; post the notice first."
    ),
    "personal-data": P(
        "Personal data: tell members what is kept and why, keep only what is needed, and delete it in time."
    ),
}
"""By the keys that clauses name; the order is the order of showing."""
_OF_STEPS: Mapping[str, str] = {
    "fine": "fine",
    "red_packet": "fine",
    "pay_deduction": "pay-deduction",
}
_LEAVER = "leaver"


@dataclass(frozen=True, slots=True)
class LawNote:
    """One note, and the clauses of a charter that carry it."""

    key: str
    text: Phrase
    clauses: tuple[str, ...]


def law_note(key: str) -> Phrase:
    """The words of a note; a key that nobody knows stands as written."""
    return LAW_NOTES.get(key) or Phrase(key)


def law_notes(charter: Charter) -> tuple[LawNote, ...]:
    """Every note that the charter's clauses carry: named by the clause, or brought by a step of its policy."""
    carried: dict[str, list[str]] = {}
    for clause in charter.clauses:
        for key in _keys(clause, charter.policies.get(clause.policy)):
            carried.setdefault(key, []).append(clause.id)
    return tuple(LawNote(key, law_note(key), tuple(carried[key])) for key in _in_order(carried))


def law_keys_for(step: str, clause: Clause | None) -> tuple[str, ...]:
    """Keys of the notes to show where `step` is proposed or confirmed under `clause`; none without a step."""
    if not step:
        return ()
    found = [*(clause.law if clause is not None else ()), *filter(None, [_OF_STEPS.get(step)])]
    return _in_order(found)


def law_notes_for(step: str, clause: Clause | None) -> tuple[Phrase, ...]:
    """As `law_keys_for`, in words."""
    return tuple(law_note(key) for key in law_keys_for(step, clause))


def _keys(clause: Clause, policy: SanctionPolicy | None) -> list[str]:
    found = list(clause.law)
    for transition in policy.transitions if policy is not None else ():
        for step in (transition.effect.step, *transition.effect.choices):
            if step in _OF_STEPS:
                found.append(_OF_STEPS[step])
    if policy is not None and policy.scope == _LEAVER:
        found.append("leaving")
    return list(dict.fromkeys(found))


def _in_order(keys: Iterable[str]) -> tuple[str, ...]:
    wanted = dict.fromkeys(keys)
    return (*(key for key in LAW_NOTES if key in wanted), *(key for key in wanted if key not in LAW_NOTES))
