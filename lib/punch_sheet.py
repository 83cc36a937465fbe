"""The sheet that punches are written on by hand while no till works."""

from lib.norwegian import date_text
from lib.paper_pages import GREY, PAGE_WIDTH, Paper
from lib.paper_punches import LINES, Sheet

LEFT, TOP = 18.0, 62.0  # millimetres
COLUMNS = (("Linje", 16.0), ("Kortnummer", 50.0), ("Dato", 36.0), ("Klipp", 22.0), ("Hva", 50.0))
ROW_HEIGHT = 8.4


def pdf(sheet: Sheet) -> bytes:
    """One A4 page with a line for each punch; nothing on it is about a person."""
    paper = Paper(f"Papirliste {sheet.number}")
    paper.add_page()
    width = PAGE_WIDTH - 2 * LEFT
    title = f"Papirliste {sheet.number}: {sheet.partner_name}"
    below = paper.place(LEFT, 16, width, title, size=19, bold=True, most_lines=1)
    told = (
        "Bruk arket bare når kassen ikke virker. Skriv én linje for hvert klipp: kortnummeret som "
        "står nederst på kortet, datoen, antall klipp og hva det gjaldt. Skriv ingen navn. "
        "Send arket til kommunen når det er fullt, eller når kassen virker igjen."
    )
    paper.place(LEFT, below + 2, width, told, size=10.5)
    paper.place(LEFT, 52, width, f"Skrevet ut {date_text(sheet.made_on)}", size=9, grey=True)
    _table(paper)
    return bytes(paper.output())


def _table(paper: Paper) -> None:
    paper.set_draw_color(*GREY)
    paper.set_line_width(0.2)
    bottom = TOP + ROW_HEIGHT * (LINES + 0.8)
    x = LEFT
    for heading, width in COLUMNS:
        paper.place(x + 1.5, TOP + 1, width, heading, size=9.5, bold=True)
        paper.line(x, TOP, x, bottom)
        x += width
    paper.line(x, TOP, x, bottom)
    paper.line(LEFT, TOP, x, TOP)
    for line in range(LINES + 1):
        y = TOP + ROW_HEIGHT * (line + 0.8)
        paper.line(LEFT, y, x, y)
        if line < LINES:
            paper.place(LEFT + 1.5, y + 1.8, 12, str(line + 1), size=10, grey=True)
