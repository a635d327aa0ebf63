"""Law notes by clause and step, what platforms cannot do, and the bulletin to post."""

from __future__ import annotations

import pytest

from core.base.clock import from_iso
from core.base.phrase import LocalText, P
from core.base.refusal import Refusal
from core.charter.bulletin import Announced, bulletin, bulletin_text
from core.charter.law import LAW_NOTES, law_keys_for, law_notes, law_notes_for
from core.charter.library import charter_ids, load_charter
from core.charter.platforms import PLATFORMS, cannot, practice_name, read_fallbacks, stands_in
from core.charter.sentences import LAW_NOTES as LAW_NOTES_OF_OLD
from core.charter.steps import STEPS

SALES = load_charter("sales-2016-007")
SINCE = from_iso("2026-03-16T00:00:00+08:00")


def test_the_sales_charter_carries_every_note() -> None:
    found = {note.key: note.clauses for note in law_notes(SALES)}
    assert set(found) == set(LAW_NOTES)
    assert "sales-2016-007.15" in found["pay-deduction"]
    assert LAW_NOTES_OF_OLD is LAW_NOTES


@pytest.mark.parametrize("name", charter_ids())
def test_every_fine_carries_its_note(name: str) -> None:
    charter = load_charter(name)
    noted = {clause for note in law_notes(charter) if note.key == "fine" for clause in note.clauses}
    for clause in charter.clauses:
        policy = charter.policies.get(clause.policy)
        steps = {t.effect.step for t in policy.transitions} if policy else set()
        assert not steps & {"fine", "red_packet"} or clause.id in noted


def test_notes_of_a_step_come_once_and_only_with_a_step() -> None:
    clause = SALES.clause("sales-2016-007.1")
    assert law_keys_for("red_packet", clause) == ("fine", "compelled-account")
    assert law_keys_for("", clause) == ()
    assert law_keys_for("pay_deduction", None) == ("pay-deduction",)
    assert law_notes_for("fine", None) == (LAW_NOTES["fine"],)


def test_platforms() -> None:
    assert cannot("mute", "wechat")
    assert cannot("delete_message", "wechat")
    assert cannot("removal", "wechat") is None
    assert cannot("mute", "wecom") is None
    assert cannot("mute", "one that nobody knows") is None
    for platform in PLATFORMS.values():
        for step in platform.cannot:
            assert step in STEPS
            assert practice_name(stands_in(step)[0]) is not None
            for choice in stands_in(step):
                assert read_fallbacks({step: choice}) == {step: choice}


@pytest.mark.parametrize(
    ("given", "named"),
    [({"mut": "apology"}, "mut"), ({"mute": "shouting"}, "shouting"), ({"mute": "mute"}, "mute")],
)
def test_a_fallback_that_is_none_is_refused(given: dict[str, str], named: str) -> None:
    with pytest.raises(Refusal, match=r".") as refused:
        read_fallbacks(given)
    assert named in str(refused.value)


def test_the_bulletin_says_what_holds_from_when() -> None:
    about = Announced(
        SALES, SINCE, "Asia/Shanghai", {"bulletin.minutes": "60"}, money=True, cap_fen=5000,
        instead=((P("mute"), P("silence")),), beside=(LocalText("另一部", "Another"),),
    )  # fmt: skip
    text = bulletin_text(bulletin(about), "en")
    first, *points = text.splitlines()
    assert "2026-03-16 00:00" in first
    assert "WeChat rules for sales staff" in first
    assert [point.split(". ")[0] for point in points] == [str(n) for n in range(1, len(points) + 1)]
    for words in ("Another", "60 minutes", "¥50.00", "Instead of mute: silence", "computer"):
        assert words in text


@pytest.mark.parametrize("name", charter_ids())
def test_every_charter_has_a_bulletin(name: str) -> None:
    charter = load_charter(name)
    text = bulletin_text(bulletin(Announced(charter, SINCE, "Asia/Shanghai")), "zh")
    assert charter.title.zh in text
    assert "{" not in text
