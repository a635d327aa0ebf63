"""Member lists in CSV, Excel or a program's JSON: columns found by name, in Chinese or English, wherever the header row is."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from core.base.clock import DEFAULT_ZONE
from core.base.phrase import P
from core.base.refusal import Refusal
from core.chat.incoming import Listed
from core.chat.member import NAME_ONLY
from core.intake.cleaning import NotATime, clean, instant
from core.intake.roster_json import read_json_roster
from core.intake.source import Source
from core.intake.spreadsheets import excel_rows, is_excel
from core.intake.tables import separator

COLUMNS: dict[str, tuple[str, ...]] = {
    "id": ("微信id", "微信号", "wxid", "id", "platformid", "username", "用户id", "userid", "成员id"),
    "name": ("昵称", "name", "微信昵称", "微信名", "accountname", "nickname", "姓名", "成员", "成员昵称"),
    "nickname": ("群昵称", "group_nickname", "groupnickname", "群名片", "群内昵称", "group nickname"),
    "role": ("角色", "role", "群角色", "身份"),
    "type": ("类型", "type", "成员类型", "member_type"),
    "joined_at": ("入群时间", "joined_at", "进群时间", "加入时间", "join_time"),
    "invited_by": ("邀请人", "invited_by", "邀请者", "inviter"),
    "department": ("部门", "department"),
    "company": ("公司", "company", "单位"),
    "phone": ("手机", "phone", "手机号", "电话", "mobile"),
}
ROLES = {
    "群主": "owner", "owner": "owner", "管理员": "admin", "群管理员": "admin", "admin": "admin",
    "监督员": "supervisor", "supervisor": "supervisor", "领导": "leader", "组长": "leader", "主管": "leader",
    "leader": "leader", "成员": "member", "群成员": "member", "普通成员": "member", "member": "member",
}  # fmt: skip
TYPES = {
    "员工": "employee", "employee": "employee", "代理": "agent", "代理商": "agent", "agent": "agent",
    "合作伙伴": "partner", "合伙人": "partner", "partner": "partner", "客户": "customer", "customer": "customer",
    "股东": "shareholder", "shareholder": "shareholder", "商会会员": "chamber-member", "会员": "chamber-member",
    "chamber-member": "chamber-member", "访客": "guest", "来宾": "guest", "guest": "guest",
}  # fmt: skip
HEADER_WITHIN = 20
"""Rows; above the header stand titles and dates."""
MOST_ROWS = 200_000

Row = Sequence[str]


def read_roster(path: Path, zone: str = DEFAULT_ZONE) -> list[Listed]:
    """The people of a list. Raises Refusal for a file without a column of ids or names, or without people."""
    if path.suffix.lower() == ".json":
        return read_json_roster(path)
    rows = excel_rows(str(path)) if is_excel(str(path)) else _csv_rows(path)
    columns: dict[str, int] | None = None
    people: list[Listed] = []
    for number, row in enumerate(rows, 1):
        if columns is None:
            columns = _columns(row)
            if columns is None and number >= HEADER_WITHIN:
                break
        elif any(cell.strip() for cell in row):
            person = _person(row, columns, zone, f"{path}:{number}")
            if person is not None:
                people.append(person)
        if len(people) > MOST_ROWS:
            raise Refusal(
                P("the list has too many rows."), f"{path}:{number}", P("Give the list of one group.")
            )
    if columns is None:
        raise Refusal(
            P("no column of member ids or names was found."), str(path),
            P("Name the columns like 微信ID, 昵称, 群昵称 or wxid, name, group_nickname."),
        )  # fmt: skip
    if not people:
        raise Refusal(P("the list has no people."), str(path), P("Check that this is the right sheet."))
    return people


def _columns(row: Row) -> dict[str, int] | None:
    """Where each known column is; None when the row is no header."""
    found: dict[str, int] = {}
    for index, cell in enumerate(row):
        key = cell.strip().strip("\ufeff").lower().replace(" ", "_")
        for name, words in COLUMNS.items():
            if key in words or key.replace("_", "") in words:
                found.setdefault(name, index)
    if "name" not in found and "id" not in found and "nickname" not in found:
        return None
    return found if len(found) > 1 or len([cell for cell in row if cell.strip()]) == 1 else None


def _person(row: Row, columns: dict[str, int], zone: str, where: str) -> Listed | None:
    def cell(name: str) -> str:
        index = columns.get(name)
        return clean(row[index]).strip() if index is not None and index < len(row) else ""

    ident, name, nickname = cell("id"), cell("name"), cell("nickname")
    if not (ident or name or nickname):
        return None
    joined = cell("joined_at")
    try:
        joined_at = instant(joined, zone) if joined else None
    except NotATime as error:
        raise Refusal(
            P("“{text}” is no time.", text=joined), where, P("Write it like 2026-03-01 09:30.")
        ) from error
    return Listed(
        ident or NAME_ONLY + (name or nickname), name, nickname if "nickname" in columns else None,
        ROLES.get(cell("role").lower()), TYPES.get(cell("type").lower()), joined_at, cell("invited_by"),
        cell("department"), cell("company"), cell("phone"),
    )  # fmt: skip


def _csv_rows(path: Path) -> Iterator[Row]:
    source = Source(str(path))
    if not source.head.strip():
        raise Refusal(P("the file is empty."), str(path), P("Save the list again."))
    busiest = max(source.head.splitlines()[:HEADER_WITHIN], key=lambda line: line.count(separator(line)))
    try:
        with source.text() as stream:
            yield from csv.reader(stream, delimiter=separator(busiest))
    except csv.Error as error:
        raise Refusal(P("the table is broken ({reason}).", reason=str(error)), str(path)) from error
