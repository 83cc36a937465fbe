"""QR codes that a scratched phone reads off a crumpled paper."""

import io

import segno

# A quarter of the code may be folded away or stained (ISO/IEC 18004, level Q).
ERROR_LEVEL = "q"
QUIET_MODULES = 4  # the white frame that ISO/IEC 18004 asks for


def png(address: str) -> bytes:
    """The code for print, with its white frame."""
    return _saved(address, kind="png", scale=8)


def svg(address: str) -> str:
    """The code for a page, with its white frame; as large as its place."""
    return _saved(
        address, kind="svg", xmldecl=False, svgns=False, nl=False, omitsize=True, light="#fff"
    ).decode()


def _saved(address: str, **how: object) -> bytes:
    code = segno.make(address, error=ERROR_LEVEL, micro=False)
    content = io.BytesIO()
    code.save(content, border=QUIET_MODULES, **how)
    return content.getvalue()
