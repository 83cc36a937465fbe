"""The published figures, kept up to date by themselves while the house is open."""

import threading

from lib import published, release
from lib.settings import settings
from pages import faults
from pages.clock import now, today
from pages.connection import connect

# A month closes once; an hour late is early enough, and a restart makes up for a missed one.
EVERY_SECONDS = 60 * 60


def publish_what_is_due() -> None:
    """Publish the months that have closed; a fault goes to the log, and is tried again."""
    try:
        folder = settings().data / published.FOLDER
        release.publish_when_due(connect(), folder, on=today(), now=now())
    except Exception as error:
        faults.logged(error)


class Publisher(threading.Thread):
    """Looks every hour whether a month has closed."""

    def __init__(self) -> None:
        super().__init__(name="publisher", daemon=True)
        self._over = threading.Event()

    def run(self) -> None:
        """Until told to stop."""
        while True:
            publish_what_is_due()
            if self._over.wait(EVERY_SECONDS):
                return

    def stop(self) -> None:
        """Let a release under way come to its end, and begin no other."""
        self._over.set()
        self.join()
