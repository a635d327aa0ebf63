"""Warnings are no breaches: "严禁赌博", "谨防刷单返利" name a thing in order to forbid it."""

from __future__ import annotations

import re

from core.judging.text import PreparedText

WARNS = re.compile(
    r"严禁|禁止|不得|不准|不许|不可以?发|不要(?!错过|犹豫|脸)(?:在|发|参与|相信|点|传|轻信|转)|请勿|切勿|勿(?!扰)|拒绝(?!还价)|杜绝|"
    r"打击|抵制|防范|防止|谨防|警惕|小心|当心|反(?=诈|赌|毒|传销|邪)|举报|涉嫌|查处|整治|远离|别信|别点|不信谣|"
    r"识破|揭秘|曝光.{0,3}骗|避免|违反|违规|处罚|被骗|受骗|上当|骗子(?=打|发|说)|禁发|不能(?:宣传|发|说|卖|吹|在群|私下|打)|别(?:再)?(?:在群里|在群)?(?:卖|发|宣传|打广告|吹)|不让|不做(?:买卖|广告)|不允许|不传播|不参与|"
    r"是不是(?:诈骗|骗子|假|传销|广告)"
)
_ENDS = "。！!？?\n；;"
_REACH = 60
"""Characters of one sentence that a warning word in it speaks for, after and before it."""
TOPICAL = frozenset(
    {"illegal", "political", "religion", "porn", "violence", "gambling", "drugs", "fraud", "rumour", "false-info",
     "false-advertising", "false-efficacy", "counterfeit", "bribery", "infringement", "spam", "inducement", "poaching",
     "private-trade", "price-deviation", "leak-company", "leak-forward", "leak-customer", "photo-consent",
     "discrimination", ".strong", ".offer", ".call", ".contact", ".price", ".promote", ".sale"}
)  # fmt: skip
"""Categories that are about a thing; an insult stays an insult beside a warning."""


def warned_spans(text: PreparedText) -> tuple[tuple[int, int], ...]:
    """Original positions of what stands under a warning: from the warning word to the end of its sentence,
    and the few characters before it."""
    spans = []
    for match in WARNS.finditer(text.folded):
        start, end = match.span()
        stop = min((i for i in (text.folded.find(c, end) for c in _ENDS) if i >= 0), default=len(text.folded))
        spans.append(text.folded_span(max(0, start - 6), min(stop, end + _REACH)))
    return tuple(spans)
