"""How well detection works, measured on labelled messages: by category, family, intent, evasion and deadline."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from core.base.clock import SECOND
from core.base.phrase import P
from core.base.refusal import Refusal
from core.charter.categories import CATEGORIES, MESSAGE_CATEGORIES
from core.charter.model import Band
from core.charter.settings import read_settings
from core.desk.facts import read_facts
from core.desk.judging import FAMILIES, classify
from core.desk.yardstick import Found, Yardstick, may_have, message_of, rewritten
from core.insight.evasions import EVASIONS, evade
from core.insight.labelled import WORLD, DeadlinePhrase, Entry, Labelled, read_labelled
from core.insight.tally import Share, Tally
from core.judging.deadlines import due_times, last_due
from core.judging.intents import INTENTS, intents
from core.judging.replies import is_acknowledgement

Bands = Mapping[str, str]
"""Names of categories and families found, each with act | review | ignore (a family may be found too weakly to
be shown)."""
_TOLERANCE = 60 * SECOND
"""A deadline this near is right: 24:00 may be read as 23:59:59."""
_SHOWN = frozenset(band.value for band in Band)
_ACKNOWLEDGEMENT = "acknowledgement"


@dataclass(frozen=True, slots=True)
class Miss:
    """One thing that went wrong. `how`: missed | false. `name`: category, family, intent or "deadline"."""

    name: str
    how: str
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Alarms:
    """Ordinary messages of which somebody was told something. `act` and `review` are disjoint."""

    messages: int
    act: int
    review: int


@dataclass(slots=True)
class DetectionReport:
    """Everything measured. `hard`: hard negatives of a category that were taken for it.

    `found` and `classified` are false alarms on ordinary messages: of rules, and of `classify`.
    """

    categories: dict[str, Tally] = field(default_factory=dict)
    hard: dict[str, Share] = field(default_factory=dict)
    families: dict[str, Tally] = field(default_factory=dict)
    intents: dict[str, Tally] = field(default_factory=dict)
    evasions: dict[str, Share] = field(default_factory=dict)
    found: Alarms = Alarms(0, 0, 0)
    classified: Alarms = Alarms(0, 0, 0)
    deadlines: Share = Share(0, 0)
    no_deadlines: Share = Share(0, 0)
    """Phrases without a deadline that were read as one."""
    misses: list[Miss] = field(default_factory=list)


def detection_report(path: Path | str, only: str = "") -> DetectionReport:
    """Measure on the labelled folder or file `path`; its world.yaml, where there is one, sets up the groups.
    `only`: the category or family that label 1 stands for in tables of 0 and 1.

    Raises Refusal for files that cannot be read and for an `only` that nobody knows.
    """
    if only and only not in CATEGORIES and only not in FAMILIES:
        near = difflib.get_close_matches(only, [*FAMILIES, *CATEGORIES], n=1, cutoff=0.0)
        raise Refusal(
            P("there is no category “{name}”.", name=only),
            "--positive",
            P("Did you mean “{near}”?", near=near[0]),
        )
    world = Path(path) / WORLD
    texts = read_settings(read_facts(world), where=str(world)) if world.is_file() else {}
    return measure(read_labelled(path, only), Yardstick(texts))


def measure(labelled: Labelled, yardstick: Yardstick) -> DetectionReport:
    """Everything that `labelled` allows to measure."""
    report = DetectionReport()
    entries = labelled.entries
    found = yardstick.found(entries)
    single = [entry for entry in entries if not entry.is_sequence]
    classified = [_classified(entry) for entry in single]
    _categories(report, entries, found)
    _families(report, single, classified)
    _intents(report, entries)
    _evasions(report, entries, found, yardstick)
    _ordinary(report, entries, found, single, classified)
    _deadlines(report, labelled.deadlines)
    return report


def _categories(report: DetectionReport, entries: Sequence[Entry], found: Sequence[Found]) -> None:
    for name in CATEGORIES:
        pairs = [(entry, name in seen) for entry, seen in zip(entries, found, strict=True)
                 if name not in entry.also and entry.only in ("", name) and may_have(entry, name)]  # fmt: skip
        tally = Tally()
        for entry, is_found in pairs:
            _count(report, tally, name, entry, name in entry.categories, is_found)
        if tally.recall.of or tally.false:
            report.categories[name] = tally
        hard = [is_found for entry, is_found in pairs if entry.hard_negative_of == name]
        if hard:
            report.hard[name] = Share(sum(hard), len(hard))


def _families(report: DetectionReport, entries: Sequence[Entry], classified: Sequence[Bands]) -> None:
    for name, categories in FAMILIES.items():
        tally = Tally()
        for entry, bands in zip(entries, classified, strict=True):
            wanted = name in entry.categories or bool(entry.categories & categories)
            if entry.only in ("", name) and (wanted or not entry.also & categories):
                _count(report, tally, name, entry, wanted, name in bands)
        if tally.recall.of or tally.false:
            report.families[name] = tally


def _intents(report: DetectionReport, entries: Sequence[Entry]) -> None:
    asked = [entry for entry in entries if entry.intents is not None]
    meant = [_meant(entry) for entry in asked]
    for name in (*INTENTS, _ACKNOWLEDGEMENT):
        tally = Tally()
        for entry, names in zip(asked, meant, strict=True):
            if name not in entry.also_intents:
                _count(report, tally, name, entry, name in (entry.intents or ()), name in names)
        if tally.recall.of:
            report.intents[name] = tally


def _meant(entry: Entry) -> frozenset[str]:
    text = entry.lines[0].text
    return intents(text) | ({_ACKNOWLEDGEMENT} if is_acknowledgement(text) else set())


def _evasions(
    report: DetectionReport, entries: Sequence[Entry], found: Sequence[Found], yardstick: Yardstick
) -> None:
    """Of single messages found as written: how many categories are still found when rewritten."""
    seen = [
        (entry, names)
        for entry, hits in zip(entries, found, strict=True)
        if not entry.is_sequence and (names := (entry.categories & hits.keys()) & MESSAGE_CATEGORIES.keys())
    ]
    for evasion in EVASIONS:
        texts = [evade(evasion, entry.lines[0].text, entry.id) for entry, _ in seen]
        altered = [
            (rewritten(entry, text), names)
            for (entry, names), text in zip(seen, texts, strict=True)
            if text != entry.lines[0].text
        ]
        again = yardstick.found([entry for entry, _ in altered])
        kept = 0
        for (entry, names), hits in zip(altered, again, strict=True):
            kept += len(names & hits.keys())
            report.misses += (
                _miss(f"{evasion}/{name}", "missed", entry) for name in sorted(names - hits.keys())
            )
        report.evasions[evasion] = Share(kept, sum(len(names) for _, names in altered))


def _ordinary(
    report: DetectionReport,
    entries: Sequence[Entry],
    found: Sequence[Found],
    single: Sequence[Entry],
    classified: Sequence[Bands],
) -> None:
    in_rules = [({name: band.value for name, band in seen.items() if may_have(entry, name)}, entry)
                for entry, seen in zip(entries, found, strict=True) if entry.ordinary]  # fmt: skip
    in_words = [(bands, entry) for entry, bands in zip(single, classified, strict=True) if entry.ordinary]
    report.found = _alarms(in_rules)
    report.classified = _alarms(in_words)
    report.misses += (
        _miss(f"ordinary/{name} ({bands[name]})", "false", entry)
        for bands, entry in in_words
        for name in sorted(bands)
        if _is_alarm(name, bands[name], entry)
    )


def _alarms(seen: Sequence[tuple[Bands, Entry]]) -> Alarms:
    best = [{band for name, band in bands.items() if _is_alarm(name, band, entry)} for bands, entry in seen]
    act = sum(Band.ACT.value in bands for bands in best)
    return Alarms(len(seen), act, sum(bool(bands) for bands in best) - act)


def _is_alarm(name: str, band: str, entry: Entry) -> bool:
    return band in _SHOWN and name not in entry.also and not FAMILIES.get(name, frozenset()) & entry.also


def _classified(entry: Entry) -> Bands:
    said = classify(message_of(entry, 0, entry.id))
    return {name: said.band(name) for name in said.positive}


def _deadlines(report: DetectionReport, phrases: Iterable[DeadlinePhrase]) -> None:
    right = dated = wrong = undated = 0
    for phrase in phrases:
        due = last_due(due_times(phrase.text, phrase.at))
        if not phrase.expected:
            undated += 1
            wrong += due is not None
            is_right = due is None
        else:
            dated += 1
            is_right = due is not None and any(abs(due.at - at) <= _TOLERANCE for at in phrase.expected)
            right += is_right
        if not is_right:
            how = "missed" if due is None else "false"
            report.misses.append(Miss("deadline", how, phrase.id, phrase.text))
    report.deadlines = Share(right, dated)
    report.no_deadlines = Share(wrong, undated)


def _count(report: DetectionReport, tally: Tally, name: str, entry: Entry, wanted: bool, found: bool) -> None:
    tally.count(wanted, found)
    if wanted != found:
        report.misses.append(_miss(name, "missed" if wanted else "false", entry))


def _miss(name: str, how: str, entry: Entry) -> Miss:
    return Miss(name, how, entry.id, " | ".join(line.text for line in entry.lines))


def total(tallies: Iterable[Tally]) -> Tally:
    """All of them together, each thing to be found counting alike."""
    whole = Tally()
    for tally in tallies:
        whole.add(tally)
    return whole


def together(shares: Iterable[Share]) -> Share:
    """One share of everything counted."""
    all_of_them = list(shares)
    return Share(sum(share.hits for share in all_of_them), sum(share.of for share in all_of_them))


def records(report: DetectionReport) -> Iterator[dict[str, object]]:
    """The report as plain records, one a line of JSON. Shares are 0..1, None where nothing was counted."""
    groups: tuple[tuple[str, Mapping[str, Tally]], ...] = (
        ("category", report.categories), ("family", report.families), ("intent", report.intents),
    )  # fmt: skip
    for kind, tallies in groups:
        for name, tally in tallies.items():
            yield {"kind": kind, "name": name, **_tally(tally), **_hard(report, kind, name)}
        if tallies and kind == "category":
            yield {
                "kind": kind,
                "name": "all",
                **_tally(total(tallies.values())),
                **_hard(report, kind, "all"),
            }
    for name, kept in report.evasions.items():
        yield {"kind": "evasion", "name": name, **_share("recall_kept", kept), "of": kept.of}
    for name, alarms in (("rules", report.found), ("classify", report.classified)):
        if alarms.messages:
            yield {"kind": "ordinary", "name": name, **_alarm_rates(alarms)}
    if report.deadlines.of or report.no_deadlines.of:
        yield {"kind": "deadline", "name": "right", **_share("right", report.deadlines), "of": report.deadlines.of,
               "false": report.no_deadlines.hits, "without": report.no_deadlines.of}  # fmt: skip


def _alarm_rates(alarms: Alarms) -> dict[str, object]:
    of = alarms.messages
    return {
        "messages": of, "act": alarms.act, "review": alarms.review,
        "act_per_1000": round(1000 * alarms.act / of, 2), "review_per_1000": round(1000 * alarms.review / of, 2),
        **_share("act_share", Share(alarms.act, of)), **_share("review_share", Share(alarms.review, of)),
    }  # fmt: skip


def _tally(tally: Tally) -> dict[str, object]:
    return {
        **_share("precision", tally.precision), **_share("recall", tally.recall), "f1": _rounded(tally.f1),
        "found": tally.found, "false": tally.false, "missed": tally.missed,
    }  # fmt: skip


def _hard(report: DetectionReport, kind: str, name: str) -> dict[str, object]:
    hard = together(report.hard.values()) if name == "all" else report.hard.get(name)
    if kind != "category" or hard is None:
        return {}
    return {"hard_negatives": hard.of, "hard_false": hard.hits}


def _share(name: str, share: Share) -> dict[str, object]:
    low, high = share.interval
    return {name: _rounded(share.value), f"{name}_low": _rounded(low), f"{name}_high": _rounded(high)}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
