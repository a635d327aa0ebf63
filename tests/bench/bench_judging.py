"""Judging speed on made-up ordinary chat: `uv run python tests/bench/bench_judging.py [MESSAGES]`.

Two figures: message rules alone (what every message costs) and a whole judgement by a bundled charter. What is
made once a process, the reader of the word lists, stands apart (`build_s`).
CPU time, so that other work on the machine counts less; beside each figure stands what it is of its goal.
The floor is what small bots do: look for every term in every message, without folding, patterns or spans.
Not part of the suite; `pytest -m bench tests/bench/bench_judging.py` runs it as a test. That fails only when
judging is not well ahead of the floor, measured in the same run: a busy machine misses the goals by itself.
"""

from __future__ import annotations

import json
import random
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from core.base.clock import SECOND, from_iso  # noqa: E402
from core.base.dated import Dated, Period  # noqa: E402
from core.charter.library import load_charter  # noqa: E402
from core.chat.conversation import Conversation  # noqa: E402
from core.chat.coverage import Coverage  # noqa: E402
from core.chat.group import Group, GroupKind  # noqa: E402
from core.chat.member import Member  # noqa: E402
from core.chat.message import Message, MessageKind  # noqa: E402
from core.judging.binding import Binding, effective_settings  # noqa: E402
from core.judging.detectors.lexicon_matcher import LexiconMatcher  # noqa: E402
from core.judging.detectors.reader import Reader, standard_reader  # noqa: E402
from core.judging.engine import judge  # noqa: E402
from core.judging.lexicon import bundled  # noqa: E402
from core.judging.message_rules import message_findings  # noqa: E402
from core.judging.scene import Scene  # noqa: E402

RULES_GOAL = 60_000
"""Messages a second through the message rules, the reader's first look at the word lists included."""
WHOLE_GOAL = 45_000
"""Messages a second through a whole judgement."""
TIMES_NAIVE = 3
START = from_iso("2026-03-02T09:00:00+08:00")
PARTS = (
    ("今天", "昨天", "上午", "下午", "刚才", "这周", "晚上", "早上"),
    ("客户", "仓库", "财务", "小王", "供应商", "三号线", "门店", "售后"),
    ("说", "反馈", "确认", "改", "整理", "送", "看", "核对"),
    ("样品", "报价单", "合同", "发货单", "会议纪要", "排班表", "尺寸", "颜色"),
    ("没问题", "还要等两天", "已经好了", "差一箱", "放在前台", "明天再说", "没什么变化", "少了一页"),
    ("", "，谢谢", "[捂脸]", "！", "～", "。", " ok", "，我再问问"),
)


def made_up(count: int) -> Conversation:
    chance = random.Random(7)
    messages = tuple(
        Message(
            f"m{i}", START + i * 20 * SECOND, f"wxid_{chance.randrange(80):02d}", "", MessageKind.TEXT,
            "".join(chance.choice(part) for part in PARTS) + str(i % 97),
        )
        for i in range(count)
    )  # fmt: skip
    members = {
        f"wxid_{i:02d}": Member(f"wxid_{i:02d}", Dated.always(f"成员{i}"), nicknames_known=True)
        for i in range(80)
    }
    covered = Coverage.of([Period(messages[0].at, messages[-1].at)])
    return Conversation(Group("g@chatroom", "测试群", GroupKind.STAFF), messages, (), members, covered)


def measure(count: int) -> dict[str, float]:
    conversation = made_up(count)
    now = conversation.messages[-1].at
    charter = load_charter("yunji-shareholders")
    binding = Binding(charter, effective_settings(charter, {}, "Asia/Shanghai"))
    entries = bundled()
    start = time.process_time()
    standard_reader()
    build = time.process_time() - start
    reader = Reader(LexiconMatcher(entries))
    scene = Scene(conversation, now)
    start = time.process_time()
    findings = sum(1 for _ in message_findings(scene, binding, reader))
    rules = time.process_time() - start
    start = time.process_time()
    judge(conversation, (binding,), now)
    whole = time.process_time() - start
    terms = [entry.text for entry in entries if not entry.pattern]
    some = conversation.messages[: max(1, count // 20)]
    start = time.process_time()
    sum(any(term in message.text for term in terms) for message in some)
    floor = (time.process_time() - start) / len(some)
    return {
        "messages": count, "findings": findings, "terms": len(terms), "build_s": round(build, 2),
        "message_rules_per_s": round(count / rules), "of_rules_goal": round(count / rules / RULES_GOAL, 2),
        "judgement_per_s": round(count / whole), "of_whole_goal": round(count / whole / WHOLE_GOAL, 2),
        "naive_terms_per_s": round(1 / floor), "times_naive": round(floor * count / rules, 1),
    }  # fmt: skip


@pytest.mark.bench
def bench_judging() -> None:
    found = measure(50_000)
    print(json.dumps(found))
    assert found["times_naive"] >= TIMES_NAIVE


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)))
