"""The coordinator's pairs: listed without names, opened, decided, undone, and looked for."""

from datetime import timedelta

import pytest

from lib import kept_index, merging, pair_decisions, persons, sweeps
from lib.kept_index import StillReading
from lib.pair_decisions import Verdict, pair_of
from pages.sweeping import SWEEPER
from tests.duplicates import written_otherwise
from tests.pages.coordinator_desk import all_linked, labelled, shown
from tests.pages.scheme_desk import labels, said, set_clock
from tests.town import (
    AMIR,
    HEGE,
    KARI,
    NAV,
    NINA,
    NOW,
    NURSES,
    SALMA,
    YUSUF,
    at_home,
    awarded,
    entitled,
    person_id_of,
    reseal_homes,
    stocked,
)

PAIRS = "coordinator/duplicates.py"
OPEN, SWEEP = "Se på paret", "Gå gjennom registeret nå"


@pytest.fixture(autouse=True)
def links(monkeypatch):
    return all_linked(monkeypatch)


@pytest.fixture(autouse=True)
def may(monkeypatch, db):
    """The day of the town, and no sweep left over from another test."""
    set_clock(monkeypatch, db)
    monkeypatch.setattr(SWEEPER, "fault", None)
    yield
    SWEEPER.stop()


@pytest.fixture
def pair(db):
    """Yusuf of NAV with two cinema tickets, and Jusuf of the nurses with three."""
    at_home(db, SALMA, YUSUF, AMIR)
    yusuf = person_id_of(db, YUSUF)
    jusuf = written_otherwise(db)
    # They came an hour later.
    reseal_homes(db, jusuf, since=NOW + timedelta(hours=1))
    batch = stocked(db, "Kinobillett", "cinema", quantity=20, shares={NAV: 10, NURSES: 10})
    for person_id, units, by in ((yusuf, 2, NINA), (jusuf, 3, HEGE)):
        entitled(db, person_id, by=by)
        awarded(db, person_id, batch, units, by=by)
    return yusuf, jusuf


def reference(db, person_id):
    return persons.of(db, person_id).reference


def opened(page):
    """The page with the first pair opened."""
    return labelled(page(PAIRS, KARI).button, OPEN).click().run()


def decided(page):
    """The page with what was decided."""
    at = page(PAIRS, KARI)
    at.session_state["pairs"] = "Avgjort"
    return at.run()


def test_the_page_is_the_coordinators(page):
    at = page(PAIRS, NINA)
    assert [error.value for error in at.error] == ["Denne siden er for koordinator."]
    assert not at.title


def test_the_list_says_how_sure_and_why_and_names_nobody(page, db, pair):
    at = page(PAIRS, KARI)
    assert not at.exception
    assert "**Må ses på**: fornavn skrevet annerledes" in said(at)
    for person_id in pair:
        assert reference(db, person_id) in said(at)
    assert "funnet 15.05.2024 kl. 12.00" in said(at)
    assert not [word for word in ("Yusuf", "Jusuf", "NAV", "helse") if word in shown(at)]
    assert (
        db.rows("select id from audit_entry where act = 'opened' and staff_user_id is not null")
        == []
    )


def test_without_any_it_says_when_the_register_was_looked_through(page, db):
    at = page(PAIRS, KARI)
    assert "Registeret er ikke gått gjennom ennå." in at.caption[0].value
    assert at.info[0].value.startswith("Ingen par venter på deg.")
    sweeps.run(db, now=lambda: NOW)
    at = page(PAIRS, KARI)
    assert at.caption[0].value == (
        "Registeret ble sist gått gjennom 15.05.2024 kl. 12.00: 0 personer, 0 par. "
        "Det skjer av seg selv hver natt."
    )


def test_of_a_long_list_the_surest_are_shown(page, db, pair, monkeypatch):
    monkeypatch.setattr("lib.suspicions.SHOWN", 0)
    at = page(PAIRS, KARI)
    assert "1 par til kommer fram etter hvert" in said(at)
    assert OPEN not in labels(at.button)


def test_opened_it_shows_both_beside_one_another(page, db, pair):
    at = opened(page)
    assert not at.exception
    assert [name.value for name in at.subheader] == ["Yusuf Haddad", "Jusuf Hadad"]
    text = said(at)
    for told in (
        "Født 05.06.2013",
        "Registrert 15.05.2024 kl. 12.00",
        "Registrert 15.05.2024 kl. 13.00",
        "Kjent av: NAV Larvik, telefon 55 55 33 33",
        "Kjent av: Skolehelsetjenesten, telefon 33 17 10 00",
        "Tildelt i år: 2 av 5 kino",
        "Tildelt i år: 3 av 5 kino",
    ):
        assert told in text
    text = "select subject_id from audit_entry where act = 'opened' and staff_user_id = $1"
    assert {row["subject_id"] for row in db.rows(text, KARI.id)} == {*pair}
    at = labelled(at.button, "Tilbake til listen").click().run()
    assert labelled(at.button, OPEN)


@pytest.mark.parametrize("place", [0, 1])
def test_merging_keeps_the_first_registered_or_the_one_chosen(page, db, pair, place):
    at = opened(page)
    [choice] = at.radio
    assert choice.index == 0
    assert choice.options[0] == f"Yusuf Haddad, født 05.06.2013 ({reference(db, pair[0])})"
    choice.set_value(choice.options[place]).run()
    labelled(at.button, "Slå sammen").click().run()
    keep, gone = pair[place], pair[1 - place]
    assert at.session_state["done"] == (
        f"{reference(db, gone)} er slått sammen med {reference(db, keep)}, som er beholdt."
    )
    assert not at.exception
    [merge] = merging.standing(db, by=KARI)
    assert (merge.kept_id, merge.gone_id) == (keep, gone)
    assert OPEN not in labels(at.button)


def test_two_who_are_written_alike_can_be_told_apart(page, db, pair):
    """Streamlit tells what is chosen by its label."""
    text = "update person set sealed = $2 where id = $1"
    yusuf = persons.of(db, pair[0])
    alike = persons.seal(db.keys, pair[1], yusuf.name, yusuf.born, {})
    db.transact(lambda tx: tx.run(text, pair[1], alike))
    at = opened(page)
    assert at.radio[0].index == 0
    assert len(set(at.radio[0].options)) == 2


def test_the_question_says_what_happens(page, pair):
    at = opened(page)
    merge, apart = at.get("popover")
    assert "Tildelinger, kort, numre og hjem samles" in merge.markdown[0].value
    assert "Du kan angre" in merge.markdown[0].value
    assert "kommer ikke fram igjen" in apart.markdown[0].value


def test_not_the_same_is_kept_and_undone(page, db, pair):
    at = opened(page)
    labelled(at.button, "De er to personer").click().run()
    assert at.session_state["done"].endswith("er lagret som to ulike personer.")
    assert pair_decisions.verdict_on(db, *pair) is Verdict.NOT_SAME
    assert OPEN not in labels(page(PAIRS, KARI).button)
    at = decided(page)
    assert ": ikke samme person" in said(at)
    assert "Kari, 15.05.2024 kl. 12.00" in said(at)
    labelled(at.button, "Angre avgjørelsen").click().run()
    assert at.session_state["done"] == "Avgjørelsen er angret."
    assert pair_decisions.verdict_on(db, *pair) is None
    assert labelled(page(PAIRS, KARI).button, OPEN)


def test_a_merge_is_undone_after_a_question(page, db, pair):
    yusuf, jusuf = pair
    merging.merge(db, yusuf, jusuf, by=KARI, now=NOW)
    at = decided(page)
    assert f"**{reference(db, jusuf)}** er slått sammen med **{reference(db, yusuf)}**" in said(at)
    assert "Kari, 15.05.2024 kl. 12.00" in said(at)
    assert "De blir to personer igjen" in said(at)
    labelled(at.button, "Angre sammenslåingen").click().run()
    assert at.session_state["done"].startswith("Sammenslåingen er angret.")
    assert merging.standing(db, by=KARI) == []
    assert labelled(page(PAIRS, KARI).button, OPEN)


def test_a_merge_that_cannot_be_undone_yet_says_why(page, db, pair):
    """Amir is merged into Yusuf as well; that one comes first."""
    yusuf, jusuf = pair
    for gone in (jusuf, person_id_of(db, AMIR)):
        merging.merge(db, yusuf, gone, by=KARI, now=NOW)
    at = decided(page)
    assert "Angre den siste sammenslåingen først." in said(at)
    assert labels(at.button).count("Angre sammenslåingen") == 1


def test_nothing_decided_says_so(page):
    assert decided(page).info[0].value == "Ingenting er avgjort ennå."


def test_a_long_list_of_decisions_goes_on(page, db, pair, monkeypatch):
    monkeypatch.setattr("pages.coordinator.decided_pairs_part.SHOWN_AT_ONCE", 1)
    amir, salma = person_id_of(db, AMIR), person_id_of(db, SALMA)
    for other in (amir, salma):
        pair_decisions.decide(db, pair[0], other, Verdict.NOT_SAME, by=KARI, now=NOW)
    at = decided(page)
    assert labels(at.button).count("Angre avgjørelsen") == 1
    labelled(at.button, "Vis flere").click().run()
    assert labels(at.button).count("Angre avgjørelsen") == 2
    assert "Vis flere" not in labels(at.button)


def test_a_colleague_who_was_faster_is_told_as_a_sentence(page, db, pair):
    at = opened(page)
    pair_decisions.decide(db, *pair, Verdict.NOT_SAME, by=KARI, now=NOW)
    at.run()
    assert at.info[0].value.startswith("Paret venter ikke lenger.")
    assert not at.subheader


@pytest.mark.parametrize("asked", ["", "x", "x_y", "1_2_3", f"{NAV}_{NURSES}"])
def test_an_address_that_was_made_up_opens_nobody(page, db, pair, asked):
    at = page(PAIRS, KARI)
    at.query_params["par"] = asked
    at.run()
    assert not at.exception
    assert not at.subheader


def test_the_register_is_looked_through_by_day(page, db, pair):
    db.transact(lambda tx: tx.run("delete from pair_suspicion"))
    at = page(PAIRS, KARI)
    assert OPEN not in labels(at.button)
    labelled(at.button, SWEEP).click().run()
    SWEEPER._thread.join(60)
    at.run()
    assert not at.exception
    assert "Registeret ble sist gått gjennom 15.05.2024 kl. 12.00: 5 personer, 1 par." in said(at)
    assert labelled(at.button, OPEN)
    [row] = db.rows("select staff_user_id from audit_entry where act = 'swept'")
    assert row["staff_user_id"] == KARI.id


def test_a_sweep_under_way_shows_how_far_it_has_come(page, db, pair, monkeypatch):
    """The night's, or a colleague's."""
    monkeypatch.setattr(sweeps, "_UNDER_WAY", {db: 0.42})
    at = page(PAIRS, KARI)
    text = at.get("progress")[0].proto.text.replace("\N{NO-BREAK SPACE}", " ")
    assert text == "Registeret gås gjennom nå: 42 %"
    assert SWEEP not in labels(at.button)
    assert labelled(at.button, OPEN)


def test_a_sweep_that_was_interrupted_is_told_of(page, db, pair):
    def stop(_share):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        sweeps.run(db, now=lambda: NOW, progress=stop)
    assert "Gjennomgangen som begynte 15.05.2024 kl. 12.00, ble ikke ferdig." in said(
        page(PAIRS, KARI)
    )


def test_a_fault_in_a_sweep_has_a_number(page, db, pair, monkeypatch):
    def fails(*_):
        raise RuntimeError

    at = page(PAIRS, KARI)
    with monkeypatch.context() as broken:
        broken.setattr(sweeps, "_found", fails)
        labelled(at.button, SWEEP).click().run()
        SWEEPER._thread.join(60)
    at.run()
    assert "oppgi feilnummer" in at.error[0].value


def test_while_the_register_is_read_the_page_says_so_and_still_undoes(page, db, pair, monkeypatch):
    pair_decisions.decide(db, pair[0], person_id_of(db, AMIR), Verdict.NOT_SAME, by=KARI, now=NOW)
    monkeypatch.setattr(kept_index.kept(db), "_read", 0.4)
    at = page(PAIRS, KARI)
    assert not at.exception
    assert [info.value for info in at.info] == [str(StillReading(0.4))]
    assert SWEEP not in labels(at.button)
    assert labelled(decided(page).button, "Angre avgjørelsen")
    at.session_state["pairs"] = "Venter"
    at.query_params["par"] = "_".join(map(str, pair_of(*pair)))
    at.run()
    assert [info.value for info in at.info] == [str(StillReading(0.4))]


def test_the_day_leads_to_the_pairs(page, db, pair, links):
    at = page("coordinator/day.py", KARI)
    assert "1 mulig dobbeltregistrering venter på deg." in [each.value for each in at.warning]
    assert links[0] == "Se parene"
    pair_decisions.decide(db, *pair, Verdict.NOT_SAME, by=KARI, now=NOW)
    assert "dobbeltregistrering" not in said(page("coordinator/day.py", KARI))
