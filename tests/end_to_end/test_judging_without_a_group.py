"""judge and classify need no group name: pasted text has none, and nothing is kept."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from tests.helpers.console import Console

PASTED = """王总 2026-03-02 09:00:00
@李明 今天把客户报价单整理好发给我

李明 2026-03-02 09:40:00
收到

钱进 2026-03-02 11:30:00
你就是个傻逼
"""


def test_a_pasted_file(console: Console, tmp_path: Path) -> None:
    path = tmp_path / "管理群.txt"
    path.write_text(PASTED, encoding="utf-8")
    found = console("judge", path, "--charter", "drucker-consulting", "--leader", "王总", store=False)
    late = next(each for each in found if each["clause"] == "drucker-consulting.11")
    assert (late["group"], late["member_name"]) == ("管理群", "李明")
    console("import", path, code=2)


def test_standard_input(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PASTED.encode()), encoding="utf-8"))
    rows = console("classify", "-", store=False)
    assert [row["positive"] for row in rows][-1] != []
    assert len(rows) == 3
