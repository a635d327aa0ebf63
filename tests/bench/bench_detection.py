"""Detection speed: `uv run python tests/bench/bench_detection.py [PATH] [--messages N]`.

PATH: a ChatLab file (.jsonl, .jsonl.gz) or a text with one message a line; the bundled sample unless given.
The floor, measured in the same run, is what the two libraries do by themselves: `ahocorasick_rs` with all
overlapping hits and the RE2 set of all patterns, message by message, without folding, guards, spans of
patterns or explanation. Beside it stand the rules end to end: text preparation, 20,000 terms and 300 patterns,
advertising, links, personal data, spans in the original; and the same with both classifiers, as `classify` says
it. Rounds alternate, the median of the ratios counts, CPU time is measured: other work on the machine counts
less. Nobody remembers a text of the round before. Not part of the suite; `pytest -m bench`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import ahocorasick_rs
import pytest
import re2

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from core.chat.message import Message, MessageKind  # noqa: E402
from core.judging.classifiers.families import bundled as bundled_models  # noqa: E402
from core.judging.detectors.lexicon_matcher import LexiconMatcher  # noqa: E402
from core.judging.detectors.reader import Reader  # noqa: E402
from core.judging.folding import FOLD  # noqa: E402
from core.judging.lexicon import Entry, bundled  # noqa: E402
from core.judging.ranking import ranked  # noqa: E402

TERMS, PATTERNS = 20_000, 300
RULES_GOAL, RATIO_GOAL, MODELS_GOAL = 120_000, 0.75, 25_000
"""Messages a second on one core; share of the floor."""
ROUNDS = 5


def messages_of(path: Path | None, most: int) -> list[Message]:
    """Text messages of `path`, in order; a short source is said again, each time with another ending, so that
    no text is known already."""
    texts = [text for source in ([path] if path else sorted((ROOT / "resources/sample").glob("*.jsonl")))
             for text in _texts(source)]  # fmt: skip
    if not texts:
        raise SystemExit("no text messages in " + str(path))
    said = [texts[i % len(texts)] + ("" if i < len(texts) else f" {i // len(texts)}") for i in range(most)]
    return [Message(f"m{i}", i * 1000, "wxid_a", "", MessageKind.TEXT, text) for i, text in enumerate(said)]


def _texts(path: Path) -> list[str]:
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    lines = raw.decode("utf-8", "replace").splitlines()
    if "jsonl" not in path.name:
        return [line for line in lines if line.strip()]
    rows = (json.loads(line) for line in lines if line.strip())
    said = (row for row in rows if row.get("_type") == "message" and row.get("type", 0) == 0)
    return [row["content"] for row in said if row.get("content")]


def big_lexicon(messages: Sequence[Message]) -> tuple[Entry, ...]:
    """The bundled lists, filled up to 20,000 terms and 300 patterns. One filling in a hundred is cut from the
    messages themselves; none of those stands in more than one message of a thousand, as befits a list."""
    chance = random.Random(20)
    entries = list(bundled())
    model = next(entry for entry in entries if not entry.pattern)
    common = sorted({char for message in messages[:20_000] for char in message.text if char.isalnum()})
    known = {entry.text for entry in entries}
    everything = "\n".join(message.text for message in messages)

    def made_up() -> str:
        size = chance.choice((2, 3, 3, 4, 4, 4, 5, 6))
        if chance.random() < 0.01:
            text = "".join(
                char for char in chance.choice(messages).text if char.isalnum() and not char.isascii()
            )
            start = chance.randrange(max(1, len(text) - size))
            if (
                len(text) > 2 * size > 4
                and everything.count(text[start : start + size]) < len(messages) / 1000
            ):
                return text[start : start + size]
        word = "".join(chance.choice(common) for _ in range(size))
        return word + "".join(chance.choice(common) for _ in range(4)) if word.isascii() else word

    patterns = [entry for entry in entries if entry.pattern][:PATTERNS]
    while len(patterns) < PATTERNS:
        gap = f"({made_up()}|{made_up()}).{{0,8}}({made_up()}|{made_up()})"
        patterns.append(Entry("spam", model.severity, 0.6, gap, pattern=True))
    terms = [entry for entry in entries if not entry.pattern]
    while len(terms) < TERMS:
        word = made_up()
        if len(word) > 1 and word not in known:
            known.add(word)
            terms.append(Entry("spam", model.severity, 0.6, word))
    return (*terms, *patterns)


def floor(entries: Sequence[Entry]) -> Callable[[Sequence[Message]], object]:
    """The two libraries, message by message."""
    automaton = ahocorasick_rs.AhoCorasick([e.text.translate(FOLD) for e in entries if not e.pattern])
    options = re2.Options()
    options.max_mem = 256 << 20
    patterns = re2.Set.SearchSet(options)
    for entry in entries:
        if entry.pattern:
            patterns.Add(entry.text)
    patterns.Compile()

    def run(messages: Sequence[Message]) -> object:
        for message in messages:
            automaton.find_matches_as_indexes(message.text, overlapping=True)
            patterns.Match(message.text)
        return None

    return run


def rules(entries: tuple[Entry, ...]) -> Callable[[Sequence[Message]], object]:
    matcher = LexiconMatcher(entries)
    # A reader anew each time: none remembers the texts of the round before.
    return lambda messages: sum(bool(reading.hits) for _, reading in Reader(matcher).over(messages))


def classified(entries: tuple[Entry, ...]) -> Callable[[Sequence[Message]], object]:
    """What reads a message with the rules and scores it for every family."""
    matcher = LexiconMatcher(entries)
    bundled_models()

    return lambda messages: sum(
        opinion.band != "ignore"
        for each in ranked(Reader(matcher), messages)
        for opinion in each.families.values()
    )


def per_second(run: Callable[[Sequence[Message]], object], messages: Sequence[Message]) -> float:
    start = time.process_time()
    run(messages)
    return len(messages) / (time.process_time() - start)


def measure(path: Path | None, most: int) -> dict[str, float]:
    messages = messages_of(path, most)
    entries = big_lexicon(messages)
    start = time.process_time()
    ours = rules(entries)
    build = time.process_time() - start
    bare = floor(entries)
    both = classified(entries)
    rounds = [(per_second(bare, messages), per_second(ours, messages)) for _ in range(ROUNDS)]
    seen = sum(bool(reading.hits) for _, reading in Reader(LexiconMatcher(entries)).over(messages))
    rate = statistics.median(mine for _, mine in rounds)
    ratio = statistics.median(mine / theirs for theirs, mine in rounds)
    # The models remember short texts: each round scores messages of its own.
    parts = [messages[part::ROUNDS] for part in range(ROUNDS)]
    scored = statistics.median(per_second(both, part) for part in parts)
    return {
        "messages": len(messages),
        "characters_each": round(statistics.mean(len(m.text) for m in messages), 1),
        "terms": sum(not e.pattern for e in entries), "patterns": sum(e.pattern for e in entries),
        "share_with_hits": round(seen / len(messages), 3),
        "build_s": round(build, 2),
        "floor_per_s": round(statistics.median(theirs for theirs, _ in rounds)),
        "rules_per_s": round(rate), "of_rules_goal": round(rate / RULES_GOAL, 2),
        "of_floor": round(ratio, 2), "of_floor_goal": RATIO_GOAL,
        "with_classifiers_per_s": round(scored), "of_models_goal": round(scored / MODELS_GOAL, 2),
    }  # fmt: skip


@pytest.mark.bench
def bench_detection() -> None:
    found = measure(None, 20_000)
    print(json.dumps(found))
    assert found["of_floor"] >= RATIO_GOAL


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description="How fast messages are read.")
    asked.add_argument("path", type=Path, nargs="?")
    asked.add_argument("--messages", type=int, default=60_000)
    given = asked.parse_args()
    print(json.dumps(measure(given.path, given.messages)))
