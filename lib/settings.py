"""What the operator decides in the environment: where things lie, and under which address."""

import os
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from urllib.parse import urlsplit

from lib.refusals import BadInput

HOUSE = Path(__file__).parents[1]
_THIS_MACHINE = (None, "localhost", "127.0.0.1", "::1")  # None where no address is set


@dataclass(frozen=True)
class Settings:
    """The environment as read; see `settings`."""

    data: Path
    secrets: Path
    url: str | None
    host: IPv4Address | IPv6Address
    port: int

    @property
    def database(self) -> Path:
        """The register's file."""
        return self.data / "klipp.duckdb"

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach us."""
        return self.host.is_loopback

    @property
    def local_url(self) -> str:
        """The address where no KLIPP_URL is set: this machine's, unless bound to another."""
        if self.host.is_loopback or self.host.is_unspecified:
            return f"http://localhost:{self.port}"
        host = f"[{self.host}]" if self.host.version == 6 else self.host
        return f"http://{host}:{self.port}"

    @property
    def is_reached_by_others(self) -> bool:
        """Whether anyone but this machine's own people comes in, directly or by a proxy."""
        return not self.is_loopback or urlsplit(self.url or "").hostname not in _THIS_MACHINE

    @property
    def own_names(self) -> tuple[str, ...]:
        """The host names we answer to; none named is any, where we cannot know them."""
        if self.url is None and not self.is_loopback:
            return ()
        ours = urlsplit(self.url or self.local_url).hostname
        return (*(name for name in _THIS_MACHINE if name), ours or "localhost")

    @property
    def is_https(self) -> bool:
        """Whether browsers reach us by TLS, so that the cookie must not travel without."""
        return self.url is not None and self.url.startswith("https://")


def settings() -> Settings:
    """KLIPP_DATA, KLIPP_SECRETS, KLIPP_URL, KLIPP_HOST and PORT; raises BadInput."""
    return Settings(
        data=Path(os.environ.get("KLIPP_DATA") or HOUSE / "data" / "klipp"),
        secrets=Path(os.environ.get("KLIPP_SECRETS") or HOUSE / ".streamlit" / "secrets.toml"),
        url=_url(os.environ.get("KLIPP_URL", "")),
        host=_host(os.environ.get("KLIPP_HOST") or "127.0.0.1"),
        port=_port(os.environ.get("PORT") or "8501"),
    )


def _url(text: str) -> str | None:
    if not text:
        return None
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/"):
        raise BadInput("KLIPP_URL", "må være en adresse som https://klipp.kommunen.no.")
    return f"{parts.scheme}://{parts.netloc}"


def _host(text: str) -> IPv4Address | IPv6Address:
    try:
        return ip_address(text)
    except ValueError:
        raise BadInput("KLIPP_HOST", "må være en IP-adresse, for eksempel 127.0.0.1.") from None


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise BadInput("PORT", "må være et tall fra 1 til 65535.")
    return int(text)
