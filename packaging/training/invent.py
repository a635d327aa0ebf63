"""Write the invented texts behind the classifiers: every bank in bank/ becomes a list in own/.

    uv run packaging/training/invent.py

A bank line is a template: `{a|b}` takes one of several, nested at will; `<3-9>` a number; `<name>` a line
of vocab.txt. A line is written as often as it has something new to say, up to a limit for each bank, in
the voices people type in: with emoticons, without signs, with spaces, with doubled ends.
Every output line is `number-of-its-template TAB text`, newlines written as \\n: a split by template
keeps siblings on one side.
"""

from __future__ import annotations

import random
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SEED = 20260315
_SLOT = re.compile(r"<([a-z]+|[0-9]+-[0-9]+)>")
_CHOICE = re.compile(r"\{([^{}]*)\}")
BARE = 0.25
"""Share of advertisements that name no contact: it stands in the picture, or in the profile."""
TIMES = {
    "ordinary": 30,
    "spam": 22,
    "evaded": 24,
    "complaints": 30,
    "insults": 30,
    "rebuttals": 12,
    "slights": 14,
    "chat": 16,
}
"""How many texts one template yields at most."""


def vocabulary() -> dict[str, list[str]]:
    """Choices by slot name. A "/" parts them, but not within braces."""
    lines = (HERE / "bank" / "vocab.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split(": ", 1) for line in lines if line and not line.startswith("#"))
    return {name: re.split(r"/(?![^{]*\})", choices) for name, choices in pairs}


def say(template: str, words: dict[str, list[str]], dice: random.Random) -> str:
    """One text of a template."""
    text = template
    while True:
        filled = _CHOICE.sub(lambda match: dice.choice(match[1].split("|")), text)
        filled = _SLOT.sub(lambda match: _fill(match[1], words, dice), filled)
        if filled == text:
            return text
        text = filled


def _fill(name: str, words: dict[str, list[str]], dice: random.Random) -> str:
    if name[0].isdigit():
        low, high = name.split("-")
        return str(dice.randint(int(low), int(high)))
    return dice.choice(words[name])


def voiced(text: str, words: dict[str, list[str]], dice: random.Random, loud: bool) -> str:
    """As somebody might type it. `loud`: as sellers do."""
    turn = dice.random()
    if turn < 0.12:
        text = text.replace("，", dice.choice([" ", "", "。", ",", "～", "\n"]))
    elif turn < 0.2:
        text += dice.choice(words["face"]) * dice.randint(1, 3)
    elif turn < 0.24:
        text += dice.choice(["！", "!!", "。", "~", "？", "…", "..."])
    elif turn < 0.3 and loud:
        sign = dice.choice(words["flash"])
        text = sign + text.replace("，", sign) + sign
    return disguised(text, dice) if loud and dice.random() < 0.12 else text


def disguised(text: str, dice: random.Random) -> str:
    """Typed so that a plain search misses it."""
    way = dice.randrange(4)
    if way == 0:
        return "".join(char + (dice.choice("*.·-_ /") if dice.random() < 0.4 else "") for char in text)
    if way == 1:
        return "\u200b".join(text)
    if way == 2:
        return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)
    return " ".join(text)


def written(bank: str, words: dict[str, list[str]]) -> list[str]:
    """Lines of one output list."""
    dice = random.Random(f"{SEED}-{bank}")
    lines = (HERE / "bank" / f"{bank}.txt").read_text(encoding="utf-8").splitlines()
    templates = [line for line in lines if line and not line.startswith(("#", "=="))]
    loud = bank in ("spam", "evaded")
    seen: set[str] = set()
    out: list[str] = []
    for number, template in enumerate(templates):
        for _ in range(TIMES[bank]):
            bare = loud and dice.random() < BARE
            plain = say(template.replace("，<contact>", "") if bare else template, words, dice)
            plain = plain.replace("\\n", "\n")
            if plain in seen:
                continue
            seen.add(plain)
            text = voiced(plain, words, dice, loud)
            out.append(f"{number}\t" + text.replace("\n", "\\n"))
    return out


def main() -> int:
    words = vocabulary()
    for bank in TIMES:
        lines = written(bank, words)
        (HERE / "own" / f"{bank}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{bank}: {len(lines)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
