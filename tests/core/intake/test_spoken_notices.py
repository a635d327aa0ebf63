"""What other platforms' system lines say, and what people say that sounds like them."""

from __future__ import annotations

import pytest

from core.chat.conversation import Conversation
from core.chat.message import MessageKind
from core.chat.notice import SELF, NoticeEvent
from core.intake.importing import scratch
from tests.helpers.exports import bring, conversation


def brought(text: str, name: str) -> Conversation:
    with scratch() as store:
        bring(store, text.encode(), name)
        return conversation(store)


def told(found: Conversation) -> list[tuple[str, str, tuple[str, ...], str]]:
    return [(notice.event, notice.actor, notice.targets, notice.detail) for notice in found.notices]


@pytest.mark.parametrize(
    "words", ["I added Bob", "she left", "Bob removed the file", "我添加了一个新人", "end-to-end?"]
)
def test_a_person_who_tells_of_an_event_makes_none(words: str) -> None:
    found = brought(f"12/25/23, 21:30 - Alice: hello\n12/25/23, 21:31 - Alice: {words}\n", "a.txt")
    assert [(message.sender, message.text) for message in found.messages] == [
        ("name:Alice", "hello"), ("name:Alice", words),
    ]  # fmt: skip
    assert not found.notices


def test_an_iphone_names_the_group_or_the_person_before_a_system_line() -> None:
    text = (
        "[25/12/2023, 09:30:00] Team: \u200eMessages and calls are end-to-end encrypted.\n"
        "[25/12/2023, 09:31:00] Alice: hi: there\n"
        "\u200e[25/12/2023, 09:33:00] Team: \u200eAlice added Carl\n"
        "[25/12/2023, 09:34:00] ~\u202fDora: \u200e~\u202fDora joined using this group’s invite link\n"
        "[25/12/2023, 09:35:00] Team: \u200eYou removed Carl\n"
    )
    found = brought(text, "_chat.txt")
    assert [message.text for message in found.messages] == ["hi: there"]
    assert set(found.members) == {"name:Alice"}
    assert told(found)[1:] == [
        (NoticeEvent.JOIN_INVITE, "Alice", ("Carl",), ""),
        (NoticeEvent.JOIN_QR, "", ("~ Dora",), ""),
        (NoticeEvent.KICK, SELF, ("Carl",), ""),
    ]


def test_a_new_name_may_hold_a_colon() -> None:
    found = brought('12/25/23, 21:33 - Alice changed the subject from "A: x" to "B: C"\n', "a.txt")
    assert told(found) == [(NoticeEvent.RENAME, "Alice", (), "B: C")]


@pytest.mark.parametrize(
    "lines",
    [
        "25/12/2023 à 21:31 - Ana: salut\n26/12/2023 à 21:31 - Bia: ok\n",
        "25.12.2023 klo 21.31 - Ana: moi\n26.12.2023 klo 21.31 - Bia: ok\n",
        "[2023-12-25 21:31] Ana：早\n[2023-12-26 21:31] Bia：好\n",
    ],
)
def test_words_between_date_and_time_and_wide_colons(lines: str) -> None:
    found = brought(lines, "a.txt")
    assert [message.sender for message in found.messages] == ["name:Ana", "name:Bia"]


def test_lines_system_lines_in_three_languages() -> None:
    text = (
        "[LINE] 週末的聊天記錄\n儲存日期： 2026/10/02 09:00\n\n2026/10/01（四）\n"
        "下午12:30\tB\t[スタンプ]\n09:02\t您已收回訊息\n下午02:01\t\tC已加入群組\n下午02:02\t\tC已退出群組\n"
        "下午02:03\t\tA已將D移出群組\n下午02:05\t\tA已將群組名稱更改為「新名」\n下午02:06\t\tCが参加しました。\n"
    )
    found = brought(text, "line.txt")
    assert [message.kind for message in found.messages] == [MessageKind.STICKER]
    assert told(found) == [
        (NoticeEvent.RECALL, SELF, (), ""), (NoticeEvent.JOIN_QR, "", ("C",), ""), (NoticeEvent.LEAVE, "", ("C",), ""),
        (NoticeEvent.KICK, "A", ("D",), ""), (NoticeEvent.RENAME, "A", (), "新名"), (NoticeEvent.JOIN_QR, "", ("C",), ""),
    ]  # fmt: skip
