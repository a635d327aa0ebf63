"""Signs that a word is mentioned rather than meant: what was done about it, the word as a word, medicine, stories.

`prevention` knows who forbids, `doubt` who asks or jokes. Those who speak here handle the thing for a living, were its
victims, or say what somebody else did. All text is folded.
"""

from __future__ import annotations

import re

from core.judging.detectors.gates import Gated

_HANDLED = (
    r"收缴|缴获|查扣|查封|查处|查办|没收|取缔|铲除|销毁|封存|(?:账户|账号|资金|钱|卡)(?:都|已|已经|被)?冻结|送检|移送|到案|归案|落网|立案|宣判|判了|判刑|"
    r"(?<![不没怕会])被(?:判|抓(?!不|到把柄)|查(?!不)|端了|拘|逮|通报|处分|处罚|开除|起诉)|获刑|量刑|劳动仲裁|开庭|庭审|缉私|缉毒|检察院|禁毒|反诈|民警|警方|报了?警|报案|"
    r"罪(?:的|名|怎么|案)|审计要|纪检|罚过|市监局?|派出所|法院|执法|专项(?:行动|整治|检查)?[,。]|抓了|判例|戒毒|追回|止付|严打"
)
"""What those say whose work it is, or to whom it was done."""
_AS_A_WORD = (
    r"(?<![改换加删])[一两二三四五]个字|这(?:个|俩|两个)?(?:词|字)|字样|这种(?:广告|话|短信|词|说法)|这类|那种广告|新闻(?:里|说|上|报道|太|看了)|是什么意思|什么叫|怎么读|"
    r"(?:写|标|印|贴|念)(?:了|着|的是)?[“\"「『]|[”\"」』](?:这|那)(?:种|个|类|句|话)|的?特征|的构成|题目|知识竞赛|科普|作文|课本"
)
_PUT_AWAY = r"(?:广告|海报|传单|卡片)[^。!?]{0,12}撕|撕[了掉下][^。!?]{0,6}(?:广告|传单)|(?:赶紧|全部|统统|都|给)(?:删掉|删了|删除)|卸载|清理掉|扔掉|别装|禁用|不让搞|不让做|别拿来|不做这|拒收|退掉|请出去|轰出去"
"""What is done with such a thing by those who want none of it."""
_ON_THE_WARD = r"双人|处方|剂量|毫克|\dm[gl]|医嘱|复核|泵|护士|药师|麻醉|科室|值班|急诊|手术室|试剂|化验"
_PATIENTS = r"病人|患者|医生|药房|住院"
"""Who sells a cure speaks of them as well."""
_SUFFERED = (
    r"被(?:骗|坑了|拉进|盗|冒充|忽悠|套牢)|骗(?:走|了我|了他|了她)|差点|没敢|没理|没填|没点|没信|没上当|挂断?了电话|上(?:过|了)当|追不回|要不回|退不回|不对劲|"
    r"劝(?:了|住|回|半天)|拦(?:下|住)|都是假的|别去|别碰|害人|害死人|盗刷|中招|交(?:了)?学费|没保障|不安全|赶紧跑|我才不"
)
"""What victims say, and those who keep away."""
_IN_A_STORY = (
    r"[《》]|电影|影片|片子|台词|导演|游戏|队友|副本|打野|五杀|赛季|段子|笑话|成语|谜语|谚语|诗[里词]|小说|动漫|番剧|凶手|剧本|桌游|裁判|点球|"
    r"红烧|拼盘|这道菜|真香|侧芽|盆栽|抗战|当年|那年|那会儿|小时候"
)
_SOMEBODY = re.compile(
    r"(?:^|[,。!?;:\s])(?:那个|这个|昨天|昨晚|今天|上次|去年|早上|听说|我|我们|你们|咱)?"
    r"(?:姐夫|妹夫|嫂子|表[弟哥姐妹]|堂[弟哥姐妹]|[大小二三]?[叔舅姑姨]|婆婆|公公|丈[人母]|奶奶|爷爷|外[公婆]|姥[姥爷]|爸爸?|妈妈?|老[爸妈公婆]|儿子|女儿|弟弟?|哥哥?|妹妹?|姐姐?|"
    r"他们?|她们?|有人|别人|人家|大爷|大妈|大叔|老头|学生|室友|同学|前员工|员工|司机|邻居|楼[上下]|隔壁|小偷|骗子|犯人|当事人|嫌疑人|病人|患者)"
    r"(?![^,。!?;\n]{0,4}(?:要的|出货|有货|代理|在做|用了|吃了|喝了))[^,。!?;\n]{0,14}$"
)
"""Of whom a clause tells that leads up to the word."""
_ACCUSING = frozenset(
    {"rumour", "false-info", "defame-company", "defame-rival", "negativity", "disruption", "payment-default", "political",
     "leak-customer", "leak-forward", "leak-company", "personal-data", "price-deviation", "personal-profit", "photo-consent"}
)  # fmt: skip
"""Categories whose breaches tell of others, of courts and of the police themselves."""
_BEFALLING = frozenset(
    {"illegal", "violence", "gambling", "drugs", "fraud", "spam", "poaching", "impersonation", "false-efficacy", "counterfeit"}
)  # fmt: skip
"""Categories of things that befall people, and that they then tell."""
_PERSONAL = frozenset({"personal-data", "leak-customer"})
_CURES = frozenset({"false-efficacy", "false-advertising", "harmful-other"})
_HOUSE_KEYS = re.compile(r"wi-?fi|无线网|门禁|会议室|打印机|投影|储物柜|快递柜|自习室|活动室")
"""What a password may open without being a secret."""
_OWN_NUMBER = re.compile(
    r"存一下|有事(?:打|找|拨)|(?:号码?|电话|手机号?)(?:换了?|打)(?:一下|了|不通)?[:：,，]|换号|新号|惠存|打这个"
)
"""What those say who give their own number."""
_DELIVERY = re.compile(r"收[货件](?:人|地址)|对接人|寄到|送到")
"""What goes with a name, a number and an address that are written for a parcel."""
_NAMED = Gated("|".join((_AS_A_WORD, _PUT_AWAY)))
_DEALT_WITH = Gated("|".join((_AS_A_WORD, _PUT_AWAY, _HANDLED)))
_TOLD = Gated("|".join((_HANDLED, _SUFFERED, _IN_A_STORY)))
_BEFELL = Gated("|".join((_HANDLED, _SUFFERED)))
_MEDICAL = {
    "drugs": re.compile(f"{_ON_THE_WARD}|{_PATIENTS}"),
    **dict.fromkeys(_CURES, re.compile(_ON_THE_WARD)),
}


def is_open_to_all(category: str, near: str) -> bool:
    """Whether a number or a password is one that people tell each other."""
    if category == "personal-data":
        return _OWN_NUMBER.search(near) is not None
    return category == "leak-company" and _HOUSE_KEYS.search(near) is not None


def is_mentioned(category: str, near: str) -> bool:
    """Whether the words around a hit say that the thing itself is not meant at all."""
    if (_NAMED if category in _ACCUSING else _DEALT_WITH).search(near):
        return True
    return category in _MEDICAL and _MEDICAL[category].search(near) is not None


def is_told(category: str, near: str, before: str) -> bool:
    """Whether a hit may be what befell the one who writes, happens in a story, or was done by somebody else, of whom
    the clause tells that ends `before` it."""
    if category in _ACCUSING:
        return category in _PERSONAL and _DELIVERY.search(near) is not None
    return _TOLD.search(near) is not None or _SOMEBODY.search(before) is not None


def is_a_tale(category: str, near: str, before: str) -> bool:
    """Whether a hit plainly is what befell somebody; arguments as above."""
    if category not in _BEFALLING:
        return False
    return _BEFELL.search(near) is not None or _SOMEBODY.search(before) is not None
