"""Write the versions that were resolved into pyproject.toml, so that every machine gets the same tree.

    uv lock --upgrade && uv run packaging/pin.py

A lock file would record download addresses; names and versions are all that is needed.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def _pin(package: dict[str, Any]) -> str:
    """A package that Python versions see differently is locked once for each: its markers tell them apart."""
    markers = " or ".join(f"({marker})" for marker in package.get("resolution-markers", ()))
    return f"{package['name']}=={package['version']}" + (f" ; {markers}" if markers else "")


def main() -> int:
    locked = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    pins = sorted(_pin(package) for package in locked if "registry" in package["source"])
    block = "constraint-dependencies = [\n" + "".join(f'    "{pin}",\n' for pin in pins) + "]\n"
    path = ROOT / "pyproject.toml"
    text = path.read_text(encoding="utf-8")
    if "constraint-dependencies" in text:
        text = re.sub(r"constraint-dependencies = \[\n.*?\]\n", block, text, flags=re.DOTALL)
    else:
        text = text.replace("[tool.uv]\npackage = false\n", f"[tool.uv]\npackage = false\n{block}")
    path.write_text(text, encoding="utf-8")
    print(f"{len(pins)} packages pinned")
    return 0


if __name__ == "__main__":
    sys.exit(main())
