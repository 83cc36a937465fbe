"""A Chromium for the browser journeys: the one that is there, else one is fetched.

`make test` runs this file with --ensure before the journeys, which then call `executable()`.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW_TO_GET_ONE = (
    "The browser journeys need Chromium: run 'sudo apt install chromium',"
    " or set KLIPP_CHROMIUM to the path of one."
)


def executable() -> str:
    """The path of a Chromium that starts; raises FileNotFoundError with a way to get one."""
    if chosen := os.environ.get("KLIPP_CHROMIUM"):
        if starts(chosen):
            return chosen
        raise FileNotFoundError(f"KLIPP_CHROMIUM names no Chromium that starts: {chosen}")
    for path in candidates():
        if starts(path):
            return path
    raise FileNotFoundError(HOW_TO_GET_ONE)


def candidates() -> Iterator[str]:
    """Where a Chromium may lie, the system's own first."""
    for name in NAMES:
        if path := shutil.which(name):
            yield path
    yield playwrights_own()


def starts(path: str) -> bool:
    """Asked, because Ubuntu's chromium-browser may be a mere pointer to a snap."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def playwrights_own() -> str:
    """Where Playwright keeps its browser, whether it has been fetched or not."""
    # In a process of its own: a journey that asks may already be inside Playwright.
    ask = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as playwright:\n"
        "    print(playwright.chromium.executable_path)"
    )
    asked = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True)
    return asked.stdout.strip()


def fetch() -> None:
    """Install a Chromium as best this user can: Debian's as root, else Playwright's."""
    root = os.geteuid() == 0
    if root and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=quiet)
        apt = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        if subprocess.run(apt, env=quiet).returncode == 0:
            return
    playwright = [sys.executable, "-m", "playwright", "install", "chromium"]
    subprocess.run([*playwright, "--with-deps"] if root else playwright)


def ensure() -> str:
    """The path of a Chromium, fetched first if there is none."""
    try:
        return executable()
    except FileNotFoundError:
        if "KLIPP_CHROMIUM" in os.environ:
            raise
        print("Fetching a Chromium for the browser journeys …", flush=True)
        fetch()
        return executable()


if __name__ == "__main__":
    try:
        print(f"Chromium: {ensure() if '--ensure' in sys.argv else executable()}")
    except FileNotFoundError as missing:
        sys.exit(str(missing))
