"""What a grey-bar line means. Names may hold quotes, list marks and spaces, so patterns hang on the fixed
words and read names greedily; invited people are split on the list mark only inside their own quotes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.chat.notice import SELF, NoticeEvent

LIST_MARK = "、"


@dataclass(frozen=True, slots=True)
class Event:
    """`actor` and `targets` are ids where the text holds them, else names, or SELF for "you"."""

    event: NoticeEvent
    actor: str = ""
    targets: tuple[str, ...] = ()
    detail: str = ""


@dataclass(frozen=True, slots=True)
class _Pattern:
    """`word` is in every text that `regex` can match at its start: a quick look before the slow one."""

    event: NoticeEvent
    word: str
    regex: re.Pattern[str]
    actor: str
    targets: str


_WORDS = (
    "加入", "移出", "退出", "修改群", "群主", "撤回", "拍了拍", "群昵称", "待办", "红包", "消息", "group", "recalled",
    "tickled",
)  # fmt: skip


def _compiled(*rows: tuple[NoticeEvent, str, str, str]) -> tuple[_Pattern, ...]:
    return tuple(
        _Pattern(
            event,
            next(word for word in _WORDS if word in source),
            re.compile(source, re.DOTALL),
            actor,
            targets,
        )
        for event, source, actor, targets in rows
    )


_INVITE, _QR, _KICK = NoticeEvent.JOIN_INVITE, NoticeEvent.JOIN_QR, NoticeEvent.KICK
_OTHER = NoticeEvent.OTHER

_CODE = "(?:二维码|QR ?[Cc]ode|QR码)"

PATTERNS = _compiled(
    (_INVITE, r'"(?P<a>.+)" ?邀请你和"(?P<t>.+)"加入了?群聊', "a", "self+t"),
    (_INVITE, r'"(?P<a>.+?)" ?邀请你加入了?群聊', "a", "self"),
    (_INVITE, r'你邀请"(?P<t>.+)"加入了?群聊', "self", "t"),
    (_INVITE, r'"(?P<a>.+?)" ?邀请"(?P<t>.+)"加入了?群聊', "a", "t"),
    (_INVITE, r"You invited (?P<t>.+?) to (?:the|a) group chat", "self", "t"),
    (_INVITE, r"(?P<a>.+) invited you to a group chat with .+", "a", "self"),
    (_INVITE, r"(?P<a>.+?) invited you and (?P<t>.+?) to (?:the|a) group chat", "a", "self+t"),
    (_INVITE, r"(?P<a>.+?) invited (?P<t>.+?) to (?:the|a) group chat", "a", "t"),
    (_QR, r'" ?(?P<t>.+)" ?通过扫描你分享的' + _CODE + "加入了?群聊", "self", "t"),
    (_QR, r'" ?(?P<t>.+)" ?通过扫描"(?P<a>.+)"分享的' + _CODE + "加入了?群聊", "a", "t"),
    (_QR, r'" ?(?P<t>.+)" ?通过"(?P<a>.+)"的邀请' + _CODE + "加入了?群聊", "a", "t"),
    (_QR, r'你通过扫描"(?P<a>.+)"分享的' + _CODE + "加入了?群聊", "a", "self"),
    (_QR, r"你通过扫描" + _CODE + "加入了?群聊", "", "self"),
    (_QR, r'" ?(?P<t>.+)" joined (?:the )?group chat via (?:the QR [Cc]ode you shared|your shared QR [Cc]ode)',
     "self", "t"),
    (_QR, r'" ?(?P<t>.+)" joined (?:the )?group chat via the QR [Cc]ode shared by "(?P<a>.+)"', "a", "t"),
    (_QR, r"You joined (?:the )?group chat via (?:the )?QR [Cc]ode", "", "self"),
    (_KICK, r'你将"(?P<t>.+)"移出了?群聊', "self", "t"),
    (_KICK, r'你被"(?P<a>.+)"移出了?群聊', "a", "self"),
    (_KICK, r'"(?P<a>.+)"将"(?P<t>.+)"移出了?群聊', "a", "t"),
    (_KICK, r'You removed "(?P<t>.+)" from the group chat', "self", "t"),
    (_KICK, r'You (?:were|have been) removed from (?:the|this) group chat by "(?P<a>.+)"', "a", "self"),
    (_KICK, r'"(?P<a>.+)" removed "(?P<t>.+)" from the group chat', "a", "t"),
    (NoticeEvent.LEAVE, r'你(?:已)?退出了?群聊', "", "self"),
    (NoticeEvent.LEAVE, r'"(?P<t>.+)" ?(?:已)?退出了?群聊', "", "t"),
    (NoticeEvent.LEAVE, r'"(?P<t>.+)" left the group chat', "", "t"),
    (NoticeEvent.RENAME, r'你修改群聊?名称?为[“"](?P<d>.+)[”"]$', "self", ""),
    (NoticeEvent.RENAME, r'"(?P<a>.+)" ?修改群聊?名称?为[“"](?P<d>.+)[”"]$', "a", ""),
    (NoticeEvent.RENAME, r'You changed the group (?:chat )?name to [“"](?P<d>.+)[”"]$', "self", ""),
    (NoticeEvent.RENAME, r'"(?P<a>.+)" changed the group (?:chat )?name to [“"](?P<d>.+)[”"]$', "a", ""),
    (NoticeEvent.OWNER, r"你已成为新群主", "", "self"),
    (NoticeEvent.OWNER, r'"(?P<t>.+)"已成为新群主', "", "t"),
    (NoticeEvent.OWNER, r"You(?: have become| are now)(?: the)?(?: new)? group owner", "", "self"),
    (NoticeEvent.OWNER, r'"(?P<t>.+)" (?:has become|is now)(?: the)?(?: new)? group owner', "", "t"),
    (NoticeEvent.DISMISS, r'群主"(?P<a>.+)" ?已解散该群聊', "a", ""),
    (NoticeEvent.DISMISS, r'The group owner "(?P<a>.+)" (?:has )?disbanded the group', "a", ""),
    (_OTHER, r'群主已(?:启用[“"]群聊邀请确认[”"]|恢复默认进群方式)', "owner", ""),
    (NoticeEvent.RECALL, r"你撤回了一条消息", "self", ""),
    (NoticeEvent.RECALL, r'"(?P<a>.+)" ?撤回了一条消息', "a", ""),
    (NoticeEvent.RECALL, r'(?P<a>[^"\s].{0,40}?) ?撤回了一条消息', "a", ""),
    (NoticeEvent.RECALL, r"You(?:'ve| have)? recalled a message", "self", ""),
    (NoticeEvent.RECALL, r'"?(?P<a>.+?)"? (?:has )?recalled a message', "a", ""),
    (NoticeEvent.PAT, r'我拍了拍 ?"(?P<t>.+?)"', "self", "t"),
    (NoticeEvent.PAT, r"我拍了拍自己", "self", "self"),
    (NoticeEvent.PAT, r'"(?P<a>.+?)" ?拍了拍 ?"(?P<t>.+?)"', "a", "t"),
    (NoticeEvent.PAT, r'"(?P<a>.+?)" ?拍了拍我', "a", "self"),
    (NoticeEvent.PAT, r'"?(?P<a>.+?)"? ?拍了拍', "a", ""),
    (NoticeEvent.PAT, r'(?:I|You) tickled "(?P<t>.+?)"', "self", "t"),
    (NoticeEvent.PAT, r'"(?P<a>.+?)" tickled "(?P<t>.+?)"', "a", "t"),
    (NoticeEvent.PAT, r'"(?P<a>.+?)" tickled (?:me|you)', "a", "self"),
    (_OTHER, r'"(?P<a>.+)"(?:移除|置顶)了一条.*消息', "a", ""),
    (_OTHER, r'(?P<a>\$\{.+?\}|".+").*设置为群待办', "a", ""),
    (_OTHER, r"发出红包，请在手机上查看", "self", ""),
    (_OTHER, r'"(?P<a>.+)" ?修改群昵称为[“"](?P<d>.+)[”"]', "a", ""),
)  # fmt: skip
"""(event, pattern at the start of the text, actor, targets); "self" is the account that made the export."""

_SIMPLIFIED = str.maketrans(
    "請羣將過掃維碼為條則啟該參與還個訊稱組啓爲暱設辦紅進認確員復預",
    "请群将过扫维码为条则启该参与还个讯称组启为昵设办红进认确员复预",
)
_SAME_WORDS = (
    ("收回了", "撤回了"),
    ("讯息", "消息"),
    ("一则", "一条"),
    ("群组", "群聊"),
    ("透过", "通过"),
    ("预设", "默认"),
)
"""What the console's patterns call otherwise in Taiwan and Hong Kong; each as long as its twin."""
_STRAIGHT = str.maketrans("“”「」『』", '""""""')
_LIFTED = re.compile(r"\((wxid_\w+|[A-Za-z][\w-]{5,})\)$")
_PLACEHOLDER = re.compile(r"\$\{([^}]+)\}")
_LINK = re.compile(r"<a\b[^>]{0,500}>.{0,500}?</a>|\$revoke\$|撤销\s*$", re.DOTALL)
LONGEST = 4_000
"""Characters; a grey bar is a line, not an essay."""


def parse(text: str) -> Event:
    """The event of a grey-bar text; OTHER when nothing fits."""
    line = text[:LONGEST].strip()
    if "<a" in line or "$revoke$" in line or "撤销" in line:
        line = _LINK.sub("", line).strip()
    return _event(line) or Event(NoticeEvent.OTHER)


def _event(line: str) -> Event | None:
    """As it stands, else in simplified characters, else with straight quotes round the names."""
    plain = line.translate(_SIMPLIFIED)
    for word, same in _SAME_WORDS:
        plain = plain.replace(word, same)
    views = dict.fromkeys((line, plain, plain.translate(_STRAIGHT)))
    return next((event for view in views if (event := _matched(view, line)) is not None), None)


def _matched(view: str, line: str) -> Event | None:
    """The event of `view`, which is `line` sign by sign in other letters: names are told as they stand."""
    words = {word for word in _WORDS if word in view}
    for pattern in PATTERNS if words else ():
        if pattern.word in words and (found := pattern.regex.match(view)):
            groups = {
                name: line[slice(*found.span(name))] if found[name] is not None else None
                for name in found.groupdict()
            }
            return Event(
                pattern.event, _actor(pattern.actor, groups), _targets(pattern.targets, groups, line),
                groups.get("d") or "",
            )  # fmt: skip
    return None


def is_notice(text: str) -> bool:
    """Whether a bare line (as pasted text has them) is a grey bar that we know."""
    return len(text) <= LONGEST and _event(text.strip()) is not None


def _actor(kind: str, groups: dict[str, str | None]) -> str:
    if kind == "self":
        return SELF
    if kind == "owner":
        return "@owner"
    return _who(groups.get("a") or "") if kind == "a" else ""


def _targets(kind: str, groups: dict[str, str | None], line: str) -> tuple[str, ...]:
    people: list[str] = [SELF] if kind.startswith("self") else []
    named = groups.get("t")
    if named:
        mark = LIST_MARK if line[:1] in '“"「『你我' else ", "
        people += [_who(name) for name in named.split(mark) if name.strip()]
    return tuple(people)


def _who(name: str) -> str:
    """The id that some exporters write into the name, else the name."""
    name = name.strip()
    if "${" in name and (found := _PLACEHOLDER.search(name)):
        return found[1]
    if name.endswith(")") and (found := _LIFTED.search(name)):
        return found[1]
    return (
        name.removeprefix('"').removesuffix('"')
        if name.count('"') == 2 and name[0] == name[-1] == '"'
        else name
    )
