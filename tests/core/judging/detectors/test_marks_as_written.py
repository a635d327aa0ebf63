"""What counts as undone in a mark: width of letters does, width of stops does not."""

from __future__ import annotations

import pytest

from core.charter.model import Severity
from core.judging.detectors.lexicon_matcher import LexiconMatcher
from core.judging.lexicon import Entry
from core.judging.text import prepare

MATCHER = LexiconMatcher(
    (
        Entry("spam", Severity.LOW, 0.6, "包邮.{0,3}加我", pattern=True),
        Entry("spam", Severity.LOW, 0.6, "vip群"),
    )
)


@pytest.mark.parametrize(
    ("text", "fold", "read"),
    [
        ("包邮，加我", "", ""),
        ("包邮 加我", "", ""),
        ("進VIP群", "", ""),
        ("进ＶＩＰ群", "folded", "vip群"),
        ("包郵，加我", "folded", "包邮,加我"),
        ("进v*i*p群", "skeleton", "vip群"),
    ],
)
def test_what_was_undone(text: str, fold: str, read: str) -> None:
    (mark,) = MATCHER.marks(prepare(text))
    assert (mark.fold, mark.read) == (fold, read)
