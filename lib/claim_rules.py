"""What stands against a claim: by the card's number and its kroner, and nothing about anyone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lib import cards
from lib.cards import Card, UsedUp
from lib.db import Reader
from lib.norwegian import filled_in, kroner
from lib.partners import Partner, PartnerClosed
from lib.refusals import BadInput, Refused

LONGEST_NUMBER = 12


class Purpose(StrEnum):
    MEMBERSHIP_FEE = "membership_fee"
    PARTICIPATION_FEE = "participation_fee"
    EQUIPMENT = "equipment"
    ONE_OFF = "one_off"  # asked for and always refused: it belongs to another scheme


class Season(StrEnum):
    """What part of the year is paid for."""

    WHOLE_YEAR = "whole_year"
    SPRING = "spring"
    AUTUMN = "autumn"


PURPOSE_NAMES: Mapping[Purpose, str] = {
    Purpose.MEMBERSHIP_FEE: "kontingent",
    Purpose.PARTICIPATION_FEE: "deltakeravgift",
    Purpose.EQUIPMENT: "utstyr",
    Purpose.ONE_OFF: "engangsopplevelse",
}
SEASON_NAMES: Mapping[Season, str] = {
    Season.WHOLE_YEAR: "hele året",
    Season.SPRING: "våren",
    Season.AUTUMN: "høsten",
}


@dataclass(frozen=True)
class Asked:
    """What a club asks for. The amount is øre."""

    card_number: int
    amount_ore: int
    purpose: Purpose
    season: Season


class OneOffElsewhere(Refused):
    """Kroner are for what lasts a season; a single visit has a scheme of its own."""

    def __init__(self) -> None:
        super().__init__("Engangsopplevelser dekkes ikke her. De hører til Aktivitetskortet.")


class NoAccountNumber(Refused):
    """There is nowhere to pay to."""

    def __init__(self, partner_name: str) -> None:
        super().__init__(
            f"Kontonummer mangler for {partner_name}. Laget gir nummeret til koordinator i "
            "kommunen, som legger det inn under «Tilbydere og kasser»."
        )


class UnknownNumber(Refused):
    """No card has the number."""

    def __init__(self) -> None:
        super().__init__("Kortnummer finnes ikke. Kontroller sifrene.")


class NoKroner(Refused):
    """The card is good for visits, which are punched."""

    def __init__(self) -> None:
        super().__init__("Kortnummer gjelder et kort uten kroner. Det klippes i kassen i stedet.")


class MoreThanLeft(Refused):
    """The card does not reach."""

    def __init__(self, left_ore: int) -> None:
        super().__init__(f"Beløp er for høyt: det er {kroner(left_ore)} igjen på kortet.")
        self.left_ore = left_ore


def read_number(typed: str) -> int:
    """A card's number, spaces allowed, or BadInput."""
    digits = filled_in(typed, "Kortnummer").replace(" ", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_NUMBER):
        raise BadInput("Kortnummer", "må ha bare siffer, for eksempel 100001.")
    return int(digits)


def why_not(db: Reader, asked: Asked, partner: Partner, *, on: date) -> Refused | None:
    """The first rule against this claim, or None."""
    return why_not_partner(asked, partner) or why_not_card(
        asked, numbered(db, asked.card_number), on=on
    )


def why_not_partner(asked: Asked, partner: Partner) -> Refused | None:
    """What the form and the club themselves have against it, or None."""
    if asked.purpose is Purpose.ONE_OFF:
        return OneOffElsewhere()
    if asked.amount_ore <= 0:
        return BadInput("Beløp", "må være mer enn 0 kr.")
    if partner.closed_at:
        return PartnerClosed()
    if not partner.account_number:
        return NoAccountNumber(partner.name)
    return None


def why_not_card(asked: Asked, card: Card | None, *, on: date) -> Refused | None:
    """What the card has against it, or None; the answer tells whether there is such a card."""
    if card is None:
        return UnknownNumber()
    if card.left_ore is None:
        return NoKroner()
    stands = cards.why_not(card, on=on)
    # Used up is said in kroner, below.
    if stands and not isinstance(stands, UsedUp):
        return stands
    if asked.amount_ore > card.left_ore:
        return MoreThanLeft(card.left_ore)
    return None


def numbered(db: Reader, number: int) -> Card | None:
    """The card with this number, or None."""
    row = db.row("select id from card where number = $1", number)
    return cards.of(db, row["id"]) if row else None
