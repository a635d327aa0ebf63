"""Blocks of text exports: nothing is lost in silence, nothing grows without bound."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.chat.incoming import Unreadable
from core.intake import blocks as module
from core.intake.blocks import Block, blocks, text_lines
from core.intake.rows import Reason
from core.intake.source import MAX_LINE, Source


def header(line: str) -> str | None:
    return line[1:] if line.startswith("#") else None


def numbered(*lines: str | None) -> enumerate[str | None]:
    return enumerate(lines, 1)


@given(st.lists(st.text("#ab ", max_size=4), max_size=30))
def test_every_line_below_a_header_is_kept_in_order(lines: list[str]) -> None:
    found = [each for each in blocks(numbered(*lines), header, preamble=True) if isinstance(each, Block)]
    kept = [line for block in found for line in ("#" + block.header, *block.lines)]
    first = next((place for place, line in enumerate(lines) if line.startswith("#")), len(lines))
    assert kept == lines[first:]


def test_what_stands_before_the_first_header_is_told_unless_the_format_begins_so() -> None:
    (told, block) = blocks(numbered("", "who?", "#a", "b"), header)
    assert isinstance(told, Unreadable)
    assert (told.reason, told.raw) == (Reason.BEFORE_SENDER, "who?")
    assert isinstance(block, Block)
    assert (block.line, block.text("first")) == (3, "first\nb")
    assert len(list(blocks(numbered("who?", "#a"), header, preamble=True))) == 1


def test_a_line_too_long_for_anybody_is_told_with_its_number() -> None:
    data = b"#a\n" + b"x" * (MAX_LINE + 10) + b"\n#b\n"
    found = list(blocks(text_lines(Source("-", data)), header))
    assert [type(each).__name__ for each in found] == ["Unreadable", "Block", "Block"]
    assert isinstance(found[0], Unreadable)
    assert (found[0].line, found[0].reason) == (2, Reason.TOO_LONG)


def test_a_block_without_end_is_cut_and_told_once(monkeypatch) -> None:
    monkeypatch.setattr(module, "MOST_CHARACTERS", 20)
    found = list(blocks(numbered("#a", *["12345678"] * 50), header))
    (block,) = [each for each in found if isinstance(each, Block)]
    assert len(block.lines) == 2
    assert [each.line for each in found if isinstance(each, Unreadable)] == [4]
