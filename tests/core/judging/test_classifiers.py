"""The models that ship: what they rank high, what they leave alone, and that nothing breaks them."""

from __future__ import annotations

import json
import math
import time
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.base.refusal import Refusal
from core.judging.classifiers.families import EVIDENCE, MODEL, POSITIVE, bundled, combined, opinions
from core.judging.classifiers.grams import grams
from core.judging.classifiers.model import Head, read_model, write_model
from core.judging.text import prepare

HEADS = (Head("ads", -1.0, 0.05, 0.0, 0.9), Head("offence", 0.5, 0.01, 0.0, 0.9))
GRAMS = ("兼职", "微信", "日结", "加微", "!", "Link", "Length3")
WEIGHTS = ([90, 80, 70, 60, 10, 100, -20], [-5, 3, -127, 127, 0, 1, 2])


def small() -> bytes:
    return write_model({"seed": 1}, HEADS, GRAMS, WEIGHTS)


def score(family: str, text: str) -> float:
    return bundled().scores(prepare(text))[family]


@pytest.mark.parametrize(
    "text",
    [
        "手机兼职，日结三百，操作简单，有意加微信 vx100001",
        "急用钱的看过来，无抵押当天放款，联系我",
        "低价出王者账号，秒发货，私聊",
        "高价收四件套，日结，有的滴滴我",
        "爆款面膜买二送一，招代理，零囤货，要的私我",
        "澳门娱乐城首存送彩金，注册就送88",
    ],
)
def test_advertisements_rank_high(text: str) -> None:
    assert score("ads", text) >= POSITIVE
    assert score("ads", f"{text}。{text}。{text}") >= POSITIVE
    assert score("ads", "\u200b".join(text)) >= POSITIVE


@pytest.mark.parametrize(
    "text", ["你就是个废物，滚", "闭嘴，轮不到你这个蠢货说话", "那边的人全是垃圾，没素质"]
)
def test_insults_rank_high(text: str) -> None:
    assert score("offence", text) >= POSITIVE


@pytest.mark.parametrize(
    "text", ["质量太差了，再也不买了", "天天加班，钱没多，不想干了", "客服爱答不理，差评"]
)
def test_discontent_ranks_high(text: str) -> None:
    assert score("negativity", text) >= POSITIVE


@pytest.mark.parametrize(
    "text",
    [
        "收到",
        "好的，马上处理",
        "下午三点开会，带上报价单",
        "三号楼的阀门换好了，照片发群里",
        "我加你微信了，麻烦通过一下",
        "孩子明天请假一天，去医院",
        "这周的考勤表谁还没交",
        "老板，给我留两箱苹果，晚上去拿",
        "谢谢大家，辛苦了",
    ],
)
def test_ordinary_talk_is_left_alone(text: str) -> None:
    assert {opinion.band for opinion in opinions(prepare(text), {}).values()} == {"ignore"}


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_a_model_alone_never_acts(text: str) -> None:
    for opinion in opinions(prepare(text), {}).values():
        assert 0.0 <= opinion.score <= 1.0
        assert opinion.band != "act"


def test_a_sure_rule_acts_and_is_never_talked_down() -> None:
    quiet = prepare("好的")
    for family, categories in EVIDENCE.items():
        opinion = opinions(quiet, {min(categories): 0.9})[family]
        assert opinion.band == "act"
        assert opinion.score >= 0.9


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_more_evidence_never_lowers_a_score(guess: float, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert combined(guess, low) <= combined(guess, high) + 1e-12
    assert combined(guess, high) >= guess - 1e-12


@given(st.text(alphabet="兼职微信日结加!！ vx12a.http:/www", max_size=60))
@settings(max_examples=200)
def test_the_fast_way_counts_what_the_definition_says(text: str) -> None:
    model = read_model(small(), "small")
    prepared = prepare(text)
    held = [GRAMS.index(gram) for gram in grams(prepared) if gram in GRAMS]
    for head, row in zip(HEADS, WEIGHTS, strict=True):
        margin = head.bias + head.step * sum(row[number] for number in held) / math.sqrt(max(len(held), 1))
        expected = 1 / (1 + math.exp(-margin)) if prepared.folded else 0.0
        assert model.scores(prepared)[head.family] == pytest.approx(expected)


def test_the_file_that_ships_is_small_and_says_where_it_comes_from() -> None:
    content = MODEL.read_bytes()
    facts = json.loads(content.split(b"\n", 1)[0])
    assert len(content) < 1_000_000
    assert len(facts["data"]) == 64
    assert isinstance(facts["seed"], int)
    assert {head.family for head in bundled().heads} == set(EVIDENCE)


def test_the_file_holds_nobodys_numbers() -> None:
    assert not [gram for gram in bundled().grams if gram[0].islower() and set(gram) & set("123456789")]
    assert max(len(gram) for gram in bundled().grams if not gram[0].isupper()) <= 4


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}\n",
        b"[1]\nabc",
        b"\xff\xfe\n",
        small()[:-3],
        small().replace(b"grams 1", b"grams 9"),
        b'{"format": "qunzhang-grams 1"}\n' + zlib.compress(b"\0" * 1000),
    ],
)
def test_a_damaged_file_is_refused_with_its_name(content: bytes) -> None:
    with pytest.raises(Refusal) as caught:
        read_model(content, "families.grams")
    assert caught.value.where == "families.grams"


def test_a_file_reads_back_as_written() -> None:
    model = read_model(small(), "small")
    assert (model.heads, model.grams, tuple(model.weights)) == (HEADS, GRAMS, WEIGHTS)
    assert model.facts["seed"] == 1
    assert small() == small()


@pytest.mark.parametrize(
    "text",
    [
        "加微信日结" * 200_000,
        "\u202e\u200b" * 100_000 + "兼职",
        "e" + "\u0301" * 50_000,
        "\ud800坏\udfff",
        "\x00\x1b\n\t",
        "🏴\U000e0067\U000e007f" * 5_000,
    ],
)
def test_hostile_text_takes_bounded_time(text: str) -> None:
    prepared = prepare(text)
    started = time.perf_counter()
    scores = bundled().scores(prepared)
    assert time.perf_counter() - started < 2.0
    assert all(0.0 <= value <= 1.0 for value in scores.values())


def test_reading_keeps_up() -> None:
    texts = [prepare(f"今天下午{n % 12}点{n % 60}分把第{n}份送货单交给前台") for n in range(3_000)]
    model = bundled()
    started = time.perf_counter()
    for text in texts:
        model.scores(text)
    assert time.perf_counter() - started < 2.0
