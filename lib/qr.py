"""QR codes that a scratched phone reads off a crumpled paper."""

import io

import segno

# A quarter of the code may be folded away or stained (ISO/IEC 18004, level Q).
ERROR_LEVEL = "q"
QUIET_MODULES = 4  # the white frame that ISO/IEC 18004 asks for


def png(address: str) -> bytes:
    """The code for print, with its white frame."""
    content = io.BytesIO()
    _code(address).save(content, kind="png", border=QUIET_MODULES, scale=8)
    return content.getvalue()


def svg(address: str) -> str:
    """The code for a page, with its white frame, as large as its place."""
    return _code(address).svg_inline(border=QUIET_MODULES, omitsize=True, light="#fff")


def _code(address: str) -> segno.QRCode:
    return segno.make_qr(address, error=ERROR_LEVEL)
