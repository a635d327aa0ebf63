"""Where the product's own files lie; the same place in a checkout and in a frozen build."""

from __future__ import annotations

from pathlib import Path

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
