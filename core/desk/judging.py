"""One shot: a file judged by a charter, no store; and what the detectors think of every message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from core.base.clock import Instant
from core.chat.conversation import Conversation
from core.judging.engine import Judgement


def judge_path(
    path: Path | str,
    charter: str,
    now: Instant,
    settings: Mapping[str, str] | None = None,
    leaders: Sequence[str] = (),
    owner: str = "",
) -> list[tuple[Conversation, Judgement]]:
    """Read a file or folder and judge every group in it. `charter`: library id or path to YAML."""
    raise NotImplementedError
