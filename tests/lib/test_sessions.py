"""Signing in, and staying signed in for as long as one works."""

from datetime import timedelta
from time import thread_time

import bcrypt
import pytest

from lib import accounts, sessions
from lib.accounts import Particulars
from lib.db import Database
from lib.refusals import BadInput
from lib.sessions import IDLE, LOCKED_FOR, LONGEST, SignInRefused
from lib.staff import Role
from tests.town import ADAM, KARI, NAV, NINA, NOW

PASSWORD = "fjellvettreglene"
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def db(db: Database) -> Database:
    """Larvik, where all have the same password, hashed at a cost that tests can afford."""
    cheap = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()
    db.transact(
        lambda tx: tx.run(
            "update staff_user set password_hash = $1, must_change_password = false", cheap
        )
    )
    return db


def signed_in(db, user=NINA, *, now=NOW):
    return sessions.sign_in(db, user.username, PASSWORD, now=now)


def outcomes(db):
    rows = db.rows("select act, reference, outcome from audit_entry order by noted_at")
    return [(row["act"], row["reference"], row["outcome"]) for row in rows]


def test_the_right_password_begins_a_session(db):
    assert sessions.whose(db, signed_in(db), now=NOW) == NINA


def test_a_username_is_read_in_any_case(db):
    token = sessions.sign_in(db, " Nina ", PASSWORD, now=NOW)
    assert sessions.whose(db, token, now=NOW) == NINA


def test_wrong_password_unknown_name_and_closed_account_sound_the_same(db):
    accounts.close(db, KARI.id, by=ADAM, now=NOW)
    said = set()
    for name, password in (("nina", "feil"), ("ingen", PASSWORD), ("kari", PASSWORD), ("nina", "")):
        with pytest.raises(SignInRefused) as refused:
            sessions.sign_in(db, name, password, now=NOW)
        said.add(str(refused.value))
    assert len(said) == 1


def test_an_unknown_name_is_not_kept_in_the_log(db):
    for name in ("nina", "passordet mitt"):
        with pytest.raises(SignInRefused):
            sessions.sign_in(db, name, "feil", now=NOW)
    assert sorted(outcomes(db), key=str) == [
        ("sign_in_refused", "nina", "wrong_password"),
        ("sign_in_refused", None, "unknown"),
    ]


def test_an_unknown_name_takes_as_long_as_a_known_one(db):
    accounts.reset_password(db, NINA.id, by=ADAM, now=NOW)
    took = {}
    for name in ("nina", "ingen"):
        before = thread_time()
        with pytest.raises(SignInRefused):
            sessions.sign_in(db, name, "feil", now=NOW)
        took[name] = thread_time() - before
    assert 0.5 < took["ingen"] / took["nina"] < 2


def fail(db, times, *, now=NOW):
    for _ in range(times):
        with pytest.raises(SignInRefused):
            sessions.sign_in(db, "nina", "feil", now=now)


def test_five_failures_lock_the_account_for_fifteen_minutes(db):
    fail(db, 5)
    with pytest.raises(SignInRefused):
        signed_in(db, now=NOW + LOCKED_FOR - SECOND)
    assert signed_in(db, now=NOW + LOCKED_FOR)


def test_four_failures_do_not_lock(db):
    fail(db, 4)
    assert signed_in(db)


def test_a_sign_in_forgets_the_failures_before_it(db):
    fail(db, 4)
    signed_in(db)
    fail(db, 4)
    assert signed_in(db)


def test_after_the_wait_there_are_five_new_attempts(db):
    fail(db, 5)
    fail(db, 4, now=NOW + LOCKED_FOR)
    assert signed_in(db, now=NOW + LOCKED_FOR)


def test_a_session_ends_after_thirty_minutes_of_quiet(db):
    token = signed_in(db)
    assert sessions.whose(db, token, now=NOW + IDLE)
    assert sessions.whose(db, token, now=NOW + IDLE + IDLE)
    assert not sessions.whose(db, token, now=NOW + IDLE + IDLE + IDLE + SECOND)


def test_a_session_ends_after_ten_hours_of_work(db):
    token = signed_in(db)
    at = NOW
    while at + IDLE <= NOW + LONGEST:
        at += IDLE
        assert sessions.whose(db, token, now=at)
    assert not sessions.whose(db, token, now=NOW + LONGEST + SECOND)


def test_last_seen_is_written_once_a_minute_at_most(db):
    token = signed_in(db)
    seen = []
    for later in (MINUTE - SECOND, MINUTE, 2 * MINUTE - SECOND):
        sessions.whose(db, token, now=NOW + later)
        seen.append(db.rows("select last_seen_at from session")[0]["last_seen_at"])
    assert seen == [NOW, NOW + MINUTE, NOW + MINUTE]


def test_signing_out_ends_the_session_and_no_other(db):
    here, there = signed_in(db), signed_in(db)
    sessions.end(db, here, now=NOW)
    assert not sessions.whose(db, here, now=NOW)
    assert sessions.whose(db, there, now=NOW)


def test_a_token_is_not_to_be_guessed_and_not_kept(db):
    token = signed_in(db)
    assert len(token) >= 22
    assert token.encode() not in db.rows("select token_hash from session")[0]["token_hash"]
    assert not sessions.whose(db, "", now=NOW)
    assert not sessions.whose(db, token[:-1], now=NOW)


def test_roles_are_read_anew_each_time(db):
    token = signed_in(db)
    accounts.change(db, NINA.id, Particulars("Nina", NAV, {Role.LEADERSHIP}), by=ADAM, now=NOW)
    user = sessions.whose(db, token, now=NOW)
    assert user
    assert user.roles == {Role.LEADERSHIP}


def test_closing_an_account_ends_its_sessions_at_once(db):
    token = signed_in(db)
    accounts.close(db, NINA.id, by=ADAM, now=NOW)
    assert not sessions.whose(db, token, now=NOW)


def test_a_reset_password_ends_the_sessions_and_opens_the_lock(db):
    token = signed_in(db)
    fail(db, 5)
    password = accounts.reset_password(db, NINA.id, by=ADAM, now=NOW)
    assert not sessions.whose(db, token, now=NOW)
    user = sessions.whose(db, sessions.sign_in(db, "nina", password, now=NOW), now=NOW)
    assert user
    assert user.must_change_password


def test_a_changed_password_ends_every_session_but_the_new_one(db):
    old = signed_in(db)
    new = sessions.change_password(db, NINA, PASSWORD, "tolv små troll", "tolv små troll", now=NOW)
    assert not sessions.whose(db, old, now=NOW)
    user = sessions.whose(db, new, now=NOW)
    assert user
    assert not user.must_change_password
    with pytest.raises(SignInRefused):
        signed_in(db)


def test_who_guesses_at_an_open_session_is_locked_out_as_at_the_door(db):
    signed_in(db)
    for _ in range(sessions.ATTEMPTS):
        with pytest.raises(BadInput, match="stemmer ikke"):
            sessions.change_password(db, NINA, "feil", "tolv små troll", "tolv små troll", now=NOW)
    with pytest.raises(BadInput, match="er prøvd for mange ganger"):
        sessions.change_password(db, NINA, PASSWORD, "tolv små troll", "tolv små troll", now=NOW)
    assert outcomes(db)[-1] == ("sign_in_refused", "nina", "wrong_password")
    assert sessions.change_password(
        db, NINA, PASSWORD, "tolv små troll", "tolv små troll", now=NOW + LOCKED_FOR
    )


@pytest.mark.parametrize(
    ("current", "new", "again", "says"),
    [
        ("feil", "tolv små troll", "tolv små troll", "Passordet du har nå stemmer ikke."),
        (PASSWORD, "kort", "kort", "Nytt passord må ha minst 12 tegn."),
        (PASSWORD, PASSWORD, PASSWORD, "Nytt passord må være et annet enn det du har nå."),
        (PASSWORD, "tolv små troll", "tolv smaa", "Gjenta nytt passord må være likt"),
    ],
)
def test_a_password_is_changed_by_who_knows_the_old_one_and_can_repeat_the_new(
    db, current, new, again, says
):
    with pytest.raises(BadInput, match=says):
        sessions.change_password(db, NINA, current, new, again, now=NOW)
    assert signed_in(db)
