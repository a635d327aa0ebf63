"""judge and classify: fields, external ids, roles by name, refusals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.cli.app import run

CHAT = [
    {"_type": "header", "chatlab": {"version": "0.0.2", "exportedAt": 1772600000},
     "meta": {"name": "管理群", "platform": "wechat", "type": "group", "groupId": "g1@chatroom"}},
    {"_type": "member", "platformId": "wxid_boss", "accountName": "王总", "groupNickname": "王总"},
    {"_type": "member", "platformId": "wxid_zhang", "accountName": "三儿", "groupNickname": "张三"},
]  # fmt: skip
NINE = 1772586000
"""2026-03-04T09:00:00+08:00"""


def chat(path: Path, *said: tuple[int, str, str]) -> Path:
    lines = [
        *CHAT,
        *(
            {"_type": "message", "sender": sender, "accountName": sender, "timestamp": NINE + at, "type": 0,
             "content": text, "platformMessageId": f"x{at}"}
            for at, sender, text in said
        ),
    ]  # fmt: skip
    file = path / "chat.jsonl"
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    return file


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_late_answer_has_every_field(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = chat(
        tmp_path,
        (0, "wxid_boss", "@张三\u2005今天下班前把报价单整理好发我"),
        (1801, "wxid_zhang", "收到"),
        (4000, "wxid_boss", "大家辛苦了"),
    )
    asked = [
        "judge",
        str(file),
        "--charter",
        "drucker-consulting",
        "--leader",
        "王总",
        "--json",
        "--lang",
        "en",
    ]
    assert run([*asked, "--now", "2026-03-04T12:00:00+08:00"]) == 0
    (one,) = [line for line in lines(capsys) if line["kind"] == "obligation"]
    assert one["rule"] == one["clause"] == "drucker-consulting.11"
    assert (one["member"], one["member_name"], one["group"]) == ("wxid_zhang", "张三", "管理群")
    assert one["messages"] == ["x0", "x1801"]
    assert one["at"] == "2026-03-04T09:30:00+08:00"
    assert (one["severity"], one["band"], one["matched"]) == ("high", "act", [])
    assert "0:00:01 late" in str(one["why"])


def test_now_hides_what_came_later(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = chat(tmp_path, (0, "wxid_boss", "@张三 今天把报价单发我"), (7200, "wxid_boss", "大家辛苦了"))
    asked = ["judge", str(file), "--charter", "drucker-consulting", "--leader", "王总", "--json"]
    assert run([*asked, "--now", "2026-03-04T09:20:00+08:00"]) == 0
    assert lines(capsys) == []


def test_matched_spans_are_of_the_original_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "上线啦！澳门賭\u200b場，首存送彩金"
    file = chat(tmp_path, (0, "wxid_zhang", text))
    assert run(["judge", str(file), "--charter", "drucker-consulting", "--json", "--lang", "zh"]) == 0
    found = next(line for line in lines(capsys) if line["clause"] == "drucker-consulting.9")
    matched = found["matched"]
    assert isinstance(matched, list)
    assert all(text[m["start"] : m["end"]] == m["text"] for m in matched)
    assert any(m["text"] == "澳门賭\u200b場" for m in matched)


def test_facts_files_and_settings_work_alike(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = chat(tmp_path, (0, "wxid_boss", "@张三 今天把报价单发我"), (7200, "wxid_boss", "大家辛苦了"))
    facts = tmp_path / "facts.yaml"
    facts.write_text("leaders: [wxid_boss]\ntask.minutes: 60\n", encoding="utf-8")
    asked = ["judge", str(file), "--charter", "drucker-consulting", "--now", "2026-03-04T12:00:00", "--json"]
    assert run([*asked, "--facts", str(facts)]) == 0
    (one,) = [line for line in lines(capsys) if line["kind"] == "obligation"]
    assert one["at"] == "2026-03-04T10:00:00+08:00"


def test_plain_lines_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = chat(tmp_path, (0, "wxid_zhang", "你就是个傻逼"))
    assert run(["judge", str(file), "--charter", "yunji-shareholders", "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert "yunji-shareholders.1.6" in shown
    assert "张三" in shown


def test_an_unknown_leader_is_refused_with_near_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = chat(tmp_path, (0, "wxid_zhang", "早"))
    assert (
        run(["judge", str(file), "--charter", "drucker-consulting", "--leader", "王总监", "--lang", "en"])
        == 2
    )
    error = capsys.readouterr().err
    assert "--leader" in error
    assert "王总" in error


def test_an_unknown_setting_is_refused_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = chat(tmp_path, (0, "wxid_zhang", "早"))
    assert (
        run(["judge", str(file), "--charter", "drucker-consulting", "--set", "task.minute=3", "--lang", "en"])
        == 2
    )
    assert "task.minutes" in capsys.readouterr().err


def test_classify_prints_every_message(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = chat(
        tmp_path, (0, "wxid_zhang", "早上好"), (60, "wxid_zhang", "限时特价！厂家直销，加微信 abc12345 下单")
    )
    assert run(["classify", str(file), "--json"]) == 0
    first, second = lines(capsys)
    assert first["message"] == "x0"
    assert set(first["scores"]) == {"ads", "offence", "negativity"}
    assert all(0.0 <= score < 0.5 for score in first["scores"].values())
    assert first["positive"] == []
    assert set(first["band"].values()) == {"ignore"}
    assert second["band"]["ads"] == "act"  # type: ignore[index]
    assert "ads" in second["positive"]  # type: ignore[operator]
