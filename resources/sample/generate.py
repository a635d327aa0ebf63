"""Writes the sample community: `uv run python resources/sample/generate.py [--out FOLDER] [--read GROUP DAY]`."""

from __future__ import annotations

import argparse
from pathlib import Path

from generator import days
from generator.community import build
from generator.reading import measure, read_day
from generator.writing import write

SEED = 20260315


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the sample community.")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder to write to")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--read", nargs=2, metavar=("GROUP", "DAY"), help="print a day (2026-03-05) instead")
    options = parser.parse_args()
    community = build(options.seed)
    if options.read:
        group = next(group for group in community.groups if group.key == options.read[0])
        print(read_day(group, days.date.fromisoformat(options.read[1])))
        return
    for path in write(community, options.out):
        print(path.name, path.stat().st_size)
    print(measure(community))


if __name__ == "__main__":
    main()
