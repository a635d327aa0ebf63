"""What a message or a behaviour can be found to be: the categories that rules name, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from core.base.phrase import LocalText

MESSAGE_CATEGORIES: Mapping[str, LocalText] = {
    "illegal": LocalText("违法违规", "illegal content"),
    "political": LocalText("涉政", "political content"),
    "religion": LocalText("宗教", "religion"),
    "porn": LocalText("色情淫秽", "pornography"),
    "violence": LocalText("暴力", "violence"),
    "gambling": LocalText("赌博", "gambling"),
    "drugs": LocalText("毒品", "drugs"),
    "virus-link": LocalText("病毒链接或文件", "virus links or files"),
    "unknown-link": LocalText("来源不明的链接或二维码", "links or QR codes of unknown origin"),
    "fraud": LocalText("诈骗", "fraud"),
    "rumour": LocalText("谣言或未证实消息", "rumours"),
    "false-info": LocalText("虚假信息", "false information"),
    "false-advertising": LocalText("虚假或夸大宣传", "false or exaggerated advertising"),
    "false-efficacy": LocalText("虚假疗效", "false curative claims"),
    "harmful-other": LocalText("其他有害信息", "other harmful content"),
    "vulgar": LocalText("粗俗用语", "foul language"),
    "abuse": LocalText("人身攻击或辱骂", "personal attacks or abuse"),
    "discrimination": LocalText("歧视", "discrimination"),
    "admin-abuse": LocalText("辱骂或挑衅管理员", "abuse of admins"),
    "customer-abuse": LocalText("侮辱或骚扰客户", "abuse of customers"),
    "defame-company": LocalText("诋毁公司", "defaming the company"),
    "defame-rival": LocalText("诋毁同行", "defaming a rival"),
    "finger-pointing": LocalText("对人不对事的指责", "blaming the person, not the matter"),
    "negativity": LocalText("负面信息或情绪", "negativity"),
    "ads-any": LocalText("广告", "advertising of any kind"),
    "ads-irrelevant": LocalText("与本群无关的广告", "advertising foreign to this group"),
    "ads-timed": LocalText("分享时段内的硬广告", "hard advertising during a sharing session"),
    "spam": LocalText("垃圾信息", "spam"),
    "inducement": LocalText("诱导或恶意推销", "inducement or pushy selling"),
    "poaching": LocalText("拉人去别的群", "pulling members into other groups"),
    "cross-brand": LocalText("其他品牌的商品信息", "goods of other brands"),
    "off-topic": LocalText("与主题无关", "off topic"),
    "meaningless": LocalText("无意义的灌水", "meaningless chatter"),
    "leak-company": LocalText("公司机密", "company secrets"),
    "leak-forward": LocalText("把群内信息转给无关的人", "passing the group's content to outsiders"),
    "leak-customer": LocalText("客户信息", "customer data"),
    "personal-data": LocalText("个人隐私", "personal data"),
    "photo-consent": LocalText("未经同意发他人照片", "photos of others without consent"),
    "infringement": LocalText("侵权或未注明来源", "infringement or missing source"),
    "price-deviation": LocalText("擅自议价或改价", "prices changed on one's own"),
    "bribery": LocalText("商业贿赂", "commercial bribery"),
    "counterfeit": LocalText("假冒伪劣", "counterfeits"),
    "private-trade": LocalText("绕开群的私下交易", "private deals around the group"),
    "restricted-time": LocalText("限定时段内的推销", "promotion at restricted times"),
    "personal-use": LocalText("工作号私用", "private use of a work account"),
    "tone": LocalText("语气或规范用语", "tone and wording"),
    "evasive": LocalText("答非所问或敷衍", "evasive answers"),
    "voice": LocalText("语音消息", "voice messages"),
    "media-type": LocalText("受限的消息类型", "restricted kinds of message"),
}
BEHAVIOUR_CATEGORIES: Mapping[str, LocalText] = {
    "flooding": LocalText("刷屏", "flooding"),
    "repeat": LocalText("重复发送", "repeats"),
    "image-overuse": LocalText("过度发图", "too many images"),
    "image-when-busy": LocalText("多人聊天时发图", "images while many are talking"),
    "watery": LocalText("灌水过多", "too much idle chatter"),
    "work-hours-chat": LocalText("上班时间闲聊", "idle talk in working hours"),
    "interrupt": LocalText("活动中打断他人", "interrupting an activity"),
    "disruption": LocalText("恶意扰乱秩序", "wilful disruption"),
    "clique": LocalText("拉帮结派", "cliques"),
    "fake-traffic": LocalText("刷粉刷量", "fake followers or traffic"),
    "personal-profit": LocalText("私号营利", "private profit"),
    "payment-default": LocalText("恶意拖欠", "payment default"),
    "impersonation": LocalText("用他人账号操作", "acting under another's account"),
}
CONTEXTUAL = frozenset(
    {"unknown-link", "off-topic", "meaningless", "restricted-time", "personal-use", "tone", "evasive", "work-hours-chat",
     "interrupt"}
)  # fmt: skip
"""What is everyday talk unless a charter that binds the group says otherwise: nobody is told of it without one."""
CATEGORIES: Mapping[str, LocalText] = {**MESSAGE_CATEGORIES, **BEHAVIOUR_CATEGORIES}
