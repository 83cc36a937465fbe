"""What the house does by itself for the stopper: the index at start, and a sweep each night."""

import threading

from lib import kept_index, sweeps
from pages import faults
from pages.clock import now
from pages.connection import connect
from pages.sweeping import SWEEPER

EVERY_SECONDS = 10 * 60
# What is being read when the house closes is read anew at the next start.
STOPS_WITHIN = 10


class Nightly(threading.Thread):
    """Reads the register for the index, and looks through it once a night, or after one missed."""

    def __init__(self) -> None:
        super().__init__(name="nightly", daemon=True)
        self._over = threading.Event()

    def run(self) -> None:
        """Until told to stop."""
        SWEEPER.open()
        while True:
            self.do_what_is_due()
            if self._over.wait(EVERY_SECONDS):
                return

    def do_what_is_due(self) -> None:
        """Read, and look through; a fault goes to the log, and is tried again."""
        try:
            db = connect()
            index = kept_index.kept(db)
            if index.share_read != 1:
                index.read_all(db)
            if sweeps.is_due(db, now=now()) and not SWEEPER.is_under_way(db):
                SWEEPER.look_through(db)
        except Exception as error:
            # A house that closes meanwhile is no fault.
            if not self._over.is_set():
                faults.logged(error)

    def stop(self) -> None:
        """Let go of a sweep, and begin no other."""
        self._over.set()
        SWEEPER.stop()
        self.join(STOPS_WITHIN)
