"""Which messages open an obligation: tasks of the same day, bulletins, issues; and what is only a reminder.

Clause sources: drucker-consulting.11 (a leader's same-day task), .12 and sales-2016-007.8 (notices), .14
(issues the group can settle). Only a leader's message with a same-day sense starts the task clock.
"""

from __future__ import annotations

import re

from core.chat.message import Message, MessageKind

_LATER = re.compile(
    r"(?:明天|明日|明早|明晚|后天|大后天|下周|下星期|下个?月|月底|年底|周[一二三四五六日天末](?:之?前)?|改天|过几天|以后)"
    r"(?:早上|上午|中午|下午|晚上|早晨)?(?:[0-9０-９一二三四五六七八九十两]{1,3}(?:点半?|[:：]\d\d))?(?:之?前)?"
)
_SAME_DAY = re.compile(
    r"今天|今日|今晚|今早|今儿|当天|当日|上午|中午|下午|傍晚|晚上|午饭前|下班[之以]?前|收工前|下班后"
    r"|马上|立刻|立即|即刻|现在|尽快|尽早|赶紧|赶快|抓紧|火速|速[回办发来]|急[!！,，。]|很急|加急|紧急|asap"
    r"|(?:半|一|两|[0-9]{1,2})\s?个?(?:小时|钟头)[之以]?内|[0-9]{1,3}\s?分钟[之以]?内|半小时"
    r"|(?:[01]?[0-9]|2[0-4]|[一二三四五六七八九十两]{1,3})(?:点(?:半|[0-9]{1,2}分?|钟)?|[:：][0-5][0-9])(?:[之以]?前|左右)?",
    re.IGNORECASE,
)
_REQUEST = re.compile(
    r"请|麻烦|帮忙|帮我|帮|把|给我|发我|发给|发一|发下|交[给到上一]|提交|上报|上交|处理|跟进|核实|核对|完成|落实|反馈|回复|回个|整理"
    r"|准备|安排|联系|解决|看[一]?下|看看|查[一]?下|查清|确认|修改|更新|汇报|报[一]?下|报给|统计|对接|负责|出[一个]|做[一个好完]|写[一个好完]"
    r"|补[上齐一]|弄[一好]|盯|改[一好成]|过来|到我|来我|来一趟|去一趟|参加|带上|通知[到各一]|打[个一]?电话|订|送[到给]|取[一回]|寄|搞定|修[一好复]"
    r"|检查|排查|协调|拿出|给出|给个|需要你|你来|务必|尽快|抓紧|赶紧"
)
_STRONG_REQUEST = re.compile(
    r"请|麻烦|帮忙|帮我|把|给我|发我|发给|提交|处理|跟进|核实|完成|落实|反馈|回复|整理|解决|务必|汇报|给出|拿出|搞定"
)
_QUESTION = re.compile(r"(?:吗|么|呢|吧|啊|不|没)?\s*[?？]\s*$|[吗么]\s*$")
_KINDLY = re.compile(
    r"生日快乐|节日快乐|新年快乐|恭喜|祝贺|辛苦了|谢谢|感谢|欢迎|早点休息|注意安全|注意身体|干得漂亮|点赞|表扬"
)
_MARKED = re.compile(
    r"[【\[［〔（(《]\s?[^】\]］〕）)》\n]{0,8}(?:通知|公告|通告)[^】\]］〕）)》\n]{0,6}[】\]］〕）)》]"
    r"|(?:^|[\n。！!])\s?(?:[@＠]\S{1,8}[\s ]*)?[#＃📢📣‼️❗⚠️\s]{0,6}[^，,。\n]{0,10}(?:通知|公告|通告)\s*[:：!！\n]"
    r"|^\s?(?:关于.{1,24}的)?(?:紧急|重要|会议|放假)?(?:通知|公告|通告)\s*$"
)
_ASKS_ACK = re.compile(
    r"(?:收到|看到|阅后|知悉|已阅|看完)[^，,。\n没未]{0,6}(?:请|都|的|后)?\s?(?:及时|务必|统一|在群里|群里)?\s?(?:回复|回一?个|回一?下|扣|打|吱|报|举手|确认)"
    r"|(?:请|都|务必|记得|大家|统一|麻烦)[^。\n]{0,8}(?:回复|回|扣)\s?[“\"「『']?(?:收到|1\b|已阅|确认)"
    r"|回复\s?[“\"「『']?收到|收到请|收到的?扣"
)
_REMINDER = re.compile(
    r"怎么样了|怎样了|咋样了|如何了|好了[吗么没]|完成了?[吗么没]|弄好没|发了[吗么没]|进展|进度|到哪一?步|还没|还未|尚未|没回|未回"
    r"|催[一个下]|提醒|再次|别忘|抓紧|人呢|在吗|看到[了没吗]|收到[了没吗]|什么情况|怎么不回|回复一下|回一下|吱一?声"
)
_PROBLEM = re.compile(
    r"问题|故障|坏了|报错|出错|异常|投诉|打不开|登不上|连不上|缺货|断货|漏[了水发]|没到货|卡住|怎么办|怎么解决|谁负责|搞错|不对|延误|丢了"
)
_STOP = frozenset(
    "的了吗呢吧啊呀哦嗯我你他她它们是在有和与就都也还又很把被给对这那个一不没要会能可以下上到去来说好请今明天日早中午晚前后点分"
)


def is_task(text: str) -> bool:
    """Whether a leader's words (mentions stripped) ask for something to be done or solved the same day."""
    without_later = _LATER.sub(" ", text)
    if _SAME_DAY.search(without_later) is None:
        return False
    strong = _STRONG_REQUEST.search(text) is not None
    if _KINDLY.search(text) and not strong:
        return False
    if _QUESTION.search(text) and not strong:
        return _PROBLEM.search(text) is not None
    return strong or _REQUEST.search(text) is not None or _PROBLEM.search(text) is not None


def is_marked(message: Message) -> bool:
    """A group announcement, or words marked as notice (通知, 公告)."""
    return message.kind is MessageKind.BULLETIN or _MARKED.search(message.text) is not None


def asks_acknowledgement(text: str) -> bool:
    """Whether the text asks to be answered with 收到 or the like."""
    return _ASKS_ACK.search(text) is not None


def is_issue(text: str) -> bool:
    """Whether somebody names a problem that wants settling."""
    return _PROBLEM.search(text) is not None


def reminds(text: str) -> bool:
    return _REMINDER.search(text) is not None


def content(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters that carry content; words for Latin text."""
    pairs: set[str] = set()
    for run in re.findall(r"[一-鿿]+|[A-Za-z0-9]{2,}", text):
        if run[0].isascii():
            pairs.add(run.lower())
            continue
        pairs |= {a + b for a, b in zip(run, run[1:], strict=False) if a not in _STOP and b not in _STOP}
    return frozenset(pairs)


def same_matter(reminder: str, earlier: str) -> bool:
    """Whether `reminder` speaks of what `earlier` asked: mostly the same words, or a nudge that adds nothing new."""
    new, old = content(reminder), content(earlier)
    shared = len(new & old)
    if new and shared / len(new) >= 0.5 and shared >= 2:
        return True
    return reminds(reminder) and (shared >= 1 or len(new) <= 3)
