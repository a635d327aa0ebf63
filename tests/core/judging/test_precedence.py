"""Several charters bind one group: one deed is one proposal, by the charter that goes first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from core.base.phrase import LocalText
from core.charter.model import (
    AnyRule,
    Band,
    Charter,
    Clause,
    ClauseState,
    Effect,
    MessageRule,
    ObligationRule,
    SanctionPolicy,
    Transition,
)
from core.chat.member import MemberType
from core.judging.binding import Binding, effective_settings
from core.judging.engine import judge
from core.judging.finding import Finding
from tests.helpers.talk import moment, said, talk

TEXT = LocalText("文", "text")
NOW = moment("19:00")
TALK = talk(
    [
        said("09:00", "li", "都怪你，每次都是你拖后腿", id="m1"),
        said("09:10", "boss", "@赵敏 今天下班前把报价单发给客户", id="m2"),
        said("09:20", "qian", "他妈的烦死了", id="m3"),
        said("09:30", "qian", "你就是个傻逼，都怪你", id="m4"),
    ]
)


def policy(name: str, step: str) -> SanctionPolicy:
    return SanctionPolicy(
        name, TEXT, "", "member-group", "clean", (Transition("any", "confirmed", "x", Effect(step)),)
    )


def binding(name: str, position: int, rules: Sequence[AnyRule], step: str = "") -> Binding:
    clause = Clause(
        f"{name}.1", "1", TEXT, "message", ClauseState.ENFORCED, tuple(rules), policy="P" if step else ""
    )
    policies = {"P": policy("P", step)} if step else {}
    model = Charter(name, 1, TEXT, TEXT, (), (MemberType.EMPLOYEE,), (clause,), policies=policies)
    return Binding(model, effective_settings(model, {}, "Asia/Shanghai"), position=position)


def speaking(name: str, *categories: str) -> MessageRule:
    return MessageRule(f"{name}.1", f"{name}.1", categories=categories)


def asking(name: str) -> ObligationRule:
    return ObligationRule(f"{name}.1/task", f"{name}.1")


def found(*bindings: Binding) -> tuple[Finding, ...]:
    return judge(TALK, bindings, NOW).findings


def test_the_charter_that_goes_first_proposes_and_the_other_is_silent() -> None:
    one = binding("a", 1, [speaking("a", "finger-pointing"), asking("a")], "warning")
    two = binding("b", 0, [speaking("b", "finger-pointing"), asking("b")], "warning")
    assert {each.charter for each in found(one, two)} == {"b"}
    assert Counter(each.kind for each in found(one, two)) == {"message": 2, "obligation": 1}
    assert {each.charter for each in found(replace(one, position=0), replace(two, position=1))} == {"a"}


def test_the_order_in_force_at_the_time_of_the_deed_decides() -> None:
    one = binding("a", 0, [speaking("a", "finger-pointing")], "warning")
    two = binding("b", 1, [speaking("b", "finger-pointing")], "warning")
    turned = (
        replace(one, moved=((moment("09:15"), 1),)),
        replace(two, moved=((moment("09:15"), 0),)),
    )
    assert [(each.messages[0], each.charter) for each in found(*turned)] == [("m1", "a"), ("m4", "b")]


def test_each_charter_still_finds_what_only_it_forbids() -> None:
    one = binding("a", 0, [speaking("a", "finger-pointing")], "warning")
    two = binding("b", 1, [speaking("b", "vulgar", "abuse")], "warning")
    assert [(each.charter, each.messages[0]) for each in found(one, two)] == [
        ("a", "m1"), ("b", "m3"), ("a", "m4"), ("b", "m4"),
    ]  # fmt: skip


def test_where_the_ladders_differ_a_hint_remains() -> None:
    one = binding("a", 0, [speaking("a", "finger-pointing")], "warning")
    two = binding("b", 1, [speaking("b", "finger-pointing")], "removal")
    bands = {(each.charter, each.messages[0]): each.band for each in found(one, two)}
    assert bands == {
        ("a", "m1"): Band.ACT, ("b", "m1"): Band.REVIEW, ("a", "m4"): Band.ACT, ("b", "m4"): Band.REVIEW,
    }  # fmt: skip


_CATEGORIES = st.lists(
    st.sampled_from(["finger-pointing", "vulgar", "abuse", "negativity"]), min_size=1, max_size=4, unique=True
)


@given(
    st.lists(
        st.tuples(_CATEGORIES, st.booleans(), st.sampled_from(["", "warning", "mute"])),
        min_size=1,
        max_size=4,
    ),
    st.permutations(range(4)),
)
def test_no_deed_is_proposed_twice_and_none_is_lost(
    charters: list[tuple[list[str], bool, str]], order: list[int]
) -> None:
    bindings = []
    for number, (categories, asks, step) in enumerate(charters):
        name = "abcd"[number]
        rules: list[AnyRule] = [speaking(name, *categories), *([asking(name)] if asks else [])]
        bindings.append(binding(name, order[number], rules, step))
    together = found(*bindings)
    alone = {deed(each) for one in bindings for each in found(one)}
    assert {deed(each) for each in together} == alone
    proposed = Counter(deed(each) for each in together if each.band is Band.ACT)
    assert all(times == 1 for times in proposed.values())
    place = {one.charter.id: one.position for one in bindings}
    for each in together:
        if each.band is Band.ACT:
            others = (one for one in bindings for other in found(one) if deed(other) == deed(each))
            assert place[each.charter] == min(one.position for one in others)


def deed(finding: Finding) -> tuple[str, str, str]:
    return finding.category, finding.member, finding.messages[0]
