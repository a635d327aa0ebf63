"""Spoilt files for as long as there is time: `uv run tests/bench/soak_mutations.py SECONDS [FOLDER…]`.

Every file of the folders (default: the samples of the tests) is a start. What breaks a reader is kept in
`spoilt/` with its seed, and told; the exit code is then 1.
"""

from __future__ import annotations

import sys
import tempfile
import time
import traceback
from pathlib import Path
from random import Random

from core.intake.importing import scratch
from tests.helpers.hostile import attempt, attempt_roster
from tests.helpers.mutations import mutant, samples, write

KEPT = Path("spoilt")
LARGEST = 1_000_000
"""Bytes of a start; larger ones say nothing more and take long."""
A_STORE = 40
"""Files that go into one store before it is made anew."""


def main() -> int:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    starts = samples()
    for folder in sys.argv[2:]:
        starts |= {
            path.name: path.read_bytes()
            for path in sorted(Path(folder).rglob("*"))
            if path.is_file() and path.stat().st_size < LARGEST
        }
    chance = Random()
    until, tried, broken = time.monotonic() + seconds, 0, 0
    counts: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as place:
        while time.monotonic() < until:
            with scratch() as store:
                for _ in range(A_STORE):
                    name, seed = chance.choice(sorted(starts)), chance.randrange(2**32)
                    data = mutant(seed, name, starts[name])
                    path = write(Path(place), name, data)
                    tried += 1
                    try:
                        came = (
                            attempt_roster(path)
                            if chance.random() < 0.15
                            else attempt(store, path, chance.random() < 0.5)
                        )
                        counts[came] = counts.get(came, 0) + 1
                    except Exception:
                        broken += 1
                        KEPT.mkdir(exist_ok=True)
                        write(KEPT, f"{seed}-{name}", data)
                        print(f"{name} with seed {seed}:\n{traceback.format_exc()}")
    print(f"{tried} files: {counts}, {broken} broke a reader")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
