"""What findings would lead to: ladders climbed in order of time, hints left out, money under its cap."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.base.clock import DAY, DEFAULT_ZONE, from_iso
from core.base.phrase import P
from core.casework.caps import month_start
from core.casework.foreseen import Foreseen, foresee
from core.charter.library import parse_charter
from core.charter.model import Band, Severity
from core.charter.settings import Settings
from core.chat.member import MemberType
from core.judging.binding import Binding
from core.judging.finding import Finding

START = from_iso("2026-03-02T09:00:00")
CHARTER = parse_charter(
    """charter: own
version: 1
title: 自己的制度
scope: 本群
binds: {groups: [staff], members: [employee]}
policies:
  FINE:
    title: 罚款
    scope: occurrence
    start: clean
    transitions: [{from: clean, event: confirmed, to: fined, step: fine, amount_fen: 5000}]
  GROWS:
    title: 红包
    scope: occurrence
    start: clean
    transitions:
      - from: clean
        event: confirmed
        to: due
        step: red_packet
        grows: {base_fen: 500, grace_minutes: 60, step_fen: 500, step_minutes: 60, cap_fen: 5000}
clauses:
  - {id: own.1, text: x, kind: process, state: guided, register: violations, policy: SP-06}
  - {id: own.2, text: x, kind: process, state: guided, register: violations, policy: FINE}
  - {id: own.3, text: x, kind: process, state: guided, register: violations, policy: GROWS}
  - {id: own.4, text: x, kind: process, state: guided, register: violations}
""",
    "own.yaml",
)


def finding(number: int, clause: str, policy: str, member: str = "a", band: Band = Band.ACT) -> Finding:
    return Finding(
        f"{clause}-{member}-{number:03}", clause, clause, "abuse", "message", "g", member, member, START + number * DAY,
        Severity.MEDIUM, band, (), (), P(""), policy, "own", 1,
    )  # fmt: skip


def seen(findings: list[Finding], unit: str = "points", cap_fen: int | None = None) -> list[Foreseen]:
    binding = Binding(CHARTER, Settings(), unit=unit, cap_fen=cap_fen)
    return foresee(findings, [binding], lambda _finding, _binding: MemberType.EMPLOYEE)


def test_each_climbs_a_ladder_of_their_own() -> None:
    found = [finding(n, "own.1", "SP-06") for n in range(4)] + [finding(9, "own.1", "SP-06", "b")]
    steps = [each.step for each in seen(found[::-1])]
    assert steps == ["warning", "mute", "removal", "removal", "warning"]


def test_hints_and_clauses_without_a_policy_lead_to_nothing() -> None:
    found = [
        finding(0, "own.1", "SP-06", band=Band.REVIEW),
        finding(1, "own.4", ""),
        finding(2, "own.1", "SP-06"),
    ]
    assert [each.step for each in seen(found)] == ["", "", "warning"]


def test_amounts_are_those_of_paying_at_once() -> None:
    found = [finding(0, "own.2", "FINE"), finding(1, "own.3", "GROWS")]
    assert [(each.points, each.fen) for each in seen(found)] == [(50, 0), (5, 0)]
    assert [(each.points, each.fen) for each in seen(found, "cny")] == [(0, 5000), (0, 500)]


def test_a_charter_that_nobody_knows_leads_to_nothing() -> None:
    assert foresee([finding(0, "own.1", "SP-06")], [], lambda *_: MemberType.EMPLOYEE)[0].step == ""


@given(st.lists(st.tuples(st.integers(0, 60), st.sampled_from("abc")), max_size=30), st.integers(0, 20_000))
def test_nobody_pays_more_than_the_cap_in_a_month(times: list[tuple[int, str]], cap: int) -> None:
    found = [finding(day, "own.2", "FINE", member) for day, member in set(times)]
    totals: dict[tuple[str, int], int] = {}
    for each in seen(found, "cny", cap):
        month = (each.finding.member, month_start(each.finding.at, DEFAULT_ZONE))
        totals[month] = totals.get(month, 0) + each.fen
    assert all(total <= cap for total in totals.values())
    assert sum(each.fen for each in seen(found, "cny")) == 5000 * len(found)
