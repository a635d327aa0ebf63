"""Links: which are plainly harmful, which are merely unknown. A plain link is no breach."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from core.charter.model import Severity
from core.chat.message import Message, MessageKind
from core.judging.detectors.detector import Hit
from core.judging.text import PreparedText

_TLDS = (
    "com|cn|net|org|gov|edu|info|biz|io|co|me|cc|tv|top|xyz|vip|icu|tk|ml|cf|gq|ga|club|site|online|shop|store|win|bid|"
    "loan|work|click|link|live|fun|pro|wang|ink|ltd|group|app|dev|asia|mobi|name|pw|ws|la|in|ru|hk|tw|jp|kr|us|uk|de|"
    "red|kim|buzz|cyou|rest|surf|monster|example|test|invalid"
)
URL = re.compile(
    r"(?:(?:https?|ftp)://[^\s<>\"'，。！？；、（）【】《》「」]+)"
    rf"|(?<![@a-z0-9.\-])(?:[a-z0-9](?:[a-z0-9\-]{{0,62}})\.)+(?:{_TLDS})(?![a-z0-9.\-@])(?::\d+)?(?:/[^\s<>\"'，。！？；、（）【】]*)?",
    re.IGNORECASE,
)
_EXECUTABLE = re.compile(
    r"\.(?:exe|apk|bat|scr|msi|vbs|vbe|cmd|ps1|pif|jar|hta|wsf|lnk|dll|ipa|mobileconfig)(?![a-z0-9.\-_])",
    re.IGNORECASE,
)
_CHEAP = frozenset(
    [
        "top",
        "xyz",
        "vip",
        "icu",
        "tk",
        "ml",
        "cf",
        "gq",
        "ga",
        "win",
        "bid",
        "loan",
        "click",
        "link",
        "buzz",
        "cyou",
        "rest",
        "surf",
        "monster",
        "work",
        "pw",
        "red",
        "kim",
        "cc",
        "club",
    ]
)
_SHORT = frozenset(
    [
        "t.cn",
        "dwz.cn",
        "suo.im",
        "url.cn",
        "bit.ly",
        "tinyurl.com",
        "u.to",
        "is.gd",
        "goo.gl",
        "ow.ly",
        "3.cn",
        "m.tb.cn",
        "w.url.cn",
        "0x9.me",
        "rrd.me",
        "sourl.cn",
    ]
)
_DOTTED = re.compile(r"[a-z0-9\-]\.[a-z]|://", re.IGNORECASE)
"""What every address has: a cheap look before the long pattern."""
_KNOWN = frozenset(
    [
        "qq.com",
        "weixin.qq.com",
        "wechat.com",
        "tencent.com",
        "baidu.com",
        "bing.com",
        "google.com",
        "taobao.com",
        "tmall.com",
        "jd.com",
        "alipay.com",
        "163.com",
        "126.com",
        "sina.com.cn",
        "weibo.com",
        "sohu.com",
        "zhihu.com",
        "bilibili.com",
        "douyin.com",
        "kuaishou.com",
        "xiaohongshu.com",
        "people.com.cn",
        "xinhuanet.com",
        "cctv.com",
        "gov.cn",
        "edu.cn",
        "github.com",
        "gitee.com",
        "csdn.net",
        "aliyun.com",
        "aliyuncs.com",
        "dingtalk.com",
        "feishu.cn",
        "meituan.com",
        "dianping.com",
        "ctrip.com",
        "12306.cn",
        "amap.com",
        "youku.com",
        "iqiyi.com",
        "toutiao.com",
        "thepaper.cn",
        "huawei.com",
        "xiaomi.com",
        "apple.com",
        "microsoft.com",
        "wikipedia.org",
        "wps.cn",
        "kdocs.cn",
        "docs.qq.com",
        "wjx.cn",
        "meeting.tencent.com",
        "zoom.us",
        "pinduoduo.com",
        "yangkeduo.com",
        "sf-express.com",
        "chinapost.com.cn",
    ]
)
_BRANDS = ("taobao", "alipay", "weixin", "wechat", "tencent", "icbc", "ccb", "boc", "abchina", "cmbchina", "jd", "12306",
           "apple", "paypal", "unionpay")  # fmt: skip
_LURE = re.compile(
    r"领取|领奖|中奖|兑换|兑奖|红包|补贴|补助|津贴|退税|退款|认证|解封|解冻|激活|过期|点击|点开|点进|点我|戳|登录|登陆|验证|"
    r"账号异常|账户异常|积分|查看照片|你的照片|视频里|不看后悔|破解|外挂|辅助|免费|安装|下载|速看|限时|身份信息|实名|医保|社保"
)
_MALWARE = re.compile(
    r"木马|病毒程序|病毒文件|钓鱼网站|钓鱼链接|勒索病毒|免杀|远控|后门程序|恶意软件|蠕虫病毒|盗号链接|种马"
)
_IP = re.compile(r"^\d{1,3}(?:\.\d{1,3}){3}$")
_BARE = 0.5
"""The most a bare name with a dot may say."""
VIRUS = "virus-link"
UNKNOWN = "unknown-link"


@dataclass(frozen=True, slots=True)
class Link:
    """One address in a text: `host` in lower case, positions in the original."""

    host: str
    url: str
    start: int
    end: int

    @property
    def written_out(self) -> bool:
        """With scheme, www or path: surely meant as an address, not as a file name or two words and a dot."""
        return "/" in self.url or self.url.startswith("www.")


def find_links(text: PreparedText) -> tuple[Link, ...]:
    if "." not in text.folded or not _DOTTED.search(text.folded):
        return ()
    links = []
    for match in URL.finditer(text.folded):
        url = match.group().rstrip(".,!?;:)")
        host = (
            re.sub(r"^[a-z]+://", "", url)
            .split("/", 1)[0]
            .split("?", 1)[0]
            .rsplit("@", 1)[-1]
            .split(":", 1)[0]
        )
        links.append(Link(host, url, *text.folded_span(match.start(), match.start() + len(url))))
    return tuple(links)


def under(host: str, domains: Collection[str]) -> bool:
    """Whether `host` is one of `domains` or below one."""
    if not domains:
        return False
    rest, dot = host, "."
    while dot:
        if rest in domains:
            return True
        _, dot, rest = rest.partition(".")
    return False


def harmful(text: PreparedText, message: Message, links: tuple[Link, ...], warned: bool) -> Iterable[Hit]:
    """virus-link and unknown-link hits; the term of a link's hit is its host (trusted hosts are exempt later)."""
    if message.kind in (
        MessageKind.FILE,
        MessageKind.LINK,
        MessageKind.TEXT,
        MessageKind.QUOTE,
        MessageKind.OTHER,
    ):
        yield from _executables(text, message, links)
    if warned:
        return
    lure = _LURE.search(text.folded) is not None
    for link in links:
        score = _suspicion(link, lure)
        if not lure and not link.written_out:
            score = min(score, _BARE)
        if score >= 0.55:
            yield Hit(VIRUS, link.host, link.start, link.end, score, Severity.HIGH)
        if link.written_out and not under(link.host, _KNOWN):
            yield Hit(UNKNOWN, link.host, link.start, link.end, max(0.6, score), Severity.LOW)
    malware = _MALWARE.search(text.folded)
    if malware and (links or message.kind is MessageKind.FILE):
        yield Hit(VIRUS, malware.group(), *text.folded_span(*malware.span()), 0.85, Severity.HIGH)


def _executables(text: PreparedText, message: Message, links: tuple[Link, ...]) -> Iterable[Hit]:
    for match in _EXECUTABLE.finditer(text.folded):
        start, end = text.folded_span(*match.span())
        link = next((link for link in links if link.start <= start < link.end), None)
        if link is not None:
            yield Hit(VIRUS, link.host, link.start, link.end, 0.9, Severity.HIGH)
        elif message.kind is MessageKind.FILE:
            yield Hit(VIRUS, match.group(), start, end, 0.9, Severity.HIGH)


def _suspicion(link: Link, lure: bool) -> float:
    host = link.host
    tld = host.rsplit(".", 1)[-1]
    labels = host.split(".")
    if under(host, _KNOWN) and not under(host, _SHORT):
        return 0.0
    if any(label.startswith("xn--") for label in labels) or _imitates(host):
        return 0.85
    if _IP.match(host):
        return 0.85 if lure else 0.6
    if tld in _CHEAP:
        return 0.85 if lure else 0.6 if sum(char.isdigit() for char in labels[-2]) >= 2 else 0.5
    if under(host, _SHORT):
        return 0.82 if lure else 0.4
    return 0.5 if lure else 0.2


def _imitates(host: str) -> bool:
    """A well-known name with digits for letters, or as a part of somebody else's domain."""
    plain = host.translate(str.maketrans("013457", "oleast"))
    for brand in _BRANDS:
        if len(brand) > 3 and brand in plain and brand not in host:
            return True
        if len(brand) > 3 and brand in host and not under(host, _KNOWN):
            return True
    return False
