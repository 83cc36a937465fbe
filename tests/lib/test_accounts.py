"""Who may sign in, as the administrator lets people in and out."""

import pytest

from lib import accounts
from lib.accounts import LastAdministrator, Particulars, UsernameTaken
from lib.refusals import BadInput
from lib.staff import CaseworkerNeedsService, NotYourRole, Role
from tests.town import ADAM, KARI, NAV, NINA, NOW

ODA = Particulars("Oda Dahl", NAV, {Role.CASEWORKER})


def named(db, username):
    return next(account for account in accounts.all_of(db) if account.username == username)


def test_an_administrator_lets_someone_in_by_a_first_password(db):
    password = accounts.add(db, "Oda.Dahl", ODA, by=ADAM, now=NOW)
    account = named(db, "oda.dahl")
    assert (account.name, account.roles) == ("Oda Dahl", {Role.CASEWORKER})
    assert account.service_name == "NAV Larvik"
    assert account.must_change_password
    assert len(password) >= 16


def test_only_an_administrator_changes_accounts(db):
    for act in (
        lambda: accounts.add(db, "oda", ODA, by=KARI, now=NOW),
        lambda: accounts.change(db, NINA.id, ODA, by=NINA, now=NOW),
        lambda: accounts.reset_password(db, NINA.id, by=KARI, now=NOW),
        lambda: accounts.close(db, NINA.id, by=KARI, now=NOW),
        lambda: accounts.reopen(db, NINA.id, by=KARI, now=NOW),
    ):
        with pytest.raises(NotYourRole):
            act()


def test_a_username_is_taken_once_whatever_its_case(db):
    with pytest.raises(UsernameTaken, match=r"^Brukernavn er opptatt"):
        accounts.add(db, "NINA", ODA, by=ADAM, now=NOW)


@pytest.mark.parametrize("username", ["", "x", "to ord", "-a", "x" * 61, "a\nb"])
def test_a_username_is_one_word_of_2_to_60_signs(db, username):
    with pytest.raises(BadInput, match=r"^Brukernavn "):
        accounts.add(db, username, ODA, by=ADAM, now=NOW)


def test_a_caseworker_has_a_service_and_everyone_a_role(db):
    with pytest.raises(CaseworkerNeedsService):
        accounts.add(db, "oda", Particulars("Oda", None, {Role.CASEWORKER}), by=ADAM, now=NOW)
    with pytest.raises(BadInput, match=r"^Roller må fylles ut\.$"):
        accounts.add(db, "oda", Particulars("Oda", NAV, set()), by=ADAM, now=NOW)
    assert "oda" not in {account.username for account in accounts.all_of(db)}


def test_roles_and_service_can_be_changed_and_kept(db):
    both = Particulars("Nina", NAV, {Role.CASEWORKER, Role.COORDINATOR})
    accounts.change(db, NINA.id, both, by=ADAM, now=NOW)
    assert named(db, "nina").role_names == "koordinator, saksbehandler"


def test_the_last_administrator_stays(db):
    with pytest.raises(LastAdministrator):
        accounts.close(db, ADAM.id, by=ADAM, now=NOW)
    demoted = Particulars("Adam", None, {Role.LEADERSHIP})
    with pytest.raises(LastAdministrator):
        accounts.change(db, ADAM.id, demoted, by=ADAM, now=NOW)
    accounts.change(db, KARI.id, Particulars("Kari", None, {Role.ADMINISTRATOR}), by=ADAM, now=NOW)
    accounts.close(db, ADAM.id, by=ADAM, now=NOW)
    assert named(db, "adam").closed_at == NOW


def test_a_closed_account_is_opened_by_a_new_first_password(db):
    accounts.close(db, NINA.id, by=ADAM, now=NOW)
    assert accounts.reopen(db, NINA.id, by=ADAM, now=NOW)
    assert named(db, "nina").closed_at is None
    assert named(db, "nina").must_change_password


def test_each_change_is_a_line_in_the_log(db):
    accounts.add(db, "oda", ODA, by=ADAM, now=NOW)
    accounts.close(db, NINA.id, by=ADAM, now=NOW)
    rows = db.rows("select act, reference, outcome from audit_entry order by reference")
    assert [tuple(row.values()) for row in rows] == [
        ("account_changed", "nina", "closed"),
        ("account_changed", "oda", "added"),
    ]
