"""A real database with the real schema for every test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from lib.db import Database
from tests import town

# A busy machine may pause for longer than any deadline of an example.
settings.register_profile("klipp", deadline=None)
settings.load_profile("klipp")


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the schema applied, to be copied for each test."""
    file = tmp_path_factory.mktemp("schema") / "klipp.duckdb"
    Database(file, town.KEYS).close()
    return file


@pytest.fixture(scope="session")
def settled_file(empty_file: Path) -> Path:
    """The same with Larvik's services, staff and scheme."""
    file = empty_file.with_name("settled.duckdb")
    shutil.copy(empty_file, file)
    with Database(file, town.KEYS) as db:
        town.settle(db)
    return file


@pytest.fixture
def empty_db(empty_file: Path, tmp_path: Path) -> Iterator[Database]:
    """A house nobody has moved into."""
    with Database(shutil.copy(empty_file, tmp_path / "klipp.duckdb"), town.KEYS) as db:
        yield db


@pytest.fixture
def db(settled_file: Path, tmp_path: Path) -> Iterator[Database]:
    """Larvik with its services, staff and scheme (see `town.settle`), without people or stock."""
    with Database(shutil.copy(settled_file, tmp_path / "klipp.duckdb"), town.KEYS) as db:
        yield db
