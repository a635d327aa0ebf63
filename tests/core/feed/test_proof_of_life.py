"""Who is silent and who lives: what the feed's own notes may claim."""

from __future__ import annotations

import json

from core.base.clock import HOUR, MINUTE, SECOND
from core.feed.event import Entry, Heard, Sign, Via
from core.feed.links import Link, Links

NOW = 1_790_000_000_000
BOT, OTHER = "wechat:wxid_a", "wechat:wxid_b"


class _Wire:
    async def send_str(self, data: str) -> None:
        raise AssertionError(data)


class _Play:
    def __init__(self, wire: bool = True) -> None:
        self.notes: list[tuple[str, str]] = []
        self.links = Links(self._note)
        self.link = Link("c1", Via.ONEBOT12, _Wire() if wire else None)
        self.at = NOW
        self.links.watch(NOW)
        self.links.heard(self.link, Heard(BOT), NOW)

    def _note(self, entry: Entry) -> None:
        note = json.loads(entry.raw)
        self.notes.append((note["event"], note["bot"]))

    def pass_by(self, span: int) -> list[str]:
        """Look every second of a span; the notes made in it."""
        self.notes.clear()
        for _ in range(span // SECOND):
            self.at += SECOND
            self.links.watch(self.at)
        return [event for event, _ in self.notes]


def test_an_open_connection_without_traffic_lives() -> None:
    assert _Play().pass_by(3 * MINUTE) == [Sign.ALIVE] * 3


def test_a_webhook_proves_nothing_between_its_calls() -> None:
    assert _Play(wire=False).pass_by(3 * MINUTE) == []


def test_a_webhook_that_was_quiet_for_hours_left_a_gap() -> None:
    play = _Play(wire=False)
    assert play.pass_by(5 * HOUR) == [Sign.SILENT]
    assert not play.links.stale
    play.links.heard(play.link, Heard(BOT), play.at)
    assert [event for event, _ in play.notes] == [Sign.SILENT, Sign.CONNECTED]


def test_a_webhook_that_beats_lives_while_it_beats() -> None:
    play = _Play(wire=False)
    for _ in range(2):
        play.links.heard(play.link, Heard(sign=Sign.ALIVE, interval_ms=30_000), play.at)
        assert Sign.SILENT not in play.pass_by(MINUTE)
    assert Sign.SILENT in play.pass_by(MINUTE)


def test_a_clock_set_back_stops_no_watch() -> None:
    play = _Play()
    play.links.heard(play.link, Heard(sign=Sign.ALIVE, interval_ms=5_000), play.at)
    play.at -= HOUR
    assert Sign.SILENT in play.pass_by(MINUTE)


def test_what_was_said_while_the_machine_slept_nobody_heard() -> None:
    play = _Play()
    play.at += HOUR
    assert play.pass_by(2 * SECOND) == [Sign.SILENT, Sign.CONNECTED]
    assert not play.links.stale


def test_two_accounts_over_one_connection_are_two() -> None:
    play = _Play()
    assert play.links.seen(play.link, NOW, '{"self":{"user_id":"wxid_a"}}')
    assert not play.links.seen(play.link, NOW, '{"self":{"user_id":"wxid_b"}}')
    play.links.heard(play.link, Heard(OTHER), NOW)
    assert set(play.links.bots) == {BOT, OTHER}
    play.pass_by(MINUTE)
    assert play.notes == [(Sign.ALIVE, BOT), (Sign.ALIVE, OTHER)]
