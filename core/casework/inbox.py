"""The inbox: objections, suggestions, private complaints and questions that members bring up."""

from __future__ import annotations

from collections.abc import Mapping

from core.base.phrase import LocalText

KINDS: Mapping[str, LocalText] = {
    "objection": LocalText("异议", "objection"),
    "suggestion": LocalText("建议", "suggestion"),
    "complaint": LocalText("投诉", "complaint"),
    "no-network": LocalText("无网络说明", "claim of no network"),
    "question": LocalText("提问", "question"),
    "anomaly": LocalText("异常", "anomaly"),
    "resignation": LocalText("离职", "resignation"),
}
REGISTERS: Mapping[str, str] = {"suggestion": "suggestion", "complaint": "complaint", "anomaly": "incident"}
"""Register whose duties a matter of that kind answers."""
ANSWERED, CLOSED = "answered", "closed"
OUTCOMES = (ANSWERED, CLOSED)
HEARD: Mapping[str, str] = {
    "leave-request": "leave", "approval-request": "permit", "report": "report", "appeal": "appeal",
    "complaint": "complaint", "suggestion": "suggestion", "no-network": "no-network", "anomaly": "anomaly",
    "resignation": "resignation",
}  # fmt: skip
"""What a message wants, and which flow takes it up."""
