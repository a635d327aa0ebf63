"""judge, classify: one shot over a file, no store."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from core.base.clock import iso, to_datetime
from core.base.phrase import P
from core.charter.settings import read_settings
from core.chat.conversation import Conversation
from core.chat.elsewhere import home_of, key_elsewhere
from core.cli.options import Group, Json, Lang, Now, Set, clock, pairs
from core.cli.output import emit, say, table, text
from core.desk.explaining import match_line, weight_line
from core.desk.facts import read_facts
from core.desk.judging import classify_path, judge_path
from core.judging.engine import Judgement
from core.judging.finding import Finding

Source = Annotated[str, typer.Argument(help="A file or folder; “-” reads pasted chat text.")]
SEVERITIES = {
    "info": P("info"),
    "low": P("low"),
    "medium": P("medium"),
    "high": P("high"),
    "serious": P("serious"),
}
BANDS = {"act": P("act"), "review": P("review")}
FIRST = 60
"""Characters of a message that a plain line shows."""


def register(app: typer.Typer) -> None:
    app.command("judge", help="Judge a file by a charter and print what was found; nothing is stored.")(
        _judge
    )
    app.command("classify", help="What the detectors think of every message; no charter.")(_classify)


def _judge(
    path: Source,
    charter: Annotated[str, typer.Option("--charter", help="Id of a bundled charter, or a YAML file.")],
    settings: Set = None,
    now: Now = "",
    group_owner: Annotated[str, typer.Option("--group-owner", help="Name or id.")] = "",
    leader: Annotated[list[str] | None, typer.Option("--leader", help="Name or id; repeatable.")] = None,
    facts: Annotated[Path | None, typer.Option("--facts", help="The same keys in a YAML file.")] = None,
    group: Group = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    given = [*(read_facts(facts) if facts else ()), *pairs(settings)]
    judged = judge_path(
        path, charter, clock(now).now(), read_settings(given), leader or (), group_owner, group
    )
    elsewhere = _ids_elsewhere(judged)
    for conversation, judgement in judged:
        if as_json:
            public = _public_ids(conversation) | elsewhere
            for finding in judgement.findings:
                emit(_line(finding, conversation, public))
        else:
            _tell(conversation, judgement)


def _public_ids(conversation: Conversation) -> dict[str, str]:
    """The export's own ids by key, of messages and notices."""
    ids = {message.key: message.public_id for message in conversation.messages}
    ids.update((notice.key, notice.external_id or notice.key) for notice in conversation.notices)
    return ids


def _ids_elsewhere(judged: Sequence[tuple[Conversation, Judgement]]) -> dict[str, str]:
    """The export's own ids of messages that findings name in other groups."""
    named = {key for _, judgement in judged for finding in judgement.findings for key in finding.messages}
    rooms = {home_of(key)[0] for key in named}
    return {
        key: message.public_id
        for conversation, _ in judged
        if conversation.group.id in rooms
        for message in conversation.messages
        if (key := key_elsewhere(conversation.group.id, message.key)) in named
    }


def _line(finding: Finding, conversation: Conversation, public: dict[str, str]) -> dict[str, object]:
    return {
        "id": finding.id,
        "rule": finding.rule,
        "clause": finding.clause,
        "category": finding.category,
        "kind": finding.kind,
        "member": finding.member,
        "member_name": finding.member_name,
        "group": conversation.group.name,
        "at": iso(finding.at, conversation.group.zone),
        "severity": finding.severity.value,
        "band": finding.band.value,
        "messages": [public.get(key, key) for key in finding.messages],
        **weight_line(finding),
        "matched": [match_line(match) for match in finding.matched],
        "why": finding.why,
    }


def _tell(conversation: Conversation, judgement: Judgement) -> None:
    zone = conversation.group.zone
    if judgement.findings:
        headers = (P("Time"), P("Clause"), P("Member"), P("Severity"), P("Band"), P("Why"))
        table(
            headers,
            (
                (
                    to_datetime(finding.at, zone).strftime("%Y-%m-%d %H:%M:%S"),
                    finding.rule,
                    finding.member_name,
                    SEVERITIES[finding.severity.value],
                    BANDS[finding.band.value],
                    text(finding.why),
                )
                for finding in judgement.findings
            ),
        )
    say(
        P(
            "{group}: {messages} messages, {count} findings.",
            group=conversation.group.name,
            messages=len(conversation.messages),
            count=len(judgement.findings),
        )
    )


def _classify(path: Source, group: Group = "", as_json: Json = False, lang: Lang = "") -> None:
    total = flagged = 0
    for classified in classify_path(path, group):
        total += 1
        flagged += bool(classified.positive)
        if as_json:
            emit(
                {
                    "message": classified.message.public_id,
                    "scores": dict(classified.scores),
                    "positive": list(classified.positive),
                    "band": {name: classified.band(name) for name in classified.scores},
                }
            )
        elif classified.positive:
            seen = " ".join(f"{name} {classified.scores[name]:.2f}" for name in classified.positive)
            words = " ".join(classified.message.text.split())[:FIRST]
            say(f"{classified.message.public_id}  {seen}  {words}")
    if not as_json:
        say(P("{flagged} of {total} messages say something.", flagged=flagged, total=total))
