"""Every requirement of the two source documents is shown by a test, or said to be open."""

import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
ROWS = {f"R{n}" for n in range(1, 97)}
KNOWN = tomllib.loads((TESTS / "requirements.toml").read_text(encoding="utf-8"))


@cache
def collected() -> frozenset[str]:
    """«tests/lib/test_awards.py::test_…» of every test that pytest finds, browser included."""
    found = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", "tests"],
        cwd=TESTS.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout[-2000:]
    return frozenset(re.findall(r"^(tests/\S+?::\w+)", found.stdout, flags=re.MULTILINE))


def test_every_row_is_listed() -> None:
    assert set(KNOWN) == ROWS


@pytest.mark.parametrize("row", sorted(ROWS, key=lambda row: int(row[1:])))
def test_a_row_is_shown_by_tests_that_are_run_or_says_what_it_waits_for(row: str) -> None:
    told = KNOWN[row]
    assert told["asks"]
    assert told.get("shown_by") or told.get("open")
    missing = {name for name in told.get("shown_by", []) if f"tests/{name}" not in collected()}
    assert not missing
