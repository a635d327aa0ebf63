"""The words of member lists: columns, roles and types, in Chinese and English."""

from __future__ import annotations

import re

COLUMNS: dict[str, tuple[str, ...]] = {
    "id": ("微信id", "wxid", "id", "platformid", "username", "用户id", "userid", "成员id", "账号", "帐号", "user_id"),
    "alias": ("微信号", "alias", "wechat_id", "wechatid"),
    "name": ("昵称", "name", "微信昵称", "微信名", "accountname", "nickname", "姓名", "成员", "成员昵称", "显示名称",
             "displayname", "display_name"),
    "nickname": ("群昵称", "group_nickname", "groupnickname", "群名片", "群内昵称", "群备注", "group_nick"),
    "remark": ("备注", "remark", "备注名", "联系人备注"),
    "role": ("角色", "role", "群角色", "身份", "群身份"),
    "type": ("类型", "type", "成员类型", "member_type", "membertype"),
    "joined_at": ("入群时间", "joined_at", "进群时间", "加入时间", "join_time", "jointime", "joinedat"),
    "invited_by": ("邀请人", "invited_by", "邀请者", "inviter", "invitedby"),
    "department": ("部门", "department", "所属部门"),
    "company": ("公司", "company", "单位", "所属公司"),
    "phone": ("手机", "phone", "手机号", "手机号码", "电话", "联系电话", "mobile"),
}  # fmt: skip
_ROLES: dict[str, tuple[str, ...]] = {
    "owner": ("群主", "owner"),
    "admin": ("管理员", "群管理员", "管理", "副群主", "admin", "administrator"),
    "supervisor": ("监督员", "督导", "supervisor"),
    "leader": ("领导", "组长", "主管", "负责人", "经理", "总监", "部长", "主任", "leader", "manager"),
    "member": ("成员", "群成员", "普通成员", "群员", "普通群员", "组员", "member"),
}
_TYPES: dict[str, tuple[str, ...]] = {
    "employee": ("员工", "内部员工", "正式员工", "同事", "employee", "staff"),
    "agent": ("代理", "代理商", "agent"),
    "partner": ("合作伙伴", "合伙人", "合作方", "供应商", "partner"),
    "customer": ("客户", "顾客", "外部联系人", "customer", "client"),
    "shareholder": ("股东", "shareholder"),
    "chamber-member": ("商会会员", "会员", "会员单位", "chamber-member"),
    "guest": ("访客", "来宾", "嘉宾", "guest"),
}
_ROLE_OF = {word: role for role, words in _ROLES.items() for word in words}
_TYPE_OF = {word: kind for kind, words in _TYPES.items() for word in words}
_COLUMN_OF = {word: name for name, words in COLUMNS.items() for word in words}
_ASIDE = re.compile(r"[(（【\[].*?[)）】\]]")


def column_of(cell: str) -> str | None:
    """The field that a column with this head holds."""
    key = cell.strip().strip("\ufeff").lower().replace(" ", "_")
    return _COLUMN_OF.get(key) or _COLUMN_OF.get(key.replace("_", ""))


def role_of(word: str) -> str | None:
    return _ROLE_OF.get(_plain(word))


def type_of(word: str) -> str | None:
    return _TYPE_OF.get(_plain(word))


def _plain(word: str) -> str:
    return _ASIDE.sub("", word).strip().lower()
