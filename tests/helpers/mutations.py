"""Files as accidents and malice leave them: samples of every format, and ways to spoil them."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from openpyxl import Workbook

from tests.helpers.exports import SAMPLES
from tests.helpers.other_exports import (
    WHATSAPP_STYLES,
    as_json,
    discord,
    line_text,
    qce,
    qq_text,
    telegram,
    telegram_full,
    whatsapp,
)

Mutator = Callable[[Random, bytes], bytes]
_BAD_TEXTS = (
    b"\\ud800", b"\\u0000", "\u202e".encode(), "\u2028".encode(), b"=cmd|'/c calc'!A0", b"@SUM(1+1)*cmd", b"\x00", b"\xff\xfe",
    b"<!DOCTYPE a [<!ENTITY b \"x\"><!ENTITY c \"&b;&b;&b;&b;\">]><msg>&c;</msg>",
    b"<?xml version=\"1.0\"?><sysmsg type=\"sysmsgtemplate\"><a>", b"../../etc/passwd", b"..\\\\..\\\\x.jpg", b"C:\\\\x.png",
    "\U000e0041".encode(), b"\r", b"\"", b"{\"a\":", b"]]>", b"%s%n{0}{place}",
)  # fmt: skip
_BAD_NUMBERS = (
    b"0", b"-1", b"1e400", b"NaN", b"Infinity", b"9" * 40, b"-" + b"9" * 25, b"1e-7", b"0x10", b"9" * 5000,
    b"99999999999999", b"-62135596800", b"253402300799", b"253402300800000", b"1.7976931348623157e308",
)  # fmt: skip
_BAD_VALUES = (
    b"null",
    b"[]",
    b"{}",
    b"true",
    b"-0",
    b'""',
    b"[[[[]]]]",
    b'{"a":{"a":{}}}',
    b"1.5",
    b'"\\ud83d"',
)
_YEARS = (b"0001", b"9999", b"0000", b"1969", b"2038", b"10000")


def samples() -> dict[str, bytes]:
    """By file name; the name tells as much as the content to some readers."""
    found = {
        path.name: path.read_bytes()
        for path in sorted(SAMPLES.rglob("*"))
        if path.is_file()
        and path.suffix in (".json", ".jsonl", ".csv", ".txt")
        and path.name != "expected.json"
    }
    found |= {
        "qce.json": as_json(qce()), "qq.txt": qq_text().encode("gb18030"), "result.json": as_json(telegram()),
        "full.json": as_json(telegram_full()), "discord.json": as_json(discord()), "line.txt": line_text().encode(),
        "WhatsApp Chat with 测试群.txt": whatsapp(next(iter(WHATSAPP_STYLES))).encode(),
        "pasted.txt": "张三 2026/3/1 09:00:00\n早\n李四 昨天 09:05\n收到\n多行\n".encode(),
        "chat.xlsx": workbook(), "roster.xlsx": workbook(roster=True),
        "roster.csv": "微信ID,昵称,群昵称,角色,入群时间\nwxid_a,甲,部门-甲,群主,2026-01-02\nwxid_b,乙,,,\n".encode(),
        "chat.zip": archive({"a/chatlab.jsonl": found["chatlab.jsonl"], "b/weflow.txt": found["weflow.txt"]}),
    }  # fmt: skip
    return found


def workbook(roster: bool = False) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    rows: list[list[Any]] = [["微信ID", "昵称"], ["wxid_a", "=1+1"]]
    if not roster:
        rows = [
            ["时间", "发送者", "内容"],
            ["2026-03-01 09:00:00", "张三", "早"],
            ["2026-03-01 09:01:00", "李四", "=A1"],
        ]
    for row in rows:
        sheet.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def archive(files: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return held.getvalue()


def _place(random: Random, data: bytes) -> int:
    return random.randrange(len(data) + 1)


def flip(random: Random, data: bytes) -> bytes:
    held = bytearray(data)
    for _ in range(random.randint(1, 8)):
        if held:
            held[random.randrange(len(held))] ^= 1 << random.randrange(8)
    return bytes(held)


def cut(random: Random, data: bytes) -> bytes:
    return data[: _place(random, data)]


def drop(random: Random, data: bytes) -> bytes:
    place = _place(random, data)
    return data[:place] + data[place + random.randint(1, 200) :]


def double(random: Random, data: bytes) -> bytes:
    place, size = _place(random, data), random.choice((1, 30, 500, len(data)))
    return data[: place + size] + data[place:]


def put(random: Random, data: bytes) -> bytes:
    place = _place(random, data)
    return data[:place] + random.choice(_BAD_TEXTS) + data[place:]


def put_in_text(random: Random, data: bytes) -> bytes:
    """Into a quoted text, where a parser lets it through."""
    places = [found.end() for found in re.finditer(rb'[:,]\s*"', data)]
    place = random.choice(places) if places else _place(random, data)
    return data[:place] + random.choice(_BAD_TEXTS) + data[place:]


def lines_about(random: Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    first, second = random.randrange(len(lines)), random.randrange(len(lines))
    match random.randrange(4):
        case 0:
            lines[first], lines[second] = lines[second], lines[first]
        case 1:
            lines[first:first] = [lines[second]] * random.randint(1, 50)
        case 2:
            random.shuffle(lines)
        case _:
            del lines[first]
    return b"\n".join(lines)


def written_otherwise(random: Random, data: bytes) -> bytes:
    text = data.decode("utf-8", "replace")
    codec = random.choice(
        ("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "gb18030", "big5", "utf-32", "latin-1")
    )
    given = text.encode(codec, "replace")
    return (
        given.replace(b"\n", random.choice((b"\r\n", b"\r", b"\n"))) if codec.startswith("utf-8") else given
    )


def numbers(random: Random, data: bytes) -> bytes:
    return _instead(random, data, rb"-?\d{2,}", _BAD_NUMBERS)


def years(random: Random, data: bytes) -> bytes:
    return _instead(random, data, rb"20[0-9]{2}", _YEARS)


def values(random: Random, data: bytes) -> bytes:
    """A JSON value of another kind."""
    return _instead(random, data, rb'(?<=:)\s*("[^"]*"|-?\d+|null|true|false)', _BAD_VALUES)


def keys(random: Random, data: bytes) -> bytes:
    """A key gone, or given twice."""
    found = list(re.finditer(rb'"([A-Za-z_]+)"\s*:', data))
    if not found:
        return data
    one, other = random.choice(found), random.choice(found)
    return (
        data[: one.start()] + random.choice((other[0], b'"x":', one[0] + b"1," + one[0])) + data[one.end() :]
    )


def deep(random: Random, data: bytes) -> bytes:
    depth = random.choice((50, 2_000, 100_000))
    opened, closed = random.choice(
        ((b"[", b"]"), (b'{"a":', b"}"), (b"<a>", b"</a>"), (b"(", b")"), (b"\xe3\x80\x8c", b""))
    )
    nest = opened * depth + b"1" + closed * depth
    return (
        _instead(random, data, rb'(?<=:)\s*("[^"]*"|\d+)', (nest,)) if random.random() < 0.7 else data + nest
    )


def long_line(random: Random, data: bytes) -> bytes:
    place = _place(random, data)
    return (
        data[:place] + random.choice((b"x", b" ", b"1", b",", "长".encode(), b"\t")) * 400_000 + data[place:]
    )


MUTATORS: tuple[Mutator, ...] = (
    flip, cut, drop, double, put, put_in_text, lines_about, written_otherwise, numbers, years, values, keys, deep, long_line,
)  # fmt: skip


def _instead(random: Random, data: bytes, pattern: bytes, choices: tuple[bytes, ...]) -> bytes:
    found = list(re.finditer(pattern, data))
    if not found:
        return data
    for _ in range(random.randint(1, 3)):
        one = random.choice(found)
        if data[one.start() : one.end()] == one[0]:
            data = data[: one.start()] + random.choice(choices) + data[one.end() :]
    return data


def packed_otherwise(random: Random, data: bytes) -> bytes:
    """A packed file taken apart, one file in it spoilt, and packed again, also under names that lead elsewhere."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            files = {entry.filename: packed.read(entry) for entry in packed.infolist()}
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError, NotImplementedError, RuntimeError):
        return flip(random, data)
    name = random.choice(sorted(files))
    files[name] = random.choice(MUTATORS)(random, files[name])
    if random.random() < 0.3:
        files[
            random.choice(
                ("../../up.jsonl", "/etc/root.jsonl", "C:\\x.jsonl", "a\nb.txt", "x" * 240 + ".csv")
            )
        ] = files[name]
    return archive(files)


def mutant(seed: int, name: str, data: bytes) -> bytes:
    """The same for the same seed."""
    random = Random(seed)
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        packed = data.startswith(b"PK") and random.random() < 0.8
        data = (packed_otherwise if packed else random.choice(MUTATORS))(random, data)
    return data


def write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path
