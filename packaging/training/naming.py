"""Which texts of a set carry a label that people would hardly give: those that speak of prejudice.

The training labels of COLD were made half by machine: nine of ten comments that so much as name discrimination are
called offensive there, whoever they defend. Read again, of 110 such comments without a rude word one in five was. So
those labels count as a guess: the names of prejudice weigh next to nothing, and our own rebuttals and slights tell
what else stands in each.
"""

from __future__ import annotations

import re

_NAMED = re.compile(
    "歧视|地域黑|地图炮|刻板|偏见|种族主义|性别对立|以偏概全|一棍子|一棒子|一竿子|平等|尊重|反对|谴责|哪里都有|哪都有"
    "|哪儿都有|都有好|个别|无辜|扣帽子"
)
_RUDE = re.compile(
    "垃圾|傻|滚|恶心|贱|狗|婊|死|蠢|废物|猪|妈的|尼玛|黑鬼|尼哥|活该|脑残|不要脸|女拳|拳师|猩猩|井盖|畜|逼|屌|癌|奴|丑"
    "|低等|劣|鬼"
)
_AVOWED = re.compile(
    "我(?:就|也|们|真|是|敢承认我)?(?:是)?歧视|就是歧视|讨厌[黑印女男白穆]|不喜欢[黑白女男印]|恨|赶出|滚出"
)
"""Somebody who says so of himself."""


def source_of(source: str, label: int, text: str) -> str:
    """The source under which a text is weighed: "cold-told" for what only names, "cold-heated" with a rude word."""
    if source != "cold" or label != 1 or not _NAMED.search(text) or _AVOWED.search(text):
        return source
    return "cold-heated" if _RUDE.search(text) else "cold-told"
