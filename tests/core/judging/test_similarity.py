"""Altered repeats: what counts as the same text, and that clusters miss nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.judging.similarity import Clusters, likeness

SAID = "新到一批云南普洱茶欢迎了解"


@pytest.mark.parametrize(
    "again",
    ["新到一批云南普洱茶，欢迎了解！", "新 到 一 批云南普洱茶欢迎了解~", "新到一批雲南普洱茶歡迎了解", "新到一批云南\u200b普洱茶欢迎了解a7k",
     "❗新到一批云南普洱茶欢迎了解❗"],
)  # fmt: skip
def test_altered_repeats(again: str) -> None:
    assert likeness(SAID).matches(likeness(again))


@pytest.mark.parametrize(
    "other", ["新到一批武夷岩茶欢迎了解", "新到一批云南普洱茶欢迎了解2", "云南普洱茶", ""]
)
def test_other_texts(other: str) -> None:
    assert not likeness(SAID).matches(likeness(other))


_TEXTS = st.lists(st.text("甲乙丙丁戊a1 ，", max_size=16), max_size=30)


@given(_TEXTS)
def test_clusters_are_what_comparing_each_with_each_gives(texts: list[str]) -> None:
    clusters = Clusters()
    plain: list[list[int]] = []
    for number, text in enumerate(texts):
        clusters.add(number, likeness(text))
        home = next((c for c in plain if likeness(texts[c[0]]).matches(likeness(text))), None)
        same = next((c for c in plain if any(_equal(texts[n], text) for n in c)), None)
        if same is not None:
            same.append(number)
        elif home is not None:
            home.append(number)
        else:
            plain.append([number])
    assert clusters.members == plain


def _equal(one: str, other: str) -> bool:
    a, b = likeness(one), likeness(other)
    return (a.bones or a.text, bool(a.bones)) == (b.bones or b.text, bool(b.bones))


def test_many_different_texts_cost_little() -> None:
    clusters = Clusters()
    for number in range(3000):
        clusters.add(number, likeness(f"第{number}号柜台今天的盘点结果已经交给财务复核"))
    assert len(clusters.members) == 3000
