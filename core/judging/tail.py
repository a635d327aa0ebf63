"""The newest messages judged at once, while everything else waits for a whole judgement.

Message and behaviour rules only: what a few messages can decide. Obligations, rosters, leaks and what later
words take back belong to the whole judgement, which files the same findings under the same ids.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from core.base.clock import Instant
from core.chat.conversation import Conversation
from core.judging.binding import Binding, Facts
from core.judging.detectors.reader import standard_reader
from core.judging.finding import Finding
from core.judging.message_rules import message_findings
from core.judging.overlap import without_repeats
from core.judging.precedence import with_precedence
from core.judging.scene import Scene
from core.judging.trust import trusted
from core.judging.windows import behaviour_findings, longest_window

WINDOWS = 2
"""So many windows back the tail must reach: the message before a new one has a whole window of its own then, and
whether the new one is the one that crossed is certain."""


def tail_length(bindings: Sequence[Binding]) -> Instant:
    """How far before a new message the tail must reach."""
    return WINDOWS * max((longest_window(binding) for binding in bindings), default=0)


def judge_tail(
    conversation: Conversation,
    bindings: Sequence[Binding],
    new: Collection[str],
    now: Instant,
    facts: Facts = Facts(),
) -> tuple[Finding, ...]:
    """What the messages with the keys `new`, among the latest of the conversation, give rise to."""
    scene = Scene(conversation, now)
    since = min((message.at for message in scene.messages if message.key in new), default=now + 1)
    reader = standard_reader()
    found: dict[str, Finding] = {}
    narrowed = []
    for binding in sorted(bindings, key=lambda b: (b.position, b.since)):
        if binding.since > now:
            continue
        recent = replace(binding, since=max(binding.since, since))
        # Kept while the scene lives: it tells bindings apart by where they lie in memory.
        narrowed.append(recent)
        for finding in (*message_findings(scene, recent, reader), *behaviour_findings(scene, binding)):
            if finding.messages and finding.messages[0] in new:
                found.setdefault(finding.id, finding)
    ordered = sorted(found.values(), key=lambda f: (f.at, f.rule, f.id))
    ranked = with_precedence(ordered, (), bindings)
    return trusted(without_repeats(ordered, ranked, (), bindings), facts.trust)
