"""What an entry of each register holds: the fields a person fills in, in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.base.phrase import LocalText


@dataclass(frozen=True, slots=True)
class FormField:
    """`kind`: text | long | date | choice | number. A choice has `choices` (word: what it says)."""

    key: str
    label: LocalText
    kind: str = "text"
    choices: Mapping[str, LocalText] | None = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class RegisterForm:
    """`about_member`: whether an entry is about one member; otherwise it is about the group."""

    fields: tuple[FormField, ...]
    about_member: bool = False


def _text(key: str, zh: str, en: str, required: bool = False) -> FormField:
    return FormField(key, LocalText(zh, en), required=required)


def _long(key: str, zh: str, en: str, required: bool = False) -> FormField:
    return FormField(key, LocalText(zh, en), "long", required=required)


def _date(key: str, zh: str, en: str) -> FormField:
    return FormField(key, LocalText(zh, en), "date")


def _number(key: str, zh: str, en: str) -> FormField:
    return FormField(key, LocalText(zh, en), "number")


def _choice(key: str, zh: str, en: str, **words: tuple[str, str]) -> FormField:
    return FormField(
        key, LocalText(zh, en), "choice", {w: LocalText(*said) for w, said in words.items()}, True
    )


_WHAT = _long("what", "内容", "What", required=True)
_FROM, _UNTIL = _date("from", "自", "From"), _date("until", "至", "Until")
_SEEN = _choice("outcome", "结果", "Outcome", in_order=("符合", "in order"), not_in_order=("不符合", "not in order"),
                unclear=("说不清", "unclear"))  # fmt: skip
_RULING = _choice("outcome", "结果", "Outcome", granted=("批准", "granted"), refused=("不批准", "refused"))

FORMS: Mapping[str, RegisterForm] = {
    "account-registry": RegisterForm(
        (_text("account", "账号", "Account", True), _text("keeper", "保管人", "Kept by", True),
         _text("purpose", "用途", "Purpose"), _date("since", "启用日期", "In use since")),
    ),
    "agreement": RegisterForm((_text("document", "文件", "Document", True), _date("signed", "日期", "Agreed on")), True),
    "announcement": RegisterForm((_WHAT, _text("where", "公布在哪里", "Where it was posted"))),
    "approval": RegisterForm((_WHAT, _RULING, _FROM, _UNTIL, _text("terms", "附带条件", "Conditions")), True),
    "archive": RegisterForm((_WHAT, _text("place", "存放处", "Kept at", True), _FROM, _UNTIL)),
    "assessment": RegisterForm((_text("period", "考核期", "Period", True), _number("score", "得分", "Score"), _WHAT), True),
    "attestation": RegisterForm((_SEEN, _long("how", "如何核实", "How it was checked", True), _number("count", "数量", "Count"),
                                 _text("clause", "依据条款", "Clause it was checked for")), True),
    "award": RegisterForm((_WHAT, _text("kind", "奖励方式", "Kind of award", True)), True),
    "campaign": RegisterForm((_text("campaign", "活动", "Campaign", True), _SEEN, _number("count", "数量", "Count")), True),
    "certificate": RegisterForm((_text("document", "证件", "Certificate", True), _UNTIL), True),
    "checklist": RegisterForm((_long("done", "已办事项", "What was done", True),), True),
    "complaint": RegisterForm(
        (_WHAT, _choice("outcome", "进展", "Progress", open=("处理中", "in progress"), settled=("已解决", "settled"),
                        declined=("不予受理", "declined")), _text("by", "处理人", "Handled by")), True,
    ),
    "customer-file": RegisterForm((_long("notes", "记录", "Notes", True), _text("rank", "等级", "Rank")), True),
    "evaluation": RegisterForm((_text("period", "评估期", "Period", True), _WHAT, _long("next", "改进措施", "What changes next"))),
    "group-registry": RegisterForm(
        (_text("owner", "群主", "Owner", True), _text("admin", "管理员", "Admin", True), _text("purpose", "用途", "Purpose"),
         _date("founded", "建群日期", "Founded on")),
    ),
    "handover": RegisterForm(
        (_text("to", "接手人", "Handed to", True), _long("what", "交接内容", "What was handed over", True),
         _choice("outcome", "结果", "Outcome", complete=("已交清", "complete"), missing=("有缺漏", "something is missing"))), True,
    ),
    "image-review": RegisterForm(
        (_choice("outcome", "看过以后", "After looking", fine=("没有问题", "nothing wrong"), breach=("属违规", "a breach"),
                 unclear=("说不清", "unclear")), _text("note", "说明", "Note")), True,
    ),
    "incident": RegisterForm((_WHAT, _text("reported_to", "报告给谁", "Reported to", True), _text("done", "已采取的措施", "What was done")), True),
    "spot-check": RegisterForm((_long("what", "抽查了什么", "What was checked", True), _SEEN)),
    "suggestion": RegisterForm(
        (_WHAT, _choice("outcome", "进展", "Progress", noted=("已记下", "noted"), taken_up=("已采纳", "taken up"),
                        declined=("未采纳", "not taken up"))), True,
    ),
    "training": RegisterForm((_text("topic", "主题", "Topic", True), _text("attended", "参加人员", "Attended by"), _date("held", "日期", "Held on"))),
}  # fmt: skip
"""By register. Registers of other shapes (appeals, reports, leave …) have flows of their own."""
