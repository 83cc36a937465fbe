"""«Oppfølging»: who waits, whose right runs out; and tickets that lie where nobody needs them."""

from datetime import timedelta

import pytest

from lib import entitlements, ledger, renewals, waiting
from tests.counter import everything
from tests.pages.coordinator_desk import all_linked, labelled
from tests.pages.scheme_desk import household, labels, said, set_clock
from tests.shelf import left
from tests.town import (
    AMIR,
    HEGE,
    KARI,
    LARVIK_CARD,
    NAV,
    NINA,
    NOW,
    NURSES,
    TODAY,
    YUSUF,
    at_home,
    awarded,
    entitled,
    person_id_of,
    stocked,
)

FILE, DAY = "caseworker/follow_up.py", "caseworker/day.py"


@pytest.fixture(autouse=True)
def links(monkeypatch, db):
    set_clock(monkeypatch, db)
    return all_linked(monkeypatch)


@pytest.fixture
def gone(monkeypatch):
    """Where the page would go next."""
    went = []
    monkeypatch.setattr("streamlit.switch_page", went.append)
    return went


@pytest.fixture
def yusuf(db):
    at_home(db)
    yusuf = person_id_of(db, YUSUF)
    entitled(db, yusuf)
    return yusuf


def unfolded(at, person_id):
    """The same page with the waiting list open."""
    at.session_state[f"waiting-{person_id}"] = True
    return at.run()


def wait_for(page, db, person_id, offer="Bowling"):
    """Put on the list from the household's page."""
    at = unfolded(household(page, db, person_id), person_id)
    wanted = labelled(at.selectbox, "Tilbud tjenesten er tom for")
    assert wanted.options == [f"{offer}, Mestern"]
    wanted.select_index(0).run()
    return labelled(at.button, "Sett på venteliste").click().run()


def ends(db, person_id, in_days):
    """A right that the service assessed and that ends so soon."""
    entitlements.assess(
        db,
        person_id,
        LARVIK_CARD,
        "low_income",
        valid_to=TODAY + timedelta(days=in_days),
        by=NINA,
        on=TODAY,
        now=NOW,
    )


def test_follow_up_is_for_caseworkers_and_says_when_there_is_none(page):
    assert not page(FILE, KARI).title
    at = page(FILE, NINA)
    assert "Ingen venter." in said(at)
    assert "Ingen vurderinger går ut de neste 30 dagene." in said(at)


def test_a_child_waits_until_tickets_come_and_the_award_ends_it(page, db, yusuf, links, gone):
    batch = stocked(db, "Bowling", shares={NURSES: 8})
    at = wait_for(page, db, yusuf)
    assert at.success[0].value == (
        "Satt på venteliste til Bowling. "
        "Når det kommer billetter, står saken øverst under Oppfølging."
    )
    at = wait_for(page, db, yusuf)
    assert at.error[0].value == "Barnet står alt på ventelisten til tilbudet."

    at = page(FILE, NINA)
    assert "Bowling, Mestern, venter siden 15.05.2024" in said(at)
    assert "billetter på lager" not in said(at)
    assert "Oppfølging" not in [header.value for header in page(DAY, NINA).header]

    ledger.move(db, batch, NURSES, NAV, 2, by=KARI, now=NOW)
    at = page(DAY, NINA)
    assert "1 barn på venteliste kan få billetter nå." in said(at)
    assert "Se oppfølging" in links
    at = page(FILE, NINA)
    assert "venter siden 15.05.2024 :green-badge[billetter på lager]" in said(at)
    assert "Haddad" not in said(at)
    labelled(at.button, "Åpne husstand").click().run()
    assert (at.session_state["person_id"], gone) == (yusuf, ["caseworker/household.py"])

    awarded(db, yusuf, batch)
    assert "Ingen venter." in said(page(FILE, NINA))
    assert "Oppfølging" not in [header.value for header in page(DAY, NINA).header]


def test_nobody_waits_for_nothing(page, db, yusuf):
    stocked(db, "Bowling", shares={NURSES: 8})
    at = unfolded(household(page, db, yusuf), yusuf)
    labelled(at.button, "Sett på venteliste").click().run()
    assert at.error[0].value == "Tilbud må velges."
    assert not waiting.of_service(db, by=NINA, on=TODAY)


def test_who_no_longer_wants_it_is_taken_off(page, db, yusuf):
    stocked(db, "Bowling", shares={NURSES: 8})
    wait_for(page, db, yusuf)
    at = page(FILE, NINA)
    labelled(at.button, "Ta av listen").click().run()
    assert at.session_state["done"].endswith("er tatt av ventelisten.")
    assert "Ingen venter." in said(at)
    assert "Ta av listen" not in labels(at.button)


def test_the_list_is_the_services_own(page, db, yusuf):
    stocked(db, "Bowling", shares={NURSES: 8})
    wait_for(page, db, yusuf)
    assert "Ingen venter." in said(page(FILE, HEGE))


@pytest.mark.parametrize("in_days", [0, 30])
def test_a_right_that_runs_out_is_renewed_at_a_button(page, db, in_days):
    at_home(db)
    yusuf = person_id_of(db, YUSUF)
    ends(db, yusuf, in_days)
    assert "1 vurdering går ut eller er gått ut." in said(page(DAY, NINA))
    at = page(FILE, NINA)
    last = f"{TODAY + timedelta(days=in_days):%d.%m.%Y}"
    assert f"Aktivitetskortet, Lav inntekt, går ut {last}" in said(at)
    assert "Samme kriterium gjelder fortsatt. Retten varer til 14.05.2025." in said(at)
    labelled(at.button, "Forny vurderingen").click().run()
    assert not at.error
    assert at.session_state["done"].endswith("er fornyet.")
    right = entitlements.standing(db, yusuf, LARVIK_CARD, on=TODAY)
    assert f"{right.valid_to:%d.%m.%Y}" == "14.05.2025"
    assert right.criterion == "low_income"
    assert "Ingen vurderinger går ut de neste 30 dagene." in said(at)
    assert "Oppfølging" not in [header.value for header in page(DAY, NINA).header]


def test_what_ends_later_is_not_asked_about_yet(page, db):
    at_home(db)
    ends(db, person_id_of(db, YUSUF), 31)
    assert "Ingen vurderinger går ut de neste 30 dagene." in said(page(FILE, NINA))


def test_who_has_grown_too_old_is_refused_with_the_reason(page, db, yusuf, monkeypatch):
    """The scheme is for 2 to 19; Kari narrows it while Nina has the page open."""
    ends(db, person_id_of(db, AMIR), 10)
    at = page(FILE, NINA)
    db.transact(lambda tx: tx.run("update scheme set age_to = 6"))
    before = everything(db)
    labelled(at.button, "Forny vurderingen").click().run()
    assert at.error[0].value == "Alder er 7 år, og ordningen gjelder fra 2 til 6 år."
    assert len(renewals.due(db, by=NINA, on=TODAY)) == 1
    assert everything(db)["entitlement"] == before["entitlement"]


def test_the_coordinator_moves_half_to_who_is_empty_and_sees_a_number_that_waits(page, db, yusuf):
    """Bowling: NAV none, the nurses 7, the store 3."""
    batch = stocked(db, "Bowling", quantity=10, shares={NAV: 1, NURSES: 6})
    ledger.move(db, batch, NAV, NURSES, 1, by=KARI, now=NOW)
    wait_for(page, db, yusuf)
    at = page("coordinator/day.py", KARI)
    assert "Skjev fordeling" in [header.value for header in at.header]
    assert "**Bowling**, Mestern: Skolehelsetjenesten har 7." in said(at)
    assert "Bowling, Mestern: 1 barn venter" in said(at)
    assert "BARN" not in said(at)
    labelled(at.button, "Flytt 3 til NAV Larvik").click().run()
    assert at.session_state["done"] == "3 av Bowling er flyttet til NAV Larvik."
    assert left(db, batch) == {None: 3, "NAV Larvik": 3, "Skolehelsetjenesten": 4}
    assert "Skjev fordeling" not in [header.value for header in at.header]
    assert "1 barn på venteliste kan få billetter nå." in said(page(DAY, NINA))
    assert waiting.wanted(db, by=KARI, on=TODAY)[0].waiting == 1
    assert not ledger.unbalanced(db)
