"""A new password is long enough, and only its hash can be checked."""

import pytest
from streamlit_authenticator import Hasher

from lib import passwords
from lib.refusals import BadInput


def test_a_password_has_at_least_twelve_characters():
    assert passwords.accepted("x" * 12) == "x" * 12
    with pytest.raises(BadInput, match=r"^Passord må ha minst 12 tegn\.$"):
        passwords.accepted("x" * 11)


def test_a_password_fits_in_the_72_bytes_that_bcrypt_reads():
    assert passwords.accepted("ø" * 36)
    with pytest.raises(BadInput, match=r"^Passord er for langt"):
        passwords.accepted("ø" * 36 + "x")


def test_only_the_whole_password_matches():
    stored = passwords.hashed("ø" * 36)
    assert passwords.matches("ø" * 36, stored)
    assert not passwords.matches("ø" * 35, stored)
    assert not passwords.matches("ø" * 37, stored)


def test_nothing_matches_where_there_is_no_hash():
    assert not passwords.matches("", None)
    assert not passwords.matches("noe som helst", None)


def test_the_hash_is_of_the_kind_that_streamlit_authenticator_makes():
    assert passwords.matches("skolevegen på stavern", Hasher.hash("skolevegen på stavern"))


def test_a_first_password_is_accepted_and_never_the_same():
    assert passwords.accepted(passwords.first()) != passwords.first()
