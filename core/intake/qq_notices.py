"""QQ's grey bars: what they mean. Names stand without quotes, or with an id in brackets."""

from __future__ import annotations

import re

from core.chat.incoming import Shown
from core.chat.notice import NoticeEvent
from core.intake.spoken_events import Events, events, said_event

_EVENTS: Events = events(
    (
        (NoticeEvent.JOIN_INVITE, r"(?P<a>.+?) ?邀请 ?(?P<t>.+?) ?加入了?(?:本)?群聊?.*"),
        (NoticeEvent.JOIN_INVITE, r"(?P<t>.+?) ?(?:通过|由) ?(?P<a>.+?) ?(?:的邀请|邀请)(?:加入|进入)了?(?:本)?群.*"),
        (NoticeEvent.KICK, r"(?P<t>.+?) ?(?:已)?被 ?(?P<a>.+?) ?(?:移出|踢出)了?(?:本)?群.*"),
        (NoticeEvent.KICK, r"(?P<a>.+?) ?将 ?(?P<t>.+?) ?(?:移出|踢出)了?(?:本)?群.*"),
        (NoticeEvent.LEAVE, r"(?P<t>.+?) ?(?:已)?(?:退出|离开)了?(?:本)?群.*"),
        (NoticeEvent.JOIN_QR, r"(?P<t>.+?) ?(?:已)?(?:加入|进入)了?(?:本)?群.*"),
        (NoticeEvent.RECALL, r"(?P<a>.+?) ?撤回了一条(?:成员)?(?:.*的)?消息.*"),
        (NoticeEvent.RENAME, r"(?P<a>.+?) ?(?:修改|将)群名称?(?:修改)?[为为成]+ ?[“\"「]?(?P<d>.+?)[”\"」]?"),
        (NoticeEvent.OWNER, r"(?P<t>.+?) ?(?:已)?成为(?:新)?群主.*"),
        (NoticeEvent.PAT, r"(?P<a>.+?) ?(?:戳了戳|拍了拍) ?(?P<t>.+)"),
    )
)  # fmt: skip
_LIFTED = re.compile(r"\((?P<id>\d{5,12})\)$")


def qq_notice(line: int, at: int, text: str, external_id: str = "") -> Shown:
    """A grey bar with its event; OTHER where nothing fits."""
    event, actor, targets, detail = said_event(" ".join(text.split()), _EVENTS, "[、，,]")
    who = tuple(_who(name) for name in targets)
    return Shown(line, at, event.value, text, _who(actor), who, detail, external_id)


def _who(name: str) -> str:
    name = name.strip().strip('“”"「」')
    found = _LIFTED.search(name)
    return found["id"] if found else name
