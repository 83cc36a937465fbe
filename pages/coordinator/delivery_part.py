"""The fields of a new batch: few that everyone fills in, the others folded away.

Each field is the heading of a delivery sheet, so that both are read by the same rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib import funding, municipality, offers, partners
from lib.db import Database
from lib.norwegian import date_text
from lib.offers import AVAILABILITY_NAMES, Availability, OfferKind
from lib.refusals import Refused
from lib.stock import ACQUISITION_NAMES, TICKET_FORM_NAMES, UNIT_NAMES, Acquisition, UnitKind
from pages.coordinator.parts import fresh

SHARES_A_LINE = 4


@dataclass
class Fields:
    """What is typed so far by heading, and the place under each field for what is wrong."""

    cells: dict[str, str] = field(default_factory=dict)
    slots: dict[str, DeltaGenerator] = field(default_factory=dict)

    def told(self, where: DeltaGenerator, heading: str, value: str | None) -> None:
        """Take down a field's value and keep a place under it."""
        self.cells[heading] = value or ""
        self.slots[heading] = where.empty()

    def text(self, where: DeltaGenerator, heading: str, *, note: str = "", value: str = "") -> None:
        """A field for free text; `note` stands behind the heading."""
        label = f"{heading} {note}".strip()
        self.told(where, heading, where.text_input(label, value, key=fresh(heading)))

    def one_of(self, where: DeltaGenerator, heading: str, words: list[str]) -> str:
        """A field with few answers, the first one given beforehand."""
        chosen = where.segmented_control(
            heading, words, default=words[0], required=True, key=fresh(heading)
        )
        self.told(where, heading, chosen)
        return chosen or words[0]

    def show(self, refusal: Refused) -> None:
        """Say what is wrong, beside the field where there is one."""
        slot = self.slots.get(getattr(refusal, "field", ""))
        (slot or st).error(str(refusal))


def batch_fields(db: Database, *, on: date) -> Fields:
    """Partner, offer and batch; what is there is chosen, what is new is typed in the same field."""
    fields = Fields()
    left, right = st.columns(2)
    _partner_and_offer(db, fields, left, right)
    acquisition = fields.one_of(left, "Anskaffelse", list(ACQUISITION_NAMES.values()))
    kind = fields.one_of(right, "Enhet", list(UNIT_NAMES.values()))
    fields.text(left, "Antall", note="(tomt hvis ukjent)")
    fields.text(right, "Gyldig til", note="(valgfritt)")
    if kind != UNIT_NAMES[UnitKind.TICKET]:
        fields.text(
            right,
            "Klipp per enhet",
            note="" if kind == UNIT_NAMES[UnitKind.PUNCH_CARD] else "(valgfritt)",
        )
    if acquisition != ACQUISITION_NAMES[Acquisition.DONATED]:
        fields.text(left, "Pris per enhet", note="(valgfritt)")
        sources = [source.name for source in funding.sources(db)]
        fields.told(
            right,
            "Finansiering",
            right.selectbox(
                "Finansiering (valgfritt)",
                sources,
                index=None,
                placeholder="Velg kilde",
                key=fresh("Finansiering"),
            ),
        )
    with st.expander("Flere opplysninger (valgfritt)"):
        _more(db, fields, on)
    return fields


def share_fields(db: Database, *, unknown: bool) -> Mapping[UUID, int | None]:
    """Units by service; of an unknown quantity, the services that may award from it."""
    services = municipality.open_services(db)
    if not services:
        st.caption("Kommunen har ingen tjenester ennå. Alt blir liggende på lageret.")
    elif unknown:
        chosen = st.pills(
            "Antallet er ukjent. Disse tjenestene kan tildele likevel:",
            services,
            selection_mode="multi",
            default=services,
            format_func=lambda service: service.name,
            key=fresh("Tjenester"),
        )
        return {service.id: None for service in chosen}
    columns = st.columns(min(len(services), SHARES_A_LINE) or 1)
    shares = {
        service.id: columns[place % SHARES_A_LINE].number_input(
            service.name, 0, value=None, step=1, placeholder="0", key=fresh(f"share-{service.id}")
        )
        for place, service in enumerate(services)
    }
    return {service_id: units for service_id, units in shares.items() if units}


def _partner_and_offer(
    db: Database, fields: Fields, left: DeltaGenerator, right: DeltaGenerator
) -> None:
    known = {found.name: found for found in partners.all_of(db) if not found.closed_at}
    partner = left.selectbox(
        "Tilbyder",
        list(known),
        index=None,
        placeholder="Velg, eller skriv navnet på en ny",
        accept_new_options=True,
        key=fresh("Tilbyder"),
    )
    fields.told(left, "Tilbyder", partner)
    there = (
        {
            found.name: found
            for found in offers.all_of(db, known[partner].id)
            if found.kind is OfferKind.ONE_OFF and not found.closed_at
        }
        if partner in known
        else {}
    )
    offer = right.selectbox(
        "Tilbud",
        list(there),
        index=0 if len(there) == 1 else None,
        placeholder="Velg, eller skriv navnet på et nytt",
        accept_new_options=True,
        key=fresh(f"Tilbud-{partner}"),
    )
    fields.told(right, "Tilbud", offer)
    if partner and partner not in known:
        fields.text(left, "Organisasjonsnummer", note="(valgfritt)")
    if offer in there:
        fields.cells["Kategori"] = there[offer].category_name
    else:
        categories = [category.name for category in municipality.categories(db)]
        chosen = right.selectbox(
            "Kategori", categories, index=None, placeholder="Velg", key=fresh("Kategori")
        )
        fields.told(right, "Kategori", chosen)


def _more(db: Database, fields: Fields, on: date) -> None:
    first, second, third = st.columns(3)
    fields.text(first, "Gyldig fra")
    fields.text(second, "Dato for arrangementet")
    fields.text(third, "Mottatt", value=date_text(on))
    fields.text(first, "Verdi per enhet")
    form = second.selectbox(
        "Billettform", list(TICKET_FORM_NAMES.values()), key=fresh("Billettform")
    )
    fields.told(second, "Billettform", form)
    areas = [area.name for area in municipality.neighbourhoods(db)]
    fields.text(third, "Sted")
    near = first.selectbox(
        "Nærmiljø", areas, index=None, placeholder="Hele kommunen", key=fresh("Nærmiljø")
    )
    fields.told(first, "Nærmiljø", near)
    fields.text(second, "Alder fra")
    fields.text(third, "Alder til")
    when = first.selectbox(
        "Når",
        list(AVAILABILITY_NAMES.values()),
        index=list(AVAILABILITY_NAMES).index(Availability.YEAR_ROUND),
        key=fresh("Når"),
    )
    fields.told(first, "Når", when)
