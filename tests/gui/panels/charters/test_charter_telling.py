"""Charters told in blocks: every clause, every policy, in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.charter.library import charter_ids, load_charter
from core.charter.model import ClauseState, MessageRule
from core.desk.charters import run_examples
from core.desk.learning import Worth
from core.judging.trust import Verdicts
from gui.panels.charters.telling import NO_MEASURE, WHOLE, Teller, by_place
from gui.widgets.blocks import spoken


@pytest.mark.parametrize("name", charter_ids())
def test_every_bundled_charter_can_be_told(name: str):
    charter = load_charter(name)
    for language in ("zh", "en"):
        teller = Teller(charter, language)
        contents = teller.contents()
        assert [block.key for block in contents] == [WHOLE, *(clause.id for clause in charter.clauses)]
        assert teller.whole()
        for clause in charter.clauses:
            assert any(block.text == teller.say(clause.text) for block in teller.clause(clause))


def clause(charter, number):
    return charter.clause(f"{charter.id}.{number}")


def words(blocks):
    return [spoken(block) for block in blocks]


def test_what_a_clause_shows():
    charter = load_charter("sales-2016-007")
    said = words(Teller(charter, "en").clause(clause(charter, "8")))
    assert any("within 120 minutes" in line for line in said)
    assert any("by the text" in line and "120" in line for line in said)
    assert any(line.startswith("Every confirmed breach") for line in said)
    assert "The law" in said
    assert any("must be found" in line for line in said)
    assert any(line.startswith("行政部") or "09:00" in line for line in said)


def test_a_missing_penalty_is_visibly_blank():
    charter = load_charter("drucker-consulting")
    bare = next(c for c in charter.clauses if c.state is ClauseState.ENFORCED and not c.policy)
    gaps = [block for block in Teller(charter, "en").clause(bare) if block.kind == "gap"]
    assert [block.text for block in gaps] == [NO_MEASURE.msgid]
    cut = replace(charter, truncated=True)
    gap = next(block for block in Teller(cut, "en").clause(bare) if block.kind == "gap")
    assert gap.text.endswith("The text that survives stops early.")


def test_advice_has_no_penalty_to_miss():
    charter = load_charter("sales-2016-007")
    blocks = Teller(charter, "en").clause(clause(charter, "0"))
    assert not [block for block in blocks if block.kind in ("gap", "rung")]


def test_what_is_pending_is_named():
    found = [(load_charter(n), c) for n in charter_ids() for c in load_charter(n).clauses if c.pending]
    if found:
        charter, pending = found[0]
        assert any(
            "Still missing in this console" in line for line in words(Teller(charter, "en").clause(pending))
        )


def test_results_stand_beside_their_examples():
    charter = load_charter("sales-2016-007")
    results = by_place(charter, tuple(run_examples(charter)))
    place = (clause(charter, "8").id, 0)
    broken = {**results, place: replace(results[place], ok=False)}
    good, bad = (
        words(Teller(charter, "en", each).clause(clause(charter, "8"))) for each in (results, broken)
    )
    assert sum("passed" in line for line in good) == len(clause(charter, "8").examples)
    assert sum("failed" in line for line in bad) == 1
    row = next(b for b in Teller(charter, "en", broken).contents() if b.key == clause(charter, "8").id)
    assert row.tags[0][0] == "1 failed"


def test_only_one_state():
    charter = load_charter("sales-2016-007")
    rows = Teller(charter, "en").contents(ClauseState.ADVICE)
    assert {charter.clause(block.key).state for block in rows} == {ClauseState.ADVICE}


def test_a_quiet_line_tells_what_a_rule_is_worth_here():
    charter = load_charter("drucker-consulting")
    rule = next(rule for rule in charter.rules() if isinstance(rule, MessageRule))
    said = charter.clause(rule.clause)
    worth = {rule.id: Worth(40_000, 12, Verdicts((True,) * 12 + (False,)))}
    told = words(Teller(charter, "en", {}, worth).clause(said))
    assert any("Hit 3.0 in 10,000 messages here; 12 confirmed, 1 dismissed" in line for line in told)
    assert not any("10,000" in line for line in words(Teller(charter, "en").clause(said)))
