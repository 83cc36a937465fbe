"""The one database of the process, shared by Streamlit's pages and the plain routes."""

from functools import cache

from lib import keys
from lib.db import Database
from lib.settings import settings


def connect() -> Database:
    """The open database; the first call opens it."""
    return opened()


@cache
def opened() -> Database:
    """Open the register and its keys, making both on the very first start."""
    current = settings()
    current.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Database(current.database, keys.from_file(current.secrets))
