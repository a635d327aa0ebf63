"""Files made to hurt: archives, endless lines, entities, paths that lead elsewhere. Bounded in time and memory."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from core.base.paths import RESOURCES
from core.base.refusal import Refusal
from core.intake.importing import scratch
from core.intake.reading import sources
from tests.helpers.exports import bring, conversation, jsonl, said
from tests.helpers.hostile import attempt, attempt_roster, rows
from tests.helpers.mutations import archive, samples, write

ROOT = RESOURCES.parent
MEGABYTE = 1_000_000


def test_an_archive_whose_names_lead_elsewhere_writes_nothing_there(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    inside.mkdir()
    chat = jsonl([said(0, "x", id="1")])
    names = ("../up.jsonl", "/abs.jsonl", "..\\win.jsonl", "C:\\drive.jsonl", "a/../../b.jsonl")
    path = write(inside, "chats.zip", archive({name: chat for name in names}))
    before = sorted(tmp_path.rglob("*"))
    with scratch() as store:
        assert attempt(store, path, accept=False) == "read"
        assert len(conversation(store).messages) == 1
    assert sorted(tmp_path.rglob("*")) == before
    assert not Path("/abs.jsonl").exists()


def test_archives_in_archives_are_not_unpacked_for_ever(tmp_path: Path) -> None:
    data = jsonl([said(0, "x")])
    for _ in range(20):
        data = archive({"inner.zip": data})
    with scratch() as store:
        assert attempt(store, write(tmp_path, "deep.zip", data), accept=False) == "refused"


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = write(tmp_path, "bomb.zip", archive({"chat.jsonl": jsonl([]) + b" " * 200 * MEGABYTE}))
    assert path.stat().st_size < MEGABYTE
    with pytest.raises(Refusal, match="unpacks to too much"):
        list(sources(path))


def test_an_archive_that_lies_about_its_sizes_is_damaged(tmp_path: Path) -> None:
    data = bytearray(archive({"chat.jsonl": jsonl([said(n, "x" * 50) for n in range(200)])}))
    place = data.rindex(b"PK\x01\x02") + 24
    data[place : place + 4] = (64).to_bytes(4, "little")
    with scratch() as store:
        assert attempt(store, write(tmp_path, "lies.zip", bytes(data)), accept=True) == "refused"


def test_a_locked_archive_says_so(tmp_path: Path) -> None:
    data = bytearray(archive({"chat.jsonl": jsonl([said(0, "x")])}))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(Refusal, match="password"):
        list(sources(write(tmp_path, "locked.zip", bytes(data))))


def test_a_folder_with_one_bad_file_brings_the_others(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", bytes(range(128, 256)) * 50)
    write(tmp_path, "b.zip", b"PK\x03\x04 no archive")
    write(tmp_path, "c.jsonl", jsonl([said(0, "x")]))
    told: list[Refusal] = []
    assert [Path(source.path).name for source in sources(tmp_path, refused=told.append)] == ["c.jsonl"]
    assert sorted(Path(refusal.where).name for refusal in told) == ["a.txt", "b.zip"]


@pytest.mark.parametrize("nest", [b'{"a":' * 100_000, b"[" * 300_000, b'{"messages":[' * 50_000])
@pytest.mark.parametrize(
    "name", ["chatlab.json", "weflow.json", "discord.json", "chatlog.json", "result.json"]
)
def test_json_nested_without_end(tmp_path: Path, name: str, nest: bytes) -> None:
    data = samples()[name]
    place = data.rindex(b'": ') + 3 if b'": ' in data else data.rindex(b'":') + 2
    with scratch() as store:
        assert (
            attempt(store, write(tmp_path, name, data[:place] + nest + data[place:]), accept=True)
            == "refused"
        )


def test_xml_entities_are_not_expanded(tmp_path: Path) -> None:
    bomb = (
        "<!DOCTYPE a ["
        + "".join(f'<!ENTITY e{n} "{(f"&e{n - 1};" * 10) if n else "lol"}">' for n in range(12))
        + ']><sysmsg type="sysmsgtemplate"><content>&e11;</content></sysmsg>'
    )
    data = jsonl([said(0, bomb, type=80), said(1, bomb, type=24), said(2, bomb, type=7)])
    with scratch() as store:
        assert attempt(store, write(tmp_path, "a.jsonl", data), accept=True) == "read"
        assert all(len(message.text) <= len(bomb) for message in conversation(store).messages)


def test_formulas_stay_words(tmp_path: Path) -> None:
    assert attempt_roster(write(tmp_path, "roster.xlsx", samples()["roster.xlsx"])) == "read"
    with scratch() as store:
        attempt(store, write(tmp_path, "chat.xlsx", samples()["chat.xlsx"]), accept=True)


_LONG = {
    "line.jsonl": (jsonl([said(0, "x")]), b'{"_type":"message","content":"', b'"}\n'),
    "text.json": (b'{"chatlab":{},"meta":{"name":"g","groupId":"1"},"members":[],"messages":[{"sender":"a","content":"', b"", b'"}]}'),
    "field.csv": (b"localId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent\n1,1,1,0,0,1767240000,,", b"", b"\n"),
    "words.txt": ("张三 2026/3/1 09:00:00\n".encode(), b"", b"\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(_LONG))
def test_an_endless_line_takes_little_memory(tmp_path: Path, name: str) -> None:
    if not Path("/proc/self/status").exists():
        pytest.skip("only Linux tells the peak of a program apart from the one that started it")
    start, before, after = _LONG[name]
    path = tmp_path / name
    with path.open("wb") as opened:
        opened.write(start + before)
        for _ in range(40):
            opened.write(b"y" * MEGABYTE)
        opened.write(after)
    done = subprocess.run(
        [sys.executable, "-c", _PEAK, str(path)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )
    assert int(done.stdout.split()[-1]) < 300


_PEAK = """
import re, sys
from pathlib import Path
from core.base.refusal import Refusal
from core.intake.importing import Asked, import_source, scratch
from core.intake.source import Source
with scratch() as store:
    try:
        import_source(store, Source(sys.argv[1]), Asked(1_772_380_800_000, "g", accept_unreadable=True))
    except Refusal as refusal:
        print(refusal.line("en"))
status = Path("/proc/self/status").read_text()
# Not getrusage: a child's peak begins with the size of the program that started it.
print(int(re.search(r"VmHWM:\\s+(\\d+)", status)[1]) // 1024)
"""


def test_a_refused_import_after_a_good_one_changes_nothing(tmp_path: Path) -> None:
    with scratch() as store:
        bring(store, jsonl([said(0, "x")]))
        before = rows(store)
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
            packed.writestr("a.jsonl", jsonl([said(1, "y")]) + b"broken\n" * 9)
        assert attempt(store, tmp_path / "a.zip", accept=False) == "refused"
        assert rows(store) == before
