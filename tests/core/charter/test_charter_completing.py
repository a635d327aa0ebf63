"""What may be written next, from indentation alone."""

from __future__ import annotations

import pytest

from core.charter.completing import completions

TEXT = """charter: own
title: 本群
bi
settings:
  ta
clauses:
  - id: own.1
    text: 不骂人
    kind: mes
    rules:
      - kind: message
        categories: [abuse, fl
        sev
    examples:
      - name: A
        expect: f
        chat:
          - {at: "09:00", from: 甲}
  - st
""".splitlines()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (2, ("binds: ",)),
        (4, ("task.minutes: ",)),
        (8, ("message",)),
        (11, ("flooding",)),
        (12, ("severity: ",)),
        (15, ("fires",)),
        (18, ("state: ",)),
        (7, ()),
        (17, ()),
    ],
)
def test_words_of_the_schema(line: int, words: tuple[str, ...]):
    assert completions(TEXT, line, len(TEXT[line])).words == words


def test_where_the_word_begins():
    assert completions(TEXT, 12, len(TEXT[12])).start == 8
    assert completions(TEXT, 11, len(TEXT[11])).start == TEXT[11].index("fl")


def test_keys_that_are_there_already_are_not_offered():
    offered = completions(["charter: own", "", "version: 1"], 1, 0).words
    assert "title: " in offered
    assert "charter: " not in offered
    assert "version: " not in offered


def test_an_unknown_key_offers_nothing():
    assert completions(["nonsense:", "  a"], 1, 3).words == ()
