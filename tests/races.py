"""Acts that begin at the same moment, for races."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor


def at_once(acts: Sequence[Callable[[], object]]) -> Counter[str]:
    """What the acts came to, all begun together; how many of each."""
    together = threading.Barrier(len(acts))

    def attempt(act: Callable[[], object]) -> str:
        together.wait(timeout=60)
        try:
            return type(act()).__name__
        except Exception as error:
            return type(error).__name__

    with ThreadPoolExecutor(len(acts)) as threads:
        return Counter(threads.map(attempt, acts))
