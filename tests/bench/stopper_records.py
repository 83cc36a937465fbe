"""One shape for whatever the stopper and splink are both asked about."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from lib.names import code
from tests.bench.stopper_people import Entry

# Fields that splink is given; the stopper is given what they are made of.
HOUSEHOLDS = ("given", "surname", "born", "number", "area", "mates_born", "mates_given")
FEBRL = (
    "given", "surname", "born", "number", "street_number", "address_1", "suburb", "postcode",
)  # fmt: skip
NAMES_AND_BIRTH_DATE = ("given", "surname", "born")


@dataclass(frozen=True, slots=True)
class Record:
    """One registration. `who` is the truth, and neither side sees it."""

    id: int
    who: str
    household: int
    given: str
    surname: str
    born: date | None
    born_text: str | None  # as written, a date or not
    number: str | None
    is_guardian: bool
    address: tuple[tuple[str, str], ...]  # which field, what it says
    origin: str = ""

    @property
    def name(self) -> str:
        """The name in one field, as the register has it."""
        return f"{self.given} {self.surname}".strip()


def without(
    records: Iterable[Record], *, number: bool = False, address: bool = False
) -> list[Record]:
    """The same registrations with less on the paper."""
    return [
        replace(
            record,
            number=None if number else record.number,
            address=() if address else record.address,
        )
        for record in records
    ]


def of_entry(entry: Entry) -> Record:
    """A person of the households made for the bench."""
    return Record(
        id=entry.id,
        who=str(entry.who),
        household=entry.household,
        given=entry.given,
        surname=entry.surname,
        born=entry.born,
        born_text=entry.born.isoformat() if entry.born else None,
        number=entry.number,
        is_guardian=entry.is_guardian,
        address=(("area", entry.area),),
        origin=entry.origin,
    )


def of_febrl(at: int, row: dict[str, str | None]) -> Record:
    """A row of a FEBRL set: everyone lives alone, and the address is kept word by word."""
    written = row["date_of_birth"]
    text = f"{written[:4]}-{written[4:6]}-{written[6:]}" if written else None
    return Record(
        id=at,
        who=str(row["rec_id"]).split("-")[1],
        household=at,
        given=row["given_name"] or "",
        surname=row["surname"] or "",
        born=_date(text),
        born_text=text,
        number=row["soc_sec_id"],
        is_guardian=True,
        address=tuple(
            (field, value)
            for field in ("street_number", "address_1", "suburb", "postcode")
            if (value := row[field])
        ),
    )


def prepared(records: Iterable[Record]) -> list[Record]:
    """The same registrations with slips of the hand taken out before they are compared.

    An address by the codes of its words, as a name is, and by the code of them all written
    together, for words run together or torn apart; and of a day or month that cannot be, the
    first digit is taken for a slip.
    """
    return [
        replace(
            record,
            born=(born := _possible(record.born_text)),
            born_text=born.isoformat() if born else None,
            address=tuple((field, _coded(text)) for field, text in record.address),
        )
        for record in records
    ]


def _coded(text: str) -> str:
    words = text.split()
    if all(map(str.isdigit, words)):
        return text
    whole = code("".join(words))
    return " ".join([*(word if word.isdigit() else code(word) for word in words), f"={whole}"])


def _possible(text: str | None) -> date | None:
    if text is None:
        return None
    year, month, day = map(int, text.split("-"))
    month = month if 1 <= month <= 12 else month % 10 or 10
    day = day if 1 <= day <= monthrange(year, month)[1] else day % 10 or 10
    return date(year, month, day)


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
