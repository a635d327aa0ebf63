"""Law notes of a clause, in a sentence each."""

from __future__ import annotations

from core.charter.law import LAW_NOTES as NOTES
from core.charter.law import law_note as note

__all__ = ["NOTES", "note"]
