"""Age on a day, and the bands that statistics count in."""

from datetime import date

# No one is registered, and no scheme or offer is for, an age above this.
OLDEST = 120

# Youngest and oldest of each band. 13–15 and 16–19 stand apart because young people fall
# away in their teens (R93). An award keeps the band of its own day, whatever birthdays follow.
BANDS = ((0, 5), (6, 9), (10, 12), (13, 15), (16, 19))
OLDER_BAND = f"{BANDS[-1][1] + 1} år og eldre"
UNKNOWN_BAND = "ukjent alder"


def age_on(born: date, on: date) -> int:
    """Whole years from birth; somebody born on 29 February has a birthday on 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def band_of(born: date | None, on: date) -> str:
    """The band's name, as it stands on charts: «6–9 år»."""
    if born is None:
        return UNKNOWN_BAND
    age = age_on(born, on)
    for youngest, oldest in BANDS:
        if youngest <= age <= oldest:
            return _name(youngest, oldest)
    return OLDER_BAND


def band_names() -> list[str]:
    """Every band's name, youngest first and the unknown last, as charts put them."""
    return [*(_name(*band) for band in BANDS), OLDER_BAND, UNKNOWN_BAND]


def _name(youngest: int, oldest: int) -> str:
    return f"{youngest}–{oldest} år"
