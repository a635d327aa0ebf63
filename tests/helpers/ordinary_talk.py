"""Everyday talk that nobody should be told of: written by hand, put together from parts, and the sample's own."""

from __future__ import annotations

import itertools
import json
from functools import cache
from pathlib import Path

import yaml

from core.base.paths import RESOURCES

_WHEN = (
    "今天",
    "明天",
    "后天",
    "周五",
    "下周一",
    "月底",
    "上午",
    "下午三点",
    "晚上",
    "中午",
    "下班前",
    "十点",
)
_WHO = ("小周", "老赵", "王工", "李姐", "财务", "客户", "供应商", "甲方", "陈经理", "物业", "前台", "仓库")
_WHAT = ("报价单", "合同", "样品", "发票", "图纸", "周报", "会议纪要", "排班表", "检测报告", "快递", "资料", "名单",
         "方案", "照片", "钥匙", "清单")  # fmt: skip
_GOODS = (
    "苹果",
    "鸡蛋",
    "面膜",
    "针织衫",
    "牛奶",
    "大米",
    "茶叶",
    "毛巾",
    "儿童水杯",
    "洗衣液",
    "橙子",
    "羽绒服",
)
_PLACE = ("二楼会议室", "仓库", "东门", "前台", "工地", "一号楼", "食堂", "停车场", "学校门口", "驿站")
_FEEL = ("好的", "收到", "嗯嗯", "辛苦了", "没问题", "谢谢", "明白", "哈哈", "可以", "稍等", "抱歉", "知道了")
_MATTER = ("打印机", "空调", "电梯", "网络", "投影", "系统", "门禁", "热水器")
_MEAL = ("面条", "饺子", "米粉", "盖饭", "火锅", "馄饨", "沙拉", "炒菜")
_FRAMES: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    ("{}把{}发给{}，谢谢", (_WHEN, _WHAT, _WHO)),
    ("{}，{}放在{}了", (_FEEL, _WHAT, _PLACE)),
    ("{}说{}要晚一点", (_WHO, _WHAT)),
    ("{}去{}开会，谁一起", (_WHEN, _PLACE)),
    ("{}的{}还有吗，我要两份", (_WHEN, _GOODS)),
    ("{}收到了，很满意，{}", (_GOODS, _FEEL)),
    ("请问{}什么时候到货", (_GOODS,)),
    ("{}又坏了，麻烦{}看一下", (_MATTER, _WHO)),
    ("{}修好了，大家{}可以用了", (_MATTER, _WHEN)),
    ("中午吃{}还是{}", (_MEAL, _MEAL)),
    ("{}请假，{}找{}", (_WHEN, _WHAT, _WHO)),
    ("{}你那边的{}好了吗", (_WHO, _WHAT)),
    ("@{} {}的{}麻烦核对一下", (_WHO, _WHEN, _WHAT)),
    ("{}到{}集合，别忘了带{}", (_WHEN, _PLACE, _WHAT)),
    ("我{}去{}取{}", (_WHEN, _PLACE, _WHAT)),
    ("{}，我{}再问问{}", (_FEEL, _WHEN, _WHO)),
    ("{}有点大，能换小一码吗", (_GOODS,)),
    ("{}的价格{}会调整吗", (_GOODS, _WHEN)),
    ("谁看到我的{}了，可能落在{}", (_WHAT, _PLACE)),
    ("{}{}没信号，晚点回大家", (_WHEN, _PLACE)),
)
_FROM_PARTS = 3_000
_SELLS = "xiaoman"
"""The sample's shop: what its managers post is selling, which is the point of their group."""


@cache
def everyday() -> tuple[str, ...]:
    """At least 3,000 different messages, the same every time."""
    path = Path(__file__).with_suffix(".txt")
    written = [line for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return tuple(dict.fromkeys((*written, *_from_parts())))


def _from_parts() -> list[str]:
    """Frames take turns, so that each is heard as often as its parts allow."""
    series = [
        _evenly([frame.format(*parts) for parts in itertools.product(*lists)]) for frame, lists in _FRAMES
    ]
    taken = [text for turn in itertools.zip_longest(*series) for text in turn if text is not None]
    return taken[:_FROM_PARTS]


def _evenly(texts: list[str]) -> list[str]:
    """The same texts in an order that does not follow the parts."""
    step = next(step for step in (97, 89, 83) if len(texts) % step)
    return [texts[place * step % len(texts)] for place in range(len(texts))]


@cache
def sample_talk() -> tuple[str, ...]:
    """Text messages of the sample community that its manifest does not name as planted breaches."""
    folder = RESOURCES / "sample"
    manifest = yaml.safe_load((folder / "manifest.yaml").read_text(encoding="utf-8"))
    planted = {
        key
        for event in manifest["events"]
        if event["kind"] == "finding" and event["expect"] != "none"
        for key in event["messages"]
    }
    said: list[str] = []
    for path in sorted(folder.glob("*.chatlab.jsonl")):
        said += _ordinary_lines(path, planted)
    return tuple(said)


def _ordinary_lines(path: Path, planted: set[str]) -> list[str]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    managers = {row["platformId"] for row in rows if row["_type"] == "member" and row.get("roles")}
    return [
        row["content"]
        for row in rows
        if row["_type"] == "message"
        and row["type"] == 0
        and row.get("content")
        and row["platformMessageId"] not in planted
        and not (path.name.startswith(_SELLS) and row["sender"] in managers)
    ]
