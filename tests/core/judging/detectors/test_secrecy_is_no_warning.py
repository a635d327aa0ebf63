"""Keeping somebody in the dark forbids nothing: what follows is meant."""

from __future__ import annotations

import pytest

from core.chat.message import Message, MessageKind
from core.judging.detectors.reader import REVIEW, standard_reader


def _found(text: str) -> set[str]:
    hits = standard_reader().read(Message("k", 0, "wxid_a", "甲", MessageKind.TEXT, text)).hits
    return {hit.category for hit in hits if hit.score >= REVIEW}


@pytest.mark.parametrize("text", ["不让群主知道，加我小号便宜拿货", "不让店里知道，咱们私下交易，别走平台"])
def test_what_nobody_may_know_is_a_deal(text: str) -> None:
    assert "private-trade" in _found(text)


@pytest.mark.parametrize("text", ["群里不让私下交易，大家走订单", "公司不让飞单，发现要罚"])
def test_what_is_not_allowed_is_none(text: str) -> None:
    assert "private-trade" not in _found(text)
