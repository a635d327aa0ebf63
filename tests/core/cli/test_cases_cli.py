from __future__ import annotations

from pathlib import Path

import pytest

from core.store.store import open_store
from tests.helpers.console import Console
from tests.helpers.docket import Docket

NOW = ("--now", "2026-04-01T10:00:00+08:00")


@pytest.fixture
def ids(store_path) -> list[str]:
    store = open_store(store_path)
    docket = Docket(store)
    group = docket.group("sales-group-three-strikes")
    member = docket.member(group)
    found = [docket.violation(group, member, hours=hour) for hour in range(3)]
    store.close()
    return found


@pytest.fixture
def console(store_path, capsys) -> Console:
    return Console(store_path, capsys)


def test_a_case_from_the_first_decision_to_the_last_action(console: Console, ids: list[str]) -> None:
    planned = console("bulk", *ids, "--dry-run", *NOW)
    assert [line["step"] for line in planned] == ["warning", "mute", "removal"]
    made = console("together", ids[0], ids[1], "--reason", "one talk", "--for", "周总", *NOW)
    assert [(line["state"], line["step"], line["case"]) for line in made] == [
        ("confirmed", "warning", "销售-0001"), ("confirmed", "", "销售-0001"),
    ]  # fmt: skip
    console("case", "note", "销售-0001", "--text", "he knows", "--public", *NOW)
    console("case", "link", "销售-0001", ids[2], "--reason", "the same evening", *NOW)
    (action,) = console("outbox", "--state", "proposed", *NOW)
    assert (action["kind"], action["target"], action["capability"]) == ("post_letter", "wxid_li", "post")
    assert action["id"] == action["idempotency_key"]
    assert console("cases", *NOW)[0]["served"] is False
    console("outbox", "approve", action["id"], *NOW)
    (done,) = console("outbox", "done", action["id"][:12], *NOW)
    assert (done["state"], done["by"]) == ("done", "admin")
    (case,) = console("case", "show", "销售-0001", *NOW)
    assert case["served"] is True
    assert [note["text"] for note in case["notes"]] == ["he knows"]
    assert {copy["violation"] for copy in case["evidence"]} == set(ids)
    assert [event["for"] for event in case["timeline"] if event["kind"] == "confirm"] == ["周总"]
    assert [event["kind"] for event in case["timeline"]].count("breach") == 3
    console("outbox", "done", action["id"], *NOW, code=2)
    console("outbox", "fail", "abcdef012345", "--reason", "x", *NOW, code=2)
    console("verify")


def test_working_with_others(
    console: Console, ids: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("a long enough secret", encoding="utf-8")
    console("operator", "add", "吴", "--passphrase-file", secret, *NOW)
    (claimed,) = console("claim", ids[0], *NOW)
    assert claimed["claimed_by"] == "admin"
    console("release", ids[0], *NOW)
    (skipped,) = console("skip", ids[1], *NOW)
    assert skipped["skipped_by"] == ["admin"]
    (asked,) = console("opinion", "ask", ids[0], "--of", "吴", "--reason", "is it?", *NOW)
    assert asked["opinions"][0]["asked_of"] == "吴"
    monkeypatch.setenv("QUNZHANG_OPERATOR", "吴")
    monkeypatch.setenv("QUNZHANG_PASSPHRASE_FILE", str(secret))
    (given,) = console("opinion", "give", ids[0], "--verdict", "dismiss", *NOW)
    assert given["opinions"][0]["verdict"] == "dismiss"
    (undone,) = console("undo", *NOW)
    assert undone["undone"] == "queue"


def test_letters_and_templates(console: Console, ids: list[str]) -> None:
    (public,), (private,) = (
        console("case", "letter", ids[0], "--tone", t, *NOW) for t in ("public", "private")
    )
    assert public["text"].startswith("@李明")
    assert private["text"].startswith("李明,")
    assert "lapses" in public["text"]
    console("case", "letter", ids[0], "--tone", "loud", *NOW, code=2)
    console("template", "save", "late", "--use", "dismiss", "--text", "told on {{day}}")
    console("template", "fill", "late", code=2)
    assert console("template", "fill", "late", "--field", "day=Friday")[0]["text"] == "told on Friday"
    console("dismiss", ids[0], "--reason", "told on {{day}}", *NOW, code=2)
    console("template", "remove", "late")
    assert console("template", "list") == []


def test_what_is_unknown_is_refused_in_a_line(console: Console, ids: list[str]) -> None:
    console("case", "show", "销售-0099", *NOW, code=2)
    console("case", "note", "销售-0099", "--text", "x", *NOW, code=2)
    console("cases", "--state", "lost", *NOW, code=2)
    console("outbox", "--state", "lost", *NOW, code=2)
    console("opinion", "give", ids[0], "--verdict", "maybe", *NOW, code=2)
    console("release", ids[0], *NOW, code=2)
