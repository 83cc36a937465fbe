"""Claims: a card's kroner are claimed once, by number, and always add up."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import fields
from datetime import date, timedelta
from uuid import uuid4

import duckdb
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from lib import cards, claim_decisions, claim_rules, claims, partners, payments, tills
from lib.cards import Blocked, BlockReason, Card, Expired, NotYetValid
from lib.claim_decisions import AlreadyDecided, NotDecided, OnPaymentList
from lib.claim_rules import (
    MoreThanLeft,
    NoAccountNumber,
    NoKroner,
    OneOffElsewhere,
    Purpose,
    Season,
    UnknownNumber,
)
from lib.claims import (
    LONGEST_KEY,
    MISSES_COUNT_FOR,
    MOST_MISSES,
    Claim,
    ClaimState,
    KeyRefused,
    RefuseReason,
    TooManyMisses,
    Unbalanced,
    UnknownClaim,
)
from lib.db import Database
from lib.partners import PartnerClosed
from lib.refusals import BadInput, Refused
from lib.staff import NotYourRole
from lib.tills import Till, TillClosed
from tests.counter import CULTURE_HOUSE, made, open_counter
from tests.purse import (
    CLOSED,
    CORPS,
    FOOTBALL,
    NO_ACCOUNT,
    asked,
    claimed,
    club_till,
    left,
    open_clubs,
    purse,
    written_in,
)
from tests.races import at_once
from tests.town import KARI, NINA, NOW, TODAY

NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture(autouse=True)
def balanced(db: Database) -> Iterator[None]:
    """After every scenario, what is gone from the cards is what claims have taken."""
    open_clubs(db)
    yield
    assert claims.unbalanced(db) == []
    assert payments.unbalanced(db) == []


@pytest.fixture
def till(db: Database) -> Till:
    return club_till(db)


def refusal(db: Database, card: Card | int, till: Till, ore: int = 500_00, **told: object) -> str:
    """What the act says when it refuses, which why_not had said before."""
    on = told.pop("on", TODAY)
    partner = partners.of(db, till.partner_id)
    said = claim_rules.why_not(db, asked(card, ore, **told), partner, on=on)  # type: ignore[arg-type]
    with pytest.raises(Refused) as met:
        claimed(db, card, till, ore, on=on, **told)
    assert type(met.value) is type(said)
    return str(met.value)


def block(db: Database, card: Card) -> None:
    reason = BlockReason.LOST
    db.transact(lambda tx: cards.block(tx, card.card_id, reason, by=NINA, now=NOW))


def decide(db: Database, claim: Claim, *, reason: RefuseReason | None = None) -> None:
    if reason:
        claim_decisions.refuse(db, [claim.id], reason, by=KARI, now=NOW)
    else:
        claim_decisions.approve(db, [claim.id], by=KARI, now=NOW)


def undo(db: Database, claim: Claim) -> None:
    claim_decisions.undo(db, claim.id, by=KARI, now=NOW)


def state(db: Database, claim: Claim) -> ClaimState:
    return claims.of(db, claim.id).state


# --- What is claimed ---


def test_what_is_claimed_leaves_the_card_at_once(db: Database, till: Till) -> None:
    card = purse(db)
    claim = claimed(db, card, till, 1000_00, purpose=Purpose.EQUIPMENT, season=Season.AUTUMN)
    assert (claim.card_number, claim.partner_name, claim.amount_ore) == (
        card.number,
        "Larvik Turn",
        1000_00,
    )
    assert (claim.purpose, claim.season, claim.state) == (
        Purpose.EQUIPMENT,
        Season.AUTUMN,
        ClaimState.OPEN,
    )
    assert left(db, card) == 372_00


def test_a_card_may_be_claimed_to_the_last_ore_and_no_further(db: Database, till: Till) -> None:
    card = purse(db)
    claimed(db, card, till, 1000_00)
    says = refusal(db, card, till, 372_01)
    assert says == f"Beløp er for høyt: det er 372{NBSP}kr igjen på kortet."
    claimed(db, card, till, 372_00)
    assert left(db, card) == 0
    assert refusal(db, card, till, 1) == f"Beløp er for høyt: det er 0{NBSP}kr igjen på kortet."


@pytest.mark.parametrize("ore", [0, -1, -500_00])
def test_nothing_cannot_be_claimed(db: Database, till: Till, ore: int) -> None:
    assert refusal(db, purse(db), till, ore) == "Beløp må være mer enn 0 kr."


def test_each_reason_has_its_own_sentence(db: Database, till: Till) -> None:
    open_counter(db)
    blocked = purse(db)
    block(db, blocked)
    [visits] = cards.of_all(db, made(db))
    says = {
        UnknownNumber: refusal(db, 999_999, till),
        NoKroner: refusal(db, visits, till),
        Blocked: refusal(db, blocked, till),
        Expired: refusal(db, purse(db), till, on=date(2025, 1, 1)),
        NotYetValid: refusal(db, purse(db, valid_from=date(2024, 6, 1)), till),
        OneOffElsewhere: refusal(db, purse(db), till, purpose=Purpose.ONE_OFF),
        NoAccountNumber: refusal(db, purse(db), club_till(db, NO_ACCOUNT)),
    }
    assert list(says.values()) == [
        "Kortnummer finnes ikke. Kontroller sifrene.",
        "Kortnummer gjelder et kort uten kroner. Det klippes i kassen i stedet.",
        "Sperret. Dette kortet kan ikke brukes.",
        "Utløpt 31.12.2024.",
        "Ikke gyldig ennå. Gjelder fra 01.06.2024.",
        "Engangsopplevelser dekkes ikke her. De hører til Aktivitetskortet.",
        "Kontonummer mangler for Sjakklubben. Laget gir nummeret til koordinator i kommunen, "
        "som legger det inn under «Tilbydere og kasser».",
    ]


def test_a_card_is_good_on_its_last_day(db: Database, till: Till) -> None:
    claimed(db, purse(db), till, on=date(2024, 12, 31))


def test_a_closed_partner_claims_nothing(db: Database, till: Till) -> None:
    card = purse(db)
    with pytest.raises(PartnerClosed):
        written_in(db, card, CLOSED)
    partners.close(db, FOOTBALL, by=KARI, now=NOW)
    with pytest.raises(PartnerClosed):
        claimed(db, card, till)
    assert left(db, card) == 1372_00


def test_a_device_that_was_let_go_claims_nothing(db: Database, till: Till) -> None:
    card = purse(db)
    tills.revoke(db, till.id, by=KARI, now=NOW)
    with pytest.raises(TillClosed):
        claimed(db, card, till)


@pytest.mark.parametrize("typed", ["100001", " 100 001 ", "100\N{NO-BREAK SPACE}001"])
def test_a_number_is_read_with_spaces(typed: str) -> None:
    assert claim_rules.read_number(typed) == 100_001


@pytest.mark.parametrize("typed", ["", "  ", "Yusuf", "100001a", "-1", "1" * 13, "１００"])
def test_what_is_no_number_is_bad_input(typed: str) -> None:
    with pytest.raises(BadInput, match=r"^Kortnummer må"):
        claim_rules.read_number(typed)


def test_no_room_for_a_name_in_a_claim() -> None:
    """Everything a club sends is a number, a sum or a word from a list."""
    assert {field.name: field.type for field in fields(claim_rules.Asked)} == {
        "card_number": int,
        "amount_ore": int,
        "purpose": Purpose,
        "season": Season,
    }


# --- Sent twice ---


def test_the_same_claim_sent_twice_is_one_claim(db: Database, till: Till) -> None:
    card = purse(db)
    first = claimed(db, card, till, 1372_00, key="key-1")
    assert claimed(db, card, till, 1372_00, key="key-1") == first
    assert left(db, card) == 0
    assert len(claims.of_partner(db, FOOTBALL)) == 1


def test_a_key_belongs_to_one_claim(db: Database, till: Till) -> None:
    card, other = purse(db), purse(db)
    claimed(db, card, till, key="key-1")
    for again in (
        lambda: claimed(db, other, till, key="key-1"),
        lambda: claimed(db, card, till, 400_00, key="key-1"),
        lambda: claimed(db, card, club_till(db, CORPS), key="key-1"),
        lambda: claimed(db, card, till, key=""),
        lambda: claimed(db, card, till, key="k" * (LONGEST_KEY + 1)),
    ):
        with pytest.raises(KeyRefused):
            again()
    claimed(db, card, till, key="k" * LONGEST_KEY)


def test_a_claim_like_an_earlier_one_is_marked_for_whoever_decides(
    db: Database, till: Till
) -> None:
    card = purse(db)
    first = claimed(db, card, till, 100_00)
    autumn = claimed(db, card, till, 100_00, season=Season.AUTUMN)
    corps = claimed(db, card, club_till(db, CORPS), 100_00)
    again = claimed(db, card, till, 200_00)
    assert [c.is_repeated for c in (first, autumn, corps, again)] == [False, False, False, True]
    decide(db, first, reason=RefuseReason.WITHDRAWN)
    assert not claims.of(db, again.id).is_repeated


# --- Guessing ---


def test_a_till_that_is_refused_too_often_must_wait(db: Database, till: Till) -> None:
    card = purse(db)
    for number in range(MOST_MISSES):
        with pytest.raises(UnknownNumber):
            claimed(db, 900_000 + number, till)
    with pytest.raises(TooManyMisses, match=r"Prøv igjen kl\. 12\.10"):
        claimed(db, card, till)
    claimed(db, card, club_till(db, CORPS))
    claimed(db, card, till, now=NOW + MISSES_COUNT_FOR)


def test_asking_how_much_is_left_is_guessing_too(db: Database, till: Till) -> None:
    card = purse(db)
    for _ in range(MOST_MISSES):
        with pytest.raises(MoreThanLeft):
            claimed(db, card, till, 100_000_00)
    with pytest.raises(TooManyMisses):
        claimed(db, card, till)


def test_what_is_wrong_with_the_form_is_no_guess(db: Database, till: Till) -> None:
    card = purse(db)
    for _ in range(MOST_MISSES):
        with pytest.raises(OneOffElsewhere):
            claimed(db, card, till, purpose=Purpose.ONE_OFF)
    claimed(db, card, till, 1372_00, key="key-1")
    for _ in range(MOST_MISSES):
        claimed(db, card, till, 1372_00, key="key-1")


# --- Claims by mail ---


def test_a_claim_by_mail_counts_from_the_day_it_came(db: Database) -> None:
    card = purse(db)

    def enter(received_on: date) -> Claim:
        return claims.write_in(
            db,
            FOOTBALL,
            asked(card),
            received_on=received_on,
            key=str(uuid4()),
            by=KARI,
            on=date(2025, 1, 10),
            now=NOW,
        )

    with pytest.raises(Expired):
        enter(date(2025, 1, 1))
    with pytest.raises(BadInput, match=r"^Mottatt kan ikke være etter i dag"):
        enter(date(2025, 1, 11))
    assert enter(date(2024, 12, 31)).received_on == date(2024, 12, 31)
    [line] = db.rows("select reference, subject_id from audit_entry where act = 'claim_entered'")
    assert line["subject_id"] is None


def test_only_a_coordinator_writes_in_and_decides(db: Database, till: Till) -> None:
    claim = claimed(db, purse(db), till)
    told = {"received_on": TODAY, "key": "key-1", "by": NINA, "on": TODAY, "now": NOW}
    for act in (
        lambda: claims.write_in(db, FOOTBALL, asked(purse(db)), **told),  # type: ignore[arg-type]
        lambda: claim_decisions.approve(db, [claim.id], by=NINA, now=NOW),
        lambda: claim_decisions.refuse(db, [claim.id], RefuseReason.WITHDRAWN, by=NINA, now=NOW),
        lambda: claim_decisions.undo(db, claim.id, by=NINA, now=NOW),
    ):
        with pytest.raises(NotYourRole):
            act()


# --- Decisions ---


def test_a_refused_claims_kroner_are_back_on_the_card(db: Database, till: Till) -> None:
    card, other = purse(db), purse(db)
    three = [claimed(db, each, till, 400_00) for each in (card, card, other)]
    claim_decisions.refuse(
        db, [claim.id for claim in three], RefuseReason.WRONG_AMOUNT, by=KARI, now=NOW
    )
    assert (left(db, card), left(db, other)) == (1372_00, 1372_00)
    assert {claims.of(db, claim.id).reason for claim in three} == {RefuseReason.WRONG_AMOUNT}


def test_several_are_decided_together_or_none(db: Database, till: Till) -> None:
    first, second = (claimed(db, purse(db), till) for _ in range(2))
    decide(db, first)
    both = [first.id, second.id]
    for act in (
        lambda: claim_decisions.approve(db, both, by=KARI, now=NOW),
        lambda: claim_decisions.refuse(db, both, RefuseReason.WITHDRAWN, by=KARI, now=NOW),
    ):
        with pytest.raises(AlreadyDecided):
            act()
    assert (state(db, first), state(db, second)) == (ClaimState.APPROVED, ClaimState.OPEN)
    with pytest.raises(BadInput, match=r"^Krav må velges"):
        claim_decisions.approve(db, [], by=KARI, now=NOW)


def test_a_decision_is_undone_until_the_claim_is_on_a_payment_list(
    db: Database, till: Till
) -> None:
    card = purse(db)
    claim = claimed(db, card, till, 1000_00)
    with pytest.raises(NotDecided):
        undo(db, claim)
    decide(db, claim)
    undo(db, claim)
    assert (state(db, claim), left(db, card)) == (ClaimState.OPEN, 372_00)
    decide(db, claim, reason=RefuseReason.WRONG_CARD)
    undo(db, claim)
    assert (claims.of(db, claim.id).reason, left(db, card)) == (None, 372_00)
    decide(db, claim)
    payments.make(db, pay_on=TODAY, by=KARI, on=TODAY, now=NOW)
    with pytest.raises(OnPaymentList):
        undo(db, claim)
    with pytest.raises(AlreadyDecided):
        decide(db, claim, reason=RefuseReason.WITHDRAWN)
    assert left(db, card) == 372_00


def test_a_refusal_is_not_undone_when_the_kroner_went_to_another(db: Database, till: Till) -> None:
    card = purse(db)
    claim = claimed(db, card, till, 1000_00)
    decide(db, claim, reason=RefuseReason.WRONG_CARD)
    claimed(db, card, club_till(db, CORPS), 400_00)
    with pytest.raises(MoreThanLeft, match=f"972{NBSP}kr igjen"):
        undo(db, claim)
    assert (state(db, claim), left(db, card)) == (ClaimState.REFUSED, 972_00)


def test_who_decided_what_and_when_is_kept_also_when_undone(db: Database, till: Till) -> None:
    claim = claimed(db, purse(db), till)
    decide(db, claim, reason=RefuseReason.WRONG_CARD)
    undo(db, claim)
    decide(db, claim)
    rows = db.rows(
        "select state, reason, decided_by from claim_decision where claim_id = $1", claim.id
    )
    assert Counter((row["state"], row["reason"]) for row in rows) == Counter(
        [("refused", "wrong_card"), ("open", None), ("approved", None)]
    )
    assert {row["decided_by"] for row in rows} == {KARI.id}


def test_a_partner_sees_its_own_claims_and_no_others(db: Database, till: Till) -> None:
    card = purse(db)
    own, other = claimed(db, card, till), claimed(db, card, club_till(db, CORPS))
    assert [claim.id for claim in claims.of_partner(db, FOOTBALL)] == [own.id]
    assert claims.own(db, own.id, till=club_till(db)).id == own.id
    for foreign in (other.id, uuid4()):
        with pytest.raises(UnknownClaim):
            claims.own(db, foreign, till=till)


def test_the_schema_is_the_last_wall(db: Database, till: Till) -> None:
    card = purse(db)
    claimed(db, card, till)
    for text in (
        "update card_money set left_ore = -1",
        "update card_money set left_ore = given_ore + 1",
        "update claim set purpose = 'one_off'",
        "update claim set state = 'listed'",
        "update claim set state = 'refused'",
        "update claim set amount_ore = 0",
    ):
        with pytest.raises(duckdb.ConstraintException):
            db.transact(lambda tx, text=text: tx.run(text))


def test_what_does_not_add_up_is_found(db: Database, till: Till) -> None:
    card = purse(db)
    claimed(db, card, till, 500_00)
    db.transact(lambda tx: tx.run("update card_money set left_ore = 0"))
    assert claims.unbalanced(db) == [Unbalanced(card.card_id, 1372_00, 500_00)]
    db.transact(lambda tx: tx.run("update card_money set left_ore = 87200"))


# --- At once ---


def sixteen_claims(db: Database, card: Card) -> list[Callable[[], Claim]]:
    """Each from a till of its own, of all that is on the card."""
    club = [club_till(db) for _ in range(16)]
    return [lambda till=till: claimed(db, card, till, 1372_00) for till in club]


def test_sixteen_claims_race_for_the_last_kroner_and_one_gets_them(db: Database) -> None:
    card = purse(db)
    assert at_once(sixteen_claims(db, card)) == {"Claim": 1, "MoreThanLeft": 15}
    assert left(db, card) == 0


def test_without_the_lock_the_same_race_goes_wrong(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_have_asked = threading.Barrier(16)
    real = claim_rules.why_not_card

    def asked_together(*told: object, **how: object) -> Refused | None:
        said = real(*told, **how)  # type: ignore[arg-type]
        all_have_asked.wait(timeout=60)
        return said

    acts = sixteen_claims(db, purse(db))
    db._writing = nullcontext()  # type: ignore[assignment]
    monkeypatch.setattr(claim_rules, "why_not_card", asked_together)
    assert at_once(acts) != {"Claim": 1, "MoreThanLeft": 15}


def test_a_claim_that_comes_sixteen_times_at_once_is_one_claim(db: Database, till: Till) -> None:
    card = purse(db)
    acts = [lambda: claimed(db, card, till, 100_00, key="key-1")] * 16
    assert at_once(acts) == {"Claim": 16}
    assert left(db, card) == 1272_00


# --- Whatever the order ---

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("claim"), st.integers(0, 1), st.integers(1, 900_00)),
        st.tuples(st.sampled_from(["approve", "refuse", "undo"]), st.integers(0, 9), st.just(0)),
        st.tuples(st.just("pay"), st.just(0), st.just(0)),
    ),
    max_size=14,
)


def test_whatever_the_order_what_is_left_is_what_was_given_less_what_stands(
    db: Database,
) -> None:
    @settings(max_examples=25)
    @drawn(steps=STEPS)
    def year(steps: list[tuple[str, int, int]]) -> None:
        held, till, sent = [purse(db), purse(db)], club_till(db), []
        for act, which, ore in steps:
            try:
                if act == "claim":
                    sent.append(claimed(db, held[which], till, ore))
                elif act == "pay":
                    payments.make(db, pay_on=TODAY, by=KARI, on=TODAY, now=NOW)
                elif which < len(sent) and act == "undo":
                    undo(db, sent[which])
                elif which < len(sent):
                    reason = RefuseReason.WITHDRAWN if act == "refuse" else None
                    decide(db, sent[which], reason=reason)
            except Refused:
                pass
            for card in held:
                standing = sum(
                    claim.amount_ore
                    for claim in sent
                    if claim.card_id == card.card_id and state(db, claim) != ClaimState.REFUSED
                )
                assert left(db, card) == 1372_00 - standing >= 0
        assert claims.unbalanced(db) == []
        assert payments.unbalanced(db) == []

    year()


def test_ten_minutes_later_the_misses_are_forgotten(db: Database, till: Till) -> None:
    for number in range(MOST_MISSES):
        with pytest.raises(UnknownNumber):
            claimed(db, 900_000 + number, till, now=NOW + timedelta(seconds=number))
    later = NOW + MISSES_COUNT_FOR + timedelta(seconds=1)
    for _ in range(2):
        with pytest.raises(UnknownNumber):
            claimed(db, 900_000, till, now=later)
    with pytest.raises(TooManyMisses):
        claimed(db, 900_000, till, now=later)


def test_a_till_of_visits_alone_is_not_told_of_claims(db: Database) -> None:
    open_counter(db)
    made(db, partner_id=CULTURE_HOUSE)
    assert not claims.are_possible(db)
    purse(db)
    assert claims.are_possible(db)
