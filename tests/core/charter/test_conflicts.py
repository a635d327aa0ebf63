"""Charters that contradict each other: each matter found, both clauses named, and what the order does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.phrase import LocalText
from core.charter.conflicts import Conflict, Matter, Party, conflicts
from core.charter.library import charter_ids, load_charter
from core.charter.model import (
    AnyRule,
    Charter,
    CharterSetting,
    Clause,
    ClauseState,
    DutyRule,
    Effect,
    MessageRule,
    ObligationRule,
    RosterRule,
    SanctionPolicy,
    Transition,
)
from core.chat.member import MemberType, Role

TEXT = LocalText("文", "text")


def party(
    name: str,
    *rules: AnyRule,
    step: str = "",
    values: Mapping[str, str] | None = None,
    settings: Sequence[CharterSetting] = (),
) -> Party:
    """A charter of one clause, which holds `rules`; `step` is what its policy proposes."""
    policies = {}
    if step:
        effect = Transition("any", "confirmed", "x", Effect(step))
        policies["P"] = SanctionPolicy("P", LocalText(step, step), "", "person", "clean", (effect,))
    clause = Clause(
        f"{name}.1", "1", TEXT, "message", ClauseState.ENFORCED, rules, policy="P" if step else ""
    )
    return Party(
        Charter(name, 1, TEXT, TEXT, (), (), (clause,), tuple(settings), policies), dict(values or {})
    )


def rule(name: str, kind: type[AnyRule], **fields: object) -> AnyRule:
    return kind(f"{name}.1", f"{name}.1", **fields)  # type: ignore[arg-type]


def matters(*parties: Party) -> list[Matter]:
    return [each.matter for each in conflicts(parties)]


def only(*parties: Party) -> Conflict:
    (found,) = conflicts(parties)
    return found


def test_different_deadlines_for_the_same_trigger() -> None:
    one = party("a", rule("a", ObligationRule), values={"task.minutes": "15"})
    two = party("b", rule("b", ObligationRule))
    found = only(one, two)
    assert (found.matter, found.first, found.second) == (Matter.DEADLINE, "a.1", "b.1")
    said = str(found.what)
    assert "15 minutes by clause a.1" in said
    assert "30 minutes by clause b.1" in said
    assert found.yields == (("b.1", "a.1"),)
    assert only(two, one).yields == (("a.1", "b.1"),)


def test_the_same_deadline_and_other_people_are_no_contradiction() -> None:
    one = party("a", rule("a", ObligationRule, types=(MemberType.EMPLOYEE,)))
    two = party("b", rule("b", ObligationRule, types=(MemberType.AGENT,)), values={"task.minutes": "9"})
    assert matters(one, two) == []
    assert matters(party("a", rule("a", ObligationRule)), party("b", rule("b", ObligationRule))) == []
    asked = party("b", rule("b", ObligationRule, trigger="bulletin", minutes="bulletin.minutes"))
    assert matters(party("a", rule("a", ObligationRule)), asked) == []


def names(name: str, pattern: str, example: str) -> Party:
    return party(name, rule(name, RosterRule, pattern=pattern, example=example))


def test_names_of_which_neither_fits_the_other() -> None:
    bare = names("a", "^[一-龥]{2,4}$", "张三")
    full = names("b", "^{company}-[一-龥]{2,4}-1[0-9]{10}$", "清泉-张三-13800000001")
    assert only(bare, full).matter is Matter.NAME
    assert matters(bare, names("c", "^[一-龥·]+$", "李四")) == []
    assert matters(full, names("c", "^{company}-[一-龥]+-1[0-9]+$", "金穗-李四-13900000002")) == []


def test_a_ban_of_ads_and_a_permit() -> None:
    ban = party("a", rule("a", MessageRule, categories=("ads-any",)))
    permit = party("b", rule("b", MessageRule, categories=("ads-any",), exempt=("permits",)))
    timed = party("c", rule("c", MessageRule, categories=("ads-timed",), during="session"))
    assert only(ban, permit).yields == ()
    assert only(permit, ban).yields == (("a.1", "b.1"),)
    assert matters(ban, timed) == [Matter.ADS]
    assert matters(permit, timed) == []
    assert matters(ban, party("d", rule("d", MessageRule, categories=("vulgar",)))) == []


def test_two_ladders_for_one_deed() -> None:
    one = party("a", rule("a", MessageRule, categories=("vulgar", "abuse")), step="warning")
    two = party("b", rule("b", MessageRule, categories=("abuse",)), step="removal")
    found = only(one, two)
    assert (found.matter, found.same_deed, found.yields) == (Matter.LADDER, True, (("b.1", "a.1"),))
    assert "“warning” by clause a.1" in str(found.what)
    assert matters(one, party("b", rule("b", MessageRule, categories=("abuse",)), step="warning")) == []
    assert matters(one, party("b", rule("b", MessageRule, categories=("spam",)), step="removal")) == []


def test_who_must_stay_and_is_removed_for_silence() -> None:
    must = party("a", rule("a", RosterRule, check="required_members"), values={"required.members": "x,y"})
    idle = party("b", rule("b", RosterRule, check="inactivity", days=7), step="removal")
    assert only(must, idle).only == frozenset({"x", "y"})
    assert only(idle, must).yields == (("a.1", "b.1"),)
    mild = party("b", rule("b", RosterRule, check="inactivity", days=7), step="oral_warning")
    assert matters(must, mild) == []


def test_invitations_by_different_people() -> None:
    one = party("a", rule("a", RosterRule, check="invitation", roles=(Role.LEADER,)))
    two = party("b", rule("b", RosterRule, check="invitation"))
    assert only(one, two).matter is Matter.INVITATION
    approved = party("c", rule("c", RosterRule, check="invitation"), values={"invite.approved": "x"})
    assert matters(two, approved) == [Matter.INVITATION]
    assert matters(two, party("d", rule("d", RosterRule, check="invitation"))) == []
    owner, admin = (
        party(name, rule(name, DutyRule, on="join", register="approval", by=by))
        for name, by in (("e", "owner"), ("f", "admin"))
    )
    assert (only(owner, admin).matter, only(owner, admin).yields) == (Matter.INVITATION, ())


LIBRARY = [load_charter(name) for name in charter_ids()]
SOME = st.lists(st.sampled_from(LIBRARY), min_size=0, max_size=3, unique_by=lambda charter: charter.id)


@given(SOME)
def test_every_conflict_of_the_library_names_clauses_and_rules_that_exist(charters: list[Charter]) -> None:
    clauses = {clause.id: charter.id for charter in charters for clause in charter.clauses}
    rules = {rule.id for charter in charters for rule in charter.rules()}
    order = [charter.id for charter in charters]
    for found in conflicts([Party(charter) for charter in charters]):
        assert order.index(clauses[found.first]) < order.index(clauses[found.second]) or (
            found.matter is Matter.ADS
        )
        assert found.first in str(found.what)
        assert found.second in str(found.what)
        assert found.first in str(found.then)
        assert {each for pair in found.yields for each in pair} <= rules


@given(SOME)
def test_order_changes_who_gives_way_and_not_what_contradicts(charters: list[Charter]) -> None:
    def pairs(some: Sequence[Charter]) -> set[tuple[Matter, frozenset[str]]]:
        return {
            (each.matter, frozenset({each.first, each.second}))
            for each in conflicts([Party(charter) for charter in some])
        }

    assert pairs(charters) == pairs(charters[::-1])


@pytest.mark.parametrize("charter", LIBRARY, ids=lambda charter: charter.id)
def test_nobody_contradicts_oneself(charter: Charter) -> None:
    assert conflicts([Party(charter), Party(charter)]) == ()


def test_a_setting_of_the_charter_counts_before_the_default() -> None:
    fixed = CharterSetting("task.minutes", "20", "charter")
    one = party("a", rule("a", ObligationRule), settings=[fixed])
    assert (one.value("task.minutes"), party("b").value("task.minutes"), one.value("nothing")) == (
        "20", "30", "",
    )  # fmt: skip
