"""Every requirement of the two source documents is shown by a test, or said to be open."""

import ast
import tomllib
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
ROWS = {f"R{n}" for n in range(1, 97)}
KNOWN = tomllib.loads((TESTS / "requirements.toml").read_text(encoding="utf-8"))


@cache
def all_tests() -> frozenset[str]:
    """«lib/test_awards.py::test_…» of every test there is, browser included.

    Read, and not collected by pytest, which takes fifteen seconds: that each of them can be run
    is shown by running them.
    """
    return frozenset(
        f"{file.relative_to(TESTS).as_posix()}::{node.name}"
        for file in TESTS.rglob("test_*.py")
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


def test_every_row_is_listed() -> None:
    assert set(KNOWN) == ROWS


@pytest.mark.parametrize("row", sorted(ROWS, key=lambda row: int(row[1:])))
def test_a_row_is_shown_by_tests_that_are_run_or_says_what_it_waits_for(row: str) -> None:
    told = KNOWN[row]
    assert told["asks"]
    assert told.get("shown_by") or told.get("open")
    assert set(told.get("shown_by", [])) <= all_tests()
