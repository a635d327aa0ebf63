"""Ladders of the shop group and of the shareholders' group, through the command line."""

from __future__ import annotations

from pathlib import Path

from tests.helpers.chats import write_chat
from tests.helpers.console import Console

SHOP = (
    {"id": "wxid_shop", "name": "店主", "role": "owner"},
    {"id": "wxid_a", "name": "阿珍"},
    {"id": "wxid_b", "name": "阿强"},
)


def test_warning_mute_removal(console: Console, tmp_path: Path) -> None:
    insults = [("你就是个傻逼",), ("滚，你这个蠢货",), ("你们都是垃圾骗子，去死吧",)]
    lines = [(f"2026-03-0{day}T10:00:00", "wxid_b", text) for day, (text,) in enumerate(insults, start=2)]
    console("import", write_chat(tmp_path / "a.jsonl", lines, SHOP, name="小店福利群"))
    console("adopt", "--group", "小店福利群", "--charter", "sales-group-three-strikes", "--from", "first")
    console("scan")
    steps = []
    for violation in [v for v in console("violations") if v["clause"].endswith("3.4")]:
        (row,) = console("confirm", violation["id"], "--reason", "seen")
        steps.append(row["step"])
    assert steps == ["warning", "mute", "removal"]
    console("undo")
    open_rows = console("violations", "--state", "open")
    assert [v["proposed_step"] for v in open_rows if v["clause"].endswith("3.4")] == ["removal"]


def test_a_fine_is_not_for_customers(console: Console, tmp_path: Path) -> None:
    lines = [("2026-03-02T10:00:00", "wxid_b", "你就是个傻逼")]
    console("import", write_chat(tmp_path / "a.jsonl", lines, SHOP, name="小店福利群"))
    console("adopt", "--group", "小店福利群", "--charter", "sales-group-three-strikes", "--from", "first")
    console("scan")
    violation = console("violations")[0]
    console("confirm", violation["id"], "--reason", "x", "--step", "fine", code=2)


def test_apology_given_then_refused(console: Console, tmp_path: Path) -> None:
    lines = [(f"2026-03-0{day}T10:00:00", "wxid_b", f"傻逼玩意{day}") for day in (2, 3, 4)]
    console("import", write_chat(tmp_path / "a.jsonl", lines, SHOP, name="股东交流群"))
    console("adopt", "--group", "股东交流群", "--charter", "yunji-shareholders", "--from", "first")
    console("scan")
    first, second, third = [v["id"] for v in console("violations") if v["clause"].endswith(".1.6")]
    assert console("confirm", first, "--reason", "seen")[0]["step"] == "oral_warning"
    assert console("confirm", second, "--reason", "seen")[0]["step"] == "apology"
    console("apology", second, "--outcome", "given")
    assert console("confirm", third, "--reason", "seen")[0]["step"] == "apology"
    (refused,) = console("apology", third, "--outcome", "refused")
    assert refused["proposed_step"] == "removal"


def test_imports_repeat_without_harm(console: Console, tmp_path: Path) -> None:
    lines = [(f"2026-03-02T10:00:0{n}", "wxid_b", "+1", 0, f"x{n}") for n in range(5)]
    path = write_chat(tmp_path / "a.jsonl", lines, SHOP)
    (first,) = console("import", path)
    (second,) = console("import", path)
    assert (first["messages_new"], first["messages_known"]) == (5, 0)
    assert (second["messages_new"], second["messages_known"]) == (0, 5)
    longer = write_chat(
        tmp_path / "b.jsonl", [*lines, ("2026-03-02T11:00:00", "wxid_a", "好", 0, "x9")], SHOP
    )
    (third,) = console("import", longer)
    assert (third["messages_new"], third["messages_known"]) == (1, 5)
