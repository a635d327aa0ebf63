"""Group events that bots report, as the grey bars that WeChat would show for them."""

from __future__ import annotations

from core.base.clock import Instant
from core.chat.incoming import Shown
from core.chat.notice import NoticeEvent


def event_id(ident: str, at: Instant) -> str:
    """What tells one notice from another when it is delivered twice. Some bots number only the person, not the
    event, so the moment belongs to it."""
    return f"{ident}@{at // 1000}" if ident else ""


def joined(at: Instant, ident: str, who: str, name: str, by: str, by_name: str, invited: bool) -> Shown:
    if invited and by and by != who:
        text = f'"{by_name or by}"邀请"{name or who}"加入了群聊'
        return Shown(0, at, NoticeEvent.JOIN_INVITE.value, text, by, (who,), "", event_id(ident, at))
    text = f'"{name or who}"加入了群聊'
    return Shown(
        0, at, NoticeEvent.JOIN_QR.value, text, by if by != who else "", (who,), "", event_id(ident, at)
    )


def left(at: Instant, ident: str, who: str, name: str, by: str, by_name: str, kicked: bool) -> Shown:
    if kicked:
        text = f'"{by_name or by}"将"{name or who}"移出了群聊' if by else f'"{name or who}"被移出了群聊'
        return Shown(0, at, NoticeEvent.KICK.value, text, by, (who,), "", event_id(ident, at))
    text = f'"{name or who}"退出了群聊'
    return Shown(0, at, NoticeEvent.LEAVE.value, text, "", (who,), "", event_id(ident, at))


def recalled(at: Instant, ident: str, by: str, name: str, whose: str, message: str) -> Shown:
    """`message`: the recalled message's id. Somebody else's message is deleted, not recalled."""
    verb = "撤回了一条消息" if not whose or whose == by else "撤回了一条成员消息"
    targets = (whose,) if whose else ()
    return Shown(
        0, at, NoticeEvent.RECALL.value, f'"{name or by}"{verb}', by, targets, message, event_id(ident, at)
    )


def renamed(at: Instant, ident: str, by: str, name: str, topic: str) -> Shown:
    text = f'"{name or by}"修改群名为“{topic}”' if by else f"群名改为“{topic}”"
    return Shown(0, at, NoticeEvent.RENAME.value, text, by, (), topic, event_id(ident, at))


def owner(at: Instant, ident: str, who: str, name: str) -> Shown:
    return Shown(
        0, at, NoticeEvent.OWNER.value, f'"{name or who}"已成为新群主', "", (who,), "", event_id(ident, at)
    )


def other(at: Instant, ident: str, text: str, by: str = "", targets: tuple[str, ...] = ()) -> Shown:
    return Shown(0, at, NoticeEvent.OTHER.value, text, by, targets, "", event_id(ident, at))
