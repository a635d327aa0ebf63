"""A serious case with a step of its own: one that the tier does not name overrides it, a minor one is refused."""

from __future__ import annotations

import pytest

from core.base.refusal import Refusal
from core.desk.confirming import Wish
from core.desk.violations import confirm, find
from core.store.store import Store
from tests.helpers.docket import Docket


def test_a_ban_in_a_serious_case(store: Store) -> None:
    docket = Docket(store)
    group = docket.group("sales-group-warn-mute-kick")
    member = docket.member(group, kind="customer")
    violation = docket.violation(group, member, "sales-group-warn-mute-kick.1.2", "SP-08")
    with pytest.raises(Refusal, match="serious tier"):
        confirm(docket.desk(1), violation, "again and again", "warning", wish=Wish(tier="serious"))
    confirm(docket.desk(1), violation, "again and again", "ban", wish=Wish(tier="serious"))
    (row,) = find(docket.desk(2))
    assert (row.state, row.step) == ("confirmed", "ban")
