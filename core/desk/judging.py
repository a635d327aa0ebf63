"""One shot: a file judged by a charter, no store; and what the detectors think of every message."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from core.base.clock import Instant
from core.base.phrase import P
from core.base.refusal import Refusal
from core.charter.categories import CONTEXTUAL
from core.charter.library import load_charter
from core.charter.settings import read_settings
from core.chat.conversation import Conversation
from core.chat.message import Message
from core.desk.people_named import ROLES
from core.intake.reading import read_conversations
from core.judging.binding import Binding, effective_settings
from core.judging.classifiers.families import EVIDENCE, POSITIVE
from core.judging.detectors.reader import ACT, REVIEW, standard_reader
from core.judging.engine import Judgement, judge, with_findings
from core.judging.leaks import leak_findings
from core.judging.ranking import Ranked, rank, ranked
from core.judging.scene import Scene

FAMILIES = EVIDENCE
"""Classifier families by the categories that speak for them."""


@dataclass(frozen=True, slots=True)
class Classified:
    """What the detectors think of one message: scores 0..1 by family and category, families always there.

    `bands` holds those of the families; a category's band follows from its score. No charter takes part: what only a
    charter can forbid stays below review.
    """

    message: Message
    scores: Mapping[str, float]
    bands: Mapping[str, str] = field(default_factory=dict)

    @property
    def positive(self) -> tuple[str, ...]:
        return tuple(
            name
            for name, score in self.scores.items()
            if score >= (POSITIVE if name in self.bands else REVIEW)
        )

    def band(self, name: str) -> str:
        """act | review | ignore"""
        if name in self.bands:
            return self.bands[name]
        score = self.scores[name]
        if name in CONTEXTUAL:
            return "ignore"
        return "act" if score >= ACT else "review" if score >= REVIEW else "ignore"


def judge_path(
    path: Path | str,
    charter: str,
    now: Instant,
    settings: Mapping[str, str] | None = None,
    leaders: Sequence[str] = (),
    owner: str = "",
    group: str = "",
) -> list[tuple[Conversation, Judgement]]:
    """Read a file or folder and judge every group in it, and what leaked between them. `charter`: library id or path to YAML.

    Raises Refusal for an unknown charter, file, setting or person.
    """
    model = load_charter(charter)
    conversations = read_conversations(path, group=group)
    roles = [("leaders", name, "--leader") for name in leaders]
    roles += [("owner", owner, "--group-owner")] if owner else []
    given = dict(settings or {})
    # A file may show some of the people only, so that just who has a role is looked up.
    for key in sorted(ROLES & given.keys()):
        roles += [(key, name.strip(), f"--set {key}") for name in given.pop(key).split(",") if name.strip()]
    named = _resolved(conversations, roles)
    bound = []
    for conversation, people in zip(conversations, named, strict=True):
        zone = conversation.group.zone
        texts = read_settings([*given.items(), *people], zone)
        binding = Binding(model, effective_settings(model, texts, zone))
        bound.append((conversation, (binding,)))
    leaks = leak_findings(bound, now)
    return [
        (
            conversation,
            with_findings(
                judge(conversation, bindings, now),
                (leak for leak in leaks if leak.group == conversation.group.id),
            ),
        )
        for conversation, bindings in bound
    ]


def _resolved(
    conversations: Sequence[Conversation], roles: Sequence[tuple[str, str, str]]
) -> list[list[tuple[str, str]]]:
    """Settings pairs with member ids, for each conversation. A person may be in some of the groups only."""
    scenes = [Scene(conversation, _last(conversation)) for conversation in conversations]
    pairs: list[list[tuple[str, str]]] = [[] for _ in scenes]
    for key, name, option in roles:
        found = False
        for scene, into in zip(scenes, pairs, strict=True):
            member = scene.find(name, scene.now)
            if member is not None:
                into.append((key, member.id))
                found = True
        if not found:
            raise _nobody(scenes, name, option)
    return pairs


def _last(conversation: Conversation) -> Instant:
    return conversation.messages[-1].at if conversation.messages else 0


def _nobody(scenes: Sequence[Scene], name: str, option: str) -> Refusal:
    names = sorted({n for scene in scenes for member in scene.members.values() for n in member.all_names()})
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.0)
    remedy = (
        P("Did you mean one of these: {names}?", names=tuple(near)) if near else P("Nobody is known here.")
    )
    return Refusal(P("no member is called “{name}”, or several are.", name=name), option, remedy)


def classify_path(path: Path | str, group: str = "") -> Iterator[Classified]:
    """Every message of a file or folder with the detectors' scores; no charter takes part."""
    for conversation in read_conversations(path, group=group):
        for each in ranked(standard_reader(), conversation.messages):
            yield _weighed(each)


def classify(message: Message) -> Classified:
    return _weighed(rank(standard_reader(), message))


def _weighed(each: Ranked) -> Classified:
    families = each.families
    scores = {family: opinion.score for family, opinion in families.items()}
    bands = {family: opinion.band for family, opinion in families.items()}
    return Classified(each.message, {**scores, **each.seen}, bands)
