"""Files by their names: programs that pose as documents, documents that carry programs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.charter.model import Severity
from core.chat.message import Message, MessageKind
from core.judging.detectors.detector import Hit
from core.judging.text import PreparedText

CATEGORY = "virus-link"
_RUNS = "exe|apk|bat|scr|msi|msix|vbs|vbe|cmd|ps1|pif|jar|hta|wsf|wsh|lnk|dll|ipa|mobileconfig|com|cpl|reg|inf|jse|gadget|appx|xpi|crx|sh|command|dmg|pkg|deb|rpm"
_CARRIES = "docm|xlsm|pptm|xlam|dotm|iso|img|vhdx?|chm|one|url|svg|wsz|ace|cab"
_SHOWS = "docx?|xlsx?|pptx?|pdf|txt|jpe?g|png|gif|bmp|mp[34]|wav|avi|mov|zip|rar|7z|csv|rtf|html?|wps|et"
_END = r"(?![a-z0-9.\-_/])"
_PROGRAM = re.compile(rf"\.(?:{_RUNS}){_END}")
_CARRIER = re.compile(rf"\.(?:{_CARRIES}){_END}")
_POSING = re.compile(rf"\.(?:{_SHOWS})[\s_.\-]*\.(?:{_RUNS}|{_CARRIES}){_END}")
_TURNED = re.compile(r"[\u202e\u202d\u2066-\u2069]")
"""Signs that turn the reading order around: a name that holds one hides its end."""
_TURNED_SHOWS = re.compile(rf"\.(?:{_RUNS})", re.IGNORECASE)
_HARMLESS_PROGRAMS = frozenset(
    {".com", ".sh", ".url", ".one", ".svg", ".inf", ".pkg", ".command", ".ace", ".et"}
)
"""Endings that are words, addresses or trades of some groups as well: no sign by themselves."""
_URGES = re.compile(
    r"(?:关|退出|卸载|禁用|停)(?:掉|了|闭)?(?:一下)?(?:杀毒|杀软|360|安全卫士|卫士|防火墙|安全软件|电脑管家)|报毒(?:是)?(?:正常|误报|别|不用|没事)|会误报|直接信任|添加信任|"
    r"权限(?:全部|都|全)|允许未知来源|未知来源(?:应用)?(?:打开|允许|安装)|启用宏|宏(?:启用|打开)|双击(?:导入|运行|打开|安装)|右键管理员|管理员(?:身份)?运行|装(?:了|上|完)?(?:就|一下|这个|它)|"
    r"(?:下载|点开|打开|运行)(?:就|即|后)(?:能|可|有|领)|解压密码|破解|注册机|外挂|免杀|抢红包|激活工具|绿色版"
)
_WARNS = re.compile(r"别|不要|请勿|切勿|小心|当心|谨防|警惕|严禁|禁止|中毒|中招|骗|钓鱼|勿")
_SHIPPED = re.compile(
    r"官网|应用商店|内部测试|测试版|版本|更新日志|提测|打包|构建|发布|研发|运维|服务器|部署|源码|脚本|编译|安装包(?:已)?(?:上传|更新)"
)
"""Talk of people who make or keep programs."""


def risky_files(text: PreparedText, message: Message) -> Iterable[Hit]:
    """A file that runs when opened, sent as a file or named in words that urge to open it."""
    folded = text.folded
    sent = message.kind is MessageKind.FILE
    if sent and _TURNED.search(text.original) and _TURNED_SHOWS.search(text.original[::-1] + text.original):
        yield Hit(CATEGORY, text.original[:60], 0, len(text.original), 0.95, Severity.HIGH)
        return
    urged = _URGES.search(folded) is not None
    if not sent and (not urged or _WARNS.search(folded) or _SHIPPED.search(folded)):
        return
    posing = _POSING.search(folded)
    found = posing or _first_program(folded)
    if found is not None:
        yield _hit(text, found, 0.95 if posing else 0.9 if sent else 0.86)
    elif (carrier := _CARRIER.search(folded)) is not None and carrier.group() not in _HARMLESS_PROGRAMS:
        yield _hit(text, carrier, 0.86 if urged else 0.6)


def _first_program(folded: str) -> re.Match[str] | None:
    return next(
        (found for found in _PROGRAM.finditer(folded) if found.group() not in _HARMLESS_PROGRAMS), None
    )


def _hit(text: PreparedText, found: re.Match[str], score: float) -> Hit:
    return Hit(CATEGORY, found.group().strip(), *text.folded_span(*found.span()), score, Severity.HIGH)
