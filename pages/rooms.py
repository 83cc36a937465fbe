"""The rooms of the house: every staff page, whose it is, and its address."""

from dataclasses import dataclass

from lib.staff import ROLE_NAMES, Role, StaffUser

DAY = "Min dag"
TICKETS, SCHEMES, PARTNERS = "Billetter", "Ordninger og kort", "Tilbydere"
FIGURES, FAMILIES, HOUSE, DIRECTORY = "Penger og tall", "Familier", "Huset", "Oppslag"


@dataclass(frozen=True)
class Room:
    """One page; `file` is relative to pages/, `address` is one word without a slash.

    `section` is the heading it stands under in the menu; without one it stands on top.
    """

    role: Role
    file: str
    title: str
    address: str
    section: str = ""
    also: tuple[Role, ...] = ()

    @property
    def roles(self) -> frozenset[Role]:
        """Whose room it is."""
        return frozenset((self.role, *self.also))


# The first room of a role is where its people land.
ROOMS = (
    Room(Role.COORDINATOR, "coordinator/day.py", DAY, "koordinator"),
    Room(Role.COORDINATOR, "coordinator/requests.py", "Kontaktsaker", "kontaktsaker"),
    Room(Role.COORDINATOR, "coordinator/duplicates.py", "Mulige dobbeltregistreringer", "dobbelt"),
    Room(Role.COORDINATOR, "coordinator/stock.py", "Beholdning", "beholdning", TICKETS),
    Room(Role.COORDINATOR, "coordinator/receive.py", "Nytt parti", "nytt-parti", TICKETS),
    Room(Role.COORDINATOR, "coordinator/import_sheet.py", "Importer regneark", "importer", TICKETS),
    Room(Role.COORDINATOR, "coordinator/counting.py", "Telling og bruk", "telling", TICKETS),
    Room(Role.COORDINATOR, "coordinator/scheme.py", "Ordninger", "ordninger", SCHEMES),
    Room(Role.COORDINATOR, "coordinator/card_issues.py", "Salg, gaver og premier", "salg", SCHEMES),
    Room(Role.COORDINATOR, "coordinator/papers.py", "Brev og plakater", "brev", SCHEMES),
    Room(Role.COORDINATOR, "coordinator/partners.py", "Tilbydere og kasser", "tilbydere", PARTNERS),
    Room(Role.COORDINATOR, "coordinator/claims.py", "Krav og utbetaling", "krav", PARTNERS),
    Room(Role.COORDINATOR, "coordinator/paper_punches.py", "Papirlister", "papirlister", PARTNERS),
    Room(Role.COORDINATOR, "coordinator/funding.py", "Finansiering", "finansiering", FIGURES),
    Room(Role.COORDINATOR, "coordinator/publish.py", "Publiser tall", "publiser", FIGURES),
    Room(Role.COORDINATOR, "coordinator/export.py", "Eksport", "eksport", FIGURES),
    Room(Role.CASEWORKER, "caseworker/day.py", DAY, "saksbehandler"),
    Room(Role.CASEWORKER, "caseworker/register.py", "Registrer husstand", "registrer", FAMILIES),
    Room(Role.CASEWORKER, "caseworker/household.py", "Husstand", "husstand", FAMILIES),
    Room(Role.CASEWORKER, "caseworker/applications.py", "Søknader", "soknader", FAMILIES),
    Room(Role.CASEWORKER, "caseworker/follow_up.py", "Oppfølging", "oppfolging", FAMILIES),
    Room(
        Role.CASEWORKER, "caseworker/requests.py", "Kontaktforespørsler", "foresporsler", FAMILIES
    ),
    Room(Role.LEADERSHIP, "leadership/uptake.py", "Bruk og deltakelse", "bruk"),
    Room(Role.LEADERSHIP, "leadership/figures.py", "Tall i detalj", "tall", FIGURES),
    Room(Role.LEADERSHIP, "leadership/money.py", "Penger og kort", "penger", FIGURES),
    Room(Role.LEADERSHIP, "leadership/report.py", "Årsrapport", "arsrapport", FIGURES),
    Room(Role.LEADERSHIP, "leadership/protection.py", "Slik er tallene beskyttet", "vern", FIGURES),
    Room(Role.ADMINISTRATOR, "administrator/staff.py", "Ansatte", "ansatte", HOUSE),
    Room(
        Role.ADMINISTRATOR, "administrator/places.py", "Tjenester og nærmiljøer", "tjenester", HOUSE
    ),
    Room(Role.ADMINISTRATOR, "administrator/access_log.py", "Tilgangslogg", "tilgangslogg", HOUSE),
    Room(Role.ADMINISTRATOR, "administrator/key.py", "Nøkkelen", "nokkelen", HOUSE),
    Room(
        Role.REFERRER,
        "directory/catalogue.py",
        "Tilbud og henvisning",
        "tilbud",
        DIRECTORY,
        tuple(Role),
    ),
    Room(
        Role.REFERRER, "directory/who.py", "Hvem gjør hva", "hvem-gjor-hva", DIRECTORY, tuple(Role)
    ),
    Room(Role.REFERRER, "directory/season.py", "Året i tilbud", "aret", DIRECTORY, tuple(Role)),
)


def rooms_of(user: StaffUser) -> list[Room]:
    """The rooms a staff user may enter, the one they land in first."""
    return [room for room in ROOMS if user.roles & room.roles]


def sections_of(user: StaffUser) -> dict[str, list[Room]]:
    """The menu: a staff user's rooms by heading; whoever has one heading alone needs none."""
    menu: dict[str, list[Room]] = {}
    for room in rooms_of(user):
        menu.setdefault(room.section, []).append(room)
    return menu if len(menu) > 1 else {"": rooms_of(user)}


def title(room: Room, user: StaffUser) -> str:
    """The room's name in the menu; who has two days is told which is which."""
    if room.title != DAY:
        return room.title
    days = [other for other in rooms_of(user) if other.title == DAY]
    return f"{DAY} – {ROLE_NAMES[room.role]}" if room in days and len(days) > 1 else DAY
