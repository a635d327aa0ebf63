"""Measure how often each word of the lists is sure of itself on talk that nobody would sanction; the words that are
so too often may only hint from then on.

    uv run packaging/training/bands.py --data FOLDER [--check]

FOLDER is that of train.py. What is found is written to resources/lexicons/measured.tsv, which `lexicon.bundled`
reads: category, how many texts, word. `--check` compares instead, and fails where the file is not what comes out.

Of the published sets only what their labels vouch for counts: comments that are not offensive say nothing about
politics, but nobody would act on them; of reviews and group talk nobody said whether they insult.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(HERE)]

from corpus import OWN, SETS  # noqa: E402

from core.chat.message import Message, MessageKind  # noqa: E402
from core.judging.detectors.lexicon_matcher import LexiconMatcher  # noqa: E402
from core.judging.detectors.prevention import INSULTS  # noqa: E402
from core.judging.detectors.reader import ACT, Reader  # noqa: E402
from core.judging.lexicon import MEASURED, Entry, listed  # noqa: E402

FEWEST = 2
"""Texts in which a word must have been wrong: once is an accident."""
MOST_WRONG = 0.1
"""Share of the texts in which an insult may stand that people did not call offensive."""
_GRUDGES = frozenset({"negativity", "defame-company", "defame-rival"})
_UNLABELLED = {"cold": frozenset({"vulgar"}), "qqgroup": INSULTS | _GRUDGES, "senti": INSULTS | _GRUDGES}
"""Categories that texts of a set may hold although the set calls them ordinary."""
_KEPT = {"cold": ("0",), "qqgroup": ("0",), "senti": ("0", "1")}


Counts = Counter[tuple[str, str]]
"""Texts by category and word."""


def labelled(folder: Path, source: str, labels: Sequence[str]) -> list[str]:
    with gzip.open(folder / SETS[source], "rt", encoding="utf-8", newline="") as lines:
        return [row["text"] for row in csv.DictReader(lines) if row["label"] in labels]


def talk(folder: Path) -> Iterator[tuple[frozenset[str], list[str]]]:
    """Texts with the categories that they do not speak against."""
    for source in SETS:
        yield _UNLABELLED[source], labelled(folder, source, _KEPT[source])
    for path in (OWN / "ordinary.txt", OWN / "talk.txt"):
        lines = [line.rpartition("\t")[2] for line in path.read_text(encoding="utf-8").splitlines()]
        yield frozenset(), [line.replace("\\n", "\n") for line in lines if line]


def sure(reader: Reader, texts: Sequence[str]) -> Counts:
    """In how many of the texts each word was sure."""
    messages = [Message(f"m{i}", i, "a", "", MessageKind.TEXT, text) for i, text in enumerate(texts)]
    counts: Counts = Counter()
    for _, reading in reader.over(messages):
        counts.update({(hit.category, hit.term) for hit in reading.hits if hit.score >= ACT})
    return counts


def wrong(folder: Path, entries: tuple[Entry, ...]) -> Counts:
    """In how many texts each word was sure and wrong; insults that are right far more often left out."""
    reader = Reader(LexiconMatcher(entries))
    known = {(entry.category, entry.text) for entry in entries}
    counts: Counts = Counter()
    for silent, texts in talk(folder):
        found = sure(reader, texts)
        counts.update({key: count for key, count in found.items() if key in known and key[0] not in silent})
    right = sure(reader, labelled(folder, "cold", ("1",)))
    return Counter(
        {
            key: count
            for key, count in counts.items()
            if key[0] not in INSULTS or count > MOST_WRONG * (count + right[key])
        }
    )


def lines_of(counts: Counts) -> str:
    rows = sorted((category, term, count) for (category, term), count in counts.items() if count >= FEWEST)
    return "".join(f"{category}\t{count}\t{term}\n" for category, term, count in rows)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Which words may only hint.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the labelled sets")
    parser.add_argument("--check", action="store_true", help="compare with what is there")
    given = parser.parse_args(arguments)
    counts = wrong(given.data, listed())
    found = lines_of(counts)
    print(f"{found.count(chr(10))} words may only hint, {len(counts)} were ever wrong")
    if given.check:
        return 0 if MEASURED.read_text(encoding="utf-8") == found else 1
    MEASURED.write_text(found, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
