"""The one database of the process, shared by Streamlit's pages and the plain routes."""

from functools import cache

from lib import clean_file, key_file
from lib.db import Database
from lib.settings import settings


def connect() -> Database:
    """The open database; the first call opens it."""
    return opened()


@cache
def opened() -> Database:
    """Open the register and its keys, making both on the very first start.

    Raises KeyMissing and OtherKey where the register is there and its key is not.
    """
    current = settings()
    current.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    house_keys = key_file.read(current.secrets, may_make=not current.database.exists())
    return clean_file.opened(current.database, house_keys)
