"""The bundled charters and policies: complete, and saying what their texts say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.base.refusal import Refusal
from core.charter.library import charter_ids, charter_text, load_charter, parse_charter, policies
from core.charter.model import (
    Band,
    BehaviourRule,
    Charter,
    ClauseState,
    DutyRule,
    Growth,
    MessageRule,
    ObligationRule,
    RosterRule,
    Severity,
    Transition,
)
from core.charter.registers import MISSING, REGISTERS
from core.chat.group import GroupKind
from core.chat.member import MemberType

REQUIRED = json.loads((Path(__file__).parents[2] / "samples" / "clauses.json").read_text(encoding="utf-8"))
CHARTERS = tuple(REQUIRED)


def transition(policy: str, source: str, event: str) -> Transition:
    found = [t for t in policies()[policy].transitions if (t.source, t.event) == (source, event)]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("name", CHARTERS)
def test_every_clause_of_the_text_is_there_in_order(name: str) -> None:
    charter = load_charter(name)
    assert [clause.id for clause in charter.clauses] == [f"{name}.{article}" for article in REQUIRED[name]]
    assert [clause.kind for clause in charter.clauses] == [row[0] for row in REQUIRED[name].values()]


@pytest.mark.parametrize("name", CHARTERS)
def test_every_clause_ends_in_a_state_that_something_carries(name: str) -> None:
    for clause in load_charter(name).clauses:
        if clause.state is ClauseState.ENFORCED:
            assert clause.rules
        elif clause.state is not ClauseState.ADVICE:
            assert clause.register in REGISTERS.keys() - MISSING.keys() or clause.pending


@pytest.mark.parametrize("name", CHARTERS)
def test_what_needs_judgement_is_only_a_hint(name: str) -> None:
    charter = load_charter(name)
    for clause in charter.clauses:
        observable = REQUIRED[name][clause.id.removeprefix(f"{name}.")][1]
        for rule in clause.rules:
            if rule.band is Band.REVIEW:
                assert rule.severity in (Severity.INFO, Severity.LOW)
            elif isinstance(rule, MessageRule) and len(rule.categories) == 1:
                assert observable == "yes", rule.id


@pytest.mark.parametrize("name", CHARTERS)
def test_texts_stand_in_both_languages(name: str) -> None:
    for clause in load_charter(name).clauses:
        assert any("\u4e00" <= sign <= "\u9fff" for sign in clause.text.zh), clause.id
        assert clause.text.en.isprintable()
        assert clause.text.en != clause.text.zh


def test_whom_the_charters_bind() -> None:
    bound = {name: (load_charter(name).group_kinds, load_charter(name).member_types) for name in CHARTERS}
    assert bound["drucker-consulting"] == ((GroupKind.STAFF,), (MemberType.EMPLOYEE,))
    assert bound["sales-2016-007"] == ((GroupKind.STAFF,), (MemberType.EMPLOYEE,))
    assert bound["sales-group-three-strikes"] == ((GroupKind.SALES,), (MemberType.CUSTOMER,))
    assert bound["yunji-shareholders"] == ((GroupKind.SHAREHOLDER,), (MemberType.SHAREHOLDER,))


def settings(charter: Charter) -> dict[str, tuple[str, str]]:
    return {setting.key: (setting.value, setting.by) for setting in charter.settings}


def test_deadlines_belong_to_their_charters() -> None:
    drucker, sales = load_charter("drucker-consulting"), load_charter("sales-2016-007")
    assert settings(drucker)["task.minutes"] == ("30", "charter")
    assert settings(drucker)["bulletin.minutes"] == ("120", "you")
    assert settings(drucker)["reply.minutes"][1] == "you"
    assert settings(sales)["bulletin.minutes"] == ("120", "charter")
    assert "task.minutes" not in settings(sales)
    assert settings(sales)["red_packet.rounding"] == ("floor", "you")
    assert settings(sales)["red_packet.start"] == ("notified", "you")


@pytest.mark.parametrize(
    ("rule", "trigger", "policy", "band"),
    [
        ("drucker-consulting.11", "task", "SP-14", Band.ACT),
        ("drucker-consulting.12", "bulletin", "", Band.ACT),
        ("drucker-consulting.14", "issue", "SP-15", Band.REVIEW),
        ("sales-2016-007.8", "bulletin", "SP-16", Band.ACT),
    ],
)
def test_obligations(rule: str, trigger: str, policy: str, band: Band) -> None:
    charter = load_charter(rule.rpartition(".")[0])
    found = charter.rule(rule)
    assert isinstance(found, ObligationRule)
    assert (found.trigger, found.band) == (trigger, band)
    assert set(found.excuses) == {"leave", "no-network", "explained", "elsewhere"}
    assert charter.clause(rule).policy == policy


def test_shareholders_may_talk_about_anything() -> None:
    charter = load_charter("yunji-shareholders")
    categories = {c for rule in charter.rules() if isinstance(rule, MessageRule) for c in rule.categories}
    assert not categories & {"off-topic", "political", "religion"}
    timed, always = charter.rule("yunji-shareholders.1.4"), charter.rule("yunji-shareholders.3")
    assert isinstance(timed, MessageRule)
    assert isinstance(always, MessageRule)
    assert (timed.categories, timed.during) == (("ads-timed",), "session")
    assert (always.categories, always.during) == (("ads-any",), "always")
    assert charter.clause("yunji-shareholders.1.4").policy == "SP-01"
    assert charter.clause("yunji-shareholders.3").policy == "SP-03"


@pytest.mark.parametrize("name", CHARTERS)
def test_rules_look_for_what_the_text_names(name: str) -> None:
    for clause in load_charter(name).clauses:
        wanted = set(REQUIRED[name][clause.id.removeprefix(f"{name}.")][2])
        sought: set[str] = set()
        for rule in clause.rules:
            if isinstance(rule, MessageRule | DutyRule):
                sought |= set(rule.categories)
            elif isinstance(rule, BehaviourRule):
                sought.add(rule.category)
        if "image-overuse" in sought:
            sought.add("flooding")  # a flood of images is one thing: a second rule would file it twice
        assert wanted <= sought, clause.id


@pytest.mark.parametrize("name", CHARTERS)
def test_measures_are_those_of_the_text(name: str) -> None:
    for clause in load_charter(name).clauses:
        wanted = REQUIRED[name][clause.id.removeprefix(f"{name}.")][3]
        assert not wanted or clause.policy == wanted, clause.id


@pytest.mark.parametrize(
    ("category", "where"),
    [
        ("religion", {"weijunkai-engineering", "drucker-consulting"}),
        ("drugs", {"marketing-wechat-use"}),
        ("discrimination", {"company-wechat-sales-18", "business-wechat"}),
        ("admin-abuse", {"clothing-sales"}),
    ],
)
def test_some_categories_belong_to_few_charters(category: str, where: set[str]) -> None:
    found = {
        name
        for name in CHARTERS
        for rule in load_charter(name).rules()
        if isinstance(rule, MessageRule) and category in rule.categories
    }
    assert found == where


@pytest.mark.parametrize("name", CHARTERS)
def test_what_is_enforced_or_guided_is_shown_both_ways(name: str) -> None:
    for clause in load_charter(name).clauses:
        if clause.state in (ClauseState.ENFORCED, ClauseState.GUIDED):
            shown = {example.expect for example in clause.examples}
            assert {"fires", "silent"} <= shown, clause.id


def test_the_library_is_whole() -> None:
    charters = [load_charter(name) for name in charter_ids()]
    assert sum(len(charter.clauses) for charter in charters) == 512
    assert sum(len(clause.examples) for charter in charters for clause in charter.clauses) >= 1400


def test_roster_rules() -> None:
    checks = {
        rule.id: (rule.check, rule.days, rule.directory)
        for name in ("drucker-consulting", "sales-2016-007", "yunji-shareholders")
        for rule in load_charter(name).rules()
        if isinstance(rule, RosterRule)
    }
    assert checks == {
        "drucker-consulting.2": ("required_members", 0, False),
        "drucker-consulting.3": ("nickname", 0, True),
        "sales-2016-007.1": ("account_id", 0, False),
        "sales-2016-007.2a": ("account_name", 0, False),
        "sales-2016-007.7": ("required_members", 0, False),
        "yunji-shareholders.1.12": ("invitation", 0, False),
        "yunji-shareholders.9b": ("inactivity", 7, False),
    }


def test_images_while_many_talk_is_no_more_than_a_hint() -> None:
    rule = load_charter("yunji-shareholders").rule("yunji-shareholders.1.9")
    assert isinstance(rule, BehaviourRule)
    assert (rule.window, rule.band, rule.severity) == ("busy", Band.REVIEW, Severity.LOW)


def test_the_growing_red_packet() -> None:
    effect = transition("SP-16", "breach", "confirmed").effect
    assert effect.step == "red_packet"
    assert effect.grows == Growth(500, 120, 500, 60, 5000)


def test_fixed_fines() -> None:
    assert transition("SP-14", "task_posted", "confirmed").effect.amount_fen == 10_000
    assert transition("SP-15", "issue_open", "confirmed").effect.amount_fen == 5_000
    assert (policies()["SP-14"].scope, policies()["SP-15"].scope) == ("task", "occurrence")


def test_the_ladder_with_an_apology() -> None:
    assert transition("SP-01", "clean", "confirmed").effect.step == "oral_warning"
    assert transition("SP-01", "oral_warned", "confirmed").effect.step == "apology"
    assert transition("SP-01", "apology_demanded", "apology_given").target == "apologised"
    assert transition("SP-01", "apology_demanded", "apology_refused").effect.step == "removal"
    after = transition("SP-01", "apologised", "confirmed")
    assert (after.effect.step, after.silent) == ("apology", True)


def test_three_strikes_and_three_dissuasions() -> None:
    strikes = ("clean", "warned", "muted")
    assert [transition("SP-06", s, "confirmed").effect.step for s in strikes] == [
        "warning",
        "mute",
        "removal",
    ]
    assert transition("SP-06", "any", "serious").effect.step == "removal"
    dissuaded = ("clean", "dissuaded_1", "dissuaded_2")
    assert {transition("SP-03", s, "confirmed").effect.step for s in dissuaded} == {"dissuasion"}
    assert transition("SP-03", "dissuaded_3", "confirmed").effect.step == "removal"


def test_pay_deduction_carries_no_amount() -> None:
    effect = transition("SP-17", "leaving", "confirmed").effect
    assert (effect.step, effect.amount_fen, effect.grows) == ("pay_deduction", 0, None)


def test_the_text_as_stored_reads_back_the_same() -> None:
    for name in charter_ids():
        loaded = load_charter(name)
        assert parse_charter(charter_text(name), loaded.path) == loaded


def test_a_charter_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(charter_text("drucker-consulting"), encoding="utf-8")
    charter = load_charter(path)
    assert (charter.id, charter.path) == ("drucker-consulting", str(path))
    assert charter.clauses[0].line > 1


@pytest.mark.parametrize("name", ["druker-consulting", "no/such/file.yaml", "", "\0"])
def test_an_unknown_charter_is_refused_with_the_nearest(name: str) -> None:
    with pytest.raises(Refusal) as refused:
        load_charter(name)
    assert "drucker-consulting" in str(refused.value)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"", b"[]", b"charter: x", b"\x00" * 9, b"a: [1"])
def test_what_is_no_charter_is_refused_with_its_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd.yaml"
    path.write_bytes(content)
    with pytest.raises(Refusal) as refused:
        load_charter(path)
    assert refused.value.where == f"{path}:1"
    assert refused.value.remedy is not None
