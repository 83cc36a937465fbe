"""How Norwegians write dates, numbers, money and names: read here, and written here.

What is read comes from a keyboard or a spreadsheet; whatever cannot be read is
BadInput, with one sentence that starts with the field's name.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date, get_month_names
from babel.numbers import format_decimal
from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.no import kontonr, orgnr

from lib.refusals import BadInput

_LOCALE = "nb_NO"
_OSLO = ZoneInfo("Europe/Oslo")

_WITHOUT_YEAR = re.compile(r"[0-9]{1,2}[./][0-9]{1,2}\.?")
_DATE_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<day>[0-9]{1,2})[./ -] ?(?P<month>[0-9]{1,2})[./ -] ?(?P<year>[0-9]{4}|[0-9]{2})",
        r"(?P<day>[0-9]{2})(?P<month>[0-9]{2})(?P<year>[0-9]{4}|[0-9]{2})",
        r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})",
        r"(?P<day>[0-9]{1,2})\.? ?(?P<month>[a-zA-Z]{3,})\.? (?P<year>[0-9]{4}|[0-9]{2})",
    )
)

# Spaces only between groups of three: «1 00» is a slip, not a hundred.
_WHOLE = r"[0-9]{1,3}(?: [0-9]{3})+|[0-9]+"
_WHOLE_NUMBER = re.compile(rf"(?P<sign>[-−]?)(?P<digits>{_WHOLE})")
_AMOUNT = re.compile(
    rf"(?:(?:kr\.?|nok) ?)?(?P<kroner>{_WHOLE})(?:[,.](?:[-–]|(?P<ore>[0-9]{{1,2}})))?"
    r"(?: ?(?:kr\.?|kroner|nok))?",
    re.IGNORECASE,
)
_BETWEEN_DIGITS = str.maketrans("", "", " .-")
_LARGEST_AMOUNT = 10_000_000_000  # øre, so a hundred million kroner

# The zero-width pair belongs to the spelling of Persian, Kurdish and Indic names.
_NAME_SIGNS = frozenset(" .-‐‑–'’‘`´\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}")


def filled_in(text: str, field: str) -> str:
    """The text with white space folded to single spaces; BadInput when nothing is left."""
    folded = " ".join(text.split())
    if not folded:
        raise BadInput(field, "må fylles ut.")
    return folded


def to_date(text: str, field: str, *, latest: date | None = None) -> date:
    """Read a date, day first unless it is written as 2014-06-05.

    A two-digit year is in this century, or in the last one if the date would
    otherwise be after `latest`: pass today for a birth date. Raises BadInput
    for what is no date, a year outside 1900–2099, or a date after `latest`.
    """
    written = filled_in(text, field)
    parts = next((found for form in _DATE_FORMS if (found := form.fullmatch(written))), None)
    month = _month_number(parts["month"]) if parts else None
    if not parts or month is None:
        raise BadInput(field, "må være en dato, for eksempel 05.06.2014.")
    day, year, short = int(parts["day"]), int(parts["year"]), len(parts["year"]) == 2
    try:
        read = date(2000 + year if short else year, month, day)
        if short and latest and read > latest:
            read = date(1900 + year, month, day)
    except ValueError:
        raise BadInput(field, "er en dato som ikke finnes: kontroller sifrene.") from None
    if not 1900 <= read.year <= 2099:
        raise BadInput(field, "må ha et årstall mellom 1900 og 2099.")
    if latest and read > latest:
        raise BadInput(field, f"kan ikke være senere enn {date_text(latest)}.")
    return read


def to_recent_date(text: str, field: str, *, latest: date) -> date:
    """Read a date that has been, whose year may be left out: «21.11» is the last one there was."""
    if not _WITHOUT_YEAR.fullmatch(text.strip()):
        return to_date(text, field, latest=latest)
    day_and_month = text.strip().rstrip(".")
    this_year = to_date(f"{day_and_month}.{latest.year}", field)
    if this_year <= latest:
        return this_year
    return to_date(f"{day_and_month}.{latest.year - 1}", field)


def to_date_or_none(text: str, field: str, *, latest: date | None = None) -> date | None:
    """Read a date that may be left blank."""
    return to_date(text, field, latest=latest) if text.strip() else None


def _month_number(written: str) -> int | None:
    if written.isdecimal():
        return int(written)
    names = get_month_names("wide", locale=_LOCALE).items()
    return next((number for number, name in names if name.startswith(written.lower())), None)


def to_whole_number(text: str, field: str, at_least: int = 1, at_most: int = 100_000) -> int:
    """Read a count such as «1 000», or raise BadInput; both limits are allowed values."""
    match = _WHOLE_NUMBER.fullmatch(filled_in(text, field))
    if not match:
        raise BadInput(field, "må være et helt tall, for eksempel 12.")
    read = _read_digits(match["digits"]) * (-1 if match["sign"] else 1)
    if read < at_least:
        raise BadInput(field, f"må være minst {number(at_least)}.")
    if read > at_most:
        raise BadInput(field, f"kan ikke være mer enn {number(at_most)}.")
    return read


def to_ore(text: str, field: str) -> int:
    """Read an amount in kroner as whole øre, or raise BadInput; nought is an amount.

    «1.372» is refused, because it can mean both a thousand and one and a bit.
    """
    match = _AMOUNT.fullmatch(filled_in(text, field))
    if not match:
        raise BadInput(field, "må være et beløp i kroner, for eksempel 79,50.")
    read = _read_digits(match["kroner"]) * 100 + int((match["ore"] or "").ljust(2, "0"))
    if read > _LARGEST_AMOUNT:
        raise BadInput(field, f"kan ikke være mer enn {kroner(_LARGEST_AMOUNT)}.")
    return read


def _read_digits(digits: str) -> int:
    # Python refuses to read thousands of digits; twenty are already over every limit.
    return int(digits.replace(" ", "").lstrip("0")[:20] or "0")


def clean_name(text: str, field: str) -> str:
    """A name in any script, NFC and with single spaces, as it will be kept and compared.

    Raises BadInput for digits, control characters and other signs, for a name
    without a letter, and for more than 100 characters. Invisible layout marks
    that come along when a name is pasted are dropped.
    """
    kept = "".join(c for c in text if c in _NAME_SIGNS or unicodedata.category(c) != "Cf")
    name = filled_in(unicodedata.normalize("NFC", kept), field)
    if not all(c in _NAME_SIGNS or unicodedata.category(c)[0] in "LM" for c in name):
        raise BadInput(field, "kan bare ha bokstaver, mellomrom, bindestrek, apostrof og punktum.")
    if not any(c.isalpha() for c in name):
        raise BadInput(field, "må ha minst én bokstav.")
    if len(name) > 100:
        raise BadInput(field, "kan ikke ha mer enn 100 tegn.")
    return name


def organisation_number(text: str, field: str = "Organisasjonsnummer") -> str:
    """The nine digits of an organisation number, or BadInput."""
    try:
        digits = orgnr.validate(filled_in(text, field))
    except InvalidChecksum:
        raise BadInput(field, "stemmer ikke: kontroller sifrene.") from None
    except ValidationError:
        raise BadInput(field, "må ha ni siffer.") from None
    # Nine noughts have the right control digit, and are what a bored hand types.
    if digits.startswith("0"):
        raise BadInput(field, "kan ikke begynne med 0.")
    return digits


def organisation_number_text(digits: str) -> str:
    """940155223 as «940 155 223»."""
    return orgnr.format(digits)


def account_number(text: str, field: str = "Kontonummer") -> str:
    """The eleven digits of a Norwegian bank account, or BadInput."""
    digits = filled_in(text, field).translate(_BETWEEN_DIGITS)
    # The old post office accounts, seven digits after four noughts, are gone.
    if len(digits) != 11 or not digits.isascii() or not digits.isdigit() or digits[:4] == "0000":
        raise BadInput(field, "må ha 11 siffer.")
    if not kontonr.is_valid(digits):
        raise BadInput(field, "stemmer ikke: kontroller sifrene.")
    return digits


def account_number_text(digits: str) -> str:
    """86011117947 as «8601.11.17947»."""
    return kontonr.format(digits)


def date_text(day: date) -> str:
    """«05.06.2014»."""
    return f"{day:%d.%m.%Y}"


def clock(moment_utc: datetime) -> str:
    """A naive UTC moment as the clock shows it in Norway: «kl. 13.00»."""
    return f"kl. {_in_oslo(moment_utc):%H.%M}"


def moment(moment_utc: datetime) -> str:
    """A naive UTC moment as date and clock in Norway: «05.06.2014 kl. 13.00»."""
    return f"{date_text(_in_oslo(moment_utc))} {clock(moment_utc)}"


def today_in_oslo(now_utc: datetime) -> date:
    """The date in Norway at a naive UTC moment, up to two hours ahead of the UTC date."""
    return _in_oslo(now_utc).date()


def end_of_day(day: date) -> datetime:
    """The moment in UTC when a day is over in Oslo."""
    midnight = datetime.combine(day + timedelta(days=1), time(), tzinfo=_OSLO)
    return midnight.astimezone(UTC).replace(tzinfo=None)


def _in_oslo(moment_utc: datetime) -> datetime:
    return moment_utc.replace(tzinfo=UTC).astimezone(_OSLO)


def month_name(month: int) -> str:
    """«mai» for 5."""
    return format_date(date(2000, month, 1), "LLLL", locale=_LOCALE)


def month_text(day: date) -> str:
    """«mai 2024»."""
    return format_date(day, "LLLL yyyy", locale=_LOCALE)


def number(n: int) -> str:
    """«1 372», with a space that does not break the line."""
    # As Babel writes it, many times as fast: a table of figures has thousands of them.
    return f"{n:,}".replace(",", "\N{NO-BREAK SPACE}")


def one_decimal(n: float) -> str:
    """«3,9»."""
    return format_decimal(n, format="#,##0.0", locale=_LOCALE)


def percent(share: float) -> str:
    """«46 %» for 0.46, with a space that does not break the line."""
    return f"{share:.0%}".replace("%", "\N{NO-BREAK SPACE}%")


def listed(names: Sequence[str]) -> str:
    """«3, 4 og 6»."""
    return " og ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def counted(n: int, one: str, many: str) -> str:
    """«1 billett» and «3 billetter»; Norwegian counts nought in the plural."""
    return f"{number(n)} {one if n == 1 else many}"


def kroner(ore: int) -> str:
    """«1 372 kr», or «79,50 kr» when there are øre; its spaces do not break the line."""
    pattern = "#,##0.00" if ore % 100 else "#,##0"
    return (
        f"{format_decimal(Decimal(ore) / 100, format=pattern, locale=_LOCALE)}\N{NO-BREAK SPACE}kr"
    )
