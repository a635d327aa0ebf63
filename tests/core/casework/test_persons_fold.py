"""Who is the same person, folded from decisions; and who looks alike."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.casework.decision import Decision, DecisionKind, Subject, standing
from core.casework.likeness import LEAST, Profile, candidates, suggestions
from core.casework.persons import Persons, fold_persons, person_key, told_key

KEYS = ("wxid_a", "wxid_b", "name:甲@1", "name:乙@1", "name:甲@2")


def decided(number: int, kind: DecisionKind, **details: str) -> Decision:
    return Decision(f"d{number}", number, "admin", kind, Subject.PERSON, "", details=details)


def same(number: int, keeper: str, other: str) -> Decision:
    return decided(number, DecisionKind.SAME_PERSON, keeper=keeper, other=other)


def apart(number: int, key: str) -> Decision:
    return decided(number, DecisionKind.TAKE_APART, person=key)


def test_keys_tell_names_of_two_groups_apart() -> None:
    assert person_key("wxid_a", 1) == person_key("wxid_a", 2) == "wxid_a"
    assert (person_key("name:甲", 1), person_key("name:甲", 2)) == ("name:甲@1", "name:甲@2")
    assert (told_key("name:a@b@12"), told_key("123@openim")) == ("a@b", "123@openim")


def test_one_takes_in_all_of_the_other() -> None:
    found = fold_persons(
        [same(1, "wxid_b", "name:乙@1"), same(2, "wxid_a", "name:甲@1"), same(3, "wxid_a", "wxid_b")]
    )
    assert found.of("name:乙@1") == ("wxid_a", "name:甲@1", "wxid_b", "name:乙@1")
    assert found.same("name:乙@1", "name:甲@1")
    assert found.of("wxid_c") == ("wxid_c",)


def test_who_leaves_leaves_alone() -> None:
    made = [same(1, "wxid_a", "name:甲@1"), same(2, "wxid_a", "wxid_b"), apart(3, "wxid_a")]
    found = fold_persons(made)
    assert found.of("wxid_a") == ("wxid_a",)
    # An id goes before a display name.
    assert found.of("name:甲@1") == ("wxid_b", "name:甲@1")
    assert fold_persons([*made, apart(4, "wxid_b")]).parts == ()


STEPS = st.lists(st.tuples(st.booleans(), st.sampled_from(KEYS), st.sampled_from(KEYS)), max_size=12)


@given(STEPS)
def test_parts_never_overlap_and_everybody_can_be_freed(steps: list[tuple[bool, str, str]]) -> None:
    made = [
        same(number, one, other) if joins else apart(number, one)
        for number, (joins, one, other) in enumerate(steps)
        if not joins or one != other
    ]
    found = fold_persons(made)
    everybody = [key for part in found.parts for key in part]
    assert len(everybody) == len(set(everybody))
    assert all(len(part) > 1 for part in found.parts)
    freed = fold_persons([*made, *(apart(100 + number, key) for number, key in enumerate(KEYS))])
    assert freed == Persons(different=found.different)


@given(STEPS, st.integers(0, 12))
def test_what_is_undone_never_happened(steps: list[tuple[bool, str, str]], which: int) -> None:
    made = [
        same(n, one, other) if joins else apart(n, one)
        for n, (joins, one, other) in enumerate(steps)
        if one != other
    ]
    gone = made[which % len(made)] if made else None
    undo = (
        [Decision("u", 99, "admin", DecisionKind.UNDO, Subject.DECISION, gone.id, undoes=gone.id)]
        if gone
        else []
    )
    assert fold_persons(standing([*made, *undo], 100)) == fold_persons(
        each for each in made if each is not gone
    )


def who(key: str, *names: str, **more: object) -> Profile:
    ids = frozenset() if key.startswith("name:") else frozenset({key})
    return Profile(key, names[0], ids, frozenset(names), groups=frozenset({1}), **more)  # type: ignore[arg-type]


def weighed(one: Profile, other: Profile, copies: int = 0) -> tuple[int, str]:
    pair = (min(one.key, other.key), max(one.key, other.key))
    found = suggestions([one, other], candidates([one, other]), (), {pair: copies} if copies else {})
    return (found[0].weight, "; ".join(str(why) for why in found[0].reasons)) if found else (0, "")


def test_signs_and_their_reasons() -> None:
    zhang = who("wxid_zhang", "张三", "销售-张三")
    assert weighed(zhang, who("name:张三@2", "张三"))[0] >= LEAST
    assert "remark" not in weighed(zhang, who("name:路人@1", "路人"))[1]
    assert weighed(zhang, who("name:路人@1", "路人")) == (0, "")
    called = who("wxid_zhang", "张三", remarks=frozenset({"老张"}))
    weight, why = weighed(called, who("name:老张@1", "老张"))
    assert (weight, "owner of an export calls" in why) == (70, True)
    assert (
        "same phone"
        in weighed(who("wxid_a", "甲-13800000001"), who("name:b@1", "b", phones=frozenset({"13800000001"})))[
            1
        ]
    )
    chosen = who("wxid_a", "甲", aliases=frozenset({"zhang88"}))
    assert "WeChat id" in weighed(chosen, who("zhang88", "某人"))[1]
    assert weighed(zhang, who("name:x@1", "x"), copies=5)[0] == 90


def test_signs_against_it() -> None:
    one = who("wxid_a", "张三", lists=frozenset({(1, 5)}))
    other = who("name:张三@1", "张三", lists=frozenset({(1, 5)}))
    assert weighed(one, other) == (0, "")
    # Two accounts of WeChat with one name and nothing else are two people.
    assert weighed(who("wxid_a", "张三"), who("wxid_b", "张三")) == (0, "")
    days, nights = (40, *[0] * 23), (*[0] * 12, 40, *[0] * 11)
    alike = weighed(who("wxid_a", "张三", hours=days), who("name:张三@2", "张三", hours=days))
    other_hours = weighed(who("wxid_a", "张三", hours=days), who("name:张三@2", "张三", hours=nights))
    assert "same hours" in alike[1]
    assert other_hours[0] < LEAST < alike[0]


def test_a_name_that_everybody_bears_says_little() -> None:
    crowd = [who(f"name:用户@{number}", "用户") for number in range(6)]
    assert suggestions(crowd, candidates(crowd), (), {}) == []
    company = [who(f"wxid_{number}", f"金穗-{name}") for number, name in enumerate("甲乙丙丁戊己")]
    assert suggestions(company, candidates(company), (), {}) == []


def test_who_was_told_apart_is_not_suggested() -> None:
    one, other = who("wxid_a", "张三"), who("name:张三@2", "张三")
    assert suggestions([one, other], candidates([one, other]), {("name:张三@2", "wxid_a")}, {}) == []
