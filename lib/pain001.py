"""The bank's file: a customer credit transfer initiation, ISO 20022 pain.001.001.09.

One batch in kroner within Norway, to accounts told as IBAN. The order of the elements is the
schema's. Banks take the Latin letters and signs of the SEPA guide (EPC217-08) and, in Norway,
æ, ø and å; what else a name holds is written with those.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from stdnum.no import kontonr

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
LONGEST_ID, LONGEST_NAME, LONGEST_MESSAGE = 35, 70, 140

_NOT_ALLOWED = re.compile(r"[^A-Za-z0-9ÆØÅæøå/?:().,'+ -]")
# Letters that do not come apart into a plain one and a mark.
_WRITTEN_AS = str.maketrans(
    {"ß": "ss", "Đ": "D", "đ": "d", "Ł": "L", "ł": "l", "Œ": "OE", "œ": "oe", "Þ": "Th"}
    | {"þ": "th", "Ð": "D", "ð": "d", "&": "+", "–": "-", "—": "-", "’": "'", "Ŋ": "N", "ŋ": "n"}
    | {"Ŧ": "T", "ŧ": "t", "ı": "i"}
)


@dataclass(frozen=True)
class Transfer:
    """What one receiver gets, in øre."""

    name: str
    account_number: str
    amount_ore: int
    message: str


@dataclass(frozen=True)
class Order:
    """What the bank is asked to do; the id is the payer's own, and new for each order."""

    id: str
    made_at: datetime  # naive UTC
    pay_on: date
    payer_name: str
    payer_organisation_number: str
    payer_account_number: str
    payer_bic: str
    transfers: tuple[Transfer, ...]


def document(order: Order) -> bytes:
    """The file, UTF-8 with its declaration; the same order is the same file to the byte."""
    root = Element("Document", {"xmlns": NAMESPACE})
    initiation = _in(root, "CstmrCdtTrfInitn")
    header = _in(initiation, "GrpHdr")
    _in(header, "MsgId", order.id)
    _in(header, "CreDtTm", order.made_at.isoformat(timespec="seconds") + "Z")
    _sums(header, order)
    _party(header, "InitgPty", order)

    batch = _in(initiation, "PmtInf")
    _in(batch, "PmtInfId", order.id)
    _in(batch, "PmtMtd", "TRF")
    _sums(batch, order)
    _in(batch, "PmtTpInf/CtgyPurp/Cd", "SUPP")
    _in(batch, "ReqdExctnDt/Dt", order.pay_on.isoformat())
    _party(batch, "Dbtr", order)
    account = _in(batch, "DbtrAcct")
    _in(account, "Id/IBAN", kontonr.to_iban(order.payer_account_number))
    _in(account, "Ccy", "NOK")
    _in(batch, "DbtrAgt/FinInstnId/BICFI", order.payer_bic)
    _in(batch, "ChrgBr", "SHAR")
    for number, transfer in enumerate(order.transfers, start=1):
        _transfer(_in(batch, "CdtTrfTxInf"), f"{order.id}-{number}", transfer)

    indent(root)
    text: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    return text


def _transfer(one: Element, id: str, transfer: Transfer) -> None:
    _in(one, "PmtId/EndToEndId", id)
    _in(one, "Amt/InstdAmt", _amount(transfer.amount_ore)).set("Ccy", "NOK")
    creditor = _in(one, "Cdtr")
    _in(creditor, "Nm", written(transfer.name, LONGEST_NAME))
    _in(creditor, "PstlAdr/Ctry", "NO")
    _in(one, "CdtrAcct/Id/IBAN", kontonr.to_iban(transfer.account_number))
    _in(one, "RmtInf/Ustrd", written(transfer.message, LONGEST_MESSAGE))


def _sums(parent: Element, order: Order) -> None:
    _in(parent, "NbOfTxs", str(len(order.transfers)))
    _in(parent, "CtrlSum", _amount(sum(transfer.amount_ore for transfer in order.transfers)))


def _party(parent: Element, tag: str, order: Order) -> None:
    """The payer, by name and organisation number."""
    party = _in(parent, tag)
    _in(party, "Nm", written(order.payer_name, LONGEST_NAME))
    known_as = _in(party, "Id/OrgId/Othr")
    _in(known_as, "Id", order.payer_organisation_number)
    _in(known_as, "SchmeNm/Cd", "CUST")


def _in(parent: Element, path: str, text: str | None = None) -> Element:
    """A new element at the end of another, and those on the way to it."""
    element = parent
    for tag in path.split("/"):
        element = SubElement(element, tag)
    element.text = text
    return element


def _amount(ore: int) -> str:
    return f"{Decimal(ore).scaleb(-2):.2f}"


def written(text: str, longest: int) -> str:
    """The text in the letters and signs that every bank takes.

    >>> written("Café «Ångström» & sønner", 70)
    'Cafe Ångstrom + sønner'
    """
    plain = "".join(_plain(sign) for sign in unicodedata.normalize("NFC", text))
    kept = " ".join(_NOT_ALLOWED.sub(" ", plain).split())
    # A text may neither begin nor end with a slash, nor hold two together.
    return re.sub(r"/{2,}", "/", kept)[:longest].strip(" /") or "-"


def _plain(sign: str) -> str:
    if sign in "ÆØÅæøå":
        return sign
    apart = unicodedata.normalize("NFKD", sign.translate(_WRITTEN_AS))
    return "".join(mark for mark in apart if not unicodedata.combining(mark))
