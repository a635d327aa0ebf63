"""Files: ChatLab JSONL, rosters, facts and the manifest of planted events."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from . import days
from .community import JOINED, Community, Group
from .people import Person
from .plants import Plant
from .timeline import Line

NAMES = {
    "beichen": "北辰顾问管理群",
    "qinghe": "青禾净水销售一部",
    "xiaoman": "小满生活馆福利群",
    "yunshan": "云杉股东交流群",
}
ROOMS = {
    "beichen": "20260101001@chatroom",
    "qinghe": "20260101002@chatroom",
    "xiaoman": "20260101003@chatroom",
    "yunshan": "20260101004@chatroom",
}
CHARTERS = {
    "beichen": "drucker-consulting",
    "qinghe": "sales-2016-007",
    "xiaoman": "sales-group-three-strikes",
    "yunshan": "yunji-shareholders",
}
CHAT_ROLES = ("owner", "admin")
"""Roles that WeChat itself knows; leaders are a fact of the charter."""
ROLE_WORDS = {"owner": "群主", "admin": "管理员", "leader": "领导", "member": "成员"}
MISSING_MANAGER = ("wxid_v2n8k4", "葛新民")
"""A manager of 北辰 who never joined the group."""


def files(community: Community) -> dict[str, bytes]:
    """Everything to write, by file name."""
    result: dict[str, bytes] = {}
    for group in community.groups:
        for suffix, lines in _parts(group):
            result[f"{group.key}{suffix}.chatlab.jsonl"] = _chatlab(group, lines)
        result[f"{group.key}.facts.yaml"] = _facts(group)
    by_key = {group.key: group for group in community.groups}
    result["qinghe.roster.csv"] = _roster(by_key["qinghe"], "employee", "青禾净水", left=())
    result["yunshan.roster.csv"] = _roster(by_key["yunshan"], "shareholder", "", left=("lang",))
    result["manifest.yaml"] = _manifest(community)
    return result


def _parts(group: Group) -> list[tuple[str, list[Line]]]:
    key, start, end = days.HOLE
    if group.key != key:
        return [("", group.lines)]
    before = [line for line in group.lines if line.at < start]
    return [("-1", before), ("-2", [line for line in group.lines if line.at > end])]


def _chatlab(group: Group, lines: list[Line]) -> bytes:
    rows: list[dict[str, Any]] = [{
        "_type": "header",
        "chatlab": {"version": "0.0.2", "exportedAt": lines[-1].at, "generator": "sample"},
        "meta": {"name": NAMES[group.key], "platform": "wechat", "type": "group", "groupId": ROOMS[group.key],
                 "ownerId": next(person.id for person in group.people if person.role == "owner")},
    }]  # fmt: skip
    rows += [_member(person) for person in group.people]
    rows += [_message(line) for line in lines]
    return "".join(
        json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows
    ).encode()  # fmt: skip


def _member(person: Person) -> dict[str, Any]:
    row: dict[str, Any] = {"_type": "member", "platformId": person.id, "accountName": person.account}
    if person.nickname:
        row["groupNickname"] = person.nickname
    row["roles"] = [{"id": person.role}] if person.role in CHAT_ROLES else []
    return row


def _message(line: Line) -> dict[str, Any]:
    row: dict[str, Any] = {"_type": "message"}
    row["sender"] = line.person.id if line.person else "SYSTEM"
    row["accountName"] = line.person.account if line.person else "系统消息"
    if line.nickname:
        row["groupNickname"] = line.nickname
    row |= {"timestamp": line.at, "type": line.type, "content": line.text, "platformMessageId": line.id}
    if line.reply_to:
        row["replyToMessageId"] = line.reply_to.id
    return row


def _roster(group: Group, kind: str, company: str, left: Iterable[str]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        ["微信ID", "昵称", "群昵称", "角色", "类型", "入群时间", "邀请人", "部门", "公司", "手机"]
    )
    joined = {key: at for name, key, at in JOINED if name == group.key}
    inviters = {"bao": "陶然", "xin": "桂姨", "yuan": "罗敏"}
    for number, person in enumerate(group.people, 1):
        if person.key in left:
            continue
        phone = f"199000020{number:02d}" if group.key == "qinghe" else ""
        writer.writerow([
            person.id, person.account, person.nickname, ROLE_WORDS[person.role], kind,
            joined.get(person.key, "2025-03-01 10:00"), inviters.get(person.key, ""),
            person.department, company, phone,
        ])  # fmt: skip
    return out.getvalue().encode("utf-8-sig")


def _facts(group: Group) -> bytes:
    ids = {person.key: person.id for person in group.people}
    leaders = ",".join(p.id for p in group.people if p.role in ("leader", "owner"))
    facts: dict[str, str] = {"rest": "cn"}
    if group.key == "beichen":
        managers = [ids[key] for key in ("cheng", "tang", "he", "yao", "lu", "shao", "cai", "ding")]
        directory = [f"{p.id}:{p.nickname.removesuffix('Leo')}" for p in group.people if p.key != "mo"]
        directory += [f"{ids['mo']}:莫少华", ":".join(MISSING_MANAGER)]
        facts |= {
            "leaders": leaders, "company": "北辰顾问", "work.hours": "09:00-18:00", "task.minutes": "30",
            "bulletin.minutes": "120", "topic": "咨询,项目,客户,方案,报告,访谈,培训,标书,合同",
            "leave": f"{ids['zhengk']}@2026-03-04/2026-03-06",
            "required.members": ",".join([*managers, MISSING_MANAGER[0]]), "directory": ",".join(directory),
        }  # fmt: skip
    elif group.key == "qinghe":
        facts |= {
            "leaders": leaders, "company": "青禾净水", "own.brands": "青禾,青禾净水", "work.hours": "08:30-18:00",
            "bulletin.minutes": "120", "red_packet.start": "notified", "red_packet.rounding": "floor",
            "topic": "净水器,滤芯,安装,水质,客户", "leave": f"{ids['gong']}@2026-02-26/2026-02-28,{ids['jiangx']}@2026-03-16/2026-03-17",
            "required.members": ",".join(p.id for p in group.people),
            "directory": ",".join(f"{p.id}:{p.nickname}:青禾净水" for p in group.people),
        }  # fmt: skip
    elif group.key == "xiaoman":
        facts |= {
            "own.brands": "小满,小满生活馆", "work.hours": "08:00-21:00",
            "topic": "水果,零食,坚果,蜂蜜,鸡蛋,年货,日用,团购,接龙,到货,自提",
            "restricted": "2026-02-16T18:00/2026-02-17T08:00",
            "type.employee": ",".join(ids[key] for key in ("xia", "yang", "ke")),
        }  # fmt: skip
    else:
        facts |= {
            "own.brands": "云杉", "topic": "民宿,股东,入住率,茶园", "flood.count": "10", "flood.seconds": "60",
            "image.count": "6", "image.seconds": "60", "busy.speakers": "5", "busy.seconds": "300",
            "leave": f"{ids['zhuo']}@2026-03-01/2026-03-12", "permit.ads": f"{ids['gui']}@2026-03-01/2026-03-01",
            "session": "2026-02-12T20:00/2026-02-12T21:00,2026-03-07T20:00/2026-03-07T21:35",
            "invite.approved": ids["xin"],
        }  # fmt: skip
    head = f"# Settings and facts for {NAMES[group.key]}, charter {CHARTERS[group.key]}\n"
    return (head + "".join(_fact(key, value) for key, value in facts.items())).encode()


def _fact(key: str, value: str) -> str:
    """One line, or a list where there are several values."""
    parts = value.split(",")
    if len(parts) == 1:
        return f"{key}: {_quoted(value)}\n"
    return f"{key}:\n" + "".join(f"  - {_quoted(part)}\n" for part in parts)


def _quoted(value: object) -> str:
    """A YAML scalar; JSON strings are YAML strings."""
    return json.dumps(value, ensure_ascii=False)


def _manifest(community: Community) -> bytes:
    out = ["# Planted events: what, who, where, and what should follow.\n"]
    for group in community.groups:
        kinds = Counter(line.type for line in group.lines)
        out.append(f"# {NAMES[group.key]}: {len(group.lines) - kinds[80]} messages, {kinds[80]} notices\n")
    out.append("groups:\n")
    for group in community.groups:
        out.append(f"  {group.key}: {{name: {_quoted(NAMES[group.key])}, charter: {CHARTERS[group.key]}}}\n")
    out.append("events:\n")
    ordered = sorted(enumerate(community.plants), key=lambda pair: (pair[1].group, pair[1].at, pair[0]))
    for _, plant in ordered:
        out.append("  - " + json.dumps(_event(plant), ensure_ascii=False) + "\n")
    return "".join(out).encode()


def _event(plant: Plant) -> dict[str, Any]:
    return {
        "group": plant.group,
        "what": plant.what,
        "kind": plant.kind,
        "clause": plant.clause,
        "expect": plant.expect,
        "who": plant.person.id if plant.person else MISSING_MANAGER[0],
        "name": plant.person.shown if plant.person else MISSING_MANAGER[1],
        "at": days.moment(plant.at).isoformat() if plant.at else "",
        "messages": [line.id for line in plant.lines],
    }


def write(community: Community, folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, data in files(community).items():
        path = folder / name
        path.write_bytes(data)
        written.append(path)
    return written
