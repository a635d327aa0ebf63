"""The command line as a user types it, with what it printed as records."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from core.cli.app import run


@dataclass
class Console:
    """Runs commands against one store."""

    db: Path
    capture: pytest.CaptureFixture[str]

    def __call__(self, *words: object, code: int = 0, store: bool = True) -> list[dict[str, Any]]:
        """Run a command with --json and answer its lines; fails when the exit code is another."""
        argv = [str(word) for word in words] + ["--json", "--lang", "en"]
        if store:
            argv += ["--db", str(self.db)]
        got = run(argv)
        out, err = self.capture.readouterr()
        self.errors = err
        assert got == code, f"{argv}\nexit {got}\n{err}\n{out}"
        assert "Traceback" not in err
        return [json.loads(line) for line in out.splitlines()]
