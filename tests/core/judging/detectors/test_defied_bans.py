"""A ban that is told and defied excuses nothing; one in dialect, or behind the thing that it forbids, does."""

from __future__ import annotations

import pytest

from core.chat.message import Message, MessageKind
from core.judging.detectors.reader import REVIEW, standard_reader


def shown(text: str) -> set[str]:
    message = Message("k", 0, "a", "甲", MessageKind.TEXT, text)
    return {hit.category for hit in standard_reader().read(message).hits if hit.score >= REVIEW}


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("她不让拍，我还是偷拍了一张", "photo-consent"),
        ("他说别发，我还是发了 [图片]", "photo-consent"),
        ("画师不让传，我偷偷传的", "infringement"),
    ],
)
def test_a_ban_that_is_defied_excuses_nothing(text: str, category: str) -> None:
    assert category in shown(text)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("莫搞小圈子，都是邻居", "clique"),
        ("偷拍是违法的，提高警惕", "photo-consent"),
        ("虐待动物的视频不要在群里传", "harmful-other"),
        ("莫往群里发偷拍的视频", "photo-consent"),
    ],
)
def test_a_ban_in_dialect_or_behind_the_thing_excuses(text: str, category: str) -> None:
    assert category not in shown(text)
