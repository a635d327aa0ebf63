"""What a form may offer about a violation, on policies of every shape; whatever it offers can be confirmed."""

import pytest

from core.base.refusal import Refusal
from core.desk import violations
from core.desk.confirming import Wish
from tests.helpers.docket import Docket


@pytest.fixture
def docket(store):
    return Docket(store)


def one(docket, charter, clause, policy, unit="points", kind="employee"):
    group = docket.group(charter, unit=unit)
    return docket.violation(group, docket.member(group, kind=kind), clause, policy)


def measures(docket, key):
    return violations.dossier(docket.desk(), key).measures


def test_tiers_are_told_apart(docket):
    found = measures(docket, one(docket, "business-phone", "business-phone.8", "SP-24"))
    assert found.minor == ("oral_warning", "written_warning")
    assert found.serious == ("demerit", "demotion", "termination_advice")
    assert found.step == ""
    assert found.free == (False, False)


def test_a_ladder_tells_its_next_step_and_the_fast_path(docket):
    key = one(docket, "sales-group-three-strikes", "sales-group-three-strikes.5.2", "SP-06")
    found = measures(docket, key)
    assert (found.step, found.minor, found.serious) == ("warning", ("warning",), ("removal",))


def test_an_open_list_takes_own_words(docket):
    found = measures(docket, one(docket, "marketing-ops-a", "marketing-ops-a.4.1", "SP-26"))
    assert found.free == (True, False)
    assert not found.serious


def test_whatever_is_offered_can_be_confirmed(docket):
    group = docket.group("business-phone")
    number = 0
    for tier in ("minor", "serious"):
        first = docket.violation(
            group, docket.member(group, f"wx_{tier}", tier, "employee"), "business-phone.8", "SP-24"
        )
        for step in getattr(measures(docket, first), tier):
            number += 1
            key = docket.violation(
                group, docket.member(group, f"wx_{number}", str(number), "employee"), "business-phone.8",
                "SP-24",
            )  # fmt: skip
            wish = Wish(step=step, tier=tier)
            done = violations.confirm(docket.desk(), key, "写明理由", wish=wish).value
            assert (done.step, done.agreed.tier) == (step, tier)


def test_money_without_an_amount_is_asked_for(docket):
    key = one(docket, "drucker-consulting", "drucker-consulting.14", "SP-15", unit="cny")
    found = measures(docket, key)
    assert found.unit == "cny"
    assert "fine" not in found.unpriced
    for step in found.unpriced:
        with pytest.raises(Refusal):
            violations.confirm(docket.desk(), key, "x", step)


def test_after_the_decision_nothing_is_offered(docket):
    key = one(docket, "sales-group-three-strikes", "sales-group-three-strikes.5.2", "SP-06")
    violations.dismiss(docket.desk(), key, "x")
    found = measures(docket, key)
    assert (found.minor, found.serious, found.pending) == ((), (), "")


def test_a_refused_apology_waits_for_what_follows(docket):
    group = docket.group("yunji-shareholders")
    member = docket.member(group, kind="shareholder")
    for hour in range(4):
        key = docket.violation(group, member, hours=hour)
        done = violations.confirm(docket.desk(hour + 100), key, "x").value
        if done.step == "apology":
            break
    assert done.step == "apology"
    assert measures(docket, key).pending == ""
    violations.apology(docket.desk(), key, "refused")
    pending = measures(docket, key).pending
    assert pending == "removal"
    violations.confirm(docket.desk(), key, "x", pending)
    assert measures(docket, key).pending == ""
