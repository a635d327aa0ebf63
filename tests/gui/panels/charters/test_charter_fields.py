"""What the form of a draft asks, and where its answers go."""

from __future__ import annotations

import pytest

from core.charter.library import charter_ids, charter_text
from core.charter.yaml_loading import read_yaml
from gui.panels.charters.fields import HEAD, SETTINGS, fields, section_at, sections

TEXT = charter_text("sales-2016-007")
DOCUMENT = read_yaml(TEXT, "draft")


@pytest.mark.parametrize("name", charter_ids())
def test_every_section_has_fields_with_places_of_their_own(name: str):
    document = read_yaml(charter_text(name), name)
    for section in sections(document, "zh"):
        found = fields(document, section.key)
        assert found
        assert len({field.keys for field in found}) == len(found)


def test_sections_and_the_line():
    found = sections(DOCUMENT, "en")
    assert [section.key for section in found[:3]] == [HEAD, SETTINGS, "clause:0"]
    assert section_at(found, 1) == HEAD
    assert section_at(found, found[1].line + 1) == SETTINGS
    assert section_at(found, found[4].line + 2) == found[4].key
    assert section_at((), 7) == HEAD


def test_values_are_those_of_the_text():
    head = {field.keys: field for field in fields(DOCUMENT, HEAD)}
    assert head[("version",)].value == 1
    assert head[("title", "zh")].value.startswith("销售人员")
    assert head[("effective",)].value is None
    setting = {field.keys: field.value for field in fields(DOCUMENT, SETTINGS)}
    assert setting[("settings", "bulletin.minutes", "value")] == 120


def test_a_rule_asks_what_fits_its_kind():
    kinds = {clause["id"]: n for n, clause in enumerate(DOCUMENT.data["clauses"])}
    roster = [f.keys[-1] for f in fields(DOCUMENT, f"clause:{kinds['sales-2016-007.1']}")]
    deadline = [f.keys[-1] for f in fields(DOCUMENT, f"clause:{kinds['sales-2016-007.8']}")]
    assert {"pattern", "example", "days"} <= set(roster)
    assert {"minutes", "excuses"} <= set(deadline)
    assert "terms" not in roster


def test_what_has_no_shape_asks_nothing():
    odd = read_yaml("clauses: [1, {id: a}]\ntitle: [x]", "")
    assert [section.key for section in sections(odd, "en")] == [HEAD, "clause:1"]
    assert fields(odd, "clause:7") == ()
    assert sections(read_yaml("- 1", ""), "en") == ()
