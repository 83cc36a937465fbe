"""National identity numbers: fødselsnummer, D-number and DUF number.

Numbers issued from 2032 follow a wider control rule, tell neither century nor
sex, and cannot be told from old ones by their digits
(https://skatteetaten.github.io/folkeregisteret-api-dokumentasjon/nytt-fodselsnummer-fra-2032/).
So a person's birth date is a field of its own, and what is derived here only
helps the desk.
"""

import dataclasses
from datetime import date
from enum import StrEnum

from lib.norwegian import filled_in
from lib.refusals import BadInput

_K1_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_K2_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_OLD_K1_REMAINDER = 0
_K1_REMAINDERS_FROM_2032 = range(4)

# As the municipal reporting to Statistics Norway (KOSTRA) checks it.
_DUF_WEIGHTS = (4, 6, 3, 2, 4, 6, 3, 2, 7, 5)

_D_NUMBER_DAY = 40
# Added to the month by Skatteetaten, Norsk helsenett and NAV in turn. Hospitals'
# own hjelpenummer also have 40, but name no one outside the hospital.
_SYNTHETIC_MONTHS = (80, 65, 40)
# UDI publishes no synthetic series; a year in another millennium is ours.
_SYNTHETIC_DUF_YEARS = 1000


class IdentityKind(StrEnum):
    """Who issued the number: Folkeregisteret for the first two, UDI for the third."""

    FNR = "fnr"
    DNR = "dnr"
    DUF = "duf"


@dataclasses.dataclass(frozen=True)
class IdentityNumber:
    """A number whose control digits are right; its repr is safe to log.

    `birth_date` is there only when the digits say it for certain: not for a
    DUF number, and not when the number was, or may well be, issued from 2032.
    """

    kind: IdentityKind
    digits: str = dataclasses.field(repr=False)
    synthetic: bool
    birth_date: date | None = dataclasses.field(repr=False)


def parse(
    text: str, *, field: str = "Fødselsnummer", synthetic_only: bool = False
) -> IdentityNumber:
    """Read a number of any of the three kinds, spaces allowed, or raise BadInput.

    With `synthetic_only` a number that a real person could have is refused.
    """
    digits = filled_in(text, field).replace(" ", "")
    if not (digits.isascii() and digits.isdigit()):
        raise BadInput(field, "kan bare ha siffer og mellomrom.")
    if len(digits) == 11:
        number, mark = _fnr_or_dnr(digits, field), "måned + 80"
    elif len(digits) == 12:
        number, mark = _duf(digits, field), "årstall + 1000"
    else:
        raise BadInput(field, "må ha 11 siffer, eller 12 siffer for et DUF-nummer.")
    if synthetic_only and not number.synthetic:
        raise BadInput(field, f"må være syntetisk i demonstrasjonen ({mark}).")
    return number


def matches_birth_date(number: IdentityNumber, birth_date: date) -> bool | None:
    """Whether day, month and two-digit year agree; None for DUF, which holds no date.

    The century is left out, because a number issued from 2032 has none.
    """
    if number.kind is IdentityKind.DUF:
        return None
    day, month, year = _encoded_date(number.digits)
    return (day, month, year) == (birth_date.day, birth_date.month, birth_date.year % 100)


def synthetic(kind: IdentityKind, birth_date: date, serial: int) -> str | None:
    """A synthetic number under the old rule, for demonstration data and tests.

    None when this serial has no control digits, as one in six: take the next.
    `serial` runs from 0 to 499 for each birth date in 1900–2031, and for DUF
    numbers to 999 999 for each such year. Raises ValueError outside.
    """
    year, last = birth_date.year, 999_999 if kind is IdentityKind.DUF else 499
    if not (1900 <= year <= 2031 and 0 <= serial <= last):
        raise ValueError(f"no synthetic {kind} has year {year} and serial {serial}")
    if kind is IdentityKind.DUF:
        stem = f"{year + _SYNTHETIC_DUF_YEARS}{serial:06}"
        return f"{stem}{_remainder(stem, _DUF_WEIGHTS):02}"
    day = birth_date.day + (_D_NUMBER_DAY if kind is IdentityKind.DNR else 0)
    individual = serial + (500 if year >= 2000 else 0)
    digits = f"{day:02}{birth_date.month + 80}{year % 100:02}{individual:03}"
    for weights in (_K1_WEIGHTS, _K2_WEIGHTS):
        control = -_remainder(digits, weights) % 11
        if control == 10:
            return None
        digits += str(control)
    return digits


def _fnr_or_dnr(digits: str, field: str) -> IdentityNumber:
    k1_remainder = _remainder(digits, _K1_WEIGHTS)
    if k1_remainder not in _K1_REMAINDERS_FROM_2032 or _remainder(digits, _K2_WEIGHTS) != 0:
        raise BadInput(field, "stemmer ikke: kontroller sifrene.")
    day, month, year = _encoded_date(digits)
    if not _exists(2000 + year, month, day):  # has every leap day that 1900–1999 has
        raise BadInput(field, "begynner med en dato som ikke finnes: kontroller sifrene.")
    return IdentityNumber(
        kind=IdentityKind.DNR if _is_d_number(digits) else IdentityKind.FNR,
        digits=digits,
        synthetic=int(digits[2:4]) > 12,
        birth_date=_birth_date(digits) if k1_remainder == _OLD_K1_REMAINDER else None,
    )


def _duf(digits: str, field: str) -> IdentityNumber:
    if _remainder(digits, _DUF_WEIGHTS) != int(digits[10:]):
        raise BadInput(field, "stemmer ikke: kontroller sifrene.")
    year = int(digits[:4])
    is_synthetic = year >= 1900 + _SYNTHETIC_DUF_YEARS
    if not 1900 <= year - (_SYNTHETIC_DUF_YEARS if is_synthetic else 0) <= 2099:
        raise BadInput(field, "begynner med et årstall som ikke finnes: kontroller sifrene.")
    return IdentityNumber(IdentityKind.DUF, digits, is_synthetic, birth_date=None)


def _birth_date(digits: str) -> date | None:
    """The date with its century from the individual number, if only one is possible.

    Left out are 1854–1899, since a number in that series may as well be issued
    from 2032 to a living person, and dates from 2032 on, for the same reason.
    """
    day, month, year = _encoded_date(digits)
    individual = int(digits[6:9])
    if individual < 500 or (year >= 40 and individual >= 900):
        century = 1900
    elif year < 32:
        century = 2000
    else:
        return None
    # parse() has let through 29 February 00, which 1900 lacks.
    return date(century + year, month, day) if _exists(century + year, month, day) else None


def _encoded_date(digits: str) -> tuple[int, int, int]:
    """Day, month and two-digit year, without what marks D-numbers and synthetic ones."""
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    offset = next((added for added in _SYNTHETIC_MONTHS if month > added), 0)
    return day - (_D_NUMBER_DAY if _is_d_number(digits) else 0), month - offset, year


def _is_d_number(digits: str) -> bool:
    return digits[0] in "4567"


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _remainder(digits: str, weights: tuple[int, ...]) -> int:
    """The weighted sum modulo 11 of as many digits as both sides have."""
    return sum(w * int(d) for w, d in zip(weights, digits, strict=False)) % 11
