from __future__ import annotations

import json

import pytest

from core.chat.notice import NoticeEvent
from core.intake.greybar import is_notice, parse
from tests.helpers.exports import SAMPLES

CASES = [json.loads(line) for line in (SAMPLES / "grey_bar.jsonl").read_text(encoding="utf-8").splitlines()]
PLAIN = {event.value for event in NoticeEvent}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_known_texts(case: dict[str, object]) -> None:
    found = parse(str(case["text"]))
    assert found.event == (case["event"] if case["event"] in PLAIN else "other")
    assert found.actor == (case["actor"] or "")
    assert list(found.targets) == case["targets"]
    extra = case["extra"]
    assert isinstance(extra, dict)
    assert found.detail == extra.get("new_name", "")


def test_there_are_all_38_cases() -> None:
    assert len(CASES) == 38


@pytest.mark.parametrize(
    ("text", "event", "targets"),
    [
        ('"张三"退出了群聊', NoticeEvent.LEAVE, ("张三",)),
        ('"张三"退出群聊', NoticeEvent.LEAVE, ("张三",)),
        ("“张三”邀请“李四”加入了群聊", NoticeEvent.JOIN_INVITE, ("李四",)),
        ('"张三(wxid_abc1)"邀请"李四(wxid_def2)"加入了群聊', NoticeEvent.JOIN_INVITE, ("wxid_def2",)),
        ('"群主"将"李四、王五"移出了群聊', NoticeEvent.KICK, ("李四", "王五")),
        ("今天天气不错", NoticeEvent.OTHER, ()),
        ("", NoticeEvent.OTHER, ()),
    ],
)
def test_further_texts(text: str, event: NoticeEvent, targets: tuple[str, ...]) -> None:
    assert (parse(text).event, parse(text).targets) == (event, targets)


def test_long_texts_are_cut_before_they_are_matched() -> None:
    assert parse('"' + "张" * 1_000_000).event is NoticeEvent.OTHER


def test_only_grey_bars_count_as_such() -> None:
    assert is_notice('"张三"撤回了一条消息')
    assert not is_notice("他说加入了群聊就发红包")
