"""Read the literals out of the bundled patterns: uv run packaging/literals.py

To be run after the word lists changed; without it the program reads the new patterns at every start.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from core.judging.detectors.shipped_literals import PATH, packed
from core.judging.lexicon import bundled


def main() -> None:
    content = packed(entry.text for entry in bundled() if entry.pattern)
    PATH.write_bytes(content)
    print(f"{PATH.name}: {len(content)} bytes")


if __name__ == "__main__":
    main()
