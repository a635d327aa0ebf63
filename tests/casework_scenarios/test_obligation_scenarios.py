"""The table of obligations played through the command line: who owes what until when, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.helpers.chats import STICKER, TEXT, write_chat
from tests.helpers.console import Console

TABLE = yaml.safe_load((Path(__file__).parent / "obligations.yaml").read_text(encoding="utf-8"))
DAY = "2026-03-02"
MEMBERS = (
    {"id": "wxid_boss", "name": "王建国", "role": "owner"},
    {"id": "wxid_lin", "name": "林静", "role": "admin"},
    {"id": "wxid_li", "name": "李明"},
    {"id": "wxid_zhao", "name": "赵敏"},
    {"id": "wxid_qian", "name": "钱进"},
    {"id": "wxid_ke", "name": "柯女士"},
)
TYPES = ("type.employee=wxid_boss,wxid_lin,wxid_li,wxid_zhao,wxid_qian", "type.customer=wxid_ke")
KINDS = {"sticker": STICKER}


def _scenarios() -> Iterator[Any]:
    for each in TABLE["scenarios"]:
        yield pytest.param(each, id=f"{each['clause']}: {each['name']}")
    for clause in TABLE["questions"]["clauses"]:
        yield pytest.param({**TABLE["questions"], "clause": clause}, id=f"{clause}: a customer's question")


def _when(time: str) -> str:
    return f"{time if 'T' in time else f'{DAY}T{time}'}+08:00"


def _charter(clause: str) -> str:
    charter = clause
    while not (Path("resources/charters") / f"{charter}.yaml").is_file():
        charter = charter.rpartition(".")[0]
    return charter


@pytest.fixture
def console(store_path: Path, capsys: pytest.CaptureFixture[str]) -> Console:
    return Console(store_path, capsys)


@pytest.mark.parametrize("scenario", [*_scenarios()])
def test_it_goes_as_the_catalogue_says(console: Console, tmp_path: Path, scenario: dict[str, Any]) -> None:
    lines = [
        (
            _when(said["at"]),
            f"wxid_{said['from']}",
            said["text"],
            KINDS.get(said.get("kind", ""), TEXT),
            f"m{number}",
        )
        for number, said in enumerate(scenario["chat"])
    ]
    if "T" not in scenario["chat"][-1]["at"]:
        lines.append((f"{DAY}T23:59:00+08:00", "wxid_boss", "晚安", TEXT, "end"))
    console("import", write_chat(tmp_path / "a.jsonl", lines, MEMBERS))
    given = [word for each in (*TYPES, *scenario.get("settings", ())) for word in ("--set", each)]
    console("adopt", "--group", "管理群", "--charter", _charter(scenario["clause"]), "--from", f"{DAY}T00:00+08:00",
            "--unit", "cny", *given)  # fmt: skip
    for asked in scenario.get("ask", ()):
        got = _owed(console, scenario["clause"], f"wxid_{asked['who']}", asked["at"])
        assert got is not None, f"{asked['who']} owes nothing"
        expected = {key: value for key, value in asked.items() if key not in ("at", "who")}
        shown = {key: _when(value) if key in ("due", "met_at") else value for key, value in expected.items()}
        assert {key: got[key] for key in expected} == shown, asked
    last = lines[-1][0]
    for who in scenario.get("nobody", ()):
        assert _owed(console, scenario["clause"], f"wxid_{who}", last) is None, who
    for asked in scenario.get("duties", ()):
        console("scan", "--now", _when(asked["at"]))
        found = [
            each["state"]
            for each in console("duties", "--now", _when(asked["at"]))
            if each["clause"] == scenario["clause"]
        ]
        assert asked["state"] in found, asked


def _owed(console: Console, clause: str, member: str, at: str) -> dict[str, Any] | None:
    time = at if at.endswith("+08:00") else _when(at)
    found = [
        line
        for line in console("obligations", "--now", time)
        if (line["clause"], line["member"]) == (clause, member)
    ]
    assert len(found) <= 1, found
    return found[0] if found else None
