"""Criteria set in the scheme's form, and met with at the caseworker's desk."""

from datetime import timedelta

import pytest

from lib import entitlements, scheme_criteria, schemes
from tests.pages.coordinator_desk import all_linked, labelled
from tests.pages.scheme_desk import household, labels, said, save, set_clock
from tests.town import (
    AMIR,
    KARI,
    LARVIK_CARD,
    NINA,
    NOW,
    TODAY,
    YUSUF,
    at_home,
    person_id_of,
)

FORM, FOLLOW_UP = "coordinator/scheme.py", "caseworker/follow_up.py"
FIRST, SECOND = "Nytt kriterium 1 (valgfritt)", "Nytt kriterium 2 (valgfritt)"


@pytest.fixture(autouse=True)
def may(monkeypatch, db):
    set_clock(monkeypatch, db)
    return all_linked(monkeypatch)


def fields(at):
    """The criteria as they stand in the form, by label."""
    return {
        box.label: box.value
        for box in at.text_input
        if box.label.startswith(("Kriterium", "Nytt kriterium"))
    }


def saved(page, told):
    """The form with these fields typed, after its button."""
    at = page(FORM, KARI)
    for label, name in told.items():
        labelled(at.text_input, label).input(name)
    return save(at)


def assess(at, name):
    """Choose the criterion by its name, and press."""
    box = labelled(at.selectbox, "Kriterium")
    box.select_index(box.options.index(name))
    return labelled(at.button, "Vilkårene er oppfylt").click().run()


def test_criteria_are_renamed_added_and_taken_away_in_one_form(page, db):
    at = page(FORM, KARI)
    assert fields(at) == {
        "Kriterium 1": "Lav inntekt",
        "Kriterium 2": "Nyankommet flyktning",
        FIRST: "",
        SECOND: "",
    }
    at = saved(page, {"Kriterium 1": "Varig lav inntekt", "Kriterium 2": "", FIRST: "Uføretrygd"})
    assert at.success[0].value == "Aktivitetskortet er lagret."
    assert fields(at) == {
        "Kriterium 1": "Uføretrygd",
        "Kriterium 2": "Varig lav inntekt",
        FIRST: "",
        SECOND: "",
    }
    # The next save of the same page adds nothing anew.
    save(at)
    assert len(scheme_criteria.in_force(db, LARVIK_CARD)) == 2


def test_a_fault_keeps_what_was_typed_and_stores_nothing(page, db):
    before = scheme_criteria.in_force(db, LARVIK_CARD)
    at = saved(page, {"Navn": "Kortet", FIRST: "lav inntekt"})
    assert at.error[0].value == "Kriterier må være ulike: «lav inntekt» står mer enn én gang."
    assert fields(at)[FIRST] == "lav inntekt"
    at = saved(page, {"Kriterium 1": "", "Kriterium 2": ""})
    assert at.error[0].value == "Kriterier må fylles ut: ordningen trenger minst ett."
    assert scheme_criteria.in_force(db, LARVIK_CARD) == before
    assert schemes.of(db, LARVIK_CARD).name == "Aktivitetskortet"


def test_the_desk_assesses_by_what_the_coordinator_has_set(page, db):
    """Added, assessed by, renamed, retired: the right stands, and is not offered anew."""
    at_home(db)
    yusuf, amir = person_id_of(db, YUSUF), person_id_of(db, AMIR)
    saved(page, {FIRST: "Uføretrygd"})
    at = assess(household(page, db, yusuf), "Uføretrygd")
    assert "Kriterium: Uføretrygd" in said(at)

    saved(page, {"Kriterium 3": "Ung ufør"})
    assert "Kriterium: Ung ufør" in said(household(page, db, yusuf))

    saved(page, {"Kriterium 3": ""})
    at = household(page, db, yusuf)
    assert ":green-badge[har rett]" in said(at)
    assert "Kriterium: Ung ufør" in said(at)
    at = household(page, db, amir)
    assert labelled(at.selectbox, "Kriterium").options == ["Lav inntekt", "Nyankommet flyktning"]

    saved(page, {SECOND: "Ung ufør"})
    at = assess(household(page, db, amir), "Ung ufør")
    assert "Kriterium: Ung ufør" in said(at)


def test_a_right_by_a_retired_criterion_is_renewed_by_another(page, db):
    at_home(db)
    yusuf = person_id_of(db, YUSUF)
    entitlements.assess(
        db,
        yusuf,
        LARVIK_CARD,
        "refugee",
        valid_to=TODAY + timedelta(days=10),
        by=NINA,
        on=TODAY,
        now=NOW,
    )
    saved(page, {"Kriterium 2": ""})
    at = page(FOLLOW_UP, NINA)
    assert "Kriteriet «Nyankommet flyktning» er tatt bort fra ordningen." in said(at)
    assert labelled(at.selectbox, "Kriterium").options == ["Lav inntekt"]
    labelled(at.button, "Forny vurderingen").click().run()
    assert at.error[0].value == "Kriterium må velges fra listen."
    labelled(at.selectbox, "Kriterium").select_index(0)
    labelled(at.button, "Forny vurderingen").click().run()
    assert at.session_state["done"].endswith("er fornyet.")
    right = entitlements.standing(db, yusuf, LARVIK_CARD, on=TODAY)
    assert right.criterion == "low_income"
    assert "Forny vurderingen" not in labels(at.button)
