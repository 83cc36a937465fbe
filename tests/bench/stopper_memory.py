"""Fill an index beside everything that the app imports: seconds and gigabytes, as one JSON line.

A process of its own, because memory that was used once is not given back.
"""

import json
import sys
import time
from importlib import import_module
from pathlib import Path

from lib.person_index import PersonIndex
from tests.bench.stopper_people import People
from tests.bench.stopper_rival import ROOT
from tests.bench.stopper_speed import SEED, opened, put


def main(persons: int) -> None:
    """Make the people as they are put, so that nobody is held but by the index."""
    import_module("app")
    for file in (ROOT / "lib").glob("*.py"):
        import_module(f"lib.{file.stem}")
    index = PersonIndex(opened)
    seconds = 0.0
    for household in People(SEED).households(persons):
        began = time.perf_counter()
        put(index, household)
        seconds += time.perf_counter() - began
    status = Path("/proc/self/status").read_text()
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    print(json.dumps({"seconds": seconds, "peak_gb": int(peak.split()[1]) / 1e6}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
