"""To read and measure what was written."""

from __future__ import annotations

from collections import Counter
from datetime import date

from . import days
from .community import Community, Group
from .timeline import NOTICE, SHORT, TEXT


def read_day(group: Group, day: date) -> str:
    rows = []
    for line in group.lines:
        moment = days.moment(line.at)
        if moment.date() == day:
            name = line.person.shown if line.person else "——"
            rows.append(f"{moment:%H:%M:%S} {name}: {line.text}")
    return "\n".join(rows)


def repeated_share(group: Group) -> float:
    """Share of texts over SHORT characters that stand in the group more than once."""
    texts = Counter(line.text for line in group.lines if line.type == TEXT and len(line.text) > SHORT)
    return sum(count for count in texts.values() if count > 1) / max(1, sum(texts.values()))


def measure(community: Community) -> str:
    rows = []
    for group in community.groups:
        messages = [line for line in group.lines if line.type != NOTICE]
        rows.append(f"{group.key}: {len(messages)} messages, {repeated_share(group):.1%} repeated")
    total = sum(len([line for line in group.lines if line.type != NOTICE]) for group in community.groups)
    people = {person.id for group in community.groups for person in group.people}
    rows.append(f"all: {total} messages, {len(people)} people, {len(community.plants)} planted")
    return "\n".join(rows)
