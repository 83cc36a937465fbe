"""A4 pages in our type: what every paper that is printed begins with."""

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from fpdf import FPDF
from fpdf.enums import MethodReturnValue

FONTS = Path(__file__).parent / "fonts"

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0  # millimetres
INK, GREY = (36, 39, 42), (90, 96, 102)
MARGIN, TOP, BOTTOM = 25.0, 22.0, 275.0  # of a letter
FOOT = 279.0
WIDTH = PAGE_WIDTH - 2 * MARGIN
FIGURE_WIDTH, GAP = 28.0, 3.0  # of a table's columns after the first; the gap is within
TABLE_SIZE = 9.5
RULE = (205, 209, 213)


class Paper(FPDF):
    """A4 in our type, read aloud in its language, with nothing about who made it."""

    def __init__(self, title: str, language: str = "nb") -> None:
        super().__init__(format="A4")
        self.set_auto_page_break(False)
        self.set_margin(0)
        self.c_margin = 0
        self.set_title(title)
        self.set_lang(language)
        self.add_font("Inter", "", FONTS / "Inter-Regular.ttf")
        self.add_font("Inter", "B", FONTS / "Inter-Bold.ttf")
        self.set_display_mode("fullpage")

    def place(
        self,
        x: float,
        y: float,
        width: float,
        text: str,
        *,
        size: float,
        bold: bool = False,
        grey: bool = False,
        colour: tuple[int, int, int] | None = None,
        most_lines: int | None = None,
        align: str = "L",
    ) -> float:
        """Write the text there and return where it ended.

        With `most_lines` the type shrinks by a third at most before the end is cut off.
        """
        self.set_text_color(*(colour or (GREY if grey else INK)))
        smallest = size * 2 / 3
        while True:
            self.set_font("Inter", "B" if bold else "", size)
            height = size * 0.3528 * 1.3  # points to millimetres, and air between the lines
            lines = self._broken(width, height, text)
            if most_lines is None or len(lines) <= most_lines:
                break
            if size <= smallest:
                lines = [*lines[: most_lines - 1], lines[most_lines - 1].rstrip()[:-1] + "…"]
                break
            size = max(smallest, size - 0.5)
        for line in lines:
            self.set_xy(x, y)
            self.cell(width, height, line, align=align)
            y += height
        return y

    def _broken(self, width: float, height: float, text: str) -> list[str]:
        """The lines that the text takes at this width."""
        lines = self.multi_cell(
            width, height, text, dry_run=True, output=MethodReturnValue.LINES, align="L"
        )
        return cast(list[str], lines)


class Letter(Paper):
    """Text from the top of a page downwards, and over on the next where one is full.

    `foot` stands small at the foot of every page, with the page's number.
    """

    def __init__(self, title: str, language: str, *, foot: str = "") -> None:
        super().__init__(title, language)
        self.foot = foot
        self.add_page()
        self.at = TOP

    def headline(self, text: str) -> None:
        """What the letter is about."""
        self._down(text, size=19, bold=True, after=5)

    def heading(self, text: str) -> None:
        """The title of a part, which stands with its first lines."""
        if self.at > BOTTOM - 20:
            self.turn()
        self.at += 2
        self._down(text, size=12.5, bold=True, after=1)

    def paragraph(self, text: str, *, bold: bool = False, grey: bool = False) -> None:
        """Some sentences."""
        self._down(text, size=11, bold=bold, grey=grey, after=2.5)

    def points(self, texts: Sequence[str]) -> None:
        """A list, a line each."""
        for text in texts:
            self.at -= 1.5
            begins = self.at if self._fits(text, 11, WIDTH - 6) else TOP
            self._down(text, size=11, after=2.5, indent=6)
            self.place(MARGIN, begins, 6, "•", size=11)

    def ruled(
        self,
        headings: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        with_sum: bool = False,
    ) -> None:
        """A table of a name and its figures; the headings stand again on each page.

        `with_sum` says that the last row is the sum of the others.
        """
        self._row(headings, bold=True)
        for place, row in enumerate(rows, start=1):
            if not self._fits(row[0], TABLE_SIZE, _name_width(row)):
                self.turn()
                self._row(headings, bold=True)
            self._row(row, bold=with_sum and place == len(rows))
        self.at += 3

    def _row(self, cells: Sequence[str], *, bold: bool) -> None:
        name, top = _name_width(cells), self.at + 0.7
        ends = [self.place(MARGIN, top, name, cells[0], size=TABLE_SIZE, bold=bold)]
        for place, cell in enumerate(cells[1:]):
            x, width = MARGIN + name + place * FIGURE_WIDTH + GAP, FIGURE_WIDTH - GAP
            ends.append(self.place(x, top, width, cell, size=TABLE_SIZE, bold=bold, align="R"))
        self.at = max(ends) + 0.7
        self.set_draw_color(*RULE)
        self.line(MARGIN, self.at, MARGIN + WIDTH, self.at)

    def footer(self) -> None:
        """What FPDF asks for when a page is full."""
        if self.foot:
            text = f"{self.foot} Side {self.page_no()}."
            self.place(MARGIN, FOOT, WIDTH, text, size=8, grey=True)

    def turn(self) -> None:
        """On to the next page."""
        self.add_page()
        self.at = TOP

    def _down(
        self,
        text: str,
        *,
        size: float,
        bold: bool = False,
        grey: bool = False,
        after: float,
        indent: float = 0,
    ) -> None:
        if not self._fits(text, size, WIDTH - indent):
            self.turn()
        x, width = MARGIN + indent, WIDTH - indent
        self.at = self.place(x, self.at, width, text, size=size, bold=bold, grey=grey) + after

    def _fits(self, text: str, size: float, width: float) -> bool:
        self.set_font("Inter", "", size)
        height = size * 0.3528 * 1.3
        return self.at + height * len(self._broken(width, height, text)) <= BOTTOM


def _name_width(cells: Sequence[str]) -> float:
    """What a row's figures leave for its name."""
    return WIDTH - FIGURE_WIDTH * (len(cells) - 1)
