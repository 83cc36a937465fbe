"""Partners with tills and cards to show at them: what the till's tests begin with."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from lib import cards, papers, tills
from lib.db import Database
from lib.papers import HandedOut, PaperCard
from lib.redemptions import Redemption, punch
from lib.tills import Till
from tests.town import KARI, NINA, NOW, TODAY, given, id_of

CULTURE_HOUSE, SWIMMING_HALL, SIGNPOST = (
    id_of("CULTURE_HOUSE"),
    id_of("SWIMMING_HALL"),
    id_of("SIGNPOST"),
)


def open_counter(db: Database) -> None:
    """A culture house with cinema and theatre, a swimming hall, and one that takes no cards."""
    given(
        db,
        "partner",
        """
        id            | name             | reach
        CULTURE_HOUSE | Bølgen kulturhus | local
        SWIMMING_HALL | Farrishallen     | local
        SIGNPOST      | Filmklubben      | local
        """,
    )
    given(
        db,
        "offer",
        """
        id       | partner_id    | name         | category | kind     | availability | place
        CINEMA   | CULTURE_HOUSE | Kinobillett  | cinema   | one_off  | year_round   | Larvik
        THEATRE  | CULTURE_HOUSE | Forestilling | theatre  | one_off  | one_off      | Larvik
        SWIMMING | SWIMMING_HALL | Bad          | swimming | one_off  | year_round   | Stavern
        FILMS    | SIGNPOST      | Filmkveld    | cinema   | signpost | year_round   | Larvik
        """,
    )


def paired(db: Database, partner_id: UUID = CULTURE_HOUSE) -> tuple[Till, str]:
    """A till at the partner, and the token that its device keeps."""
    link = tills.pair_link(db, partner_id, "Billettluka", by=KARI, now=NOW)
    token = tills.pair(db, link, now=NOW)
    till = tills.of_token(db, token)
    assert till
    return till, token


def till_at(db: Database, partner_id: UUID = CULTURE_HOUSE) -> Till:
    """A till at the partner."""
    return paired(db, partner_id)[0]


def made(
    db: Database,
    *,
    punches: int = 1,
    count: int = 1,
    category: str = "cinema",
    partner_id: UUID | None = CULTURE_HOUSE,
    offer_name: str = "Kinobillett",
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> list[UUID]:
    """Cards that are on no paper yet."""
    return db.transact(
        lambda tx: cards.make(
            tx,
            offer_name=offer_name,
            punches=[(category, partner_id, punches)],
            count=count,
            valid_from=valid_from,
            valid_to=valid_to,
            now=NOW,
        )
    )


def with_more(db: Database, card_id: UUID, category: str, punches: int = 1) -> None:
    """Put another category on the card, good wherever it is offered."""
    given(
        db,
        "card_balance",
        "card_id | category | partner_id | punches_given | punches_left",
        [(card_id, category, None, punches, punches)],
    )


def handed_out(db: Database, card_ids: Sequence[UUID]) -> HandedOut:
    """The cards on a new paper."""
    return db.transact(lambda tx: papers.hand_out(tx, card_ids, by=NINA, now=NOW))


def paper(db: Database, *, punches: int = 1, **kind: object) -> PaperCard:
    """One card on paper."""
    (card,) = handed_out(db, made(db, punches=punches, **kind)).cards  # type: ignore[arg-type]
    return card


def punched(db: Database, card: PaperCard, till: Till, key: str, punches: int = 1) -> Redemption:
    """Punch the card today."""
    return punch(db, card.secret, till=till, punches=punches, key=key, now=NOW, on=TODAY)


def everything(db: Database) -> dict[str, list[dict[str, object]]]:
    """Every row of every table, to see that nothing changed."""
    tables = db.rows(
        "select table_name from information_schema.tables where table_type = 'BASE TABLE'"
    )
    return {
        row["table_name"]: db.rows(f"select * from {row['table_name']} order by all")
        for row in tables
    }
