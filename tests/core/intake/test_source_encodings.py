from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.refusal import Refusal
from core.intake import source as module
from core.intake.importing import scratch
from core.intake.source import Source
from tests.helpers.exports import SAMPLES, bring, conversation

TEXT = (SAMPLES / "chatlab.jsonl").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gbk", "gb18030"]
)
@pytest.mark.parametrize("sample", ["chatlab.jsonl", "chatlab.json", "weflow.json"])
def test_every_encoding_gives_the_same_chat(encoding: str, sample: str) -> None:
    text = (SAMPLES / sample).read_text(encoding="utf-8")
    with scratch() as store:
        bring(store, text.encode(encoding), sample)
        assert conversation(store).messages[0].text == '大家好，"引号",逗号\n第二行'


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_line_ends(ends: str) -> None:
    with scratch() as store:
        assert bring(store, TEXT.replace("\n", ends).encode()).row.messages_new == 9


def test_blank_and_comment_lines_are_skipped() -> None:
    with scratch() as store:
        row = bring(store, ("# made by hand\n\n" + TEXT.replace("\n", "\n\n# x\n")).encode()).row
        assert (row.messages_new, row.unparsed) == (9, 0)


def test_packed_files(tmp_path: Path) -> None:
    path = tmp_path / "chat.jsonl.gz"
    path.write_bytes(gzip.compress(TEXT.encode()))
    with scratch() as store:
        assert bring(store, path.read_bytes()[:0] or TEXT.encode()).row.messages_new == 9
    source = Source(str(path))
    assert source.packed
    assert sum(1 for _ in source.lines()) == len(TEXT.splitlines())


def test_a_damaged_packed_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "chat.jsonl.gz"
    path.write_bytes(gzip.compress(TEXT.encode())[:-20])
    with pytest.raises(Refusal, match="damaged"):
        Source(str(path))


def test_a_few_broken_bytes_are_replaced() -> None:
    with scratch() as store:
        bring(store, TEXT.encode().replace("大家好".encode(), b"\xff\xfe ok"))
        assert "�" in conversation(store).messages[0].text


TRADITIONAL = (
    "今天下午三點開會，請大家準時參加", "收到，謝謝您", "老師您好，明天請假一天", "這個多少錢？可以便宜一點嗎",
    "我已經把檔案傳到群組了，麻煩看一下", "對啊，我也覺得不錯", "晚上要不要一起吃飯？", "訂單編號已經發給客戶了",
    "早安", "好的", "沒問題", "明天下雨，記得帶傘", "請問有人知道這個怎麼用嗎",
)  # fmt: skip
SIMPLIFIED = tuple(
    line
    for line in (Path(__file__).parents[2] / "helpers" / "ordinary_talk.txt").read_text("utf-8").splitlines()
    if not line.isascii()
)


@given(st.lists(st.sampled_from(SIMPLIFIED), min_size=1, max_size=6))
def test_text_in_gbk_is_never_taken_for_big5(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert Source("x", text.encode("gb18030")).head == text


@given(st.lists(st.sampled_from(TRADITIONAL), min_size=4, max_size=9), st.booleans())
def test_text_in_big5_is_read_as_such(lines: list[str], gbk: bool) -> None:
    """Traditional writing in GBK stays GBK; a few words alone are too few to tell."""
    text = "\r\n".join(f"2026-03-10 10:0{n}:00 '阿明'\r\n{line}" for n, line in enumerate(lines))
    assert Source("x", text.encode("gb18030" if gbk else "cp950")).head == text


@pytest.mark.parametrize("block", [1, 7, 4096])
def test_a_chat_of_a_traditional_windows_comes_in_whole(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """許, 功 and 蓋 end in a byte that is a backslash elsewhere."""
    monkeypatch.setattr(module, "BLOCK", block)
    talk = ["今天的會議記錄已經放到群組了", "許功蓋收到，謝謝", "好的，我看一下"]
    lines = [f"20:0{n}\t許小姐\t{said}" for n, said in enumerate(talk)]
    text = "\r\n".join(
        ["[LINE] 與家人的聊天記錄", "儲存日期：2026/03/10 20:10", "", "2026/03/10（週二）", *lines]
    )
    with scratch() as store:
        bring(store, text.encode("big5"), "chat.txt", group="家人")
        found = conversation(store)
    assert [each.text for each in found.messages] == talk
    assert {each.sender_name for each in found.messages} == {"許小姐"}


def test_pictures_are_refused() -> None:
    with pytest.raises(Refusal, match="no text"):
        Source("x", bytes(range(256)) * 50)


@given(
    st.lists(st.binary(max_size=12).filter(lambda line: b"\n" not in line), max_size=12), st.integers(1, 9)
)
def test_lines_are_the_same_for_every_block_size(lines: list[bytes], block: int) -> None:
    data = b"a" + b"\n".join(lines)
    source = Source.__new__(Source)
    source.path, source.data, source.encoding = "x", data, "utf-8"
    whole, module.BLOCK = module.BLOCK, block
    try:
        found = [line for _, line in source.lines()]
    finally:
        module.BLOCK = whole
    expected = data.split(b"\n")
    assert found == (expected[:-1] if expected[-1] == b"" else expected)


def test_a_line_without_end_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_LINE", 1000)
    monkeypatch.setattr(module, "BLOCK", 100)
    source = Source("x", b"short\n" + b"x" * 5000 + b"\nlast")
    assert list(source.lines()) == [(1, b"short"), (2, None), (3, b"last")]
