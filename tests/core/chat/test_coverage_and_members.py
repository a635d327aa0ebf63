from hypothesis import given
from hypothesis import strategies as st

from core.base.dated import Dated, Period
from core.chat.coverage import Coverage
from core.chat.member import Member


def test_a_hole_between_two_files_is_a_gap() -> None:
    coverage = Coverage.of([Period(0, 10_000), Period(60_000, 90_000)])
    assert coverage.gaps() == (Period(10_000, 60_000),)
    assert coverage.covers(0, 10_999)
    assert not coverage.covers(5_000, 70_000)
    assert not coverage.covers(80_000, 91_000)


def test_files_that_share_an_edge_second_join() -> None:
    assert Coverage.of([Period(0, 10_400), Period(10_900, 20_000)]).gaps() == ()


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20))), st.integers(0, 80))
def test_until_never_covers_the_future(spans: list[tuple[int, int]], now: int) -> None:
    coverage = Coverage.of(Period(a * 1000, (a + n) * 1000) for a, n in spans).until(now * 1000)
    assert all(period.end <= now * 1000 for period in coverage.periods)


def test_the_shown_name_is_the_group_nickname_where_there_is_one() -> None:
    member = Member("wxid_a", Dated.always("小张"), Dated(((1_000, "销售-张三"),)))
    assert member.shown_name(500) == "小张"
    assert member.shown_name(1_500) == "销售-张三"
    assert member.all_names() == {"小张", "销售-张三"}


def test_leaving_and_returning() -> None:
    member = Member("wxid_a", Dated.always("小张"), present=(Period(0, 10), Period(20, 30)))
    assert [member.is_present(at) for at in (5, 15, 25, 35)] == [True, False, True, False]
