"""Criteria: renamed, added, retired and brought back, and what of it old rights and papers show."""

from io import BytesIO
from uuid import UUID

import pypdfium2
import pytest

from lib import (
    directory,
    entitlements,
    languages,
    renewals,
    scheme_criteria,
    scheme_papers,
    scheme_templates,
    schemes,
)
from lib.db import Database
from lib.entitlements import a_year_from
from lib.refusals import BadInput
from lib.scheme_criteria import LONGEST
from tests.town import (
    AMIR,
    HEGE,
    KARI,
    LARVIK_CARD,
    NINA,
    NOW,
    TODAY,
    YUSUF,
    also_with_the_nurses,
    at_home,
    entitled,
    person_id_of,
    standings,
)


def change(db: Database, *added: str, **named: str) -> None:
    scheme = schemes.of(db, LARVIK_CARD)
    schemes.change(db, scheme, quotas={}, criteria=named, new_criteria=added, by=KARI)


def names(db: Database) -> list[str]:
    return [known.name for known in scheme_criteria.in_force(db, LARVIK_CARD)]


def code_of(db: Database, name: str) -> str:
    [code] = [
        known.code for known in scheme_criteria.in_force(db, LARVIK_CARD) if known.name == name
    ]
    return code


def reason_of_yusuf(db: Database) -> str | None:
    [standing] = standings(db, person_id_of(db, YUSUF))
    return standing.criterion


def assess(db: Database, person_id: UUID, criterion: str) -> None:
    entitlements.assess(
        db,
        person_id,
        LARVIK_CARD,
        criterion,
        valid_to=a_year_from(TODAY),
        by=NINA,
        on=TODAY,
        now=NOW,
    )


def test_a_criterion_is_renamed_under_its_code(db: Database) -> None:
    change(db, low_income="  Varig lav\n inntekt ", refugee="Nyankommet flyktning")
    assert names(db) == ["Nyankommet flyktning", "Varig lav inntekt"]
    assert code_of(db, "Varig lav inntekt") == "low_income"


def test_a_new_criterion_has_a_code_of_its_own_and_no_one_elses_translation(db: Database) -> None:
    change(db, "Minstepensjon", "", "Uføretrygd")
    assert names(db) == ["Lav inntekt", "Minstepensjon", "Nyankommet flyktning", "Uføretrygd"]
    codes = {code_of(db, name) for name in names(db)}
    assert len(codes) == 4
    english = languages.of("en")
    told = [english.criterion(code_of(db, name), name) for name in names(db)]
    assert told[0] == english.words["criteria"]["low_income"]
    assert (told[1], told[3]) == ("Minstepensjon", "Uføretrygd")


def test_one_that_is_left_out_stays_as_it_is(db: Database) -> None:
    """Two coordinators: the form of the second was drawn before the first one added theirs."""
    change(db, "Uføretrygd", low_income="Lav inntekt", refugee="Nyankommet flyktning")
    change(db, low_income="Varig lav inntekt", refugee="Nyankommet flyktning")
    assert names(db) == ["Nyankommet flyktning", "Uføretrygd", "Varig lav inntekt"]


def test_an_empty_name_retires_and_the_same_name_again_brings_back(db: Database) -> None:
    change(db, refugee=" ")
    assert names(db) == ["Lav inntekt"]
    change(db, "NYANKOMMET flyktning")
    assert names(db) == ["Lav inntekt", "NYANKOMMET flyktning"]
    assert code_of(db, "NYANKOMMET flyktning") == "refugee"


def test_a_name_taken_out_of_one_field_and_typed_in_another_is_the_same(db: Database) -> None:
    change(db, "Nyankommet flyktning", refugee="")
    assert code_of(db, "Nyankommet flyktning") == "refugee"


@pytest.mark.parametrize(
    ("says", "added", "named"),
    [
        ("Kriterier må fylles ut: ", [], {"low_income": "", "refugee": "\u200b "}),
        ("Kriterier må være ulike: «LAV INNTEKT» ", [], {"refugee": "LAV INNTEKT"}),
        ("Kriterier må være ulike: «lav inntekt» ", ["lav  inntekt"], {}),
        ("Kriterier må være ulike: «Uføre» ", ["Uføre", "Uføre"], {}),
        ("Kriterium 2 kan ikke ha mer enn 80 tegn", [], {"low_income": "a", "refugee": "x" * 81}),
        ("Nytt kriterium 1 kan ikke ha mer enn 80 tegn", ["x" * 81], {}),
        ("Nytt kriterium 2 har tegn som ikke kan vises", ["Uføre", "Bo\x00satt"], {}),
    ],
)
def test_a_fault_names_its_field_and_stores_nothing(
    db: Database, says: str, added: list[str], named: dict[str, str]
) -> None:
    before = schemes.of(db, LARVIK_CARD), schemes.quotas(db, LARVIK_CARD), _rows(db)
    with pytest.raises(BadInput, match=f"^{says}"):
        change(db, *added, **named)
    assert (schemes.of(db, LARVIK_CARD), schemes.quotas(db, LARVIK_CARD), _rows(db)) == before


def _rows(db: Database) -> list[dict[str, object]]:
    return db.rows("select * from scheme_criterion order by scheme_id, code")


def test_the_longest_name_is_taken(db: Database) -> None:
    change(db, "x" * LONGEST)
    assert "x" * LONGEST in names(db)


def test_the_last_but_one_may_go(db: Database) -> None:
    change(db, low_income="", refugee="Flyktning")
    assert names(db) == ["Flyktning"]


def test_a_change_that_says_nothing_of_criteria_keeps_them(db: Database) -> None:
    before = _rows(db)
    change(db)
    assert _rows(db) == before


def test_a_right_lives_on_through_its_criterions_changes(db: Database) -> None:
    """Added, assessed by, renamed, retired: Yusuf keeps his right, Amir cannot have it."""
    at_home(db)
    yusuf, amir = person_id_of(db, YUSUF), person_id_of(db, AMIR)
    change(db, "Uføretrygd")
    code = code_of(db, "Uføretrygd")
    assess(db, yusuf, code)
    assert reason_of_yusuf(db) == "Uføretrygd"
    change(db, **{code: "Ung ufør"})
    assert reason_of_yusuf(db) == "Ung ufør"
    change(db, **{code: ""})
    assert reason_of_yusuf(db) == "Ung ufør"
    assert entitlements.standing(db, yusuf, LARVIK_CARD, on=TODAY)
    with pytest.raises(BadInput, match=r"^Kriterium må velges fra listen\."):
        assess(db, amir, code)
    change(db, "Ung ufør")
    assess(db, amir, code)


def test_a_right_by_a_retired_criterion_is_still_asked_about(db: Database) -> None:
    at_home(db)
    entitled(db, person_id_of(db, YUSUF))
    last_day = a_year_from(TODAY)
    [due] = renewals.due(db, by=NINA, on=last_day)
    assert (due.criterion_name, due.criterion_retired) == ("Lav inntekt", False)
    change(db, low_income="")
    [due] = renewals.due(db, by=NINA, on=last_day)
    assert (due.criterion_name, due.criterion_retired) == ("Lav inntekt", True)


def test_only_the_service_that_assessed_reads_the_criterion(db: Database) -> None:
    at_home(db)
    yusuf = person_id_of(db, YUSUF)
    entitled(db, yusuf)
    change(db, low_income="")
    also_with_the_nurses(db, YUSUF)
    [seen] = standings(db, yusuf, by=HEGE)
    assert (seen.criterion, seen.entitlement_id) == (None, None)
    assert reason_of_yusuf(db) == "Lav inntekt"


def test_papers_and_the_directory_list_those_in_force(db: Database) -> None:
    scheme_id = scheme_templates.add(db, "fritidskortet-skien", by=KARI, on=TODAY, now=NOW)
    scheme = schemes.of(db, scheme_id)
    schemes.change(
        db,
        scheme,
        quotas={},
        criteria={"low_income": ""},
        new_criteria=["Familien følges opp"],
        by=KARI,
    )
    for make in (scheme_papers.information_pdf, scheme_papers.form_pdf):
        pdf = make(db, scheme_id, "nb", contacts=[], on=TODAY)
        text = _text(pdf)
        assert "Familien følges opp" in text
        assert "Lav inntekt" not in text
    [entry] = [known for known in directory.scheme_entries(db) if known.scheme.id == scheme_id]
    assert entry.who == "6–16 år: familien følges opp."


def _text(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(BytesIO(pdf))
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pages)


def test_a_missing_criterion_is_our_bug(db: Database) -> None:
    with pytest.raises(LookupError):
        scheme_criteria.name_of(db, LARVIK_CARD, "minimum_pension")
