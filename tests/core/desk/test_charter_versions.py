"""Every text of a charter, who follows it, and any two compared."""

from __future__ import annotations

import pytest

from core.base.refusal import Refusal
from core.charter.editing import with_value
from core.charter.library import charter_text
from core.desk import adoption
from core.desk.charter_versions import compare, compare_texts, followers, version_text, versions
from core.desk.drafts import create, drafts_folder
from tests.helpers.judged_group import GROUP, judged_desk

ID = "sales-2016-007"


@pytest.fixture
def desk(store, tmp_path):
    return judged_desk(store, tmp_path)


def test_bundled_adopted_and_drafts(desk):
    create(drafts_folder(desk), charter_text(ID))
    found = versions(desk, ID)
    assert [(v.kind, v.version) for v in found] == [("draft", 2), ("adopted", 1), ("bundled", 1)]
    adopted = found[1]
    assert [each.group for each in adopted.groups] == [GROUP]
    assert adopted.in_force(desk.clock.now()) == adopted.groups
    assert adopted.in_force(adopted.groups[0].since - 1) == ()
    assert version_text(desk, adopted.key) == charter_text(ID)


def test_a_later_version_takes_over(desk, tmp_path):
    draft = create(drafts_folder(desk), charter_text(ID))
    adoption.adopt(desk, GROUP, str(draft.path), "now", {"company": "金穗"})
    _, newer, older, _ = versions(desk, ID)
    assert [v.version for v in (newer, older)] == [2, 1]
    assert older.groups[0].until == newer.groups[0].since
    assert [each.group for each in followers(desk)[ID]] == [GROUP]


def test_compared_in_words_and_as_text(desk):
    text = with_value(charter_text(ID), ("settings", "bulletin.minutes", "value"), 60)
    draft = create(drafts_folder(desk), text)
    found = compare(desk, f"bundled:{ID}", f"draft:{draft.name}")
    assert [said.mark for said in found.words] == ["#", "-", "+"]
    assert {line.mark for line in found.lines} >= {"-", "+"}
    assert compare(desk, f"bundled:{ID}", f"bundled:{ID}").lines == ()


def test_what_cannot_be_read_is_compared_as_text(desk):
    found = compare_texts(charter_text(ID), "clauses: [")
    assert found.words == ()
    assert found.lines
    assert isinstance(found.problem, Refusal)


def test_a_text_that_is_gone(desk):
    with pytest.raises(Refusal):
        version_text(desk, "draft:nothing")
    with pytest.raises(Refusal):
        version_text(desk, "adopted:99")
