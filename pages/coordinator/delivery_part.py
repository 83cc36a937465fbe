"""The fields of a new batch: few that everyone fills in, the others folded away.

Each field is the heading of a delivery sheet, so that both are read by the same rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib import deliveries, funding, municipality, offers, partners, schemes
from lib.db import Database
from lib.norwegian import date_text
from lib.offers import AVAILABILITY_NAMES, Offer, OfferKind
from lib.refusals import Refused
from lib.schemes import Scheme
from lib.stock import ACQUISITION_NAMES, DELIVERED_UNITS, TICKET_FORM_NAMES, Acquisition, UnitKind
from pages.desk import fresh, plain

SHARES_A_LINE = 4
OPTIONAL = "(valgfritt)"
NEW = {"Tilbyder": "Ny tilbyder …", "Tilbud": "Nytt tilbud …"}


@dataclass
class Fields:
    """What is typed so far by heading, and the place under each field for what is wrong.

    `labels` are what fields are called on the screen where that is not their heading.
    """

    cells: dict[str, str] = field(default_factory=dict)
    slots: dict[str, DeltaGenerator] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)

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

    def listed(
        self,
        where: DeltaGenerator,
        heading: str,
        words: list[str],
        *,
        note: str = "",
        index: int | None = None,
        placeholder: str = "Velg",
        of: str = "",
    ) -> str | None:
        """A field with many answers; `of` is what the answers depend on."""
        chosen = where.selectbox(
            f"{heading} {note}".strip(),
            words,
            index=index,
            placeholder=placeholder,
            key=fresh(f"{heading}-{of}"),
        )
        self.told(where, heading, chosen)
        return chosen

    def named(self, where: DeltaGenerator, heading: str, known: list[str], *, of: str = "") -> str:
        """A name from the list, or a new one, which has a field of its own.

        A list that takes new words would take half a name for one at the touch of Enter.
        """
        only, new = 1 if len(known) == 1 and of else None, NEW[heading]
        if not known or self.listed(where, heading, [new, *known], index=only, of=of) == new:
            self.labels[heading] = f"Navn på {heading.lower()}"
            name = where.text_input(self.labels[heading], key=fresh(f"new-{heading}-{of}"))
            self.told(where, heading, " ".join(name.split()))
            if alike := deliveries.resembling(name, known):
                self.slots[heading].warning(plain(f"Mente du {' eller '.join(alike)}?"))
        return self.cells[heading]

    def show(self, refusal: Refused) -> None:
        """Say what is wrong, beside the field where there is one, in the name it has there."""
        heading = getattr(refusal, "field", "")
        says = str(refusal)
        if heading in self.labels:
            says = self.labels[heading] + says.removeprefix(heading)
        (self.slots.get(heading) or st).error(plain(says))


def chosen_scheme(db: Database) -> Scheme:
    """The scheme that batches are received for; asked only where several take tickets."""
    there = [scheme for scheme in schemes.all_of(db) if not scheme.has_own_cards]
    if len(there) == 1:
        return there[0]
    return st.selectbox("Ordning", there, format_func=lambda s: f"{s.name}, {s.owner_unit}")


def batch_fields(db: Database, *, on: date) -> Fields:
    """Partner, offer and batch: what is there is chosen, what is new is typed."""
    fields = Fields()
    _partner_and_offer(db, fields)
    left, right = st.columns(2)
    acquisition = fields.one_of(left, "Anskaffelse", list(ACQUISITION_NAMES.values()))
    unit_kind = fields.one_of(right, "Enhet", list(DELIVERED_UNITS.values()))
    left, right = st.columns(2)
    fields.text(left, "Antall", note="(tomt hvis ukjent)")
    if unit_kind == DELIVERED_UNITS[UnitKind.TICKET]:
        fields.text(right, "Gyldig til", note=OPTIONAL)
    else:
        is_needed = unit_kind == DELIVERED_UNITS[UnitKind.PUNCH_CARD]
        middle, right = right.columns(2)
        fields.text(middle, "Klipp per enhet", note="" if is_needed else OPTIONAL)
        fields.text(right, "Gyldig til", note=OPTIONAL)
    if acquisition != ACQUISITION_NAMES[Acquisition.DONATED]:
        left, right = st.columns(2)
        fields.text(left, "Pris per enhet", note=OPTIONAL)
        sources = [source.name for source in funding.sources(db)]
        fields.listed(right, "Finansiering", sources, note=OPTIONAL)
    with st.expander("Flere opplysninger (valgfritt)"):
        _more(db, fields, on)
    return fields


def share_fields(db: Database, *, unknown: bool) -> Mapping[UUID, int | None]:
    """Units by service; of an unknown quantity, the services that may award from it."""
    services = municipality.open_services(db)
    if not services:
        st.caption("Kommunen har ingen tjenester ennå. Alt blir liggende på lageret.")
    elif unknown:
        st.write("Skriv antallet over, så kan du fordele det på tjenestene her.")
        chosen = st.pills(
            "Er antallet ukjent, kan disse tjenestene tildele likevel:",
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


def _partner_and_offer(db: Database, fields: Fields) -> None:
    known = {partner.name: partner.id for partner in partners.all_of(db) if not partner.closed_at}
    left, right = st.columns(2)
    # A unit that only owns schemes is not offered, but may be typed.
    partner = fields.named(left, "Tilbyder", [giver.name for giver in partners.at_work(db)])
    there = _stocked_offers(db, known.get(partner))
    offer = fields.named(right, "Tilbud", list(there), of=partner)
    if offer in there:
        fields.cells["Kategori"] = there[offer].category_name
        return
    left, right = st.columns(2)
    categories = [category.name for category in municipality.categories(db)]
    fields.listed(left, "Kategori", categories)
    if partner and partner not in known:
        fields.text(right, "Organisasjonsnummer", note=OPTIONAL)


def _stocked_offers(db: Database, partner_id: UUID | None) -> dict[str, Offer]:
    """The partner's offers that may get tickets, by name."""
    found = offers.all_of(db, partner_id) if partner_id else []
    return {o.name: o for o in found if o.kind is OfferKind.ONE_OFF and not o.closed_at}


def _more(db: Database, fields: Fields, on: date) -> None:
    first, second, third = st.columns(3)
    fields.text(first, "Mottatt", value=date_text(on))
    fields.text(second, "Gyldig fra")
    fields.text(third, "Dato for arrangementet")
    first, second, third = st.columns(3)
    fields.listed(first, "Billettform", list(TICKET_FORM_NAMES.values()), index=0)
    fields.text(second, "Verdi per enhet")
    st.caption("Gjelder bare når tilbudet er nytt:")
    first, second, third = st.columns(3)
    times = list(AVAILABILITY_NAMES.values())
    fields.listed(first, "Når", times, placeholder="Etter datoene på billettene")
    areas = [area.name for area in municipality.neighbourhoods(db)]
    fields.listed(second, "Nærmiljø", areas, placeholder="Hele kommunen")
    fields.text(third, "Sted")
    first, second, _ = st.columns(3)
    fields.text(first, "Alder fra")
    fields.text(second, "Alder til")
