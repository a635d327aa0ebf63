"""A month of the sample community, played through the command line; its figures reckoned again by hand.

What the script does is written down beside it, in the words and sums of the four charters: a hundred yuan for a
task, five more for each hour a red packet is late, warning, mute and removal. Nothing of the product takes part in
the reckoning.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.console import Console
from tests.helpers.weeks import SAMPLE, write_week

GROUPS = {
    "beichen": ("北辰顾问管理群", "drucker-consulting"),
    "qinghe": ("青禾净水销售一部", "sales-2016-007"),
    "xiaoman": ("小满生活馆福利群", "sales-group-three-strikes"),
    "yunshan": ("云杉股东交流群", "yunji-shareholders"),
}
CLOSE = "2026-03-01T23:00"
"""When the month is summed up."""
CAP = 15_000
CARRIED_OUT = {"mute": "mute", "removal": "remove"}
"""What a step asks to be done in the group, beside posting its letter."""
GIVEN_BACK = {"post_letter": "post_correction", "mute": "unmute", "remove": "invite_back"}


def minutes(text: str) -> int:
    """Minutes since the beginning of February; the script ends on the first of March."""
    day, clock = text.split("T")
    month, of_month = int(day[5:7]), int(day[8:10])
    hours, rest = clock.split(":")
    return (((month - 2) * 28 + of_month - 1) * 24 + int(hours)) * 60 + int(rest)


def packet(told: str, paid: str, still: int = 0) -> int:
    """Fen of a red packet: 5 yuan, after two hours 5 more for each full hour, at most 50; `still` minutes do not
    count."""
    late = max(0, minutes(paid) - minutes(told) - still - 120)
    return min(5000, 500 + 500 * (late // 60))


@dataclass
class Broken:
    """A violation of the script: what was decided of it, and what still has to be done in the group."""

    id: str
    group: str
    who: str
    step: str = ""
    state: str = "open"
    since: str = ""
    """When the step was confirmed last."""
    waiting: set[str] = field(default_factory=set)
    done: set[str] = field(default_factory=set)
    booked: list[int] = field(default_factory=list)


@dataclass
class Month:
    """Types commands and keeps books of its own beside them."""

    console: Console
    folder: Path
    second: Path
    two: bool = False
    listed: list[dict[str, Any]] = field(default_factory=list)
    broken: dict[str, Broken] = field(default_factory=dict)
    fen: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_kind: Counter[str] = field(default_factory=Counter)
    cases: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))

    def __call__(self, at: str, *words: object, code: int = 0) -> list[dict[str, Any]]:
        return self.console(*words, "--now", f"{at}:00+08:00", code=code)

    def week(self, number: int, at: str) -> None:
        self.console("import", *write_week(self.folder, number))
        if number == 0:
            for key, (name, charter) in GROUPS.items():
                self(at, "adopt", "--group", name, "--charter", charter, "--from", "first", "--unit", "cny", "--facts",
                     SAMPLE / f"{key}.facts.yaml", *(("--cap-fen", CAP) if key == "beichen" else ()))  # fmt: skip
        self(at, "scan")
        self.listed = self(at, "violations")

    def find(self, group: str, clause: str, who: str, day: str) -> Broken:
        name, charter = GROUPS[group]
        found = [
            line["id"] for line in self.listed
            if line["group"] == name and line["clause"] == f"{charter}.{clause}"
            and line["member_name"].endswith(who) and line["at"].startswith(f"2026-{day}")
            and line["state"] != "superseded"
        ]  # fmt: skip
        assert found, f"the sample plants {clause} by {who} on {day}"
        return self.broken.setdefault(found[0], Broken(found[0], group, who))

    def approval(self, step: str) -> tuple[object, ...]:
        needed = self.two and step in ("fine", "red_packet", "removal", "money")
        return ("--approve-as", "白若樵", "--passphrase-file", self.second) if needed else ()

    def confirm(self, at: str, one: Broken, step: str, *more: object, folded: tuple[Broken, ...] = ()) -> str:
        """Confirm and check that `step` follows; the case's number."""
        words = ("together", one.id, *(each.id for each in folded)) if folded else ("confirm", one.id)
        lines = self(at, *words, "--reason", "查实", *more, *self.approval(step))
        assert lines[0]["step"] == step, (one, lines[0]["proposal_note"])
        self.took(at, one, step)
        for each in folded:
            each.state = "confirmed"
        self.cases[one.group, lines[0]["case"]] |= {one.id}
        return str(lines[0]["case"])

    def took(self, at: str, one: Broken, step: str) -> None:
        one.state, one.step, one.since = "confirmed", step, at
        one.waiting = {"post_letter"} | ({CARRIED_OUT[step]} if step in CARRIED_OUT else set())
        one.done = set()

    def told(self, at: str, one: Broken) -> None:
        self(at, "notified", one.id)
        self._settled(one, "post_letter")

    def carry_out(self, at: str, one: Broken, kind: str, word: str = "done") -> None:
        (action,) = [
            each for each in self(at, "outbox")
            if each["violation"] == one.id and each["kind"] == kind and each["state"] in ("proposed", "approved")
        ]  # fmt: skip
        self(at, "outbox", word, action["id"], "--reason", "按群规办理")
        self._settled(one, kind, word == "done")

    def _settled(self, one: Broken, kind: str, done: bool = True) -> None:
        one.waiting.discard(kind)
        if done:
            one.done.add(kind)

    def book(self, one: Broken, *entries: tuple[str, int]) -> None:
        for kind, fen in entries:
            self.fen[one.group, one.who] += fen
            self.by_kind[kind] += fen
            one.booked.append(fen)

    def pay(self, at: str, one: Broken, fen: int, *entries: tuple[str, int], how: str = "pay") -> None:
        kind, words = {"pay": ("payment", "--proof"), "waive": ("waiver", "--reason")}[how]
        lines = self(at, "ledger", how, one.id, words, "图", *self.approval("money"))
        assert (lines[-1]["kind"], lines[-1]["fen"]) == (kind, -fen)
        self.book(one, *entries, (kind, -fen))

    def lost_its_ground(self, at: str, one: Broken) -> None:
        """What was done so far has to be made up for."""
        one.state, one.since = "overturned", at
        one.waiting = {GIVEN_BACK[kind] for kind in one.done}
        one.done = set()


@pytest.fixture
def month(console: Console, tmp_path: Path) -> Month:
    second = tmp_path / "second.txt"
    second.write_text("水落石出 2\n", encoding="utf-8")
    return Month(console, tmp_path, second)


def test_a_month(month: Month) -> None:
    first_week(month)
    second_week(month)
    third_week(month)
    fourth_week(month)
    the_figures_agree(month)


def first_week(month: Month) -> None:
    """Fines, red packets, a fold, a bulk taken back and made again."""
    month.week(0, "2026-02-08T20:00")
    for who in ("乔安然", "温玉婷"):
        silent = month.find("beichen", "11", who, "02-03" if who == "乔安然" else "02-05")
        month.confirm("2026-02-08T20:01", silent, "fine")
        month.book(silent, ("assessed", 10_000))
        month.told("2026-02-08T20:02", silent)
    late = month.find("beichen", "11", "顾念慈", "02-04")
    month.confirm("2026-02-08T20:03", late, "fine")
    month.book(late, ("assessed", 10_000))
    month.pay("2026-02-08T20:30", month.find("beichen", "11", "乔安然", "02-03"), 10_000)
    month(
        "2026-02-08T20:31",
        "ledger",
        "pay",
        month.find("beichen", "11", "乔安然", "02-03").id,
        "--proof",
        "图",
        code=2,
    )
    month.confirm("2026-02-08T20:04", month.find("beichen", "9", "少华Leo", "02-05"), "severe_warning")
    month.confirm("2026-02-08T20:05", month.find("beichen", "12", "少华Leo", "02-04"), "")

    names = [month.find("qinghe", "2a", who, "02-02") for who in ("孔小飞", "聂思思", "秦勇", "牛宝根")]
    unanswered = month.find("qinghe", "8", "孔小飞", "02-05")
    month.confirm("2026-02-08T20:10", names[0], "red_packet", folded=(unanswered,))
    for number, one in enumerate(names[1:], 1):
        month.confirm(f"2026-02-08T20:1{number}", one, "red_packet")
    for number, one in enumerate(names):
        month.told(f"2026-02-08T20:2{number}", one)
    for one, paid, how in ((names[0], "2026-02-08T23:50", "pay"), (names[2], "2026-02-08T22:10", "waive"),
                           (names[1], "2026-02-09T09:00", "pay")):  # fmt: skip
        told = f"2026-02-08T20:2{names.index(one)}"
        fen = packet(told, paid)
        month.pay(paid, one, fen, ("assessed", fen), how=how)
    month("2026-02-08T22:03", "appeal", "open", names[3].id, "--by", "牛宝根", "--text", "入职时没人说过格式")

    abuse = [month.find("xiaoman", "3.4", who, "02-08") for who in ("快乐老王", "李大海")]
    ids = [one.id for one in abuse]
    month("2026-02-09T09:30", "bulk", *ids, "--reason", "互骂")
    assert len(month("2026-02-09T09:31", "undo", "--reason", "再看一眼")) == 2
    made = month("2026-02-09T09:32", "bulk", *ids, "--reason", "互骂")
    assert [line["step"] for line in made] == ["warning", "warning"]
    for one, line in zip(abuse, made, strict=True):
        month.took("2026-02-09T09:32", one, "warning")
        month.cases[one.group, line["case"]] |= {one.id}
    month.carry_out("2026-02-09T09:40", abuse[0], "post_letter")
    ad = month.find("yunshan", "3", "卓越", "02-05")
    month.confirm("2026-02-09T09:50", ad, "dissuasion")


def second_week(month: Month) -> None:
    """Appeals upheld, in part and rejected; leave after the fact; a report that proves right."""
    partly = month.find("qinghe", "2a", "牛宝根", "02-02")
    month("2026-02-09T10:00", "confirm", partly.id, "--reason", "again", code=2)
    (ruled,) = month("2026-02-11T10:00", "appeal", "decide", partly.id, "--outcome", "partly", "--step", "red_packet",
                     "--amount", 3, "--reason", "告知不清，减为三元")  # fmt: skip
    assert ruled["state"] == "partly"
    month.took("2026-02-11T10:00", partly, "red_packet")
    month.book(partly, ("assessed", 300))
    month.pay("2026-02-12T10:00", partly, 300)

    month.week(1, "2026-02-15T20:00")
    upheld = month.find("beichen", "11", "乔安然", "02-03")
    month("2026-02-15T20:01", "appeal", "open", upheld.id, "--by", "乔安然", "--text", "当时在手术室")
    month("2026-02-15T20:05", "appeal", "decide", upheld.id, "--outcome", "upheld", "--reason", "有医院证明")
    month.lost_its_ground("2026-02-15T20:05", upheld)
    month.book(upheld, ("refund", -10_000))
    month("2026-02-15T20:06", "appeal", "open", upheld.id, "--by", "乔安然", "--text", "再来", code=2)
    month("2026-02-15T20:10", "ledger", "repay", upheld.id, "--proof", "转账")
    month.book(upheld, ("repayment", 10_000))
    month.carry_out("2026-02-15T20:12", upheld, "post_correction")

    away = month.find("beichen", "11", "顾念慈", "02-04")
    (leave,) = month("2026-02-15T20:15", "leave", "add", "--group", GROUPS["beichen"][0], "--member", "顾念慈", "--from",
                     "2026-02-04", "--to", "2026-02-04", "--reason", "补假条")  # fmt: skip
    assert leave["refunded"] == [away.id]
    month.lost_its_ground("2026-02-15T20:15", away)
    month.book(away, ("refund", -10_000))

    for who, day, clock in (("聂思思", "02-09", "20:20"), ("彭小娟", "02-12", "20:21")):
        late = month.find("qinghe", "8", who, day)
        month.confirm(f"2026-02-15T{clock}", late, "red_packet")
        month.told("2026-02-15T20:30", late)
    month.pay("2026-02-15T22:30", month.find("qinghe", "8", "聂思思", "02-09"), 500, ("assessed", 500))

    cure = month.find("xiaoman", "3.3b", "金牌会员007", "02-11")
    month.confirm("2026-02-15T20:40", cure, "warning")
    month("2026-02-15T20:41", "appeal", "open", cure.id, "--by", "金牌会员007", "--text", "我说的是实话")
    month("2026-02-15T20:42", "appeal", "decide", cure.id, "--outcome", "rejected", "--reason", "没有凭据")
    (report,) = month("2026-02-15T20:45", "report", "add", "--group", GROUPS["xiaoman"][0], "--text", "阿珍拉人私下交易",
                      "--against", "阿珍", "--clause", "4.3")  # fmt: skip
    (decided,) = month(
        "2026-02-15T20:46", "report", "decide", report["id"], "--outcome", "upheld", "--reason", "有截图"
    )
    traded = month.broken.setdefault(
        decided["violations"][0], Broken(decided["violations"][0], "xiaoman", "阿珍")
    )
    month.confirm("2026-02-15T20:47", traded, "warning")
    month.confirm("2026-02-15T20:50", month.find("yunshan", "3", "卓越", "02-13"), "dissuasion")
    shouted = [line for line in month.listed if line["clause"] == "yunji-shareholders.1.6"]
    quarrel = [
        month.broken.setdefault(line["id"], Broken(line["id"], "yunshan", "洪兴旺")) for line in shouted[:2]
    ]
    month.confirm("2026-02-15T20:55", quarrel[0], "oral_warning")
    month.confirm("2026-02-15T20:56", quarrel[1], "apology")


def third_week(month: Month) -> None:
    """A second operator; a report in bad faith; a removal that was refused to be made up for; a permit that ends."""
    month.week(2, "2026-02-22T20:00")
    secret = month.folder / "secret.txt"
    secret.write_text("密不透风 2026\n", encoding="utf-8")
    month.console("operator", "add", "白若樵", "--passphrase-file", month.second)
    month.two = True
    month.console("report", "right", "admin", "--passphrase-file", secret)
    (report,) = month("2026-02-22T20:01", "report", "add", "--group", GROUPS["xiaoman"][0], "--by", "快乐老王", "--text",
                      "金牌会员007诈骗", "--against", "金牌会员007")  # fmt: skip
    (gone,) = month("2026-02-22T20:02", "report", "decide", report["id"], "--outcome", "bad-faith", "--reason", "捏造",
                    "--passphrase-file", secret)  # fmt: skip
    assert gone["state"] == "bad-faith"
    (line,) = [each for each in month("2026-02-22T20:03", "violations") if each["clause"].endswith(".5.3")]
    liar = month.broken.setdefault(line["id"], Broken(line["id"], "xiaoman", "快乐老王"))
    month.confirm("2026-02-22T20:04", liar, "mute", "--step", "mute")
    month.carry_out("2026-02-22T20:05", liar, "mute")

    ad = month.find("xiaoman", "3.2", "谭丽丽", "02-09")
    refused = ("confirm", ad.id, "--reason", "贷款广告", "--tier", "serious")
    month("2026-02-22T20:10", *refused, code=2)
    month("2026-02-22T20:10", *refused, "--approve-as", "admin", "--passphrase-file", month.second, code=2)
    month.confirm("2026-02-22T20:11", ad, "removal", "--tier", "serious")
    month.carry_out("2026-02-22T20:12", ad, "remove")
    month("2026-02-22T20:14", "undo", ad.id, "--reason", "点错", code=2)
    month("2026-02-22T20:15", "undo", ad.id, "--reason", "点错", *month.approval("money"))
    ad.state, ad.step, ad.waiting, ad.done = "open", "", {"invite_back"}, set()
    month.carry_out("2026-02-22T20:16", ad, "invite_back")

    apology = next(one for one in month.broken.values() if one.step == "apology")
    month("2026-02-22T20:20", "apology", apology.id, "--outcome", "refused", "--reason", "当场拒绝")
    (proposed,) = [each for each in month("2026-02-22T20:21", "outbox") if each["kind"] == "remove"]
    assert (proposed["state"], proposed["confirmed"], proposed["violation"]) == (
        "proposed",
        False,
        apology.id,
    )
    month.confirm("2026-02-22T20:22", apology, "removal")
    apology.waiting = {"post_letter", "remove"}
    month.carry_out("2026-02-22T20:23", apology, "remove", "fail")

    (permit,) = month("2026-02-22T20:30", "permit", "add", "--kind", "ads", "--group", GROUPS["xiaoman"][0], "--member",
                      "阿珍", "--from", "2026-02-23T08:00", "--to", "2026-02-24T20:00")  # fmt: skip
    states = [
        {each["id"]: each["state"] for each in month(at, "permit", "list")}[permit["id"]]
        for at in ("2026-02-24T20:00", "2026-02-24T20:01")
    ]
    assert states == ["granted", "expired"]


def fourth_week(month: Month) -> None:
    """The cap of the month; a clock that stood still; an excuse after the fine; a mute an appeal turns milder."""
    month.week(3, "2026-03-01T20:00")
    again = month.find("beichen", "11", "温玉婷", "02-28")
    month.confirm("2026-02-28T21:00", again, "fine")
    month.book(again, ("assessed", 10_000), ("capped", CAP - 20_000))
    month.pay("2026-03-01T20:05", month.find("beichen", "11", "温玉婷", "02-05"), 10_000)
    silent = month.find("beichen", "11", "蔡文斌", "02-28")
    month.confirm("2026-03-01T20:10", silent, "fine")
    month.book(silent, ("assessed", 10_000))
    month.told("2026-03-01T20:11", silent)
    excuse = ("excuse", silent.id, "--kind", "no-network", "--reason", "小区断网")
    month("2026-03-01T20:20", *excuse, code=2)
    (excused,) = month("2026-03-01T20:20", *excuse, *month.approval("money"))
    assert excused["state"] == "excused"
    month.lost_its_ground("2026-03-01T20:20", silent)
    month.book(silent, ("refund", -10_000))
    voided = month.find("qinghe", "8", "孔小飞", "02-26")
    month("2026-03-01T20:25", "void", voided.id, "--reason", "已调离")
    voided.state = "superseded"

    (owed,) = [
        each for each in month("2026-03-01T20:26", "obligations", "--group", GROUPS["qinghe"][0])
        if each["member_name"].endswith("万志鹏") and each["opened"].startswith("2026-02-26")
    ]  # fmt: skip
    (still,) = month("2026-03-01T20:27", "pause", owed["id"], "--from", "2026-02-26T14:00+08:00", "--to",
                     "2026-02-26T16:30+08:00", "--reason", "基站检修")  # fmt: skip
    assert minutes(still["due"][:16]) - minutes(owed["due"][:16]) == 150
    month("2026-03-01T20:28", "undo", owed["id"])

    cure = month.find("xiaoman", "3.3b", "金牌会员007", "02-26")
    month.confirm("2026-03-01T20:30", cure, "mute")
    month.carry_out("2026-03-01T20:31", cure, "mute")
    month("2026-03-01T20:40", "appeal", "open", cure.id, "--by", "金牌会员007", "--text", "太重了")
    month(
        "2026-03-01T20:50",
        "appeal",
        "decide",
        cure.id,
        "--outcome",
        "partly",
        "--step",
        "warning",
        "--reason",
        "初犯不久",
    )
    month.took("2026-03-01T20:50", cure, "warning")
    cure.waiting |= {"unmute"}
    month.carry_out("2026-03-01T20:55", cure, "unmute")
    month.confirm("2026-03-01T21:00", month.find("yunshan", "3", "卓越", "02-27"), "dissuasion")
    rude = month.find("beichen", "12", "殷志强", "02-11")
    (dropped,) = month("2026-03-01T21:10", "dismiss", rude.id, "--reason", "当天请了半天假")
    month.cases[rude.group, dropped["case"]] |= {rude.id}
    rude.state = "dismissed"
    month("2026-03-01T21:11", "dismiss", rude.id, "--reason", "again", code=2)


def the_figures_agree(month: Month) -> None:
    lines = {line["id"]: line for line in month(CLOSE, "violations")}
    for one in month.broken.values():
        got = lines[one.id]
        assert (got["state"], got["step"] if one.state == "confirmed" else "") == (
            one.state, one.step if one.state == "confirmed" else "",
        ), one  # fmt: skip
    assert_the_queue(month, lines)
    assert_the_money(month)
    assert_the_outbox_and_cases(month)
    grown = [each for each in month(CLOSE, "obligations", "--group", GROUPS["qinghe"][0]) if each["owed_fen"]]
    owing = {each["member_name"][-3:]: each["owed_fen"] for each in grown}
    assert owing["彭小娟"] == packet("2026-02-15T20:30", CLOSE)
    (answer,) = month.console("verify")
    assert answer["ok"] is True


def assert_the_queue(month: Month, lines: dict[str, dict[str, Any]]) -> None:
    """What waits is what was ever filed, less what was decided and what no longer holds."""
    decided = {key for key, one in month.broken.items() if one.state != "open"}
    gone = {key for key, line in lines.items() if line["state"] == "superseded"}
    for name, _ in GROUPS.values():
        filed = {key for key, line in lines.items() if line["group"] == name}
        waiting = month(CLOSE, "violations", "--state", "open", "--group", name)
        assert {line["id"] for line in waiting} == filed - decided - gone
    steps = Counter(
        (one.group, one.who, one.step) for one in month.broken.values() if one.state == "confirmed"
    )
    shown = Counter(
        (line["group"], line["member"], line["step"])
        for line in lines.values()
        if line["state"] == "confirmed"
    )
    assert sorted(steps.values()) == sorted(shown.values())
    assert steps["yunshan", "卓越", "dissuasion"] == 3


def assert_the_money(month: Month) -> None:
    entries = month(CLOSE, "ledger")
    kinds: Counter[str] = Counter()
    for entry in entries:
        kinds[entry["kind"]] += entry["fen"]
    assert kinds == month.by_kind
    for key, (name, _) in GROUPS.items():
        mine = {who: fen for (group, who), fen in month.fen.items() if group == key}
        found = month(CLOSE, "ledger", "statement", "--group", name)
        told = {each["member_name"]: each["balance_fen"] for each in found if each["entries"]}
        assert sorted(told.values()) == sorted(mine.values())
        for who, fen in mine.items():
            assert [value for shown, value in told.items() if shown.endswith(who)] == [fen]
        funds = [
            each["fen"]
            for each in month(CLOSE, "ledger", "accounts", "--group", name)
            if "fund" in each["account"]
        ]
        assert sum(funds) == -sum(mine.values())
    assert month.fen["beichen", "温玉婷"] == 5_000
    second = [entry for entry in entries if entry["approved_by"] == "白若樵"]
    assert {entry["kind"] for entry in second} == {"assessed", "capped", "payment", "refund"}


def assert_the_outbox_and_cases(month: Month) -> None:
    actions = Counter((each["kind"], each["state"]) for each in month(CLOSE, "outbox"))
    done = Counter(kind for one in month.broken.values() for kind in one.done)
    assert {kind: count for (kind, state), count in actions.items() if state == "done"} == done
    assert actions["remove", "failed"] == 1
    assert actions["remove", "done"] == 0
    states = {case["case"]: case["state"] for case in month(CLOSE, "cases")}
    for (_, number), ids in month.cases.items():
        inside = [month.broken[key] for key in ids]
        waits = any(_waits(one) for one in inside)
        assert states[number] == ("open" if waits else "closed"), (number, inside)
    assert len(states) == len(month.cases)


def _waits(one: Broken) -> bool:
    """A deed waits for two weeks, then it lapses. Money waits for good, also while it grows."""
    fresh = bool(one.waiting) and minutes(CLOSE) - minutes(one.since) <= 14 * 24 * 60
    grows = one.state == "confirmed" and one.step == "red_packet" and not one.booked
    return fresh or grows or sum(one.booked) > 0
