"""The page of reports; who reported is shown for a moment only, to those with the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from core.base.phrase import P, Phrase
from core.casework.reports import BANDS
from core.desk import reports
from core.desk.changes import Outcome
from core.desk.desk import Desk
from core.desk.hearing import Draft, count_drafts, put_aside
from core.desk.reports import ReportRow, Told
from gui.panels.flows.flow import CHAT, SETTLED, WAITING, Action, Card, Field, Flow, Row, group_field

STATES: Mapping[str, tuple[Phrase, str, str]] = {
    "open": (P("to examine"), "amber-d", "clock"),
    "upheld": (P("upheld"), "green", "check-circle"),
    "rejected": (P("rejected"), "text2", "minus-circle"),
    "bad-faith": (P("made in bad faith"), "red", "warning"),
    "merged": (P("merged into another"), "text3", "stack"),
}
HEARD: tuple[Phrase, str, str] = (P("said in the chat"), "text2", "chat-circle")
_REPORT = P("report")
_REASON = Field("reason", P("What the examination showed"), "long", required=True)
_SECRET = Field("passphrase", P("Your passphrase for reporters"), "secret", required=True)


def report_flow() -> Flow:
    return Flow(
        P("Reports"),
        P("Examine first, act after. Who reported is sealed; only those with the right can open it, and each look is "
          "on record."),
        P("No report waits. Take one in here when a member tells you something."),
        _read, _count, _new,
    )  # fmt: skip


def _read(desk: Desk, group: str) -> list[Row]:
    told = [_row(row) for row in reports.find(desk, group)]
    return told + [_heard(draft) for draft in reports.drafts(desk, group)]


def _count(desk: Desk, group: str) -> int:
    return len(reports.find(desk, group, "open")) + count_drafts(desk, group, ("report",))


def _row(row: ReportRow) -> Row:
    matter = row.matter
    return Row(
        matter.id, WAITING if matter.is_open else SETTLED, STATES[matter.state], _REPORT,
        "、".join(name for _, name in row.against), matter.text("text"), row.group, row.zone, matter.at,
        partial(_card, row), row.due if matter.is_open else None,
    )  # fmt: skip


def _card(row: ReportRow) -> Card:
    matter = row.matter
    told: list[Phrase | str] = [P("Reporter: {band}", band=BANDS[row.band])]
    if matter.text("clause"):
        told.append(P("Clause {clause}", clause=matter.text("clause")))
    if row.files:
        told.append(P("{n} sealed screenshots", n=len(row.files)))
    if row.alike:
        told.append(
            P("Another report seems to say the same: {ids}.", ids=tuple(each[:13] for each in row.alike))
        )
    if matter.settled is not None:
        told.append(
            P("Decided by {name}: {reason}", name=matter.settled.operator, reason=matter.settled.reason)
        )
    if row.violations:
        told.append(P("In the queue: {ids}", ids=tuple(each[:12] for each in row.violations)))
    return Card(told, actions=_actions(row))


def _actions(row: ReportRow) -> tuple[Action, ...]:
    key = row.matter.id

    def seen(desk: Desk, given: Mapping[str, str]) -> Any:
        from core.desk.reporters import look

        return look(desk, key, given["passphrase"])

    who = Action(
        P("Who reported…"), seen, P("The look is on record."), (_SECRET,), answer=_shown,
        note=P("Only operators with the right can open this. The look goes on record."),
    )  # fmt: skip
    if not row.matter.is_open:
        return (who,)

    def decided(outcome: str) -> Any:
        def run(desk: Desk, given: Mapping[str, str]) -> Outcome[ReportRow]:
            against = tuple(
                each for each in given.get("against", "").replace("、", ",").split(",") if each.strip()
            )
            return reports.decide(
                desk, key, outcome, given["reason"], given.get("clause", ""), against, given.get("message", ""),
                given.get("passphrase", ""),
            )  # fmt: skip

        return run

    against = Field(
        "against", P("Who broke the rule"), required=True, value="、".join(name for _, name in row.against)
    )
    clause = Field("clause", P("Which clause"), required=True, value=row.matter.text("clause"), hint="3.4")
    message = Field("message", P("Id of the message at fault"), value=row.matter.text("message"))
    merged = Field(
        "into", P("Which report stands for both"), required=True, value=row.alike[0] if row.alike else ""
    )
    return (
        who,
        Action(P("Merge…"), lambda desk, given: reports.merge(desk, key, given["into"]), P("Merged."), (merged,)),
        Action(P("In bad faith…"), decided("bad-faith"), P("Decided."), (_REASON, _SECRET),
               note=P("Opens a case against whoever reported. Only for somebody who may see who that is.")),
        Action(P("Reject…"), decided("rejected"), P("Decided."), (_REASON,)),
        Action(P("Uphold…"), decided("upheld"), P("Upheld; it is in the queue."), (against, clause, message, _REASON), True),
    )  # fmt: skip


def _heard(draft: Draft) -> Row:
    return Row(
        draft.heard.id, CHAT, HEARD, _REPORT, draft.member_name, draft.text, draft.group, draft.zone, draft.heard.at,
        partial(_draft_card, draft),
    )  # fmt: skip


def _draft_card(draft: Draft) -> Card:
    key = draft.heard.id

    def taken(desk: Desk, given: Mapping[str, str]) -> Outcome[ReportRow]:
        told = Told(given["text"], draft.heard.member, _people(given["against"]), given["clause"])
        return reports.add(desk, "", told, key)

    fields = (
        Field("against", P("Who is reported"), required=True),
        Field("clause", P("Which clause")),
        Field("text", P("What is reported, as it was said"), "long", value=draft.text),
    )
    return Card(actions=(aside(key), Action(P("Take it in…"), taken, P("Report taken in."), fields, True)))


def aside(key: str) -> Action:
    reason = Field("reason", P("Why nothing has to be done"), required=True)
    return Action(
        P("Put aside…"), lambda desk, given: put_aside(desk, key, given["reason"]), P("Put aside."), (reason,)
    )


def _new(groups: Sequence[tuple[str, str]]) -> tuple[Action, ...]:
    def added(desk: Desk, given: Mapping[str, str]) -> Outcome[ReportRow]:
        files = tuple(each for each in given["files"].splitlines() if each.strip())
        told = Told(
            given["text"], given["by"], _people(given["against"]), given["clause"], given["message"], files
        )  # fmt: skip
        return reports.add(desk, given["group"], told)

    def given_right(desk: Desk, given: Mapping[str, str]) -> Any:
        from core.desk.reporters import give_right

        return give_right(
            desk, given["operator"], given["passphrase"], given["holder"], given["holder_passphrase"]
        )  # fmt: skip

    right = (
        Field("operator", P("Operator who gets the right"), required=True, value="admin"),
        Field("passphrase", P("Their new passphrase for reporters"), "secret", required=True),
        Field("holder", P("Who has the right already")),
        Field("holder_passphrase", P("Passphrase of whoever has it"), "secret"),
    )
    fields = (
        group_field(groups),
        Field("by", P("Who reports; sealed at once")),
        Field("against", P("Who is reported")),
        Field("text", P("What is reported, as it was said"), "long"),
        Field("files", P("Screenshots"), "files"),
        Field("clause", P("Which clause")),
        Field("message", P("Id of the message at fault")),
    )
    return (
        Action(P("Who may see reporters…"), given_right, P("The right is given."), right,
               note=P("A passphrase that is lost cannot be restored, and the reporters stay sealed for good.")),
        Action(P("Take a report in…"), added, P("Report taken in."), fields, True),
    )  # fmt: skip


def _people(text: str) -> tuple[str, ...]:
    return tuple(
        each.strip() for each in text.replace("、", ",").replace("，", ",").split(",") if each.strip()
    )


def _shown(value: Any) -> Phrase:
    exact = value.accuracy
    return P(
        "Reported by {name}. Of their last {decided} decided reports {upheld} were upheld, {bad} made in bad faith.",
        name=value.identity.name or value.identity.member, decided=exact.decided, upheld=exact.upheld,
        bad=exact.bad_faith,
    )  # fmt: skip
