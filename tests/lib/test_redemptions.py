"""Redemptions: punched once for each time it was meant, and the balances always add up."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from lib import cards, papers, redemptions, tills
from lib.cards import (
    Blocked,
    BlockReason,
    Expired,
    NotYetValid,
    PaperReplaced,
    SecretKind,
    UsedUp,
)
from lib.db import Database
from lib.papers import PaperCard, UnknownCard
from lib.redemptions import (
    LONGEST_KEY,
    UNDO_WITHIN,
    AlreadyUndone,
    KeyRefused,
    Redemption,
    TooFewLeft,
    TooLateToUndo,
    Unbalanced,
    UnknownReceipt,
    WrongPartner,
)
from lib.refusals import BadInput, Refused
from lib.short_codes import MOST_MISSES, TooManyMisses, UnknownShortCode
from lib.tills import Till, TillClosed
from tests.counter import (
    SWIMMING_HALL,
    handed_out,
    made,
    open_counter,
    paper,
    punched,
    till_at,
    with_more,
)
from tests.town import KARI, NINA, NOW, TODAY, id_of

FIRST, LAST = date(2024, 5, 10), date(2024, 5, 31)


@pytest.fixture(autouse=True)
def balanced(db: Database) -> Iterator[None]:
    """A counter to stand at; after every scenario each balance is the sum of what happened."""
    open_counter(db)
    yield
    assert redemptions.unbalanced(db) == []


@pytest.fixture
def till(db: Database) -> Till:
    return till_at(db)


def refusal(
    db: Database, card: PaperCard, till: Till, punches: int = 1, *, on: date = TODAY
) -> Refused | None:
    """What the page would show, and the act raise."""
    found = papers.by_secret(db, card.secret)
    said = redemptions.why_not(redemptions.shown(db, found, till), punches, on=on)
    key = str(uuid4())
    if said is None:
        redemptions.punch(db, card.secret, till=till, punches=punches, key=key, now=NOW, on=on)
        return None
    with pytest.raises(type(said)) as raised:
        redemptions.punch(db, card.secret, till=till, punches=punches, key=key, now=NOW, on=on)
    assert str(raised.value) == str(said)
    return said


def left(db: Database, card: PaperCard) -> int:
    return cards.of(db, card.card_id).punches_left


def test_a_punch_takes_one_and_says_what_is_left(db: Database, till: Till) -> None:
    card = paper(db, punches=2)
    redemption = punched(db, card, till, "key-1")
    assert (redemption.punches, redemption.punches_left, left(db, card)) == (1, 1, 1)
    assert (redemption.redeemed_on, redemption.redeemed_at) == (TODAY, NOW)
    assert redemptions.of(db, redemption.id, till=till) == redemption


def test_the_last_punch_is_given_and_the_next_one_refused(db: Database, till: Till) -> None:
    card = paper(db, punches=2)
    assert refusal(db, card, till) is None
    assert refusal(db, card, till) is None
    assert isinstance(refusal(db, card, till), UsedUp)


def test_all_that_is_left_may_go_at_once_and_no_more(db: Database, till: Till) -> None:
    card = paper(db, punches=5)
    assert str(refusal(db, card, till, 6)) == "Ikke nok klipp. Det er 5 klipp igjen."
    assert refusal(db, card, till, 5) is None


@pytest.mark.parametrize("punches", [0, -1])
def test_a_punch_is_at_least_one(db: Database, till: Till, punches: int) -> None:
    assert isinstance(refusal(db, paper(db), till, punches), BadInput)


def test_an_absurd_number_of_punches_is_refused_plainly(db: Database, till: Till) -> None:
    assert isinstance(refusal(db, paper(db), till, 10**30), TooFewLeft)


def test_the_same_key_is_the_same_punch(db: Database, till: Till) -> None:
    card = paper(db, punches=2)
    first = punched(db, card, till, "key-1")
    assert punched(db, card, till, "key-1") == first
    assert left(db, card) == 1


def test_the_same_key_is_the_same_punch_even_when_it_was_the_last(db: Database, till: Till) -> None:
    card = paper(db)
    first = punched(db, card, till, "key-1")
    assert punched(db, card, till, "key-1") == first
    assert isinstance(refusal(db, card, till), UsedUp)


def test_a_key_is_no_good_for_another_card_or_another_till(db: Database, till: Till) -> None:
    card, other_card, other_till = paper(db, punches=2), paper(db), till_at(db)
    punched(db, card, till, "key-1")
    with pytest.raises(KeyRefused):
        punched(db, other_card, till, "key-1")
    with pytest.raises(KeyRefused):
        punched(db, card, other_till, "key-1")
    assert (left(db, card), left(db, other_card)) == (1, 1)


def test_a_key_is_a_short_text(db: Database, till: Till) -> None:
    card = paper(db)
    for key in ("", "x" * (LONGEST_KEY + 1)):
        with pytest.raises(KeyRefused):
            punched(db, card, till, key)
    assert punched(db, card, till, "x" * LONGEST_KEY).punches_left == 0


def test_a_repeat_after_an_undo_does_not_punch_again(db: Database, till: Till) -> None:
    card = paper(db)
    first = punched(db, card, till, "key-1")
    redemptions.undo(db, first.id, till=till, now=NOW)
    again = punched(db, card, till, "key-1")
    assert (again.id, again.undone_at) == (first.id, NOW)
    assert left(db, card) == 1


@pytest.mark.parametrize(
    ("on", "says"),
    [(date(2024, 5, 9), NotYetValid), (FIRST, None), (LAST, None), (date(2024, 6, 1), Expired)],
)
def test_a_card_is_punched_from_its_first_day_to_its_last(
    db: Database, till: Till, on: date, says: type[Refused] | None
) -> None:
    said = refusal(db, paper(db, valid_from=FIRST, valid_to=LAST), till, on=on)
    assert (said if said is None else type(said)) == says


def test_a_blocked_card_is_refused(db: Database, till: Till) -> None:
    card = paper(db)
    db.transact(lambda tx: cards.block(tx, card.card_id, BlockReason.LOST, by=NINA, now=NOW))
    assert isinstance(refusal(db, card, till), Blocked)


def test_an_older_print_is_refused_and_the_newest_is_good(db: Database, till: Till) -> None:
    (card_id,) = made(db)
    old, new = handed_out(db, [card_id]).cards[0], handed_out(db, [card_id]).cards[0]
    assert isinstance(refusal(db, old, till), PaperReplaced)
    assert refusal(db, new, till) is None


@pytest.mark.parametrize("cut", [0, 1, 21])
def test_a_secret_that_is_cut_off_is_unknown(db: Database, till: Till, cut: int) -> None:
    with pytest.raises(UnknownCard):
        punched(db, replace(paper(db), secret=paper(db).secret[:cut]), till, "key-1")


def test_another_partners_till_learns_nothing_but_that(db: Database, till: Till) -> None:
    elsewhere = till_at(db, SWIMMING_HALL)
    good, blocked, run_out = paper(db), paper(db), paper(db, valid_to=date(2024, 5, 1))
    db.transact(lambda tx: cards.block(tx, blocked.card_id, BlockReason.LOST, by=NINA, now=NOW))
    for card in (good, blocked, run_out):
        assert isinstance(refusal(db, card, elsewhere), WrongPartner)
    assert refusal(db, good, till) is None


def test_a_card_of_no_partner_is_good_where_its_category_is_open(db: Database, till: Till) -> None:
    card = paper(db, punches=2, partner_id=None)
    assert isinstance(refusal(db, card, till_at(db, SWIMMING_HALL)), WrongPartner)
    assert isinstance(refusal(db, card, till_at(db, id_of("SIGNPOST"))), WrongPartner)
    assert refusal(db, card, till) is None
    db.transact(lambda tx: tx.run("update offer set closed_at = $1", NOW))
    assert isinstance(refusal(db, card, till), WrongPartner)


def test_a_till_sees_and_punches_its_own_categories_only(db: Database, till: Till) -> None:
    card = paper(db, punches=5, partner_id=None)
    with_more(db, card.card_id, "swimming", punches=3)
    found = papers.by_secret(db, card.secret)
    at_cinema = redemptions.shown(db, found, till)
    at_pool = redemptions.shown(db, found, till_at(db, SWIMMING_HALL))
    assert [balance.category for balance in at_cinema.card.balances] == ["cinema"]
    assert [balance.category for balance in at_pool.card.balances] == ["swimming"]
    (swimming,) = at_pool.card.balances
    with pytest.raises(WrongPartner):
        redemptions.punch(
            db, card.secret, till=till, key="k", now=NOW, on=TODAY, balance_id=swimming.id
        )
    assert punched(db, card, at_pool.till, "key-1").category == "swimming"


def test_used_up_here_is_used_up_though_something_is_left_elsewhere(
    db: Database, till: Till
) -> None:
    card = paper(db, partner_id=None)
    with_more(db, card.card_id, "swimming")
    assert refusal(db, card, till) is None
    assert isinstance(refusal(db, card, till), UsedUp)
    assert left(db, card) == 1


def test_the_till_chooses_among_its_categories(db: Database, till: Till) -> None:
    card = paper(db, punches=1, partner_id=None)
    with_more(db, card.card_id, "theatre")
    here = redemptions.shown(db, papers.by_secret(db, card.secret), till).card
    theatre = next(b for b in here.balances if b.category == "theatre")

    def punch_theatre(key: str) -> Redemption:
        return redemptions.punch(
            db, card.secret, till=till, key=key, now=NOW, on=TODAY, balance_id=theatre.id
        )

    assert punch_theatre("key-1").category == "theatre"
    with pytest.raises(UsedUp):
        punch_theatre("key-2")
    assert punched(db, card, till, "key-3").category == "cinema"


def test_a_device_that_was_let_go_punches_and_undoes_no_more(db: Database, till: Till) -> None:
    card = paper(db, punches=2)
    redemption = punched(db, card, till, "key-1")
    tills.revoke(db, till.id, by=KARI, now=NOW)
    # `till` is how it stood when the page was opened.
    with pytest.raises(TillClosed):
        punched(db, card, till, "key-2")
    with pytest.raises(TillClosed):
        redemptions.undo(db, redemption.id, till=till, now=NOW)
    assert left(db, card) == 1


def test_an_undo_gives_the_punches_back_once(db: Database, till: Till) -> None:
    card = paper(db, punches=5)
    redemption = punched(db, card, till, "key-1", punches=3)
    undone = redemptions.undo(db, redemption.id, till=till, now=NOW)
    assert (undone.undone_at, undone.punches_left, left(db, card)) == (NOW, 5, 5)
    with pytest.raises(AlreadyUndone):
        redemptions.undo(db, redemption.id, till=till, now=NOW)
    assert left(db, card) == 5


def test_an_undo_is_possible_for_five_minutes(db: Database, till: Till) -> None:
    card = paper(db, punches=2)
    first, second = (punched(db, card, till, key) for key in ("key-1", "key-2"))
    late = NOW + UNDO_WITHIN + timedelta(seconds=1)
    assert isinstance(redemptions.why_not_undo(first, now=late), TooLateToUndo)
    with pytest.raises(TooLateToUndo, match=r"5 minutter"):
        redemptions.undo(db, first.id, till=till, now=late)
    redemptions.undo(db, second.id, till=till, now=NOW + UNDO_WITHIN)
    assert left(db, card) == 1


def test_a_card_just_punched_is_told_of_at_that_till_while_it_can_be_undone(
    db: Database, till: Till
) -> None:
    card = paper(db, punches=5)
    beside = till_at(db)
    assert redemptions.just_punched(db, card, till=till, now=NOW) is None
    first = punched(db, card, till, "first")
    found = redemptions.just_punched(db, card, till=till, now=NOW + UNDO_WITHIN)
    assert found == first
    late = NOW + UNDO_WITHIN + timedelta(microseconds=1)
    assert redemptions.just_punched(db, card, till=till, now=late) is None
    assert redemptions.just_punched(db, card, till=beside, now=NOW) is None
    assert redemptions.just_punched(db, paper(db), till=till, now=NOW) is None


def test_of_several_punches_the_latest_that_stands_is_told_of(db: Database, till: Till) -> None:
    card = paper(db, punches=5)
    first, second = (
        redemptions.punch(
            db, card.secret, till=till, key=key, now=NOW + timedelta(minutes=n), on=TODAY
        )
        for n, key in enumerate(("first", "second"))
    )
    now = NOW + timedelta(minutes=2)
    for expected in (second, first):
        found = redemptions.just_punched(db, card, till=till, now=now)
        assert found
        assert found.id == expected.id
        redemptions.undo(db, expected.id, till=till, now=now)
    assert redemptions.just_punched(db, card, till=till, now=now) is None


def test_only_the_till_that_punched_may_look_at_it_and_undo(db: Database, till: Till) -> None:
    card = paper(db)
    redemption = punched(db, card, till, "key-1")
    beside = till_at(db)
    with pytest.raises(UnknownReceipt):
        redemptions.undo(db, redemption.id, till=beside, now=NOW)
    with pytest.raises(UnknownReceipt):
        redemptions.of(db, redemption.id, till=beside)
    with pytest.raises(UnknownReceipt):
        redemptions.of(db, uuid4(), till=till)
    assert left(db, card) == 0


def test_a_short_code_punches_as_the_qr_does(db: Database, till: Till) -> None:
    card = paper(db)
    redemption = redemptions.punch(
        db,
        card.short_code.lower(),
        kind=SecretKind.SHORT_CODE,
        till=till,
        key="key-1",
        now=NOW,
        on=TODAY,
    )
    assert redemption.card_id == card.card_id
    assert left(db, card) == 0


def test_punching_is_no_way_around_the_limit_on_short_codes(db: Database, till: Till) -> None:
    def try_code(code: str) -> None:
        redemptions.punch(
            db, code, kind=SecretKind.SHORT_CODE, till=till, key="key-1", now=NOW, on=TODAY
        )

    for number in range(MOST_MISSES):
        with pytest.raises(UnknownShortCode):
            try_code(f"00000000{number}")
    with pytest.raises(TooManyMisses):
        try_code(paper(db).short_code)


def test_what_does_not_add_up_is_found(db: Database, till: Till) -> None:
    card = paper(db, punches=3)
    punched(db, card, till, "key-1")
    (balance,) = card.balances
    db.transact(lambda tx: tx.run("update card_balance set punches_left = 0"))
    assert redemptions.unbalanced(db) == [Unbalanced(balance.id, 3, 1)]
    db.transact(lambda tx: tx.run("update card_balance set punches_left = 2"))


def at_once(acts: list[Callable[[], Redemption]]) -> list[Redemption | Exception]:
    """What each of the acts came to, all begun together."""
    together = threading.Barrier(len(acts))

    def attempt(act: Callable[[], Redemption]) -> Redemption | Exception:
        together.wait(timeout=60)
        try:
            return act()
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(attempt, acts))


def race_for_the_last_punch(db: Database) -> Counter[str]:
    """Sixteen tills punch a card with one punch left; how many heard what."""
    card = paper(db)
    counter = [till_at(db) for _ in range(16)]
    acts = [lambda till=till: punched(db, card, till, str(till.id)) for till in counter]
    return Counter(type(outcome).__name__ for outcome in at_once(acts))


def test_sixteen_tills_and_one_punch_left(db: Database) -> None:
    assert race_for_the_last_punch(db) == {"Redemption": 1, "UsedUp": 15}


def test_without_the_lock_the_same_race_goes_wrong(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_have_asked = threading.Barrier(16)
    real = redemptions.why_not

    def asked_together(*asked: object, **how: object) -> Refused | None:
        said = real(*asked, **how)  # type: ignore[arg-type]
        all_have_asked.wait(timeout=60)
        return said

    card, counter = paper(db), [till_at(db) for _ in range(16)]
    acts = [lambda till=till: punched(db, card, till, str(till.id)) for till in counter]
    db._writing = nullcontext()  # type: ignore[assignment]
    monkeypatch.setattr(redemptions, "why_not", asked_together)
    outcomes = Counter(type(outcome).__name__ for outcome in at_once(acts))
    assert outcomes != {"Redemption": 1, "UsedUp": 15}


def test_a_request_that_comes_sixteen_times_at_once_is_one_punch(db: Database, till: Till) -> None:
    card = paper(db, punches=5)
    outcomes = at_once([lambda: punched(db, card, till, "key-1")] * 16)
    assert len({outcome.id for outcome in outcomes if isinstance(outcome, Redemption)}) == 1
    assert all(isinstance(outcome, Redemption) for outcome in outcomes)
    assert left(db, card) == 4


def test_sixteen_undos_at_once_give_the_punch_back_once(db: Database, till: Till) -> None:
    card = paper(db, punches=5)
    redemption = punched(db, card, till, "key-1")
    outcomes = at_once([lambda: redemptions.undo(db, redemption.id, till=till, now=NOW)] * 16)
    assert Counter(type(outcome).__name__ for outcome in outcomes) == {
        "Redemption": 1,
        "AlreadyUndone": 15,
    }
    assert left(db, card) == 5


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("punch"), st.integers(1, 3), st.integers(0, 5)),
        st.tuples(st.just("undo"), st.integers(0, 5), st.just(0)),
        st.tuples(st.just("wait"), st.integers(1, 400), st.just(0)),
    ),
    max_size=12,
)


def test_whatever_the_order_what_is_left_is_what_was_given_less_what_stands(db: Database) -> None:
    @settings(max_examples=25)
    @drawn(punches=st.integers(1, 6), steps=STEPS)
    def day(punches: int, steps: list[tuple[str, int, int]]) -> None:
        card, till, now = paper(db, punches=punches), till_at(db), NOW
        stands: dict[int, Redemption] = {}
        keys = [str(uuid4()) for _ in range(6)]
        for act, number, key in steps:
            try:
                if act == "wait":
                    now += timedelta(seconds=number)
                elif act == "punch":
                    stands[key] = redemptions.punch(
                        db,
                        card.secret,
                        till=till,
                        punches=number,
                        key=keys[key],
                        now=now,
                        on=TODAY,
                    )
                elif number in stands:
                    stands[number] = redemptions.undo(db, stands[number].id, till=till, now=now)
            except (UsedUp, TooFewLeft, AlreadyUndone, TooLateToUndo):
                pass
            standing = sum(r.punches for r in stands.values() if r.undone_at is None)
            assert left(db, card) == punches - standing >= 0
        assert redemptions.unbalanced(db) == []

    day()
