"""The record around a violation as bubbles: matched text marked, evidence banded, pictures covered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.base.clock import DEFAULT_ZONE, Instant, day_start
from core.base.phrase import Language, P, Phrase, render
from core.chat.message import Message, MessageKind
from core.desk.violations import Dossier
from gui.i18n import clock_time, day, weekday
from gui.panels.violations.pictures import Picture
from gui.widgets.bubbles import Bubble
from gui.widgets.text_layout import Mark

NO_PICTURES: Mapping[str, Picture] = {}
COVERED = frozenset({MessageKind.IMAGE, MessageKind.VIDEO})
KIND_WORDS: dict[MessageKind, Phrase] = {
    MessageKind.IMAGE: P("picture"),
    MessageKind.VOICE: P("voice message"),
    MessageKind.VIDEO: P("video"),
    MessageKind.STICKER: P("sticker"),
    MessageKind.FILE: P("file"),
    MessageKind.LINK: P("link"),
    MessageKind.MINI_PROGRAM: P("mini program"),
    MessageKind.CARD: P("contact card"),
    MessageKind.LOCATION: P("location"),
    MessageKind.QUOTE: P("quote"),
    MessageKind.FORWARD: P("forwarded record"),
    MessageKind.RED_PACKET: P("red packet"),
    MessageKind.TRANSFER: P("transfer"),
    MessageKind.CALL: P("call"),
    MessageKind.OTHER: P("other"),
}


def bubbles(
    dossier: Dossier,
    language: Language,
    now: Instant,
    shown: frozenset[str] = frozenset(),
    zone: str = DEFAULT_ZONE,
    pictures: Mapping[str, Picture] = NO_PICTURES,
) -> list[Bubble]:
    """A new day gets a line of its own. `shown` are keys of pictures that somebody asked to see, `pictures` those of them that were looked for. Pictures in a row of one sender share a cover."""
    violation = dossier.violation
    evidence = frozenset(violation.message_keys)
    made: list[Bubble] = []
    run: list[Message] = []
    before: Instant | None = None
    for item in dossier.around:
        if before is not None and day_start(item.at, zone) != day_start(before, zone):
            if run:
                made.append(_cover(run, evidence, language, zone))
                run = []
            made.append(Bubble("notice", f"day {item.at}", text=render(_date(item.at, now, zone), language)))
        before = item.at
        if isinstance(item, Message) and item.kind in COVERED and item.key not in shown:
            if run and (item.sender != run[0].sender or item.key in evidence or run[0].key in evidence):
                made.append(_cover(run, evidence, language, zone))
                run = []
            run.append(item)
            continue
        if run:
            made.append(_cover(run, evidence, language, zone))
            run = []
        if isinstance(item, Message):
            made.append(
                _message(item, dossier, evidence, language, zone)
                if item.kind not in COVERED
                else _uncovered(item, evidence, language, zone, pictures.get(item.key))
            )
        else:
            made.append(Bubble("notice", item.key, time=clock_time(item.at, zone), text=item.text))
    if run:
        made.append(_cover(run, evidence, language, zone))
    return made


def _date(at: Instant, now: Instant, zone: str) -> Phrase:
    return P("{weekday}, {day}", weekday=weekday(at, zone), day=day(at, now, zone))


def _message(
    item: Message, dossier: Dossier, evidence: frozenset[str], language: Language, zone: str
) -> Bubble:
    text = item.text.strip("\n") or f"[{render(KIND_WORDS.get(item.kind, P('text')), language)}]"
    own = [m for m in dossier.violation.matched if m.message in (item.key, "") and item.key in evidence]
    lead = len(item.text) - len(item.text.lstrip("\n"))
    marks = tuple(
        Mark(match.start - lead, match.end - lead)
        for match in own
        if 0 <= match.start - lead < match.end - lead <= len(text)
    )
    return Bubble(
        "message", item.key, item.sender_name, clock_time(item.at, zone), text, marks, item.key in evidence
    )


def _uncovered(
    item: Message, evidence: frozenset[str], language: Language, zone: str, picture: Picture | None
) -> Bubble:
    """The picture itself where it lies beside the export, else its name. `picture` None: it is looked for still."""
    kind = render(KIND_WORDS[item.kind], language)
    image = None if picture is None else picture.image
    if picture is None:
        text = f"[{kind}]"
    elif image is not None:
        text = f"[{kind}] {picture.name}"
    elif picture.name:
        text = render(
            P("[{kind}: {file}; it cannot be shown from here]", kind=kind, file=picture.name), language
        )
    else:
        text = render(P("[{kind}: the record holds no file of it; look in WeChat]", kind=kind), language)
    return Bubble(
        "message", item.key, item.sender_name, clock_time(item.at, zone), text, (), item.key in evidence,
        picture=image,
    )  # fmt: skip


def _cover(run: Sequence[Message], evidence: frozenset[str], language: Language, zone: str) -> Bubble:
    first, last = clock_time(run[0].at, zone), clock_time(run[-1].at, zone)
    words = P("1 picture covered") if len(run) == 1 else P("{n} pictures covered", n=len(run))
    return Bubble(
        "cover",
        "\n".join(item.key for item in run),
        run[0].sender_name,
        first if first == last else f"{first} – {last}",
        evidence=any(item.key in evidence for item in run),
        cover_words=render(words, language),
    )
