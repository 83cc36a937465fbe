"""From `make run` on an installed environment to a served sign-in page."""

import os
import signal
import subprocess
import tempfile
from pathlib import Path

from tests.bench import Figure
from tests.bench.house import ROOT, environment_of, fill, free_port, served


def run(scale: str) -> list[Figure]:
    """Seconds until the page is served, the best of some starts; Python itself for comparison."""
    starts = 2 if scale == "small" else 5
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        fill(data, staff=1)
        took = min(_started(data) for _ in range(starts))
    return [Figure("start", "make run to a served sign-in page", took, "s", None, None)]


def _started(data: Path) -> float:
    port = free_port()
    process = subprocess.Popen(
        ["make", "-s", "run", f"PORT={port}"],
        cwd=ROOT,
        env=environment_of(data, port),
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return served(f"http://127.0.0.1:{port}")
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)
