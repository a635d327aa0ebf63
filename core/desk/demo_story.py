"""What the demo's admin decided over six weeks: told by rules, so that it holds for whatever was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from operator import itemgetter

from core.base.clock import DAY, HOUR, MINUTE, FixedClock, Instant
from core.base.refusal import Refusal
from core.charter.model import Band
from core.desk import ledger, obligations, violations
from core.desk.desk import Desk
from core.desk.violation_types import Violation

LEFT_OPEN = 5
"""One violation in so many is left for the next time."""
SLIP = 3
"""The third violation of the first sitting is confirmed by mistake and taken back."""
FAIR = "属实，按制度处理"
LETTER = "告知书已私发本人"
NOT_A_BREACH = "看了上下文，不算违规"
DISMISSALS = {
    "off-topic": "同事邻里正常寒暄，不算",
    "leak-company": "正常工作安排，没有外泄",
    "image-when-busy": "现场图，大家正需要",
    "false-advertising": "口头用语，没有夸大",
}
PLAIN = frozenset({"leak-forward"})
"""Hints that speak for themselves: the admin confirms them."""
Deed = Callable[[Desk], object]


@dataclass
class Story:
    """Decisions planned and then played in order of time."""

    desk: Desk
    counts: Counter[str] = field(default_factory=Counter)
    """How many violations of a clause came up so far: tells the cases apart."""
    plan: list[tuple[Instant, Deed]] = field(default_factory=list)

    def sit_down(self, moment: Instant, kinds: Collection[str] = ()) -> None:
        """The admin opens the queue at `moment` and works through it, two minutes for each.

        With `kinds` only findings of those kinds.
        """
        waiting = self._waiting(moment, kinds)
        first = not self.counts
        for number, one in enumerate(waiting, 1):
            self.counts[one.clause] += 1
            if number % LEFT_OPEN == 0:
                continue
            moment += 2 * MINUTE
            if first and number == SLIP:
                self._slip(one, moment)
            elif one.band is Band.REVIEW and one.category not in PLAIN:
                self._dismiss(one, moment)
            elif one.kind == "obligation":
                self._silence(one, moment)
            else:
                self._breach(one, moment)

    def before_work(self, moment: Instant) -> None:
        """Early in the morning: the latest red packet is confirmed and told, so that it grows by the hour;
        silences of last week have been explained."""
        owed = self._waiting(moment, ("obligation",))
        fines = [one for one in owed if one.proposed_step == "red_packet"]
        if fines:
            self._confirm_and_tell(max(fines, key=lambda one: one.at), moment + 4 * MINUTE)
        for one in owed:
            if one.at < moment - 5 * DAY and one not in fines:
                self._excuse(one, moment + 2 * MINUTE)
        said = [one for one in self._waiting(moment, ("message",)) if one.band is Band.ACT]
        if said:
            # Decided just now: the letter is still to be posted.
            self._confirm(max(said, key=lambda one: one.at), moment + 6 * MINUTE)

    def _waiting(self, moment: Instant, kinds: Collection[str]) -> list[Violation]:
        found = violations.find(self.desk.at(FixedClock(moment)), "open")
        return [one for one in found if not kinds or one.kind in kinds]

    def play(self, until: Instant) -> None:
        """Carry out what was planned up to `until`.

        What a charter does not allow is left out: rules plan more than every case can bear, for example
        a payment where the clause costs nothing.
        """
        # What falls on one moment goes in the order planned.
        due = sorted((each for each in self.plan if each[0] <= until), key=itemgetter(0))
        self.plan = [each for each in self.plan if each[0] > until]
        for moment, deed in due:
            try:
                deed(self.desk.at(FixedClock(moment)))
            except Refusal:
                continue

    def _at(self, moment: Instant, deed: Deed) -> None:
        self.plan.append((moment, deed))

    def _slip(self, one: Violation, moment: Instant) -> None:
        self._confirm(one, moment)
        self._at(moment + MINUTE, lambda desk: violations.undo(desk, one.id, "点错了，撤回再看"))

    def _dismiss(self, one: Violation, moment: Instant) -> None:
        reason = DISMISSALS.get(one.category, NOT_A_BREACH)
        self._at(moment, lambda desk: violations.dismiss(desk, one.id, reason))

    def _silence(self, one: Violation, moment: Instant) -> None:
        """Unanswered tasks and notices: some excused, the others confirmed, told, and mostly paid."""
        turn = self.counts[one.clause] % 6
        if turn == 4:
            self._excuse(one, moment)
            return
        self._confirm_and_tell(one, moment)
        if turn in (1, 2) or (turn == 5 and one.proposed_step == "red_packet"):
            paid = moment + (6 * DAY if turn == 5 else (1 + turn) * HOUR) + 7 * MINUTE
            self._at(paid, lambda desk: ledger.pay(desk, one.id, "红包截图已核对"))
        elif turn == 3:
            later = moment + 20 * HOUR
            self._at(later, lambda desk: ledger.waive(desk, one.id, "首次，已说明情况，免除"))

    def _confirm(self, one: Violation, moment: Instant) -> None:
        self._at(moment, lambda desk: violations.confirm(desk, one.id, FAIR))

    def _confirm_and_tell(self, one: Violation, moment: Instant) -> None:
        self._confirm(one, moment)
        self._at(moment + MINUTE, lambda desk: violations.notified(desk, one.id, LETTER))

    def _excuse(self, one: Violation, moment: Instant) -> None:
        why = "电话里已经答复，补登记"
        self._at(moment, lambda desk: obligations.excuse(desk, one.id, "elsewhere", why))

    def _breach(self, one: Violation, moment: Instant) -> None:
        """Messages, behaviour and names: the step that the charter proposes."""
        self._confirm(one, moment)
        self._at(moment + MINUTE, lambda desk: violations.notified(desk, one.id, "已私信告知"))
        self._at(moment + HOUR, lambda desk: self._apology(desk, one))
        paid = moment + (3 * HOUR if self.counts[one.clause] % 2 else 2 * DAY)
        self._at(paid, lambda desk: ledger.pay(desk, one.id, "红包截图已核对"))

    def _apology(self, desk: Desk, one: Violation) -> None:
        """Where one was asked for: given the first time, refused the second. Else refused by the desk."""
        outcome = "refused" if self.counts["apology"] % 2 else "given"
        violations.apology(desk, one.id, outcome, "在群里当面问过")
        self.counts["apology"] += 1
