"""What was entered by hand ends as a sentence in the letter, whatever script it was written in."""

from __future__ import annotations

import pytest

from core.desk.entering import enter
from core.store.store import Store
from tests.helpers.docket import Docket


@pytest.mark.parametrize(
    ("written", "told"),
    [("删除好友", "删除好友。"), ("he left ", "he left."), ("真的？", "真的？"), ("Done.", "Done.")],
)
def test_the_reason_ends_as_a_sentence(store: Store, written: str, told: str) -> None:
    docket = Docket(store)
    group = docket.group("sales-2016-007", name="销售群")
    docket.member(group, kind="employee")
    made = enter(docket.desk(3), "销售群", "wxid_li", "sales-2016-007.15", written).value
    assert dict(made.why.args)["reason"] == told
