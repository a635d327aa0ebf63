"""What an answer says: acknowledgement, interim answer, plan, solution, explanation, no network.

Also greetings and thanks, which never count as flooding, repeats or idle talk. All functions take text
as written; mentions should be taken out before.
"""

from __future__ import annotations

import re
from functools import lru_cache

from core.judging.folding import FOLD

_TAIL = r"(?:了|啦|喽|咯|哈+|啊|呀|哦|噢|喔|呢|哒|滴|的|嘞|咧|吧|哟|么么哒|~|～)*"
_WHO = r"(?:@?[一-鿿a-z0-9·\-]{0,8}?(?:总|经理|主任|老师|领导|老板|部长|哥|姐|主管|店长|书记|董|工|部|组|科|室|店|队|公司)?|我(?:这边|们)?)"
_NOT = r"(?!.*(?:欢迎|大家|各位|没(?!问题|毛病)|未|不|谁|吗|怎么|为什么|什么时候|是否|请|有没有|还差|几个|哪些|怎样))"
_ACK_ANYWHERE = (
    r"收到|已收到|已收|收[道倒]|收悉|敬悉|明白|了解|知道了|知悉|悉知|已知悉|已知晓|知晓|遵命|遵照执行|照办|已阅|已阅读|已读|阅知|坚决执行|马上执行|立即执行|立刻执行|"
    r"认真执行|严格执行|执行|按要求执行|得令|没问题|已?确认(?:收到)?|已?签收|学习了|已学习|保证完成(?:任务)?|一定完成|一定办到|清楚了|记住了|记下了|看到了|已看到|好的|okk?|okay|"
    r"roger|copy|copy that|got it|noted|yes sir|received|will do|understood|sure|done"
)
_ACK_WHOLE = (
    r"好|行|可以|嗯+|嗯嗯|嗯呢|嗯好|好嘞|好滴|好哒|好咧|好呢|好呀|好啊|好吧|行吧|行的|收|阅|知|是|是的|对|对的|到|在|在的|来了|马上|马上办|这就办|"
    r"立刻办?|中|妥|妥妥的|必须的?|一定|同意|没意见|无异议|支持|赞同|赞成|可|准时到|准时参加|参加|我参加|一定参加|1{1,4}|[一壹]|扣1|举手|已回复?|k+|get(?:到)?|ojbk|sd|shoudao|shoudaole|阔以|可以的|立即处理|y|yes|yep|yeah|"
    r"好的好的|好好|没毛病|安排|清楚|知道|晓得|晓得了|要得|得嘞|得|欧克|噢克|[哦欧]了|恩+|嗯呐|okok|ok了|好勒|明了|通知到位|已传达|传达到位|照做|服从|服从安排"
)
_EMOJI_ACK = r"👌|👍|🆗|🫡|✅|☑|✔|🙆|🙋|\[ok\]|\[好的\]|\[强\]|\[抱拳\]|\[收到\]|\[赞\]|\[敬礼\]|\[嘿哈\]|\[nice\]|/:ok|/:strong|/强|/ok|/抱拳|/握手"
_CLAUSES = re.compile(r"[\s,，。.!！;；、~～…:：()（）\"“”'‘’\-—_|/]+")
_ACK_PLAIN = r"收到|收悉|明白|知悉|遵命|已阅|照办|好的|没问题|知道了|okk?"
"""Words that stay acknowledgements behind a name or title; the others must stand alone."""
_ACK_CLAUSE = re.compile(
    rf"^{_NOT}(?:{_WHO}(?:{_ACK_PLAIN})|(?:我们?|这边|我这边)?(?:都|已|已经)?(?:{_ACK_ANYWHERE})){_TAIL}$"
)
_ACK_START = re.compile(
    rf"^{_NOT}(?:收到|已收到|好的|明白|遵命|知悉|已阅|知道了|了解了|马上执行|立即执行|坚决执行|没问题|okay|ok|noted|got it)"
)
_ACK_ONLY = re.compile(rf"^(?:{_ACK_WHOLE}){_TAIL}$")
_ACK_SIGN = re.compile(_EMOJI_ACK)
_QUESTION = re.compile(r"[?？]\s*$|(?:吗|么|没有?|不|呢)[?？!！。~～\s]*$")
_INTERIM = re.compile(
    r"(?:做|办|弄|搞|处理|发|给)不了|来不及|没时间|没空|做不到|没法(?:做|办|弄|处理)|还没(?:好|弄完|做完|完成|拿到|收到|到位|出来)|"
    r"正在|稍等|稍后|稍候|等一下|等下|等会|等我|等一会|一会儿?(?:就|给|发|弄|处理|回|去|来|看|办)|请稍|这就(?:去|来|办|发|弄|处理|看|做|安排|给|联系|落实|改|查)|"
    r"马上(?:就)?(?:办|处理|弄|发|做|去|来|到|安排|回|看|改|查|联系|落实|执行|给|好|提交|核|跟|解决|准备|整理|出|交|报|打|问|确认|开始|过|搞|完|传|统计|反馈|送|写)|"
    r"立[即刻](?:办|处理|弄|发|做|去|安排|看|改|查|联系|落实|执行|给|提交|核|跟|解决|准备|整理|反馈)|尽快(?:办|处理|弄|发|做|去|安排|给|落实|提交|核|跟|解决|完成|反馈|回)|"
    r"(?:我|我们|我这边|这边|在|已经?)(?:先)?(?:看看|看一下|看下|查一下|查下|查查|问一下|问下|问问|核实一下|核实下|确认一下|确认下|了解一下|了解下|处理一下|处理下|跟进一下|联系一下|落实一下|沟通一下)|"
    r"在(?:处理|弄|做|写|整理|跟进|跟|联系|查|核实|核对|确认|沟通|路上|赶|改|准备|统计|协调|落实|办|走流程|打印|排查|修|维修|催|忙这个|搞|出|走)|"
    r"(?:处理|跟进|核实|联系|进行|整理|沟通|确认|统计|排查|维修|修改|协调|落实|准备|制作|审核|走流程|办理|安排)(?:中|着)|"
    r"快(?:了|好了|弄完|做完|完成|写完|整理完|到了|发了)|差不多(?:了|好了|完成)|(?:还|再)(?:差|需要?|要)(?:一点|点|一会|几分钟|半小时|\d+|[一二两三四五十半])|"
    r"给我(?:\d+|[一二三四五六七八九十半几两])(?:个)?(?:分钟|小时|天)|(?:\d+|[一二三四五六七八九十半几两])(?:个)?(?:分钟|小时)(?:后|内|之内|之后|以内|左右|就)|"
    r"我来(?:处理|办|弄|跟|负责|解决|安排|看|做|查|联系|落实|搞)|交给我|我负责|我跟进|我去(?:办|处理|看|弄|做|查|联系|问|核实|落实|拿|取|催|现场|解决)|我处理|我安排|我联系|"
    r"晚点|晚些|晚一点|待会|过会|过一会|回头(?:给|发|处理|弄|办|看)|忙完|开完会|会后|结束后|到(?:公司|单位|办公室|家)(?:后|就|再|马上|给|处理)"
)
_WHEN = (
    r"(?:今[天晚日]|明[天早日晚]|后天|上午|中午|下午|晚上|今晚|傍晚|下班前|下班之前|\d{1,2}[点:：时]\d{0,2}分?半?|[一二两三四五六七八九十]{1,3}点半?|"
    r"周[一二三四五六日天]|下周|月底|节后|回去|回来|回公司|到公司|\d+号)"
)
_PLAN = re.compile(
    rf"(?:我|我们)?(?:打算|计划|预计|拟|准备在|安排在|争取|力争)|先.{{1,20}}(?:再|然后|后)|"
    rf"{_WHEN}(?:之?前|以前|左右)?(?:就|再|统一|一起|一定)?给(?:您|你|到|出|过去)?(?:$|[，,。!！]|发|报|回|送|个?结果|方案|答复|反馈|数据|初稿|电话|消息)|"
    rf"{_WHEN}(?:之?前|以前|左右)?.{{0,8}}(?:发(?!烧|火|呆|工资|奖)|交|弄|完成|处理|提交|做完|做好|出|搞定|解决|回复|回您|回你|反馈|联系|到位|落实|办|整理|核实|报给|送到|送过|安排|改好|写完|汇报|确认|上传)|"
    rf"(?:方案|办法|措施|建议|解决方案|思路)(?:是|如下|[:：]|有)|第一步|分[两三几]步|按.{{1,12}}(?:方案|流程|计划)(?:来|走|处理|办)"
)
_DONE = (
    r"发|提交|处理|完成|解决|办|送|寄|传|上传|安排|联系|核实|核对|确认|回复|反馈|改|修改|更新|交|弄|搞|查|做|跟进|沟通|汇报|落实|通知|修|换|"
    r"补|退|付|转给|签|盖|整理|统计|填|登记|审核|下单|报|对接|恢复|修复|排查|拜访|回访|写"
)
_SOLUTION = re.compile(
    rf"(?:已|已经|刚|刚刚|刚才|都|全部|均|早就?)(?:经)?(?:都|全部|全)?(?:给.{{1,6}})?(?:{_DONE})|已经?(?:到|去|打|问|开|出|约|催|拿|取|收|装)|"
    r"(?:发|交|传|寄|送|报|提交|上传)(?:到|给|去|至)?(?:您|你|了|群里|邮箱|你邮箱|您邮箱|微信|财务|客户|系统)|"
    r"(?:^|[，,。!！\s])(?:都|全|刚)?(?:改|发|交|弄|做|办|传|填|订|约|打|查|问|说|通知|联系|回|寄|签|报|补|修|换|退|付|送|搬|贴|盖)(?:了|过了|完|好)|"
    r"搞定|弄好|做好|办好|处理好|处理完|处理了|解决了|解决好|修好|改好|写好|整理好|填好|交了|发了|办了|完成|办妥|妥了|完事|好了|ok了|"
    r"核实了|查到了|查了|问了|问过|联系了|联系上|联系好|打过电话|打电话了|安排好|安排了|准备好|到货了|已到|到位|恢复了|正常了|可以用了|"
    r"请查收|过目|传.{1,6}了|请审阅|请看附件|请查看|请看|见附件|详见附件|原因是|发您|发你"
)
_EXPLAINED_PLAINLY = re.compile(
    r"特殊情况|情况说明|走不开|脱不开身|抽不开身|分不开身|飞机上|登机|刚落地|高铁上|火车上|住院|医院|看病|急诊|输液|手术|生病|发烧|家里有急事|"
    r"家中有事|家里有事|有急事|丧事|奔丧|请假|休假|年假|调休|车祸|交通事故|在考试|考试中"
)
"""Said like this it is an explanation even beside a promise; the weaker ones below are not."""
_EXPLAINED = re.compile(
    r"特殊情况|情况说明|走不开|脱不开身|抽不开身|分不开身|在开会|开会中|正开会|会议中|在飞机上|飞机上|要登机|登机了|准备登机|刚落地|在高铁上|高铁上|在火车上|住院|在医院|在看病|看急诊|急诊|"
    r"挂水|输液|做手术|在手术|手术|在开车|开车中|正开车|路上开车|在考试|考试中|家里有急事|家中有事|家里有事|有急事|急事|丧事|奔丧|参加婚礼|生病|发烧|不舒服|病了|请假|休假|年假|调休|"
    r"在国外|在出差|出差路上|出差中|有时差|在见客户|在谈客户|陪客户|跟客户|客户这里|客户那边谈|在面试|在培训|培训中|在上课|在听课|在直播|车祸|交通事故|堵在路上|手机坏了|手机没电|不方便|暂时没法|暂时不能|临时有事"
)
_LATER_ANSWER = re.compile(
    r"(?:给|再|后|前|点|天|晚|午|就|会)(?:您|你|大家|各位|个|出)?(?:一个)?(?:答复|回复|反馈|消息|结果|回音|准信)"
)
_FINISHED = re.compile(
    r"(?:已|已经|都|全部|均|刚刚?|刚才)(?:经)?(?:都|全部|全)?(?:给.{1,6})?(?:完成|办结|办理|发|提交|上传|交|送|寄|传|改|修|处理|解决|填|打印|盖|签|付|退|补|换|整理|落实|更新|发出|下单|报)|"
    r"(?:办|做|弄|搞|改|写|修|处理|解决|整理|填|打|订|约|补|换|准备|安排|核对|统计|贴|装|送|发|交)(?:好|完|妥)(?:了|啦|毕|成|$|[,，。!！\s])|(?:完成|办结|搞定|妥|完事|落实|提交|发出|送到|寄出)(?:了|啦|$|[,，。!！\s])|办妥|办结|搞定|"
    r"(?:^|[,，。!！\s])(?:发|交|传|寄|送|改|办|弄|填|报|修|换|退|付|签)(?:了|过去了|给您了|给你了)|请查收|请查阅|请过目|见附件|详见附件|任务完成|完工|收工了|(?:已经?|刚)?(?:转给|转交|转到|移交|上报给?|反馈给)了?[^?？,，。]{1,12}"
)
_UNFINISHED = re.compile(
    r"未(?:完成|办|提交)|没(?:有)?(?:完成|办|做|弄|发|交|处理|搞|写|改|修|填)|还没|尚未|正在|快(?:要|点)?(?:好|完|做|弄|办|改|写|整理|处理)|差不多|预计|计划|争取|保证|一定|尽快|马上|稍后|等会|待会|回头|"
    r"(?:能|可以|可|将|会|再|就|后|前|要|需|内|点|晚|天|午)(?:能|可以|可|会)?(?:完成|[办做弄改写交发]好|[办做弄改写交发]完|搞定|办妥|办结|提交|处理好|处理完|整理好)(?!了|啦)|一半|部分|[?？]|吗[。!！~\s]*$"
)
_PRESENT = re.compile(
    rf"^(?:\d{{1,3}})?(?:{_WHO})?(?:我|我们|都|已经?|准时)?(?:签到|打卡|到|到了|到场|到达|到位|报到|在|在的|在场|来了|已在|参加|1|[一-鿿]{{2,4}}(?:签到|已?到|报到)){_TAIL}$"
)
_ABSENT = re.compile(
    r"请(?:个|一下|半天|一天)?假|(?:参加|来|去|到|赶)不(?:了|上|成)|(?:不能|无法|没法|没办法|不便|不)(?:前来|准时|按时|来)?(?:参加|出席|到场|过来|赶到)|缺席|没空(?:来|去|参加)|有事(?:不|来不|去不)"
)
_NO_NETWORK = re.compile(
    r"没(?:有)?(?:网|信号|网络|流量)|无(?:网|信号|网络)|断网|网(?:络)?(?:不好|太差|很差|差|断了|坏了|有问题|故障|卡)|信号(?:不好|太差|很差|差|弱|断)|"
    r"刚(?:刚|才)?(?:有|连上|恢复|来|接上)(?:网|信号|网络|wifi)|(?:才|刚刚?)(?:有|连上|收到).{0,3}(?:网|信号)|没wifi|连不上网|上不了网|山里没|地下室没|停电断网|没覆盖"
)
_BELATED = re.compile(
    r"[刚才](?:刚)?(?:看到|看见|发现|开完|忙完|下飞机|落地|到)|才(?:看|回|发现|翻|刷)|没电|刚在|不好意思|抱歉|对不起|没(?:注意)?看到|没注意|晚了|迟了|回晚|补回|补个"
)
_THANKS = re.compile(
    r"谢谢|感谢|多谢|谢啦|谢了|thanks|thx|thank|辛苦|恭喜|祝贺|祝福|祝大家|祝您|祝你|生日快乐|节日快乐|新年快乐|新年好|中秋快乐|圣诞快乐|元旦快乐|"
    r"春节快乐|国庆快乐|周末愉快|周末快乐|点赞|表扬|赞一个|赞$|为.{1,8}点赞|干得漂亮|干得好|做得好|做得不错|做得很好|真棒|太棒|好棒|棒棒|厉害|好样的|优秀|给力|"
    r"加油|欢迎欢迎|^(?:热烈)?欢迎(?:$|[!！。]|.{0,10}(?:加入|入群|进群|入职|到来|光临|报到|新人|新同事))|鼓掌|🌹|👏|💪|🎉|\[玫瑰\]|\[鼓掌\]|\[加油\]|\[庆祝\]|\[爱心\]|\[拥抱\]|谢老板|老板大气|老板发财|恭喜发财"
)
_GREETING = re.compile(
    r"^(?:大家|各位|领导|老师|同事们?|家人们|朋友们|亲们?|群友们?|小伙伴们|老板|总)*(?:们)?(?:早上|上午|中午|下午|晚上)?(?:早|好|安|早安|晚安|午安|早呀|早啊|您好|你好|大家好|各位好|"
    r"早上好|上午好|中午好|下午好|晚上好|hi|hello|嗨|哈喽|hey|good morning|morning|再见|拜拜|明天见|回见|新人报到|报到)(?:大家|各位|家人们|领导|老师|同事们|朋友们|小伙伴们)?" + _TAIL + r"$"
)  # fmt: skip
_RECEIVED = re.compile(r"收到|已阅|知悉|遵命")
_READY = re.compile(
    rf"{_ACK_ANYWHERE}|{_ACK_WHOLE}|谢谢|感谢|辛苦|马上|立即|立刻|尽快|现在|处理|办理|去办|这就|办|安排|落实|执行|弄|做|提醒|通知|"
    r"各位|大家|领导|老板|[一-鿿](?:总|经理|主任|老师|哥|姐|主管|部长|店长)|我(?:们|这边)?|了|的|啦|哈|呀|啊|哦"
)
_REST = 4
"""Characters before the first comma that may be a name."""
_LOOKED_AT = 120
"""Characters: longer texts are acknowledgements only by how they begin."""
_END = 1_000
"""Characters read at either end of a text; no answer, task or bulletin says what it is elsewhere."""
_KIND = 24
"""Characters up to which thanks are nothing but thanks."""
_SHORT = 14
"""Characters."""
_PUNCTUATION = re.compile(r"[\s,，。.!！?？;；、~～…:：]+")


@lru_cache(4096)
def folded(text: str) -> str:
    """Without what lies between the ends of an endless text: it takes time and answers nothing."""
    if len(text) > 2 * _END:
        text = f"{text[:_END]}\n{text[-_END:]}"
    return text.translate(FOLD).strip()


def is_question(text: str) -> bool:
    return _QUESTION.search(folded(text)) is not None


@lru_cache(8192)
def is_acknowledgement(text: str) -> bool:
    """收到, 好的, 执行, OK, 1, 收到+内容, …; a question is none."""
    plain = _BROKEN_UP.sub("收到", folded(text))
    if not plain or (_QUESTION.search(plain[-_LOOKED_AT:]) and not _SOFTLY.match(plain)):
        return False
    if len(plain) > _LOOKED_AT:
        return _ACK_START.match(plain[:_LOOKED_AT]) is not None and not _ACK_BROKEN.match(plain)
    bare = _ACK_SIGN.sub(" ", plain)
    if bare != plain and not _PUNCTUATION.sub("", _strip_signs(bare)):
        return True
    clauses = [clause for clause in _CLAUSES.split(_strip_signs(bare)) if clause]
    if not clauses:
        return False
    if _ACK_START.match(clauses[0]) and not _ACK_BROKEN.match(plain):
        return True
    if len(clauses) <= 3 and _ACK_ONLY.match(clauses[0]) and (len(clauses[0]) > 1 or len(clauses) == 1):
        return True
    if _ACK_BROKEN.match(plain):
        return False
    return _numbered_name(clauses) or any(_ACK_CLAUSE.match(clause) for clause in clauses)


_ACK_BROKEN = re.compile(
    r"收到(?:了|过|一|很|大|不少|几|好多|好几|客户|投诉|骚扰|诈骗).{3,}|了解了?一?下|明白人|已阅读?过.{2,}|好的(?:坏|话|东西|产品|方法|材料|习惯|不好)|没问题才怪|"
    r"收到(?:的?货|款|钱|快递|包裹|红包|短信|样品|定金|假)(?!.{0,4}(?:通知|要求|指示|安排|信息))"
)
"""Words that begin like an acknowledgement and tell of something else."""
_BROKEN_UP = re.compile(r"^收[\s,.。、·\-]{1,2}[到道倒]")
_SOFTLY = re.compile(r"^(?:好的|收到|明白|嗯+|ok|好)呢[。!~\s]*$")
_ONE = frozenset({"1", "一", "11", "111"})
_NAME = re.compile(r"[一-鿿]{2,4}$")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊"
    "白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文温卫施霍苗岳齐鲁葛柳祝毕聂焦倪庄颜殷"
)


def _numbered_name(clauses: list[str]) -> bool:
    """ "1 李明", "李明 1": the sign and who gives it."""
    if len(clauses) != 2 or not (clauses[0] in _ONE or clauses[1] in _ONE):
        return False
    name = clauses[1] if clauses[0] in _ONE else clauses[0]
    return _NAME.match(name) is not None and name[0] in _SURNAMES


class _Signs(dict[int, int]):
    """Letters, digits and punctuation stay; pictographs become blanks. Learned as characters turn up."""

    def __missing__(self, code: int) -> int:
        char = chr(code)
        keeps = char.isalnum() or char in '\n,，。.!！?？;；、~～…:： @·-()（）"“”'
        self[code] = answer = code if keeps else 32
        return answer


_SIGNS = _Signs()
_EMOTICON = re.compile(r"\[[^\[\]]{1,6}\]")


def _strip_signs(text: str) -> str:
    """Without [emoji] codes and pictographs."""
    return (_EMOTICON.sub(" ", text) if "[" in text else text).translate(_SIGNS)


@lru_cache(4096)
def is_bare_acknowledgement(text: str) -> bool:
    """An acknowledgement and nothing else but whom it is said to, thanks, and readiness."""
    if not is_acknowledgement(text):
        return False
    clauses = [clause for clause in _CLAUSES.split(_strip_signs(folded(text))) if clause]
    if clauses and _RECEIVED.search(clauses[0]):
        return True
    rests = [_READY.sub("", clause) for clause in clauses]
    extra = [place for place, rest in enumerate(rests) if rest and not _ACK_CLAUSE.match(clauses[place])]
    return not extra or (extra == [0] and len(clauses) > 1 and len(rests[0]) <= _REST)


def is_short_answer(text: str) -> bool:
    """An answer that says little else: what a bulletin may be answered with beside an acknowledgement."""
    return len(folded(text)) <= _SHORT and is_answer(text)


@lru_cache(8192)
def is_answer(text: str) -> bool:
    """Acknowledgement, interim answer, plan or solution."""
    plain = folded(text)
    if is_acknowledgement(text):
        return True
    if plain.endswith(("?", "？", "吗")) and not _SOLUTION.search(plain):
        return False
    return any(pattern.search(plain) for pattern in (_INTERIM, _PLAN, _SOLUTION))


@lru_cache(4096)
def is_finished(text: str) -> bool:
    """Says that what was asked for is done: not that it is taken up, under way or planned."""
    plain = folded(text)
    return _FINISHED.search(plain) is not None and _UNFINISHED.search(plain) is None


def tells_result(text: str) -> bool:
    """Tells what came of it, and puts nobody off to a later answer."""
    plain = folded(text)
    return _SOLUTION.search(plain) is not None and _LATER_ANSWER.search(plain) is None


def is_interim(text: str) -> bool:
    """Holds the asker off without telling any result."""
    plain = folded(text)
    return _INTERIM.search(plain) is not None and _SOLUTION.search(plain) is None


def is_present(text: str) -> bool:
    """Answers a roll call."""
    return _PRESENT.match(_PUNCTUATION.sub("", _strip_signs(folded(text)))) is not None


def is_absence(text: str) -> bool:
    """Gives notice of not being able to attend."""
    return _ABSENT.search(folded(text)) is not None


def is_explanation(text: str) -> bool:
    """A special case is told: in a meeting, on a plane, in hospital …"""
    return _EXPLAINED.search(folded(text)) is not None


def explains_plainly(text: str) -> bool:
    """As is_explanation, in words that leave no doubt."""
    return _EXPLAINED_PLAINLY.search(folded(text)) is not None


def is_belated(text: str) -> bool:
    """Words of somebody who knows to be late."""
    return _BELATED.search(folded(text)) is not None


def claims_no_network(text: str) -> bool:
    return _NO_NETWORK.search(folded(text)) is not None


@lru_cache(4096)
def is_thanks(text: str) -> bool:
    """Thanks, praise, wishes or welcome, in a short text."""
    plain = folded(text)
    return len(plain) <= 40 and _THANKS.search(plain) is not None


@lru_cache(4096)
def is_greeting(text: str) -> bool:
    if len(text) > _LOOKED_AT:
        return False
    return _GREETING.match(_PUNCTUATION.sub("", _strip_signs(folded(text)))) is not None


def is_courtesy(text: str) -> bool:
    """Acknowledgement, thanks or greeting: a duty or a kindness, never noise."""
    if is_acknowledgement(text) or is_greeting(text):
        return True
    return len(folded(text)) <= _KIND and is_thanks(text)
