"""What counts as found, false and missed."""

from __future__ import annotations

from core.charter.settings import read_settings
from core.chat.member import MemberType
from core.chat.message import MessageKind
from core.desk.detection_report import Alarms, DetectionReport, measure, records
from core.desk.yardstick import Yardstick
from core.insight.labelled import DeadlinePhrase, Entry, Labelled, Line
from core.insight.tally import Share
from tests.helpers.talk import moment

GAMBLING = "澳门赌场真人荷官，注册送彩金"
TALK = "明天上午十点在二楼开会，请带上图纸"


def entry(id: str, text: str, *categories: str, **more: object) -> Entry:
    return Entry(id, (Line(text),), frozenset(categories), **more)  # type: ignore[arg-type]


def report(*entries: Entry, deadlines: tuple[DeadlinePhrase, ...] = ()) -> DetectionReport:
    return measure(Labelled(entries, deadlines), Yardstick())


def test_found_missed_and_false() -> None:
    measured = report(
        entry("found", GAMBLING, "gambling", also=frozenset({"illegal", "ads-any"})),
        entry("missed", TALK, "gambling"),
        entry("false", GAMBLING, "fraud"),
    )
    gambling = measured.categories["gambling"]
    assert (gambling.found, gambling.missed, gambling.false) == (1, 1, 1)
    assert {(miss.id, miss.how) for miss in measured.misses if miss.name == "gambling"} == {
        ("missed", "missed"), ("false", "false"),
    }  # fmt: skip


def test_what_one_may_call_it_counts_neither_way() -> None:
    measured = report(entry("x", GAMBLING, also=frozenset({"gambling", "illegal", "ads-any", "off-topic"})))
    assert measured.categories == {}


def test_hard_negatives_are_told_apart() -> None:
    measured = report(
        entry("n1", GAMBLING, hard_negative_of="gambling"), entry("n2", TALK, hard_negative_of="gambling")
    )
    assert measured.hard["gambling"] == Share(1, 2)


def test_ordinary_messages_alarm_once_in_their_best_band() -> None:
    measured = report(
        entry("o1", GAMBLING, ordinary=True), entry("o2", TALK, ordinary=True), entry("h", GAMBLING)
    )
    assert measured.found == Alarms(2, 1, 0)
    assert measured.classified == Alarms(2, 1, 0)


def test_a_sharing_session_is_set_up_around_the_entry() -> None:
    ad = "厂家直销羽绒服清仓特价，全场五折包邮，加我微信下单"
    common = {"also": frozenset({"ads-any", "ads-irrelevant", "spam", "inducement", "off-topic"})}
    measured = report(entry("in", ad, "ads-timed", during="session", **common), entry("out", ad, **common))
    timed = measured.categories["ads-timed"]
    assert (timed.found, timed.false, timed.missed) == (1, 0, 0)


def test_settings_of_the_world_count() -> None:
    entries = (entry("x", "雪岭羽绒服清仓，398 要的私聊我", "cross-brand"),)
    alone = measure(Labelled(entries), Yardstick())
    known = measure(Labelled(entries), Yardstick(read_settings([("other.brands", "雪岭")])))
    assert alone.categories["cross-brand"].missed == 1
    assert known.categories["cross-brand"].found == 1


def test_sequences_are_judged_by_windows() -> None:
    images = tuple(Line("[图片]", MessageKind.IMAGE, "A", 2 * number) for number in range(8))
    measured = report(Entry("s", images, frozenset({"image-overuse"})))
    assert measured.categories["image-overuse"].found == 1


def test_voice_is_a_matter_of_kind() -> None:
    measured = report(
        Entry("v", (Line("[语音]", MessageKind.VOICE),), frozenset({"voice"}), type=MemberType.AGENT)
    )
    assert measured.categories["voice"].found == 1


def test_evasions_ask_for_what_was_found_as_written() -> None:
    measured = report(entry("found", GAMBLING, "gambling"), entry("missed", TALK, "gambling"))
    assert measured.evasions["zero-width"] == Share(1, 1)
    assert measured.evasions["emoji-digits"] == Share(0, 0)


def test_intents_are_measured_where_they_are_labelled() -> None:
    measured = report(
        entry("a", "收到", intents=frozenset({"acknowledgement"})),
        entry("b", "收到货了吗", intents=frozenset()),
        entry("c", "收到"),
    )
    assert measured.intents["acknowledgement"].recall == Share(1, 1)


def test_a_deadline_is_right_within_a_minute_of_any_reading() -> None:
    at = moment("10:00")
    measured = report(
        deadlines=(
            DeadlinePhrase("1", "半小时内回复", at, (moment("10:30"),)),
            DeadlinePhrase("2", "半小时内回复", at, (moment("12:00"), moment("10:31"))),
            DeadlinePhrase("3", "半小时内回复", at, (moment("11:00"),)),
            DeadlinePhrase("4", "辛苦了", at, ()),
        )
    )  # fmt: skip
    assert measured.deadlines == Share(2, 3)
    assert measured.no_deadlines == Share(0, 1)


def test_records_have_one_line_for_each_measure() -> None:
    kinds = [(record["kind"], record["name"]) for record in records(report(entry("x", GAMBLING, "gambling")))]
    assert ("category", "gambling") in kinds
    assert ("category", "all") in kinds
    assert ("evasion", "stacked") in kinds
    assert not [name for kind, name in kinds if kind == "ordinary"]
