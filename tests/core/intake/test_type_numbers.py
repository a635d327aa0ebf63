from __future__ import annotations

import pytest

from core.chat.message import MessageKind
from core.intake.kinds import NOTICE, of_placeholder, of_wechat, of_word, refined


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (1, MessageKind.TEXT), (244813135921, MessageKind.QUOTE), (25769803825, MessageKind.FILE),
        (8594229559345, MessageKind.RED_PACKET), (81604378673, MessageKind.FORWARD), (266287972401, NOTICE),
        (34359738417, MessageKind.STICKER), (103079215153, MessageKind.OTHER), (373662154801, MessageKind.BULLETIN),
        (10000, NOTICE), (10002, NOTICE), (12345, MessageKind.OTHER), (53 << 32 | 49, MessageKind.RELAY),
    ],
)  # fmt: skip
def test_packed_numbers(number: int, kind: str) -> None:
    assert of_wechat(number) == kind


def test_older_numbers_have_the_subtype_beside() -> None:
    assert of_wechat(49, 2000) == MessageKind.TRANSFER


@pytest.mark.parametrize(
    ("word", "kind"),
    [("图片消息", "image"), ("图片", "image"), ("(分享)小程序", "mini_program"), ("红包卡片", "red_packet"),
     ("未知类型(47)", "sticker"), ("系统消息", NOTICE), ("莫名", None)],
)  # fmt: skip
def test_words(word: str, kind: str | None) -> None:
    assert of_word(word) == kind


def test_placeholders_at_the_start() -> None:
    assert of_placeholder("[图片]") == "image"
    assert of_placeholder("[文件] a.docx") == "file"
    assert of_placeholder("[微笑]") == "text"


def test_a_relay_in_plain_text() -> None:
    assert refined("text", "#接龙\n周五报名\n\n1. 张三\n2. 李四") == MessageKind.RELAY
    assert refined("text", "接龙一下") == "text"
    assert refined("text", "大家看 #接龙\n1. 张三") == "text"
