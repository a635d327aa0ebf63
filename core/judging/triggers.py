"""What opens a clock: a task for somebody, a bulletin for all, a customer's question, an issue raised.

Functions take text without its mentions unless they say otherwise. Dates in a text are read against the
day the message was written.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache

from core.judging.replies import folded, is_greeting, is_thanks

_SAME_DAY = re.compile(
    r"今[天日晚早]|今(?:上|下)午|当[天日晚]|本日|即日|下班[之以]?前|下班时|收工前|马上|立[即刻]|即刻|尽快|尽早|赶紧|赶快|赶忙|抓紧|从速|火速|速速|迅速|第一时间|现在|此刻|"
    r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})\s*(?:[点时:：](?:\d{1,2}|半|[一二三]刻)?分?|点钟)\s*[之以]?前|(?:上午|中午|下午|晚上|傍晚|午饭|晚饭|饭|会议?|散会)[之以]?前|"
    r"(?:\d+|[一二两三四五六七八九十半]+)\s*个?(?:分钟|小时|刻钟)[之以]?内|(?:上午|中午|下午|晚上)|(?:^|[，,。\s])速(?:办|回|来|报|处理|联系|回复|查|发|给)|急[!！,，。\s]|十万火急|加急|紧急|asap|eod|now"
)
_OTHER_DAY = re.compile(
    r"明[天日晚早]|后天|大后天|下周|下星期|下礼拜|下个?月|月底|月末|年底|节后|年后|(?:本|这)?(?:周|星期|礼拜)([一二三四五六日天末])|(\d{1,2})[号日](?!线|楼|店|机|仓|门|柜)|(\d{1,2})月(\d{1,2})"
)
_OTHER_TIME = re.compile(
    rf"(?:{_OTHER_DAY.pattern})(?:的?(?:早上|早晨|上午|中午|下午|傍晚|晚上|晚))?(?:(?:\d{{1,2}}|[一二两三四五六七八九十]{{1,3}})\s*[点时:：](?:\d{{1,2}}|半)?分?)?\s*[之以]?前?"
)
"""Another day with the time of day that belongs to it."""
_SMALL_TALK = re.compile(
    r"吃(?:什么|啥|饭|了|过)|喝(?:什么|啥)|天气|好冷|好热|下雨|堵车|球赛|去哪(?:玩|吃)|穿得|好看|漂亮|帅|走起|打球|约"
)
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_VERBS = (
    r"处理|跟进|核实|核对|核查|完成|提交|上交|反馈|回复|回电|回个|回应|联系|解决|确认|汇报|上报|报给|报一下|整理|准备|更新|修改|改成|改一下|改好|改下|安排|落实|对接|"
    r"检查|统计|填写|填一下|填好|填报|打印|盖章|付款|开票|下单|同步|提供|上传|说明|解释|登记|安抚|排查|维修|修一下|修好|更换|测试|验收|清点|盘点|发货|出库|补发|补上|补齐|补一下|"
    r"督促|负责|拜访|回访|签字|签一下|签好|催一下|催款|催促|通知一下|通知客户|转告|转达|协调|协助|配合|支持一下|汇总|归档|备份|复核|审核|审批|审一下|过一下|起草|撰写|制定|拟|"
    r"报价|询价|采购|调货|调一下|备货|送货|取货|收货|入库|排单|排班|培训|接待|接一下|送一下|拿一下|取一下|查一下|查下|查查|查清|查明|看一下|看下|看看|问一下|问下|问问|做一下|做好|做完|"
    r"做个|做份|做一份|做张|写一下|写个|写份|写一份|写好|弄一下|弄好|弄完|搞定|搞一下|出一份|出个|出份|发一下|发下|发出|发到|发给|发我|发过来|发来|发群|发至|传给|传一下|传到|交给|交一下|"
    r"交到|交过来|交上来|送到|送去|送过来|拿给|拿来|拿过来|拿到|寄给|寄出|寄到|给我|给出|给个|给客户|给财务|打给|打个电话|打电话|去一趟|去趟|去现场|去处理|去看|去拿|去取|去办|"
    r"来一趟|来我办公室|来办公室|来开会|来会议室|到我办公室|到会议室|到现场|过来一下|过来一趟|订一下|订个|订好|约一下|约好|约个|清理|打扫|清洗|布置|搬|录入|录一下|导出|导一下|退款|"
    r"退货|换货|赔付|结算|对账|对一下|对下|收一下|收款|报销|备案|申请一下|跑一趟|盯一下|盯紧|盯着|盯住|关注一下|留意一下|升级|部署|上线|发布|推送|群发|处置|整改|返工|重做|重新|补充|完善|优化|调整"
)
_ASK = re.compile(
    r"请(?!假|客|问|教)|麻烦|劳烦|烦请|务必|一定要|必须|需要你|需要您|你来|您来|由你|由您|帮忙|帮我|帮一下|帮下|把[^，,。;；]{1,24}(?:给|发|做|改|写|整理|送|弄|交|拿|传|寄|处理|填|报|出|完成|核|查)|将[^，,。;；]{1,24}(?:发|交|报|送|传|提交|处理)"
)
_VERB_FIRST = re.compile(
    rf"(?:^|[，,。;；!！:：\s])(?:你|您|你们|也|再|先|就|去|来|和|跟.{{1,6}}|与.{{1,6}}|把.{{1,16}}|.{{0,10}}(?:报告|报表|方案|合同|资料|材料|数据|清单|文件|单子|报价单?|名单|表格?|图纸?|台账|样品|发票|纪要|PPT|ppt|总结|计划|问题|投诉|订单|客户|货|款))?(?:{_VERBS})"
)
"""A request opens with its verb, or with the thing it is about."""
_FORBIDS = re.compile(r"(?:请|也)?(?:不要|别|勿|不得|禁止|不准|不许|不能)[^，,。;；!！?？\n]*")
_TELLS = re.compile(
    r"^(?:[，,。\s]|好的?|ok|嗯|行|收到)*(?:我(?:来|去|马上|立即|这就|一会儿?|稍后|等会|等下|先|今天|今晚|下午|上午|已|已经|刚|会|在|正在|知道|看到|同意)|(?:已|已经|都)(?:处理|发|完成|解决|收到|看|办|安排|确认|同意))"
)
_REQUEST_STILL = re.compile(
    r"请(?!假|客|问|教)|麻烦|把|给我|务必|一下|尽快|马上|立即|下班前|[点时]前|抓紧|赶紧"
)
_ASK_YOU = re.compile(r"请(?!假|客|问|教)|麻烦|给我|务必|你|您")
_REMINDS = re.compile(
    r"催|怎么样了|怎样了|如何了|咋样了|怎么还|还没|还未|没有?(?:发|交|弄|处理|完成|回|好)|抓紧|进展|进度|提醒|再次|重申|到哪(?:了|一步)|好了(?:吗|没|么)|完成了?(?:吗|没|么)|弄好了?(?:吗|没)|"
    r"做好了?(?:吗|没)|发了?(?:吗|没)|处理了?(?:吗|没)|搞定了?(?:吗|没)|什么情况|在(?:吗|不在)|看到(?:了)?(?:吗|没)|收到(?:了)?(?:吗|没)|回(?:复|个话|话|一下|应)|人呢|吱一?声|多久(?:能|可以|好)?|什么时候(?:能|可以|好|给)|几点能|快点|快一点|快些|\?{2,}"
)
_MARKED = (
    re.compile(r"^.{0,24}?[【\[〔「《(（〖][^】\]〕」》)）〗\n]{0,16}(?:通知|公告|通告|通报)[^】\]〕」》)）〗\n]{0,8}[】\]〕」》)）〗]", re.DOTALL),
    re.compile(r"^[^\w一-鿿]*(?:各位.{0,6}[,，:：\s])?(?:重要|紧急|温馨|工作|放假|会议|群内?|最新|公司|人事|行政|内部|部门|培训|活动|补充|特别|临时|系统|停电|停水|节假日|考勤|值班|安全|发货|调价|价格|销售|关于)*(?:通知|公告|通告)\s*(?:[:：!！,，。\n]|$|各|全|大家|今|明|本|\d|一下[:：])"),
    re.compile(r"^[^\n，,。:：]{0,24}(?<![我你他她已到没去来有等按未的在看发被再请会要先别])(?:通知|公告|通告)\s*[:：\n]"),
    re.compile(r"^[^\w一-鿿]*关于.{1,40}的(?:通知|公告|通告|通报)"),
    re.compile(r"^[^\n]{0,16}(?:通知|公告|通告)如下"),
)  # fmt: skip
_NO_MARK = re.compile(r"^(?:收到|看到|已|没|谁|什么|哪|怎么|好的|明白|回复|谢谢|感谢|有没有|我)")
_ASKS_RECEIPT = re.compile(
    r"(?:收到|看到|已阅|知悉|阅读后|阅后|知晓|已阅读)(?:的|者|后|了|通知|消息|信息|此消息|本通知|群公告|以上)*[，,、\s]*(?:请|都|务必|麻烦|麻烦大家|大家|各位|烦请|均)*\s*(?:尽快|马上|立即|及时|在群里|在群内|群里|统一)*\s*"
    r"(?:回复|回个|回一下|回一个|回下|回执|回应|扣|打|吱|举手|报数|接龙|签收|确认|留言|跟帖|回(?!家|来|去|公司|款|访|收|头|不))|"
    r"(?:请|大家|都|务必|记得|麻烦|各位|全体|所有人|统一|一律)[^，。,\n]{0,8}回(?:复)?[\s:：“\"'「『]*(?:收到|1|已阅|知悉|ok|确认)|回复?[“\"'「『]?收到|回复?[“\"'「『]?(?:1|ok)(?:[”\"'」』。!！,，\s]|$)|扣[“\"']?(?:1|收到)|"
    r"(?:请|务必|大家|各位).{0,4}(?:签收|确认收到|接龙确认|接龙回复)"
)
_OWN_REPLY = re.compile(r"^(?:已|我|都|好的|收到[，,]?(?:已|我|马上|好))")
_NAGS = re.compile(
    r"(?:还没|没有?|尚未|未)(?:有)?.{0,8}(?:回复|收到|回执|确认|签收|扣|接龙)|(?:谁|哪些人|哪几个|几个人).{0,6}(?:没|未)|再次(?:提醒|通知)|重申"
)
_ROLL = re.compile(
    r"(?:请|大家|各位|全体|所有人|开始|现在|务必|都|统一|接龙|活动|会议|培训|参加(?:人员|的人)?)[^。!?;\n]{0,16}(?:签到|点名|报到)|(?:签到|点名)(?:接龙|开始|[:：]|$)|^[^\w一-鿿]*(?:接龙)?\s*(?:签到|点名)"
)
_NO_ROLL = re.compile(
    r"(?:明|后)天[^。!?;\n]{0,16}(?:签到|点名|报到)|(?:未|没有?|忘记?|补)(?:签到|报到|点名)|签到(?:表|机|台|处|记录|情况|奖|红包|率)|(?:已|都|我)(?:经)?签到"
)
_FILLER = re.compile(
    r"请|麻烦|烦请|务必|大家|各位|所有人|全体|一下|今天|今日|今晚|马上|立即|立刻|尽快|赶紧|抓紧|现在|下班前|之前|以前|谢谢|辛苦|了|吗|呢|啊|吧|呀|哦|的|地|得|把|将|给|我|你|您|他|她|们|"
    r"到|在|是|和|与|及|都|就|也|还|没有?|有|怎么样|怎样|如何|好|发|收到|回复|回|看|通知|公告|重要|紧急|提醒|再次|进展|进度|催|\d+点|上午|下午|前|后|[^\w一-鿿]|_"
)
_ASKING = re.compile(
    r"[?？]|吗|呢$|怎么|如何|多少|什么时候|几[点天号时个]|哪[里个些儿]?|能不能|可不可以|可以.{0,8}吗|有没有|是不是|行不行|为什么|为啥|咋|啥时候|请问|求助|求解|想问|咨询一下|谁知道|谁能|帮忙看"
)
_PROBLEM = re.compile(
    r"问题|故障|坏了|坏掉|失灵|不行|投诉|异常|报错|出错|错误|缺货|断货|没到|未到|没收到|没货|解决|处理不了|处理一下|卡住|卡死|死机|打不开|(?:登录?|打开?|用|连接?|付款?|下单|提交|显示|加载|扫|进|刷)不(?:了|上|出来|去)|不能用|没反应|延误|延期|耽误|"
    r"退货|退款|破损|损坏|漏水|漏电|漏发|少发|错发|发错|少了|丢了|丢失|跳闸|停电|停水|停机|质量|不合格|瑕疵|差评|催货|催单|着急|急用|怎么办|咋办|如何处理|支援|协调|反映|反馈|反应|不满|要求|需要|请.{0,10}(?:处理|解决|协助|帮忙|跟进|核实|确认|看)|帮忙|麻烦"
)


def same_day(text: str, written: datetime) -> bool:
    """Whether `text` speaks of the day it was written, be it by date or weekday."""
    plain = folded(text)
    if any(_is_day(match, written) for match in _OTHER_DAY.finditer(plain)):
        return True
    return _SAME_DAY.search(_OTHER_TIME.sub(" ", plain)) is not None


def other_day_only(text: str, written: datetime) -> bool:
    """Whether `text` speaks of another day and not of the day it was written."""
    return _OTHER_DAY.search(folded(text)) is not None and not same_day(text, written)


def _is_day(match: re.Match[str], written: datetime) -> bool:
    weekday, day, month, month_day = match.groups()
    if weekday:
        return _WEEKDAYS.get(weekday) == written.weekday()
    if month:
        return int(month) == written.month and int(month_day) == written.day
    return bool(day) and int(day) == written.day


def is_task(text: str, written: datetime, any_day: bool = False) -> bool:
    """Whether words of a leader to somebody ask for something that same day.

    A request without any date counts; one for another day does not, unless `any_day`. Thanks, greetings and
    the leader's own answers do not.
    """
    plain = folded(text)
    if len(plain) < 2 or is_greeting(plain):
        return False
    if is_thanks(plain) and not _REQUEST_STILL.search(plain):
        return False
    if _TELLS.search(plain) and not _ASK_YOU.search(plain):
        return False
    if not any_day and other_day_only(plain, written):
        return False
    plain = _FORBIDS.sub(" ", plain)
    if _ASK.search(plain) or _VERB_FIRST.search(plain):
        return True
    return same_day(plain, written) and _SMALL_TALK.search(plain) is None


def is_reminder(text: str) -> bool:
    """Words that come back to something asked before."""
    return _REMINDS.search(folded(text)) is not None


def is_marked_bulletin(text: str) -> bool:
    """Marked 通知 or 公告 at its head; `text` may hold mentions."""
    plain = folded(re.sub(r"[@＠](?:所有人|全体成员|all)\s*", "", text))
    if _NO_MARK.match(plain):
        return False
    return any(pattern.search(plain) for pattern in _MARKED)


def asks_receipt(text: str) -> bool:
    """Asks the readers to answer 收到 or the like."""
    plain = folded(text)
    return _ASKS_RECEIPT.search(plain) is not None and not _OWN_REPLY.match(plain)


def nags(text: str) -> bool:
    """Reminds of a bulletin: who has not answered yet."""
    return _NAGS.search(folded(text)) is not None


def calls_roll(text: str) -> bool:
    """Asks those who take part in something to say that they are there."""
    plain = folded(text)
    return _ROLL.search(plain) is not None and _NO_ROLL.search(plain) is None


def only_asks_receipt(text: str) -> bool:
    """Nothing but the request to answer: it belongs to what was posted before."""
    return asks_receipt(text) and len(_FILLER.sub("", _ASKS_RECEIPT.sub("", folded(text)))) <= 2


def is_question(text: str) -> bool:
    return _ASKING.search(folded(text)) is not None


def is_issue(text: str) -> bool:
    """A problem put to somebody."""
    plain = folded(text)
    if is_thanks(plain) and not _REQUEST_STILL.search(plain):
        return False
    return _PROBLEM.search(plain) is not None


@lru_cache(8192)
def content(text: str) -> frozenset[str]:
    """Two-character bits of what a text is about, without filler words."""
    runs = re.findall(r"[0-9a-z一-鿿]+", _FILLER.sub(" ", folded(text)))
    return frozenset(run[i : i + 2] for run in runs for i in range(len(run) - 1))
