"""What is posted in a group or sent to a member: letters, corrections, and what else an action asks for."""

from __future__ import annotations

import re

from sqlmodel import Session

from core.base.phrase import LocalText, P, Phrase
from core.base.refusal import Refusal
from core.casework.gates import platform_note
from core.casework.letters import PUBLIC, LetterFacts, correction, letter
from core.casework.lifecycle import ViolationState
from core.casework.outbox import CORRECTION, LETTER, Action
from core.casework.standing_in import agreed_note
from core.casework.wording import step_name
from core.charter.model import Clause
from core.charter.settings import KEYS
from core.chat.member import Member
from core.desk.casebook import Casebook
from core.desk.folding import standing_folds
from core.desk.heads import head_of
from core.store.people import read_members
from core.store.surroundings import cited_messages
from core.store.violations import ViolationRecord

NOTHING = LocalText("", "")
_SOURCE = re.compile(r"\d{3}:L[\d-]+[;,]?\s*")
_LAPSE = tuple(key for key in ("strikes.reset.days", "strikes.expire.days") if key in KEYS)
_DEEDS: dict[str, Phrase] = {
    "delete_message": P("Delete the message of {name} in “{group}”."),
    "mute": P("Mute {name} in “{group}”."),
    "unmute": P("Let {name} speak again in “{group}”."),
    "remove": P("Remove {name} from “{group}”."),
    "ban": P("Remove {name} from “{group}” and do not let them in again."),
    "invite_back": P("Invite {name} back to “{group}”: the decision was taken back."),
    "advise": P("Hand on to HR about {name}: {step}, clause {clause}. The console carries nothing out."),
}


class Letters:
    """Writes what is to be posted about violations that `book` knows. Lives as long as its session."""

    def __init__(self, session: Session, book: Casebook) -> None:
        self._session = session
        self.book = book
        self._heads: dict[int, Member] = {}

    def facts(self, record: ViolationRecord, step: str, tone: str = PUBLIC) -> LetterFacts:
        """A message is quoted only where it is itself at fault, not where it opened what was then not answered."""
        book = self.book
        clause, charter = book.rules.clause(record), book.rules.charter(record)
        quote = ""
        if record.kind == "message" and record.messages:
            cited = cited_messages(self._session, record.group_id, record.messages[:1])
            quote = cited[record.messages[0]].text if record.messages[0] in cited else ""
        effect = book.effect(record)
        amount = book.amount(record, effect)
        return LetterFacts(
            name=self.name(record), at=record.at, zone=record.group.zone, quote=quote, why=record.why,
            charter=charter.title if charter else LocalText(record.charter, record.charter),
            clause_ref=number(record), clause_text=clause.text if clause else NOTHING, step=step, amount=amount,
            growth=effect.grows if not amount.nothing else None, tone=tone, lapse_days=self._lapse_days(record),
            carried_out=self.remark(record, step),
            on_behalf_of=self._broken_by(record),
            folded=len(standing_folds(self._session, record.id)) if record.case_id is not None else 0,
        )  # fmt: skip

    def letter(self, record: ViolationRecord, step: str, tone: str = PUBLIC) -> Phrase:
        return letter(self.facts(record, step, tone))

    def text(self, record: ViolationRecord, action: Action) -> Phrase:
        """What an action asks to post, or to do."""
        if action.kind in (LETTER, "announce"):
            return self.letter(record, action.step)
        if action.kind == CORRECTION:
            return correction(self.facts(record, action.step))
        args = (
            ("name", self.name(record)), ("group", record.group.name), ("step", step_name(action.step)),
            ("clause", number(record)),
        )  # fmt: skip
        return Phrase(_DEEDS[action.kind].msgid, args)

    def name(self, record: ViolationRecord) -> str:
        """Of whom the letter addresses."""
        return self.addressee(record).shown_name(record.at)

    def addressee(self, record: ViolationRecord) -> Member:
        """Who answers for the breach: mostly the member; the head of the department where the charter says so,
        once it is known who that is."""
        row = self.book.answerable(record)
        if row == record.member_id and self.book.state(record) is ViolationState.OPEN:
            try:
                row, _ = head_of(self._session, record, self.book, "")
            except Refusal:
                return self.book.member(record)
        if row == record.member_id:
            return self.book.member(record)
        if row not in self._heads:
            self._heads |= read_members(self._session, [row])
        return self._heads[row]

    def _broken_by(self, record: ViolationRecord) -> str:
        """Who broke the clause, where somebody else is addressed."""
        member = self.book.member(record)
        return "" if self.addressee(record).id == member.id else member.shown_name(record.at)

    def remark(self, record: ViolationRecord, step: str) -> Phrase | None:
        """How a step is carried out in a group that cannot do it as such; None where it can."""
        advice = platform_note(step, self.book.rules.platform(record))
        instead = self.book.rules.fallback(record, step)
        return advice if advice is None or not instead else agreed_note(step, instead)

    def _lapse_days(self, record: ViolationRecord) -> int | None:
        settings = self.book.rules.settings(record)
        return next((int(settings[key]) for key in _LAPSE if settings[key] is not None), None)


def number(record: ViolationRecord) -> str:
    """The clause's number within its charter."""
    return record.clause.removeprefix(f"{record.charter}.")


def reference(record: ViolationRecord, clause: Clause | None) -> str:
    """Where the clause stands in the charter's text, without the catalogue's line numbers."""
    return _SOURCE.sub("", clause.ref).strip() if clause else number(record)
