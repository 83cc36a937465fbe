"""Offers: told apart by name within a partner, for ages that make sense."""

import pytest

from lib import offers
from lib.ages import OLDEST
from lib.db import Database
from lib.offers import Availability, OfferKind, OfferNameTaken
from lib.refusals import BadInput
from lib.staff import NotYourRole
from tests.shelf import CINEMA_VISIT, CULTURE_HOUSE, THEATRE_VISIT, open_shelf
from tests.town import KARI, NINA, NOW, STAVERN, given


@pytest.fixture(autouse=True)
def shelf(db: Database) -> None:
    open_shelf(db)


def test_an_offer_is_entered_with_place_ages_and_accessibility(db: Database) -> None:
    offer_id = offers.add(
        db,
        partner_id=CULTURE_HOUSE,
        name="Ungdomskino",
        category="cinema",
        availability=Availability.SUMMER,
        place="Bølgen",
        neighbourhood_id=STAVERN,
        age_from=13,
        age_to=18,
        accessibility="Rullestolplass",
        by=KARI,
    )
    offer = offers.of(db, offer_id)
    assert (offer.partner_name, offer.category_name) == ("Bølgen kulturhus", "Kino")
    assert (offer.age_from, offer.age_to, offer.kind) == (13, 18, OfferKind.ONE_OFF)


@pytest.mark.parametrize(
    ("says", "fields"),
    [
        ("Navn på tilbud må fylles ut", {"name": ""}),
        ("Kategori må være en av", {"category": "golf"}),
        ("Alder fra må være mellom 0 og 120", {"age_from": -1}),
        ("Alder til må være mellom 0 og 120", {"age_to": 121}),
        ("Alder til kan ikke være lavere", {"age_from": 7, "age_to": 6}),
        ("Nettadresse må være en adresse", {"link": "javascript:alert(1)"}),
        ("Nettadresse må være en adresse", {"link": "https://kari@munken.example"}),
        ("Nettadresse må være en adresse", {"link": "spør på telefon"}),
        ("Tider kan ikke ha mer enn 300", {"when_text": "x" * 301}),
    ],
)
def test_a_fault_names_its_field(db: Database, says: str, fields: dict[str, object]) -> None:
    told = {"name": "Ungdomskino", "category": "cinema"} | fields
    with pytest.raises(BadInput, match=f"^{says}"):
        offers.add(db, partner_id=CULTURE_HOUSE, **told, by=KARI)  # type: ignore[arg-type]
    assert len(offers.all_of(db)) == 2


def test_an_offer_is_found_by_its_id_alone(db: Database) -> None:
    assert offers.of(db, THEATRE_VISIT).id == THEATRE_VISIT
    with pytest.raises(LookupError):
        offers.of(db, CULTURE_HOUSE)


@pytest.mark.parametrize(
    ("ages", "sound"),
    [
        ((None, None), True),
        ((0, OLDEST), True),
        ((-1, None), False),
        ((None, OLDEST + 1), False),
        ((6, 6), True),
        ((7, 6), False),
    ],
)
def test_ages_have_their_limits(ages: tuple[int | None, int | None], sound: bool) -> None:
    assert (offers.ages_fault(*ages) is None) is sound


def test_an_offer_may_be_for_one_age_alone(db: Database) -> None:
    offers.add(
        db,
        partner_id=CULTURE_HOUSE,
        name="Skolestart",
        category="other",
        age_from=6,
        age_to=6,
        by=KARI,
    )


def test_an_offer_name_is_taken_within_its_partner_only(db: Database) -> None:
    with pytest.raises(OfferNameTaken):
        offers.add(db, partner_id=CULTURE_HOUSE, name="kinoBILLETT", category="cinema", by=KARI)
    given(db, "partner", "id | name | reach\n NORGES | Norgesbilletten | national")
    found = offers.named(db, CULTURE_HOUSE, "kinobillett")
    assert found is not None
    assert found.id == CINEMA_VISIT


def test_another_partner_may_use_the_name(db: Database) -> None:
    given(db, "partner", "id | name | reach\n STAVERN | Stavern kino | local")
    offers.add(db, partner_id=STAVERN, name="Kinobillett", category="cinema", by=KARI)


def test_a_changed_offer_keeps_its_partner(db: Database) -> None:
    told = {
        "category": "theatre",
        "kind": OfferKind.SIGNPOST,
        "availability": Availability.FIXED,
        "place": "Munken",
        "neighbourhood_id": None,
        "age_from": None,
        "age_to": 12,
        "accessibility": "",
        "link": "www.munken.example",
        "when_text": "Lørdager kl. 12",
    }
    offers.change(db, THEATRE_VISIT, name="Forestilling", **told, by=KARI)
    offer = offers.of(db, THEATRE_VISIT)
    assert (offer.partner_id, offer.place, offer.kind) == (
        CULTURE_HOUSE,
        "Munken",
        OfferKind.SIGNPOST,
    )
    assert (offer.link, offer.when_text) == ("https://www.munken.example", "Lørdager kl. 12")
    with pytest.raises(OfferNameTaken):
        offers.change(db, THEATRE_VISIT, name="Kinobillett", **told, by=KARI)


def test_a_closed_offer_stands_last_and_can_come_back(db: Database) -> None:
    assert [offer.name for offer in offers.all_of(db)] == ["Forestilling", "Kinobillett"]
    offers.close(db, THEATRE_VISIT, by=KARI, now=NOW)
    assert [offer.name for offer in offers.all_of(db)] == ["Kinobillett", "Forestilling"]
    offers.reopen(db, THEATRE_VISIT, by=KARI)
    assert offers.of(db, THEATRE_VISIT).closed_at is None


def test_only_a_coordinator_closes_an_offer(db: Database) -> None:
    with pytest.raises(NotYourRole):
        offers.close(db, THEATRE_VISIT, by=NINA, now=NOW)
