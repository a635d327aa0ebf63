"""Warnings are no breaches: "严禁赌博", "谨防刷单返利" name a thing in order to forbid it.

So do rebuttals ("网传消息已辟谣"), lessons ("如何识别洗钱") and people who tell what was said to them ("他骂我废物").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from core.judging.detectors.gates import Gates
from core.judging.text import PreparedText

WARNS = re.compile(
    r"严禁|禁止|(?<![舍巴恨怪记顾由使见免])不得(?![不已了好安劲])|不准|不许|不可以?发|不要(?!错过|犹豫|脸)(?:在(?!群里(?:买|下单|拍|付|交易|谈))|发|参与|相信|点|传|轻信|转)|请勿|切勿|勿(?!扰)|拒绝(?!还价)|杜绝|"
    r"打击|抵制|防范|防止|谨防|警惕|(?:小心|当心)(?!.{0,3}(?:狗命|小命|你的?腿|你全家|你家))|反(?=诈|赌|毒|传销|邪|商业贿赂|贿|洗钱|腐|恐|盗版|走私|歧视|家暴|霸凌|偷拍|侵权|垄断|黑扫)|"
    r"举报|涉嫌|查处|整治|远离|别信|别点|不信谣|预防|防骗|识别(?!二维码|图中|下方|码|上图|图片|下图|此码)|辨别|甄别|鉴别|认清|辟谣|谴责|抓获|查获|破获|普法|"
    r"识破|揭秘|曝光.{0,3}骗|避免|违反|违规|处罚|被骗|受骗|上当|骗子(?=打|发|说)|禁发|不能(?:宣传|发|说|卖|吹|在群|私下|打)|别(?:再)?(?:在群里|在群)?(?:卖|发|宣传|打广告|吹)(?![^。!?\n]{0,6}我(?:还是|就|偏|照样))|不让(?!(?:群主|管理员?|老板|公司|店里|团长|客服|平台|别人|人|他|她)(?:知道|看见|看到|发现|晓得)|[^。!?\n]{0,8}(?:偏|还是|非要|照样|偷偷|我就))|莫(?:要)?(?:再)?(?:搞|信|乱[发传转]|往群)|不做(?:买卖|广告)|不允许|不传播|不参与|"
    r"(?:^|[,。!?;\s])别(?=代[签打]|乱[传发点扫转]|瞎|造假|编[数造]|抄袭|盗用|虚报|刷单|转账|点那|点开|扫那|抢单|漏|偷拍)|是不是(?:诈骗|骗子|假|传销|广告)|(?:查到|抓到|发现|通报|处理)(?:了)?(?:有人|一起|一名|一个)"
)
_REBUTS = re.compile(
    r"辟谣|谣言|不实(?:消息|信息|传言|报道|言论)|不属实|假消息|(?:消息|传言|视频|截图|通知|新闻|网上说)的?(?:都|全)?是假的|(?:别|不要|勿|莫)(?:轻易?|再|去)?(?:相)?信(?![任心用号息步])|"
    r"(?:请勿|不要|勿|别)(?:再)?(?:转发|传播|扩散|轻信)|(?:请勿|不要|勿|莫)(?:再)?[在往]群里?(?:乱)?[传发转]|是(?:违法|犯法|犯罪|侵权)(?:的|行为)|(?:不得|严禁|禁止|请勿)(?:对外|外传|外泄|泄露|透露|私自|擅自)|(?:一听|一看|一眼)就(?:知道|看出)?是(?:骗|假)|(?:都|全|就)是坑(?![人你我他])|没(?:搭)?理(?:他|她|会)|交给(?:了)?(?:纪检|监察|公司|警察)|报给?纪检|(?:要|会|得)(?:去)?坐牢|[二两三四五六]个字(?:不|要|怎|写|挂)|以官方|以公告为准|官方(?:通报|回应|消息)"
)
"""What makes the words before it a rebuttal."""
_LESSON = re.compile(
    r"讲座|培训|宣讲|科普|案例(?:分享|分析|警示|通报|学习|讲解)|警示|沙龙|课堂|被抓|被判|判刑|获刑|被拘|被查处|罪(?:名|风险)|报(?:了)?警|公安|警方|民警|派出所|反诈"
)
"""What makes the words before it talk about a thing rather than the thing; a rumour may hold these words, too."""
_TOLD = re.compile(
    r"(?:骂|辱骂|侮辱|嘲讽|攻击)(?:过)?(?:了)?(?:我们?|咱们?|人家?|别人|大家|他们?|她们?|客户|顾客|同事|群友|群主|管理员?|司机|客服)|"
    r"(?:他|她|老板|领导|客户|有人|对方|别人|人家)(?:们)?(?:说|讲|喊|叫)(?:我|我们|咱)(?:们)?是?|"
    r"(?:不许|不准|不能|不可以?|禁止|严禁|请勿|不得|避免|杜绝|不要再?|别再?)[^,。!?;\n]{0,8}(?:说|骂|讲|答|回|用|出现|使用|发表|发送|发)|"
    r"(?:使用|出现|含有|包含|屏蔽|过滤)(?:了)?[“\"「『']"
)
"""What makes an insult behind it a quotation."""
_QUOTED = re.compile(
    r"[“\"「『'][^”\"」』'\n]{1,24}[”\"」』'](?:之类|这类|这种|这样|等|一类|这些|这个词|二字|两个字|是脏话|是骂人|属于)"
)
_NEGATES = re.compile(
    r"(?:^|[^要可好能是会行想愿敢对])(不|没|(?:^|[^特个分级性区类辨])别(?![人的处家墅名致样称])|从不|绝不|没有|反对)(?:再|去|做|搞|玩|用|能|要|敢|让|想|会)?"
)
"""What denies the word right behind it."""
_EXCUSING = Gates((WARNS, _REBUTS, _LESSON, _NEGATES, _TOLD, _QUOTED))
"""Most texts excuse nothing: one look tells."""
_ENDS = "。！!？?\n；;"
_REACH = 60
"""Characters of one sentence that a warning word in it speaks for, after and before it."""
_QUOTE = 24
"""Characters that a quotation behind its announcement may take."""
TOPICAL = frozenset(
    {"illegal", "political", "religion", "porn", "violence", "gambling", "drugs", "fraud", "rumour", "false-info",
     "false-advertising", "false-efficacy", "counterfeit", "bribery", "infringement", "spam", "inducement", "poaching",
     "private-trade", "price-deviation", "leak-company", "leak-forward", "leak-customer", "photo-consent",
     "discrimination", "harmful-other", "fake-traffic", "disruption", "clique", "impersonation", "personal-profit",
     "payment-default", "personal-use", "personal-data", "off-topic", "meaningless", "defame-company", "defame-rival", "negativity",
     "work-hours-chat", "interrupt", "ads-any", "ads-irrelevant", "ads-timed", ".strong", ".offer", ".call", ".contact", ".price", ".promote", ".sale"}
)  # fmt: skip
"""Categories that are about a thing; an insult stays an insult beside a warning."""
_TAUGHT = frozenset(
    {"illegal", "political", "porn", "violence", "gambling", "drugs", "fraud", "bribery", "harmful-other", "counterfeit",
     "infringement", "discrimination", "leak-company", "leak-customer", "leak-forward", "price-deviation"}
)  # fmt: skip
"""What lessons and the news are about; a course that is sold, or a cure, stays what it is."""
_DENIED = _TAUGHT | {
    "fake-traffic", "clique", "personal-profit", "impersonation", "disruption", "personal-use", "harmful-other",
    "poaching", "private-trade", "work-hours-chat", "off-topic",
}  # fmt: skip
INSULTS = frozenset(
    {
        "abuse",
        "vulgar",
        "admin-abuse",
        "customer-abuse",
        "discrimination",
        "finger-pointing",
        "tone",
        "evasive",
    }
)


class Excuse(NamedTuple):
    """Original positions in which `categories` do not count."""

    start: int
    end: int
    categories: frozenset[str]


def warned_spans(text: PreparedText) -> tuple[Excuse, ...]:
    """What stands under a warning: from the warning word to the end of its sentence, and the few characters
    before it; what stands before a rebuttal or in a lesson; and insults that are told or quoted."""
    folded = text.folded
    found = _EXCUSING.finds(folded)
    if not found:
        return ()
    warning, rebutting, teaching, negating, telling, quoting = found
    spans = [
        _excuse(
            text,
            max(0, match.start() - 6),
            min(_stop(folded, match.end(), _ENDS), match.end() + _REACH),
            TOPICAL,
        )
        for match in warning
    ]
    for matches, categories in ((rebutting, TOPICAL), (teaching, _TAUGHT)):
        spans.extend(
            _excuse(
                text, max(0, _begin(folded, match.start()), match.start() - _REACH), match.end(), categories
            )
            for match in matches
        )
    spans.extend(
        _excuse(text, match.end(1), match.end() + 1, _DENIED)
        for match in negating
        if match.end() < len(folded)
    )
    for match in telling:
        stop = min(_stop(folded, match.end(), _ENDS), match.end() + _QUOTE)
        spans.append(_excuse(text, match.start(), stop, INSULTS))
    spans.extend(_excuse(text, *match.span(), INSULTS) for match in quoting)
    return tuple(spans)


def is_warned(category: str, position: int, spans: Sequence[Excuse]) -> bool:
    return any(span.start <= position < span.end and category in span.categories for span in spans)


def _excuse(text: PreparedText, start: int, end: int, categories: frozenset[str]) -> Excuse:
    if start >= end:
        return Excuse(0, 0, categories)
    return Excuse(*text.folded_span(start, end), categories)


def _stop(folded: str, position: int, ends: str) -> int:
    return min((i for i in (folded.find(c, position) for c in ends) if i >= 0), default=len(folded))


def _begin(folded: str, position: int) -> int:
    """Where the sentence of `position` begins."""
    return max((folded.rfind(c, 0, position) for c in _ENDS), default=-1) + 1
