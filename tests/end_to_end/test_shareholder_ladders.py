"""The ladders of the shareholders' group beside the general one: advertising, photos, a serious case."""

from __future__ import annotations

from pathlib import Path

from tests.helpers.chats import write_chat
from tests.helpers.console import Console

PEOPLE = ({"id": "wxid_owner", "name": "老何", "role": "owner"}, {"id": "wxid_b", "name": "阿强"})
AD = "限时特价！厂家直销茶叶，加微信 chaye8888 下单包邮，扫码领优惠券"
PHOTO = "偷拍了一张李明的照片，没告诉他，发给大家看看"


def found(console: Console, tmp_path: Path, texts: list[str], clause: str) -> list[str]:
    lines = [(f"2026-03-02T{hour:02d}:00:00", "wxid_b", text) for hour, text in enumerate(texts, start=8)]
    console("import", write_chat(tmp_path / "a.jsonl", lines, PEOPLE, name="股东群"))
    console("adopt", "--group", "股东群", "--charter", "yunji-shareholders", "--from", "first")
    console("scan")
    return [row["id"] for row in console("violations") if row["clause"] == f"yunji-shareholders.{clause}"]


def test_three_dissuasions_then_removal_is_proposed(console: Console, tmp_path: Path) -> None:
    ads = found(console, tmp_path, [f"{AD} {n}" for n in range(5)], "3")
    steps = [console("confirm", ad, "--reason", "seen")[0]["step"] for ad in ads[:3]]
    assert steps == ["dissuasion"] * 3
    (fourth,) = [row for row in console("violations") if row["id"] == ads[3]]
    assert fourth["proposed_step"] == "removal"
    assert console("confirm", ads[3], "--reason", "mild", "--step", "dissuasion")[0]["step"] == "dissuasion"
    assert console("confirm", ads[4], "--reason", "again")[0]["step"] == "removal"


def test_photos_have_a_count_of_their_own(console: Console, tmp_path: Path) -> None:
    photos = found(console, tmp_path, [AD, PHOTO, f"{PHOTO}！"], "2c")
    (ad,) = [row["id"] for row in console("violations") if row["clause"] == "yunji-shareholders.3"]
    assert console("confirm", ad, "--reason", "seen")[0]["step"] == "dissuasion"
    assert [console("confirm", each, "--reason", "seen")[0]["step"] for each in photos] == [
        "warning",
        "removal",
    ]


def test_dismissed_and_undone_ones_do_not_count(console: Console, tmp_path: Path) -> None:
    first, second, third = found(console, tmp_path, [f"你就是个傻逼{n}" for n in range(3)], "1.6")
    console("dismiss", first, "--reason", "a joke")
    assert console("confirm", second, "--reason", "seen")[0]["step"] == "oral_warning"
    console("undo", second)
    assert console("confirm", third, "--reason", "seen")[0]["step"] == "oral_warning"
    assert console("confirm", second, "--reason", "seen")[0]["step"] == "apology"
