"""Registers: what is entered, refused, taken back, and how it reads at an earlier moment."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.base.clock import FixedClock, from_iso
from core.base.refusal import Refusal
from core.charter.register_forms import FORMS
from core.charter.registers import KEPT
from core.charter.schema import schema
from core.desk.desk import Desk
from core.desk.imports import import_paths
from core.desk.journal import recent
from core.desk.registers import COMMANDS, enter, entries, shown
from core.desk.violations import undo
from core.keeping.verification import verify
from core.store.store import Store
from tests.helpers.chats import STAFF, write_chat

GROUP = "管理群"
CHECKED = {"outcome": "in_order", "how": "看了头像"}


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    found = Desk(store, FixedClock(from_iso("2026-03-02T19:00:00+08:00")))
    import_paths(
        found, [write_chat(tmp_path / "a.jsonl", [("2026-03-02T09:00:00", "wxid_li", "早", 0, "m1")], STAFF)]
    )
    return found


def test_every_register_has_a_form_or_a_flow() -> None:
    assert set(KEPT) == set(FORMS)
    asked = schema()["$defs"]["dutyRule"]["properties"]["register"]["enum"]
    assert set(asked) == FORMS.keys() | COMMANDS.keys()
    for form in FORMS.values():
        assert form.fields
        assert len({field.key for field in form.fields}) == len(form.fields)


def test_an_entry_is_found_again_chained_and_taken_back(desk: Desk) -> None:
    made = enter(desk, "attestation", GROUP, CHECKED, "李明", "2026-03-02T10:00").value
    assert [each.id for each in entries(desk, GROUP, "attestation")] == [made.id]
    assert made.member == "wxid_li"
    assert made.member_name == "李明"
    assert [(label.en, getattr(value, "en", value)) for label, value in shown(made)] == [
        ("Outcome", "in order"),
        ("How it was checked", "看了头像"),
    ]
    assert entries(desk, GROUP, "spot-check") == []
    assert recent(desk)[0].decision == made.id
    assert verify(desk.store).ok
    undo(desk, made.id)
    assert entries(desk) == []
    assert verify(desk.store).ok


def test_an_entry_is_not_there_before_it_was_written(desk: Desk) -> None:
    enter(desk, "attestation", GROUP, CHECKED, "李明")
    earlier = desk.at(FixedClock(from_iso("2026-03-02T18:00:00+08:00")))
    assert entries(earlier) == []


@pytest.mark.parametrize(
    ("register", "fields", "member", "at", "said"),
    [
        ("atestation", CHECKED, "李明", "", "Did you mean “attestation”"),
        ("leave", {}, "李明", "", "Use: leave add"),
        ("attestation", {**CHECKED, "colour": "red"}, "李明", "", "no field “colour”"),
        ("attestation", {"outcome": "in_order"}, "李明", "", "“How it was checked” is empty"),
        ("attestation", {**CHECKED, "outcome": "fine"}, "李明", "", "Choose one of"),
        ("attestation", CHECKED, "", "", "is about a member"),
        ("attestation", CHECKED, "无名", "", "无名"),
        ("attestation", CHECKED, "李明", "2026-03-09", "has not come yet"),
        ("attestation", CHECKED, "李明", "soon", "is no time"),
        (
            "campaign",
            {"campaign": "三八节", "outcome": "in_order", "count": "ten"},
            "李明",
            "",
            "is no number",
        ),
        ("certificate", {"document": "执照", "until": "never"}, "李明", "", "is no time"),
    ],
)
def test_what_cannot_be_entered(
    desk: Desk, register: str, fields: dict[str, str], member: str, at: str, said: str
) -> None:
    with pytest.raises(Refusal) as refused:
        enter(desk, register, GROUP, fields, member, at)
    assert said in refused.value.line("en")
    assert entries(desk) == []
