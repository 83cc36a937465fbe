"""Who has which key, whatever came and went since the last merge."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib import postings
from lib.postings import Postings

ROWS, KEYS = range(6), range(-3, 3)


@pytest.fixture(params=[0, 50_000])
def merged_from(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(postings, "_MERGED_FROM", request.param)
    return int(request.param)


def held(those: Postings) -> dict[int, list[int]]:
    return {key: sorted(rows.tolist()) for key, rows in zip(KEYS, those.rows([*KEYS]), strict=True)}


@pytest.mark.usefixtures("merged_from")
@given(st.lists(st.tuples(st.sampled_from(ROWS), st.sampled_from(KEYS)), max_size=40))
def test_what_is_held_is_what_came_and_did_not_go(turns: list[tuple[int, int]]) -> None:
    """Each turn gives a row a key, or takes it away where the row has it."""
    those, expected = Postings(), {key: set[int]() for key in KEYS}
    for row, key in turns:
        if row in expected[key]:
            those.remove(row, [key])
        else:
            those.add(row, [key])
        expected[key] ^= {row}
        assert held(those) == {key: sorted(rows) for key, rows in expected.items()}
        assert [those.count(key) for key in KEYS] == [len(rows) for rows in expected.values()]
    keys, rows = those.everything()
    assert sorted(zip(keys.tolist(), rows.tolist(), strict=True)) == [
        (key, row) for key in KEYS for row in sorted(expected[key])
    ]


def test_the_largest_and_the_smallest_key_are_found() -> None:
    those, ends = Postings(), [-(2**63), 2**63 - 1]
    those.add(1, ends)
    those.everything()  # merges
    assert [rows.tolist() for rows in those.rows(ends)] == [[1], [1]]
    those.remove(1, ends)
    those.everything()
    assert [rows.tolist() for rows in those.rows(ends)] == [[], []]
