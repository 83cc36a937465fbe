"""Looking through the register for pairs, on a thread of its own while everyone works."""

import threading

from lib import sweeps
from lib.db import Database
from lib.refusals import Refused
from lib.staff import StaffUser
from pages import faults
from pages.clock import now


class _Stopped(Exception):
    """The house closes. What was found is stored."""


class Sweeper:
    """One sweep at a time, however many press the button."""

    def __init__(self) -> None:
        self._thread: threading.Thread | None = None
        self._over = threading.Event()
        self.fault: str | None = None

    def is_under_way(self, db: Database) -> bool:
        """Whether the register is being looked through right now, at night or asked for."""
        begun = self._thread is not None and self._thread.is_alive()
        return begun or sweeps.share_done(db) is not None

    def begin(self, db: Database, *, by: StaffUser) -> None:
        """Begin on a thread; raises what `sweeps.why_not` returns."""
        if refusal := sweeps.why_not(db, by=by):
            raise refusal
        self.open()
        self._thread = threading.Thread(
            target=self.look_through, args=(db,), kwargs={"by": by}, name="sweep", daemon=True
        )
        self._thread.start()

    def look_through(self, db: Database, *, by: StaffUser | None = None) -> None:
        """To its end, or till told to stop; a fault goes to the log."""
        self.fault = None
        try:
            sweeps.run(db, by=by, now=now, progress=self._go_on)
        except (_Stopped, Refused):
            pass
        except Exception as error:
            self.fault = faults.logged(error)

    def _go_on(self, _share: float) -> None:
        if self._over.is_set():
            raise _Stopped

    def open(self) -> None:
        """Let sweeps go on from now."""
        self._over.clear()

    def stop(self) -> None:
        """Let go of the sweep under way."""
        self._over.set()
        if self._thread:
            self._thread.join()


SWEEPER = Sweeper()
