"""The directory «Hvem gjør hva»: services, schemes and partners, and how to reach each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lib import municipality, offers, partners, scheme_criteria, schemes
from lib.ages import OLDEST
from lib.db import Database, Reader, Transaction, sql
from lib.municipality import Service
from lib.norwegian import kroner
from lib.offers import Offer
from lib.partners import Partner
from lib.schemes import Scheme, SchemeKind
from lib.staff import Role, StaffUser
from lib.titles import line

# What people of a role do, as others need to know it; an administrator only keeps the keys.
ACTS: Mapping[Role, str] = {
    Role.CASEWORKER: "tildeler",
    Role.COORDINATOR: "koordinerer",
    Role.REFERRER: "henviser",
    Role.LEADERSHIP: "leser statistikk",
}


@dataclass(frozen=True)
class ServiceEntry:
    """A service with what its people do, in words."""

    service: Service
    acts: tuple[str, ...]


@dataclass(frozen=True)
class SchemeEntry:
    """A scheme: who may get it, how, and the unit to ask where it is known as a partner."""

    scheme: Scheme
    who: str
    how_to_get: str
    owner: Partner | None


@dataclass(frozen=True)
class PartnerEntry:
    """A partner with the offers that one may have."""

    partner: Partner
    offers: tuple[Offer, ...]


def services(db: Reader) -> list[ServiceEntry]:
    """The open services, by name."""
    has: dict[UUID, set[Role]] = {}
    for row in db.rows(sql("directory/roles")):
        has.setdefault(row["service_id"], set()).add(Role(row["role"]))
    return [
        ServiceEntry(
            service,
            tuple(act for role, act in ACTS.items() if role in has.get(service.id, set())),
        )
        for service in municipality.open_services(db)
    ]


def scheme_entries(db: Reader) -> list[SchemeEntry]:
    """Every scheme, by name."""
    guides = {row["scheme_id"]: row["how_to_get"] for row in db.rows("select * from scheme_guide")}
    units = {partner.name.lower(): partner for partner in partners.all_of(db)}
    return [
        SchemeEntry(
            scheme,
            _who(db, scheme),
            guides.get(scheme.id) or usual_way(scheme),
            units.get(scheme.owner_unit.lower()),
        )
        for scheme in schemes.all_of(db)
    ]


def partner_entries(db: Reader, *, on: date) -> list[PartnerEntry]:
    """The partners at work, by name, with their offers that are neither closed nor over.

    Who owns a scheme stands by it.
    """
    over = offers.over(db, on=on)
    by_partner: dict[UUID, list[Offer]] = {}
    for offer in offers.all_of(db):
        if offer.closed_at is None and offer.id not in over:
            by_partner.setdefault(offer.partner_id, []).append(offer)
    return [
        PartnerEntry(partner, tuple(by_partner.get(partner.id, ())))
        for partner in partners.at_work(db)
    ]


def usual_way(scheme: Scheme) -> str:
    """How a scheme of its kind is got, where the municipality has said nothing else."""
    if scheme.kind is SchemeKind.FUND:
        return f"Søk hos {scheme.owner_unit}." if scheme.owner_unit else "Søk hos fondet."
    if scheme.kind is SchemeKind.CARD and scheme.price_ore is not None:
        return (
            f"Alle kan kjøpe kortet for {kroner(scheme.price_ore)}. Gratis får man det hos en av "
            "tjenestene som tildeler."
        )
    return "Ta kontakt med en av tjenestene som tildeler."


def tell_how_to_get(db: Database, scheme_id: UUID, how_to_get: str, *, by: StaffUser) -> None:
    """Keep the municipality's own words on how a scheme is got; none brings back the usual."""
    by.must_be(Role.COORDINATOR, Role.ADMINISTRATOR)
    kept = line(how_to_get, "Slik får man det", longest=300)

    def told(tx: Transaction) -> None:
        tx.run("delete from scheme_guide where scheme_id = $1", scheme_id)
        if kept:
            tx.run(
                "insert into scheme_guide (scheme_id, how_to_get) values ($1, $2)", scheme_id, kept
            )

    db.transact(told)


def _who(db: Reader, scheme: Scheme) -> str:
    """«2–19 år: lav inntekt, nyankommet flyktning.»"""
    ages = f"{scheme.age_from}–{scheme.age_to} år"
    if scheme.age_to >= OLDEST:
        ages = f"fra {scheme.age_from} år" if scheme.age_from else "alle aldre"
    known = scheme_criteria.in_force(db, scheme.id)
    reasons = ", ".join(_within(criterion.name) for criterion in known)
    return f"{ages}: {reasons}." if reasons else f"{ages}."


def _within(name: str) -> str:
    """A name as it stands within a sentence; «NAV» keeps its capitals."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]
