"""Who is in which group: read from bank/people.txt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

STYLES = {
    "plain": ("", ""),
    "terse": ("", ""),
    "warm": ("哈", "～", "[玫瑰]", "[愉快]", "[太阳]", "呀"),
    "young": ("[捂脸]", "哈哈", "！", "～", "[旺柴]", "[破涕为笑]", "hhh"),
    "elder": ("[强]", "[握手]", "[玫瑰]", "！", "[抱拳]", "👍"),
    "sales": ("！", "[呲牙]", "[加油]", "哈", "[奋斗]"),
    "mum": ("～", "[偷笑]", "呀", "[捂脸]", "哈哈", "[爱心]"),
    "dry": ("…", "。", "[微笑]"),
}
_TAIL_SHARE = {
    "plain": 0.0,
    "terse": 0.0,
    "warm": 0.16,
    "young": 0.15,
    "elder": 0.2,
    "sales": 0.16,
    "mum": 0.2,
}


@dataclass(frozen=True)
class Person:
    """One person in one group. `id` is the same in every group this person is in."""

    key: str
    id: str
    account: str
    nickname: str
    call: str
    role: str
    department: str
    talk: float
    style: str

    @property
    def shown(self) -> str:
        return self.nickname or self.account

    def tail(self, rng: Random) -> str:
        """This person's habit at the end of a sentence, mostly nothing."""
        if rng.random() < _TAIL_SHARE.get(self.style, 0.1):
            return rng.choice(STYLES[self.style])
        return ""


def read_people(path: Path) -> dict[str, list[Person]]:
    """People by group. Columns: key id account nickname call role department talk style; "-" is empty."""
    groups: dict[str, list[Person]] = {}
    group = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            group = line.strip("[] ")
            groups[group] = []
        elif line.strip() and not line.startswith("#"):
            key, *rest = line.split()
            id_, account, nickname, call, role, department, talk, style = (
                "" if x == "-" else x for x in rest
            )
            person = Person(key, id_, account.replace("_", " "), nickname.replace("_", " "), call, role,
                            department, float(talk), style)  # fmt: skip
            groups[group].append(person)
    return groups
