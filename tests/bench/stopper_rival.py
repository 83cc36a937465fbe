"""Splink asked about the same records, in a process with packages of its own."""

import json
import os
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from tests.bench.stopper_measures import Measured, measured
from tests.bench.stopper_ours import LEAST, LEAST_WITH_MATES, by_household
from tests.bench.stopper_records import HOUSEHOLDS, Record

ROOT = Path(__file__).parents[2]
PYTHON = Path(os.environ.get("BENCH_RIVAL", ROOT / ".venv-rival/bin/python"))
RECIPES = (
    "as documented",
    "names apart",
    "faults of paper",
    "as documented, without mates",
    "names apart, without mates",
    "faults of paper, without mates",
)
TRAINING_PAIRS = 5_000_000
QUICK = ("faults of paper",)
QUICK_PAIRS = 500_000


@dataclass(frozen=True)
class Best:
    """What splink's best recipe reached; the best F1 may be another recipe's."""

    recall: float
    f1: float
    recipe: str


def best(
    register: list[Record],
    again: list[Record] | None,
    fields: Sequence[str],
    *,
    quick: bool = False,
) -> Best:
    """Splink's best over the recipes, each with and without the filter of households.

    The filter keeps, of the pairs between two households, those that are each other's best.
    `again` is None where one register is searched for duplicates.
    """
    recipes = [
        recipe
        for recipe in (QUICK if quick else RECIPES)
        if "mates_born" in fields or "without mates" not in recipe
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(
            folder,
            register,
            again,
            fields=list(fields),
            recipes=recipes,
            least=LEAST if again is None else LEAST_WITH_MATES,
            training_pairs=QUICK_PAIRS if quick else TRAINING_PAIRS,
        )
        _run("link", folder)
        scored = pl.read_parquet(folder / "scored.parquet")
    whos = {record.id: record.who for record in [*register, *(again or [])]}
    same = true_pairs(register, again)
    reached: list[tuple[Measured, str]] = []
    for (recipe,), pairs in scored.group_by("recipe"):
        judged = [
            (weight, whos[left] == whos[right], is_best)
            for left, right, weight, is_best in pairs.select(
                "id_l", "id_r", "weight", "best_of_household"
            ).iter_rows()
        ]
        everything = measured(((weight, is_same) for weight, is_same, _ in judged), same)
        filtered = measured(
            ((weight, is_same) for weight, is_same, is_best in judged if is_best), same
        )
        reached += [(everything, str(recipe)), (filtered, f"{recipe}, filtered")]
    top, recipe = max(reached, key=lambda one: one[0].recall)
    return Best(top.recall, max(one.f1 for one, _ in reached), recipe)


def lookup_seconds(
    trained_on: tuple[list[Record], list[Record]],
    register: Iterable[list[Record]],
    asked: list[Record],
    recipe: str,
) -> list[float]:
    """How long splink takes to find each of the asked in a register that comes in parts."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(
            folder,
            *trained_on,
            fields=list(HOUSEHOLDS),
            recipe=recipe,
            training_pairs=QUICK_PAIRS,
        )
        pl.concat([frame(part) for part in register]).write_parquet(folder / "register.parquet")
        frame(asked).write_parquet(folder / "asked.parquet")
        _run("lookup", folder)
        seconds: list[float] = json.loads((folder / "seconds.json").read_text())
    return seconds


def febrl_rows() -> dict[int, list[dict[str, str | None]]]:
    """The three FEBRL sets, by number."""
    with tempfile.TemporaryDirectory() as name:
        _run("febrl", Path(name))
        return {
            which: json.loads((Path(name) / f"febrl{which}.json").read_text())
            for which in (1, 2, 3)
        }


def true_pairs(register: list[Record], again: list[Record] | None) -> int:
    """How many pairs there are to be found."""
    there: dict[str, int] = defaultdict(int)
    for record in register:
        there[record.who] += 1
    if again is None:
        return sum(times * (times - 1) // 2 for times in there.values())
    return sum(there[record.who] for record in again)


def _write(folder: Path, register: list[Record], again: list[Record] | None, **job: Any) -> None:
    (folder / "job.json").write_text(json.dumps(job))
    frame(register).write_parquet(folder / "left.parquet")
    if again is not None:
        frame(again).write_parquet(folder / "right.parquet")


def frame(records: list[Record]) -> pl.DataFrame:
    """The records as splink's columns."""
    households = by_household(records)
    rows = []
    for record in records:
        mates = [mate for mate in households[record.household] if mate.id != record.id]
        rows.append(
            {
                "id": record.id,
                "household": record.household,
                "given": record.given.lower() or None,
                "surname": record.surname.lower() or None,
                "born": record.born_text,
                "number": record.number,
                "mates_born": [mate.born_text for mate in mates if mate.born_text] or None,
                "mates_given": [mate.given.lower() for mate in mates] or None,
                **dict.fromkeys(("area", "street_number", "address_1")),
                **dict.fromkeys(("suburb", "postcode")),
                **dict(record.address),
            }
        )
    texts = ("given", "surname", "born", "number", "area", "street_number", "address_1")
    return pl.DataFrame(
        rows,
        schema={
            "id": pl.Int64,
            "household": pl.Int64,
            **dict.fromkeys((*texts, "suburb", "postcode"), pl.String),
            "mates_born": pl.List(pl.String),
            "mates_given": pl.List(pl.String),
        },
    )


def _run(job: str, folder: Path) -> None:
    if not PYTHON.exists():
        raise FileNotFoundError(
            f"{PYTHON} is missing: install tests/bench/requirements.in there, or name another "
            "Python that has it in BENCH_RIVAL"
        )
    subprocess.run(
        [PYTHON, "-m", "tests.bench._stopper_splink", job, str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
    )
