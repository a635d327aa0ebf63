"""What makes a sure hit a mere hint: the same words in a sentence that asks, tells, settles or jokes.

`prevention` takes hits away where a text names a thing in order to forbid it. Here a person still looks at it, but no
step is proposed. So the signs can be broad: a breach that is put as a question, or told of somebody else, is no less a
breach, but words alone do not say so. Only what is plainly mentioned, and offered to nobody, is not shown either.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from core.charter.categories import CONTEXTUAL
from core.judging.detectors.detector import Hit
from core.judging.detectors.gates import Gated
from core.judging.detectors.mention import is_a_tale, is_mentioned, is_open_to_all, is_told
from core.judging.detectors.prevention import INSULTS, TOPICAL
from core.judging.folding import FOLD
from core.judging.lexicon import HINT

SURE = 0.8
"""The score of a hit that may be acted on."""
FAINT = 0.5
"""The score of what is mentioned: `classify` keeps it, nobody is shown it."""
_AROUND = 30
"""Characters before and after a hit that may cast doubt on it."""
_BEFORE = 10
"""Characters before an insult in which the one it is about is named."""
_CURT = 3
"""Characters of a message that is little more than its insult: it is meant for those who read it."""
_DECLINED = (
    r"拒绝|婉拒|谢绝|回绝|(?<!群)(?<!体)不行(?![吗不])|不同意|不赞成|不可以|没答应|没同意|没理他|没敢|上交了|误会|误伤|(?:消息|视频|截图|照片)是假的|"
    r"不参与|不沾|没这回事|没有的事|戒了|算了吧|避免|不存在的|不合适|放一放|放放|不提倡|不建议|不鼓励|退回(?:去|给)|退还"
)
_WARNED = (
    r"反诈|提醒|警惕|注意(?:安全|防|不要|别)|小心(?!.{0,4}(?:狗命|小命|你的?腿|你全家|你家))|谨防|严防|预防|防范|警示|严禁|禁止|严查|自查|抽查|排查|违规|违法|违纪|"
    r"犯法|坐牢|判刑|处罚|处分|追责|受骗|被骗|上当|骗局|识破|踢出|移出|辟谣|规定(?:了|不|是|的)|群规|守则|条例|条款|案例(?:分享|学习|讲解|分析)|培训(?:会|课|讲|内容|通知)"
)
_TOLD = (
    r"(?<!没)有(?:个|的|位|些)?(?:人(?!要|需|想|收|买|来|一起|玩|约|带|跟|和)|客户|顾客|家长|网友|骗子|商家|代理|同学|同事|学生|业主|患者|乘客)|"
    r"(?<![跟和对给回骗])(?:客户|顾客|对方|人家|别人|邻居|老人|老妈|老爸|爸妈|孩子|儿子|女儿|老公|老婆|我妈|我爸|他|她|他们|她们)(?:也|又|都|还|老|总|非)?(?:说|讲|问|让|叫|要求|被|遇到|碰到|收到|接到|反映)|"
    r"听说|据说|新闻|电视|热搜|视频里|电影里|电视剧|小说|剧本|剧里|书里|游戏里|歌词|段子|古代|角色|台词|"
    r"讲(?:座|课|师)|老师讲|培训|考题|演练|演习|模拟"
)
_OFFICIAL = (
    r"公安|警方|警察|民警|交警|法院|法官|律师|法律|法规|派出所|工商|市监|税务局|保卫科|举报|投诉|曝光|"
    r"查处|查到|被查|在查|来查|抓到|检查|核对|核实|核查|规定|制度|规则|章程|公告|通告|通知|告知|手册|指南|流程|申请|审批|报批|审核|合规|风控|"
    r"入账|报备|备案|汇报|总结|纪要|例会|会议|开会|政策|整改|归档|模板|名单|跟进|罚款|骗子(?!公司|老板|集团|窝)|套路(?!贷)|陷阱|宣传栏|告示|标语"
)
_PLAYFUL = (
    r"哈哈|嘿嘿|嘻嘻|笑死|笑喷|笑哭|开玩笑|说笑|闹着玩|逗你|调侃|自嘲|打赌|绕口令|谐音|网名|外号|绰号|昵称"
)
_ASKING = re.compile(
    r"(?:[?]|吗|呢|么|没有|怎么办|咋办|怎么处理|怎么回|怎么说|怎么写|合适不|行不行|对不对|是不是|能不能|会不会|算不算|可不可以)[\s~。!?…]*$"
)
_OFFERING = re.compile(
    r"(?:需|要|想|有|缺|办|开|出|收|借|贷|约|玩|来|加|换|买|领|赚).{0,12}(?:吗|么|不|没|[?])"
)
"""A question that sells."""
_SETTLED = Gated("|".join((_DECLINED, _WARNED, _PLAYFUL)))
_DEED = Gated("|".join((_DECLINED, _WARNED, _PLAYFUL, _TOLD, _OFFICIAL)))
_SPOKEN = Gated("|".join((_TOLD, _PLAYFUL, r"这个?词|这种话|这句话|说脏话|骂人|爆粗|文明用语|道歉|对不起")))
_MEANT = re.compile(
    r"你|您|尔等|@|他|她|丫|这(?:个|种人|帮|群|货|人|厮|家)|那(?:个|种人|帮|群|货|人|厮)|管理|群主|客服|老板|领导|店|商家|楼上|楼下的|"
    r"某些|有些|某人|一群|一帮|真是|简直|就是个|滚|全家|妈|爹|祖宗|公司|部门|财务|经理|主管|总监|人事|群里|东西$|货$|人$|吧$"
)
"""Whom an insult is meant for, or how it is thrown."""
_OWN = re.compile(r"(?:(?<!给)我(?![们司家的])|俺|本人|自己|自个)[^你您他她,。!?\n]{0,6}$")
_AMONG_PAPERS = frozenset(
    {"bribery", "leak-forward", "leak-company", "leak-customer", "false-info", "rumour", "infringement", "disruption", "negativity",
     "defame-company", "defame-rival", "personal-data", "payment-default", "political", "price-deviation", "personal-profit"}
)  # fmt: skip
"""Categories whose breaches speak of officials, papers and hearsay themselves."""
_BY_ONE_WORD = INSULTS | {"virus-link", "unknown-link", "personal-data", "restricted-time", "cross-brand"}
"""Categories that one word can be all of."""
_SLOGANS = frozenset({"spam", "poaching", "private-trade", "counterfeit", "false-efficacy"})
"""Categories that a word is all of where it is meant for the readers."""
_THINGS = frozenset(
    {"illegal", "political", "porn", "violence", "gambling", "drugs", "fraud", "harmful-other", "ads-any", "ads-irrelevant", "ads-timed"}
)  # fmt: skip
"""Categories of things that one may name and not offer. Any other is a deed or a manner, which takes more than a
word to tell."""
_OFFERED = re.compile(
    r"(?<![缉走隐自无])私(?!密|家车|事|心|营|立)|加[我微vq群好]|微信|vx|[加进拉入建个新小的务利流购]群|群(?:号|二维码)|要的|谁要|想要|来[玩找]|找我|联系|滴滴|dd|有货|到货|现货|代理|扣1|招(?!呼|标|数|惹|待|牌|生办|架)|办理|代办|可办|包[过赢邮]|出售|批发|收购|回收|高价|低价|"
    r"便宜|[\d一二三四五六七八九十百千]+(?:元|块|米|一[个张次包克])|\d{2,}|免费|注册|开户|点击|链接|http|资源|上门|同城|约吗|来吗|吗$|带你|稳|必中|返|首充|(?<![移护接报])送(?!检|医|达)"
)
"""What offers, asks for or invites to a thing."""
_FOR_READERS = re.compile(
    r"你|您|各位|大家|兄弟|姐妹|家人|老板们|股东们|咱|我给|给我|帮我|用我们的?|我做主|我担保|我直接|我答应|转我|拉你|来我|高价|低价|收[购闲]|"
    r"[出收代办开].{0,3}(?:套|张|各|全)|现货|自取|资源|扫码|下载|名额|接龙|认购|想[^,。]{0,3}的|过来|[来进]$|看不出来?|没人(?:查|管|知道)|不外传|外传"
)
"""Whom it is meant for, what the writer would do himself, and what nobody may notice."""
_TALKED_OF = frozenset({"illegal", "fraud", "porn", "spam", "poaching", "private-trade"})
"""Categories of which ordinary talk names more things by one word than breaches do."""
_WANTED = re.compile(
    r"卖|买|出(?!来|去|现|了|版|院|差|门|事)|求|有没有|怎么[弄搞办做]|哪里|哪儿|搞|弄|谁有|谁会|谁能|教|办|代|接单|收(?!到|缴|了|拾)|玩|整|刻|想|一起|贷|套|约|自己|路子|跟我|好说|放心|信不信"
)
"""What is done with such a thing by those who want it."""
_CLAIMS = {"false-efficacy", "false-advertising"}
"""What is claimed of goods: a cure, and a promise with it, say the same thing twice."""
_A_CALL = 4
"""Characters beside a word of what is no tale, but a call."""
_SHORT = 200
"""Characters of a text that is folded as a whole."""
_A_WORD = 5
"""Characters of what is still one word."""
_OF_OTHERS = frozenset({"discrimination", "customer-abuse"})
"""Insults of people who are not spoken to."""


def doubted(original: str, hits: Sequence[Hit]) -> list[Hit]:
    """The same hits; those that the text casts doubt on are hints now, those that it only mentions are faint. A
    disguised word is meant as it reads."""
    return [_weighed(original, hit, hits) for hit in hits]


def _weighed(original: str, hit: Hit, hits: Sequence[Hit]) -> Hit:
    if hit.score > FAINT and _is_only_mentioned(original, hit):
        return _at(hit, FAINT)
    if hit.score > FAINT and _is_a_tale(original, hit, hits):
        return _at(hit, FAINT)
    if hit.score >= SURE and (_stands_alone(original, hit, hits) or _is_doubtful(original, hit)):
        hit = _at(hit, HINT)
    return _at(hit, FAINT) if hit.score > FAINT and _is_talked_of(original, hit, hits) else hit


def _at(hit: Hit, score: float) -> Hit:
    return Hit(hit.category, hit.term, hit.start, hit.end, score, hit.severity, hit.fold, hit.read)


def _is_only_mentioned(original: str, hit: Hit) -> bool:
    if hit.fold not in ("", "folded") or hit.category not in TOPICAL:
        return False
    near = _folded(original, hit.start - _AROUND, hit.end + _AROUND)
    if is_open_to_all(hit.category, near):
        return True
    # What seldom holds is asked first.
    return is_mentioned(hit.category, near) and not _is_offered(original, hit)


def _is_a_tale(original: str, hit: Hit, hits: Sequence[Hit]) -> bool:
    """Whether `hit` is all that the text has of a thing which befell somebody, and which is offered to nobody."""
    if hit.fold not in ("", "folded") or len(hits) > 1:
        return False
    near = _folded(original, hit.start - _AROUND, hit.end + _AROUND)
    before = _folded(original, hit.start - _AROUND, hit.start)
    return is_a_tale(hit.category, near, before) and not _is_offered(original, hit)


def _is_talked_of(original: str, hit: Hit, hits: Sequence[Hit]) -> bool:
    """Whether `hit` is a word that nothing else speaks for, nor anybody wants or offers."""
    if hit.category not in _TALKED_OF or hit.end - hit.start > _A_WORD or hit.score >= SURE:
        return False
    if len(original) <= hit.end - hit.start + _A_CALL or len(hits) > 1:
        return False
    near = _folded(original, hit.start - _AROUND, hit.end + _AROUND)
    return not (_WANTED.search(near) or _FOR_READERS.search(near) or _is_offered(original, hit))


def _stands_alone(original: str, hit: Hit, hits: Sequence[Hit]) -> bool:
    """Whether nothing else in the text speaks for `hit`: no second hit, no offer, nobody it is meant for."""
    if hit.category in _BY_ONE_WORD:
        return False
    a_word = hit.end - hit.start <= _A_WORD
    if any(_speaks_for(other, hit, a_word) for other in hits):
        return False
    if a_word and hit.category not in _SLOGANS:
        return hit.category not in _THINGS or not _is_offered(original, hit)
    if hit.fold not in ("", "folded") or _is_offered(original, hit):
        return False
    return _FOR_READERS.search(_folded(original, hit.start - _AROUND, hit.end + _AROUND)) is None


def _speaks_for(other: Hit, hit: Hit, a_word: bool) -> bool:
    """Whether `other` is a sign beside `hit`, which is `a_word` or a phrase: a number beside a name lies within it."""
    if other.category == "personal-data":
        return hit.category != other.category
    if hit.start < other.end and other.start < hit.end:
        return False
    if other.category == hit.category or {other.category, hit.category} == _CLAIMS:
        return True
    return not (a_word or other.category in CONTEXTUAL)


def _is_offered(original: str, hit: Hit) -> bool:
    before = _folded(original, hit.start - _AROUND, hit.start)
    after = _folded(original, hit.end, hit.end + _AROUND)
    return _OFFERED.search(f"{before} {after}") is not None


def _is_doubtful(original: str, hit: Hit) -> bool:
    if hit.fold not in ("", "folded"):
        return False
    if hit.category in INSULTS:
        return _is_thrown_at_nobody(original, hit)
    if hit.category not in TOPICAL and hit.category != "ads-any":
        return False
    near = _folded(original, hit.start - _AROUND, hit.end + _AROUND)
    if (_SETTLED if hit.category in _AMONG_PAPERS else _DEED).search(near):
        return True
    if is_told(hit.category, near, _folded(original, hit.start - _AROUND, hit.start)):
        return True
    return _ASKING.search(near) is not None and _OFFERING.search(near) is None


def _is_thrown_at_nobody(original: str, hit: Hit) -> bool:
    near = _folded(original, hit.start - _AROUND, hit.end + _AROUND)
    if _SPOKEN.search(near) or _OWN.search(_folded(original, hit.start - _BEFORE, hit.start)):
        return True
    if hit.category in _OF_OTHERS:
        return False
    return len(near) > _CURT + hit.end - hit.start and _MEANT.search(near) is None


def _folded(original: str, start: int, end: int) -> str:
    """`original[start:end]` folded; of short texts it is asked for several times."""
    whole = _whole(original) if len(original) <= _SHORT else ""
    if len(whole) == len(original):
        return whole[max(0, start) : end]
    return original[max(0, start) : end].translate(FOLD)


@lru_cache(maxsize=16)
def _whole(original: str) -> str:
    return original.translate(FOLD)
