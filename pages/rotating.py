"""The key's rotation, on a thread of its own while everyone works."""

import threading

from lib import key_rotation
from lib.db import Database
from lib.key_rotation import Progress
from lib.settings import settings
from lib.staff import StaffUser
from pages import faults
from pages.clock import now

# Between two transactions, so that whoever waits to write gets in between.
PAUSE_SECONDS = 0.01


class Rotator:
    """One rotation at a time, however many press the button."""

    def __init__(self) -> None:
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._over = threading.Event()
        self.progress = Progress(0, 0)
        self.fault: str | None = None

    @property
    def is_under_way(self) -> bool:
        """Whether the key is being rotated right now."""
        return self._thread is not None and self._thread.is_alive()

    def begin(self, db: Database, *, by: StaffUser) -> None:
        """Begin or go on; raises what `key_rotation.begin` raises, and nothing is begun then."""
        with self._starting:
            if self.is_under_way:
                return
            key_rotation.begin(db, settings().secrets, by=by, now=now())
            self.progress, self.fault = Progress(0, 0), None
            self._over.clear()
            self._thread = threading.Thread(
                target=self._move_on, args=(db, by), name="rotation", daemon=True
            )
            self._thread.start()

    def stop(self) -> None:
        """Let the transaction under way come to its end, and begin no other."""
        self._over.set()
        if self._thread:
            self._thread.join()

    def _move_on(self, db: Database, by: StaffUser) -> None:
        try:
            for self.progress in key_rotation.move_on(db, by=by, clock=now):
                if self._over.wait(PAUSE_SECONDS):
                    return
        except Exception as error:
            self.fault = faults.logged(error)


ROTATOR = Rotator()
