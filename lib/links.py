"""The addresses that stand in a QR; what comes after the last slash is secret."""


def card(base_url: str, secret: str) -> str:
    """Opens a card: for its holder what is left, at a paired till the button."""
    return f"{base_url}/k/{secret}"


def holder(base_url: str, holder_secret: str) -> str:
    """Opens every card of a sheet, on the holder's own phone."""
    return f"{base_url}/mine/{holder_secret}"


def till(base_url: str) -> str:
    """The paired till's own page."""
    return f"{base_url}/kasse"


def pairing(base_url: str, secret: str) -> str:
    """Makes the device that opens it a till."""
    return f"{till(base_url)}/par/{secret}"
