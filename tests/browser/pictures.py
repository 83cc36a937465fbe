"""Pictures of the journeys, for the README: taken where KLIPP_PICTURES names a folder."""

import os
from pathlib import Path

from playwright.sync_api import Page


def picture(page: Page, name: str) -> None:
    """Save what the page shows, if pictures are wanted."""
    if folder := os.environ.get("KLIPP_PICTURES"):
        page.wait_for_timeout(300)
        page.screenshot(path=Path(folder) / f"{name}.png")
