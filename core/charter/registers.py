"""Registers and flows that carry guided and recorded clauses: what the console has, and what it lacks yet."""

from __future__ import annotations

from collections.abc import Mapping

from core.base.phrase import LocalText

AVAILABLE: Mapping[str, LocalText] = {
    "violations": LocalText("违规队列", "queue of violations"),
    "obligations": LocalText("待回应", "obligations"),
    "ledger": LocalText("台账", "ledger"),
    "roster": LocalText("成员名单", "roster"),
    "settings": LocalText("采用时的设置", "settings of the adoption"),
    "leave": LocalText("请假", "leave"),
    "sessions": LocalText("分享时段", "sharing sessions"),
    "permits": LocalText("广告许可", "advertising permits"),
    "invitations": LocalText("邀请批准", "approved invitations"),
    "directory": LocalText("通讯录", "directory"),
    "required-members": LocalText("必须在群的人", "required members"),
    "group-name": LocalText("群名称", "group name"),
    "evidence": LocalText("证据快照", "evidence snapshot"),
}
"""What exists: a clause that names one of these needs nothing more."""

KEPT: Mapping[str, LocalText] = {
    "account-registry": LocalText("账号登记册", "register of accounts"),
    "agreement": LocalText("入群协议登记", "register of agreements"),
    "announcement": LocalText("公告登记", "register of announcements"),
    "approval": LocalText("批准", "approvals"),
    "archive": LocalText("备份归档", "backups and archive"),
    "assessment": LocalText("考核", "assessments"),
    "attestation": LocalText("核实", "attestations"),
    "award": LocalText("奖励", "awards"),
    "campaign": LocalText("活动核实", "campaigns"),
    "certificate": LocalText("资质登记", "register of certificates"),
    "checklist": LocalText("新人清单", "newcomer checklist"),
    "complaint": LocalText("投诉登记", "register of complaints"),
    "customer-file": LocalText("客户档案", "customer files"),
    "evaluation": LocalText("评估改进", "evaluations"),
    "group-registry": LocalText("群登记册", "register of groups"),
    "handover": LocalText("离职交接", "handover at departure"),
    "image-review": LocalText("图片待看", "queue of images"),
    "incident": LocalText("异常报告", "reports of anomalies"),
    "spot-check": LocalText("抽查", "spot checks"),
    "suggestion": LocalText("意见箱", "suggestion box"),
    "training": LocalText("培训登记", "register of trainings"),
}
"""Registers that people enter things in: duties ask for an entry."""

FLOWS: Mapping[str, LocalText] = {
    "appeal": LocalText("申诉", "appeals"),
    "report": LocalText("举报", "reports"),
}
"""What has a flow of its own: taken in, examined, decided (core.desk.appeals, core.desk.reports)."""

MISSING: Mapping[str, LocalText] = {}
"""What a clause needs and the console does not have yet: named in `pending`. Nothing at present."""

REGISTERS: Mapping[str, LocalText] = {**AVAILABLE, **KEPT, **FLOWS, **MISSING}
