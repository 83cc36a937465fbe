"""The demonstration, loaded on a thread of its own while the browser watches."""

import threading
from dataclasses import dataclass
from importlib import import_module

from pages import faults
from pages.clock import now
from pages.connection import connect
from pages.publishing import publish_what_is_due


@dataclass(frozen=True)
class Progress:
    """How far it has come: a share from 0 to 1, what is being done, and a fault's number."""

    share: float
    doing: str
    fault: str | None = None


class Loading:
    """One load at a time, however many press the button."""

    def __init__(self) -> None:
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self.progress: Progress | None = None

    @property
    def is_under_way(self) -> bool:
        """Whether it is being loaded right now."""
        return self._thread is not None and self._thread.is_alive()

    def begin(self) -> None:
        """Start loading, unless it has been started already."""
        with self._starting:
            if not self.is_under_way:
                self.progress = Progress(0, "Gjør klar")
                self._thread = threading.Thread(target=self._load, name="demonstration")
                self._thread.start()

    def _load(self) -> None:
        try:
            # Not imported with the rest: only a demonstration needs its many names.
            demonstration = import_module("lib.demonstration")
            demonstration.load(connect(), now=now(), progress=self._tell)
            publish_what_is_due()
        except Exception as error:
            self.progress = Progress(0, "", fault=faults.logged(error))

    def _tell(self, share: float, doing: str) -> None:
        self.progress = Progress(share, doing)
