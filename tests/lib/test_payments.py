"""Payment lists: each approved claim on exactly one, and every file tells the same sums."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID
from xml.etree import ElementTree

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st
from stdnum import iban

from lib import claim_decisions, claims, pain001, partners, payment_files, payments
from lib.claims import Claim, ClaimState, RefuseReason
from lib.db import Database
from lib.norwegian import kroner
from lib.pain001 import NAMESPACE, Order, Transfer
from lib.partners import Reach
from lib.payment_files import CLAIM_HEADINGS, PAYMENT_HEADINGS, NoPayer
from lib.payments import AccountGone, NothingToPay, PaymentList, Unbalanced
from lib.refusals import BadInput
from lib.spreadsheets import read_table
from lib.staff import NotYourRole
from tests.purse import (
    ACCOUNTS,
    CORPS,
    FOOTBALL,
    claimed,
    club_till,
    open_clubs,
    purse,
    purses,
    written_in,
)
from tests.town import KARI, NINA, NOW, TODAY

NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture(autouse=True)
def balanced(db: Database) -> Iterator[None]:
    """After every scenario each payment is the sum of its claims, and each card adds up."""
    open_clubs(db)
    yield
    assert payments.unbalanced(db) == []
    assert claims.unbalanced(db) == []


def approved(db: Database, ore: int, partner_id: UUID = FOOTBALL) -> Claim:
    claim = written_in(db, purse(db, ore), partner_id, ore)
    claim_decisions.approve(db, [claim.id], by=KARI, now=NOW)
    return claim


def made(db: Database, *, pay_on: date = TODAY, by=KARI) -> PaymentList:
    return payments.make(db, pay_on=pay_on, by=by, on=TODAY, now=NOW)


def with_payer(db: Database) -> None:
    payments.set_payer(
        db,
        organisation_number="974 760 673",
        account_number="9992 00 00017",
        bic="klipnok1",
        by=KARI,
        now=NOW,
    )


def three_claims(db: Database) -> PaymentList:
    """Football is owed twice, the band once."""
    approved(db, 1000_00)
    approved(db, 372_50)
    approved(db, 500_00, CORPS)
    return made(db)


# --- Lists ---


def test_a_list_gathers_what_is_approved_one_sum_a_partner(db: Database) -> None:
    paid = three_claims(db)
    waiting = written_in(db, purse(db))
    assert (paid.number, paid.total_ore, paid.payments) == (1, 1872_50, 2)
    assert [
        (each.partner_name, each.account_number, each.amount_ore, each.claims)
        for each in payments.on_list(db, paid.id)
    ] == [
        ("Larvik Turn", ACCOUNTS[0], 1372_50, 2),
        ("Østre Halsen korps", ACCOUNTS[1], 500_00, 1),
    ]
    assert claims.of(db, waiting.id).state is ClaimState.OPEN
    assert payments.due(db) == []


def test_a_lists_total_is_the_sum_of_its_claims(db: Database) -> None:
    paid = three_claims(db)
    assert sum(claim.amount_ore for claim in claims.on_list(db, paid.id)) == paid.total_ore


def test_each_approved_claim_is_on_exactly_one_list(db: Database) -> None:
    first = [approved(db, 100_00), approved(db, 200_00)]
    made(db)
    second = [approved(db, 300_00)]
    made(db)
    newest, oldest = payments.lists(db)
    assert (oldest.number, newest.number) == (1, 2)
    assert [claim.id for claim in claims.on_list(db, oldest.id)] == [claim.id for claim in first]
    assert [claim.id for claim in claims.on_list(db, newest.id)] == [claim.id for claim in second]
    with pytest.raises(NothingToPay):
        made(db)


def test_refused_claims_are_on_no_list(db: Database) -> None:
    claim = written_in(db, purse(db))
    claim_decisions.refuse(db, [claim.id], RefuseReason.NOT_COVERED, by=KARI, now=NOW)
    with pytest.raises(NothingToPay):
        made(db)
    assert payments.lists(db) == []


def changed(db: Database, account_number: str | None, name: str = "Larvik Turn") -> None:
    partners.change(
        db,
        FOOTBALL,
        name=name,
        organisation_number=None,
        contact_name="",
        phone="",
        email="",
        reach=Reach.LOCAL,
        account_number=account_number,
        by=KARI,
    )


def test_a_partner_whose_account_is_gone_stops_the_list_by_name(db: Database) -> None:
    claim = approved(db, 100_00)
    changed(db, None)
    with pytest.raises(
        AccountGone, match=r"^Kontonummer mangler for Larvik Turn\. Be om nummeret,"
    ):
        made(db)
    assert claims.of(db, claim.id).state is ClaimState.APPROVED
    changed(db, ACCOUNTS[0])
    made(db)


def test_a_list_keeps_the_account_it_was_made_with(db: Database) -> None:
    paid = three_claims(db)
    before = payments.on_list(db, paid.id)
    changed(db, ACCOUNTS[1], name="Larvik Turn og Idrett")
    assert payments.on_list(db, paid.id) == before


def test_a_partner_that_has_closed_is_paid_what_it_is_owed(db: Database) -> None:
    approved(db, 100_00)
    partners.close(db, FOOTBALL, by=KARI, now=NOW)
    assert made(db).total_ore == 100_00


def test_a_list_is_paid_today_or_later(db: Database) -> None:
    approved(db, 100_00)
    with pytest.raises(BadInput, match=r"^Betalingsdato kan ikke være før i dag"):
        made(db, pay_on=TODAY - timedelta(days=1))
    assert made(db, pay_on=TODAY).pay_on == TODAY


def test_only_a_coordinator_pays(db: Database) -> None:
    paid = three_claims(db)
    for act in (
        lambda: made(db, by=NINA),
        lambda: payment_files.payments_csv(db, paid.id, by=NINA, now=NOW),
        lambda: payment_files.claims_csv(db, paid.id, by=NINA, now=NOW),
        lambda: payment_files.bank_file(db, paid.id, by=NINA, now=NOW),
        lambda: payments.set_payer(
            db, organisation_number="", account_number="", bic="", by=NINA, now=NOW
        ),
    ):
        with pytest.raises(NotYourRole):
            act()


def test_what_does_not_add_up_is_found(db: Database) -> None:
    paid = three_claims(db)
    [football, _] = payments.on_list(db, paid.id)
    text = "update payment set amount_ore = $2 where id = $1"
    db.transact(lambda tx: tx.run(text, football.id, 1))
    assert payments.unbalanced(db) == [Unbalanced(football.id, 1, 1372_50)]
    db.transact(lambda tx: tx.run(text, football.id, 1372_50))


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("Organisasjonsnummer", {"organisation_number": "974760674"}),
        ("Kontonummer", {"account_number": "99920000018"}),
        ("BIC", {"bic": "KLIPNO"}),
        ("BIC", {"bic": ""}),
    ],
)
def test_the_account_paid_from_is_checked(db: Database, field: str, told: dict[str, str]) -> None:
    right = {"organisation_number": "974760673", "account_number": ACCOUNTS[0], "bic": "KLIPNOK1"}
    with pytest.raises(BadInput, match=f"^{field}"):
        payments.set_payer(db, **(right | told), by=KARI, now=NOW)
    assert payments.payer(db) is None
    with_payer(db)
    assert payments.payer(db) == payments.Payer("974760673", ACCOUNTS[1], "KLIPNOK1")


# --- Spreadsheets ---


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_the_payments_are_a_norwegian_spreadsheet(db: Database) -> None:
    paid = three_claims(db)
    rows = table(payment_files.payments_csv(db, paid.id, by=KARI, now=NOW))
    assert rows[0] == dict(
        zip(
            PAYMENT_HEADINGS,
            (
                "Larvik Turn",
                "940155223",
                "9991.00.00019",
                "1372,50",
                "2",
                "15.05.2024",
                "Betalingsliste 1, 2 krav",
            ),
            strict=True,
        )
    )
    assert sum(Decimal(row["Beløp"].replace(",", ".")) for row in rows) == Decimal("1872.50")


def test_the_claims_of_a_list_are_told_by_card_number(db: Database) -> None:
    card = purse(db)
    claim = claimed(db, card, club_till(db), 372_00)
    claim_decisions.approve(db, [claim.id], by=KARI, now=NOW)
    paid = made(db)
    [row] = table(payment_files.claims_csv(db, paid.id, by=KARI, now=NOW))
    assert row == dict(
        zip(
            CLAIM_HEADINGS,
            (
                "1",
                "Larvik Turn",
                str(claim.number),
                str(card.number),
                "Fritidskortet",
                "kontingent",
                "våren",
                "15.05.2024",
                "372,00",
            ),
            strict=True,
        )
    )


def test_what_a_partner_is_called_is_never_run(db: Database) -> None:
    approved(db, 100_00)
    changed(db, ACCOUNTS[0], name="=cmd|' /C calc'!A0")
    paid = made(db)
    for told in (payment_files.payments_csv, payment_files.claims_csv):
        content = read_table(told(db, paid.id, by=KARI, now=NOW), "a.csv")
        assert not any(row.formulas for row in content.rows)


def test_each_download_is_a_line_in_the_access_log(db: Database) -> None:
    paid = three_claims(db)
    with_payer(db)
    payment_files.payments_csv(db, paid.id, by=KARI, now=NOW)
    payment_files.bank_file(db, paid.id, by=KARI, now=NOW)
    rows = db.rows("select outcome from audit_entry where act = 'exported' order by outcome")
    assert [row["outcome"] for row in rows] == [
        "betalingsliste 1, pain.001",
        "betalingsliste 1, utbetalinger, CSV",
    ]


# --- The bank's file ---

# What the schema allows, in its order; a mark tells how often: once, «?» or «+».
STRUCTURE = {
    "Document": "CstmrCdtTrfInitn",
    "CstmrCdtTrfInitn": "GrpHdr PmtInf+",
    "GrpHdr": "MsgId CreDtTm NbOfTxs CtrlSum? InitgPty",
    "PmtInf": "PmtInfId PmtMtd BtchBookg? NbOfTxs? CtrlSum? PmtTpInf? ReqdExctnDt Dbtr DbtrAcct "
    "DbtrAgt UltmtDbtr? ChrgBr? CdtTrfTxInf+",
    "PmtTpInf": "InstrPrty? SvcLvl? LclInstrm? CtgyPurp?",
    "CdtTrfTxInf": "PmtId PmtTpInf? Amt ChrgBr? UltmtDbtr? CdtrAgt? Cdtr CdtrAcct UltmtCdtr? "
    "Purp? RmtInf?",
    "PmtId": "InstrId? EndToEndId",
    "InitgPty": "Nm? PstlAdr? Id?",
    "Dbtr": "Nm? PstlAdr? Id?",
    "Cdtr": "Nm? PstlAdr? Id?",
    "OrgId": "AnyBIC? LEI? Othr?",
    "Othr": "Id SchmeNm? Issr?",
    "DbtrAcct": "Id Tp? Ccy?",
    "CdtrAcct": "Id Tp? Ccy?",
    "DbtrAgt": "FinInstnId",
    "FinInstnId": "BICFI? ClrSysMmbId? LEI? Nm? PstlAdr? Othr?",
    "RmtInf": "Ustrd? Strd?",
    "Amt": "InstdAmt",
    "ReqdExctnDt": "Dt",
    "CtgyPurp": "Cd",
    "SchmeNm": "Cd",
    "PstlAdr": "Ctry",
}
TEXT = re.compile(r"[A-Za-z0-9ÆØÅæøå/?:().,'+ -]+")
VALUES = {
    "MsgId": r".{1,35}",
    "PmtInfId": r".{1,35}",
    "EndToEndId": r".{1,35}",
    "Nm": r".{1,70}",
    "Ustrd": r".{1,140}",
    "CreDtTm": r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z",
    "Dt": r"\d{4}-\d{2}-\d{2}",
    "NbOfTxs": r"[0-9]{1,15}",
    "CtrlSum": r"[0-9]{1,15}\.[0-9]{2}",
    "InstdAmt": r"(?!0\.00)[0-9]{1,9}\.[0-9]{2}",
    "IBAN": r"NO[0-9]{13}",
    "BICFI": r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?",
    "PmtMtd": r"TRF",
    "ChrgBr": r"SHAR",
    "Ccy": r"NOK",
    "Ctry": r"NO",
    "Cd": r"[A-Z]{4}",
}


def tag(element: ElementTree.Element) -> str:
    space, name = element.tag[1:].split("}")
    assert space == NAMESPACE
    return name


def check(element: ElementTree.Element) -> None:
    """Hold an element and all below it against the schema's order, lengths and letters."""
    name, below = tag(element), [tag(child) for child in element]
    if not below:
        text = element.text or ""
        assert TEXT.fullmatch(text) or name in ("CreDtTm",), (name, text)
        assert text == text.strip()
        assert re.fullmatch(VALUES.get(name, r".{1,35}"), text), (name, text)
        return
    if name in STRUCTURE:
        order = STRUCTURE[name].split()
        form = "".join(
            f"(?:{part.rstrip('?+')} ){part[-1] if part[-1] in '?+' else ''}" for part in order
        )
        assert re.fullmatch(form, "".join(f"{child} " for child in below)), (name, below)
    for child in element:
        check(child)


def found(root: ElementTree.Element, path: str) -> list[str]:
    spaced = "/".join(f"{{{NAMESPACE}}}{step}" for step in path.split("/"))
    return [each.text or "" for each in root.iterfind(f".//{spaced}")]


def test_the_banks_file_follows_the_schema_and_adds_up(db: Database) -> None:
    with_payer(db)
    paid = three_claims(db)
    content = payment_files.bank_file(db, paid.id, by=KARI, now=NOW)
    assert content.startswith(b"<?xml version='1.0' encoding='UTF-8'?>")
    root = ElementTree.fromstring(content)
    check(root)
    assert found(root, "NbOfTxs") == ["2", "2"]
    assert found(root, "CtrlSum") == ["1872.50", "1872.50"]
    assert found(root, "Amt/InstdAmt") == ["1372.50", "500.00"]
    paid_to, [paid_from] = found(root, "CdtrAcct/Id/IBAN"), found(root, "DbtrAcct/Id/IBAN")
    assert [account[4:] for account in paid_to] == list(ACCOUNTS)
    assert paid_from[4:] == ACCOUNTS[1]
    assert all(iban.is_valid(account) for account in (*paid_to, paid_from))
    assert found(root, "Dbtr/Nm") == ["Larvik kommune"]
    assert found(root, "Cdtr/Nm") == ["Larvik Turn", "Østre Halsen korps"]
    assert found(root, "ReqdExctnDt/Dt") == ["2024-05-15"]
    assert len(set(found(root, "PmtId/EndToEndId"))) == 2
    amounts = [each for each in root.iter() if tag(each) == "InstdAmt"]
    assert {each.get("Ccy") for each in amounts} == {"NOK"}


def test_the_same_list_is_the_same_file_however_often_it_is_fetched(db: Database) -> None:
    """The bank knows an order by its id, and does not pay it twice."""
    with_payer(db)
    first = three_claims(db)
    once = payment_files.bank_file(db, first.id, by=KARI, now=NOW)
    assert payment_files.bank_file(db, first.id, by=KARI, now=NOW + timedelta(days=1)) == once
    approved(db, 100_00)
    other = payment_files.bank_file(db, made(db).id, by=KARI, now=NOW)
    ids = [found(ElementTree.fromstring(content), "MsgId") for content in (once, other)]
    assert ids == [["3909-20240515-1"], ["3909-20240515-2"]]


def test_without_an_account_to_pay_from_there_is_no_file(db: Database) -> None:
    paid = three_claims(db)
    with pytest.raises(NoPayer):
        payment_files.bank_file(db, paid.id, by=KARI, now=NOW)


@pytest.mark.parametrize(
    ("name", "as_written"),
    [
        ("Østre Ås & Ægir IL", "Østre Ås + Ægir IL"),
        ("Café «Ångström» – søndag", "Cafe Ångstrom - søndag"),
        ("Deatnu Searvi: Šuoŋa", "Deatnu Searvi: Suona"),
        ("Klubb <script>", "Klubb script"),
        ("//Turn//", "Turn"),
        ("日本", "-"),
        ("x" * 120, "x" * 70),
    ],
)
def test_a_name_is_written_in_letters_that_banks_take(name: str, as_written: str) -> None:
    assert pain001.written(name, 70) == as_written


@drawn(
    st.lists(
        st.tuples(st.text(min_size=1, max_size=130), st.integers(1, 99_999_999_99)),
        min_size=1,
        max_size=5,
    )
)
def test_whatever_partners_are_called_the_file_is_one_that_banks_take(
    told: list[tuple[str, int]],
) -> None:
    order = Order(
        id="3909-20240515-1",
        made_at=datetime(2024, 5, 15, 10, 0, 0, 5),
        pay_on=TODAY,
        payer_name="Larvik kommune",
        payer_organisation_number="974760673",
        payer_account_number=ACCOUNTS[1],
        payer_bic="KLIPNOK1",
        transfers=tuple(Transfer(name, ACCOUNTS[0], ore, name) for name, ore in told),
    )
    root = ElementTree.fromstring(pain001.document(order))
    check(root)
    total = sum(Decimal(amount) for amount in found(root, "Amt/InstdAmt"))
    assert total * 100 == sum(ore for _, ore in told)
    assert {Decimal(each) for each in found(root, "CtrlSum")} == {total}


# --- Many ---


def test_a_bulk_of_claims_is_paid_to_the_ore(db: Database) -> None:
    till, held = club_till(db), purses(db, 20)
    sent = [claimed(db, card, till, 68_61 + n) for n, card in enumerate(held)]
    claim_decisions.approve(db, [claim.id for claim in sent], by=KARI, now=NOW)
    paid = made(db)
    assert kroner(paid.total_ore) == f"1{NBSP}374,10{NBSP}kr"
