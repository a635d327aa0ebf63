from hypothesis import given
from hypothesis import strategies as st

from core.base.chain import GENESIS, link, row_digest

fields = st.dictionaries(
    st.text(max_size=5), st.one_of(st.integers(), st.text(max_size=8), st.none()), max_size=4
)


@given(fields, fields)
def test_digest_depends_on_every_field(first: dict[str, object], second: dict[str, object]) -> None:
    assert (row_digest(first) == row_digest(second)) == (first == second)


@given(st.lists(st.sampled_from("abcdef"), min_size=2, max_size=8), st.data())
def test_changing_one_row_changes_every_later_hash(rows: list[str], data: st.DataObject) -> None:
    def hashes(values: list[str]) -> list[str]:
        head, result = GENESIS, []
        for seq, value in enumerate(values, start=1):
            head = link(head, seq, "ledger", str(seq), row_digest({"value": value}))
            result.append(head)
        return result

    where = data.draw(st.integers(0, len(rows) - 1))
    changed = [*rows[:where], rows[where] + "!", *rows[where + 1 :]]
    before, after = hashes(rows), hashes(changed)
    assert before[:where] == after[:where]
    assert not set(before[where:]) & set(after[where:])
