"""The stopper beside splink: whom each finds, at the desk and in registers, and how fast.

Needs the packages of tests/bench/requirements.in in an environment of its own; `stopper_rival`
says where. What each file is about stands at its top: `stopper_people` and `stopper_noise` make
the data, `_stopper_splink` holds the recipes, `stopper_accuracy` and `stopper_speed` measure.
"""

from tests.bench import Figure
from tests.bench import stopper_accuracy as accuracy
from tests.bench import stopper_registering as registering
from tests.bench import stopper_speed as speed
from tests.bench.stopper_accuracy import Judged

BENCH = "stopper"
FEBRL_3 = {"all fields": 99.8, "without identity number": 98.0, "names and birth date": 89.0}


def run(scale: str) -> list[Figure]:
    """Every row of the table: accuracy first, then the desk, speed and memory."""
    quick = scale == "small"
    figures = []
    for which in (1,) if quick else (1, 2, 3):
        for fields, judged in accuracy.febrl(which, quick=quick).items():
            bar = FEBRL_3[fields] if which == 3 else None
            figures += _against(f"FEBRL {which}, {fields}", judged, bar, or_equal=True)
    figures += _households(1_000 if quick else 24_000, quick)
    figures += _desk(3_000 if quick else 100_000, 100 if quick else 2_000)
    figures += _lookups((10_000,) if quick else (10_000, 100_000, 1_000_000), quick)
    figures += _memory(10_000 if quick else 1_000_000)
    return figures + _registering(30 if quick else 150)


def _households(persons: int, quick: bool) -> list[Figure]:
    figures = []
    for number, least, least_f1 in ((True, 98.5, 95.0), (False, 95.0, 93.0)):
        what = "with identity number" if number else "without identity number"
        judged = accuracy.households(persons, noise=1, number=number, quick=quick)
        figures += _against(f"households, {what}", judged, least, or_equal=False)
        if number:
            origin, recall = judged.worst_origin
            figures.append(_least(f"households, worst origin ({origin})", 100 * recall, 94.0))
        if quick:
            continue
        doubled = accuracy.households(persons, noise=2, number=number, quick=quick)
        figures.append(_least(f"double noise, {what}, F1", 100 * doubled.ours.f1, least_f1))
        figures.append(_told(f"double noise, {what}, F1, splink", 100 * doubled.splink.f1, "%"))
    return figures


def _desk(persons: int, asked: int) -> list[Figure]:
    desk = accuracy.at_the_desk(persons, asked)
    at = f"desk, {persons} persons"
    return [
        _least(f"{at}: caught", 100 * desk.caught, 99.0),
        _most(f"{at}: new persons warned wrongly", 100 * desk.new_warned, 0.3, "%"),
        _told(f"{at}: new households warned wrongly", 100 * desk.households_warned, "%"),
    ]


def _lookups(sizes: tuple[int, ...], quick: bool) -> list[Figure]:
    bars = {10_000: 2.0, 100_000: 4.0, 1_000_000: 6.0}
    figures = []
    for found in (measured := speed.lookups(sizes)):
        figures += [
            _told(f"look-up, {found.persons} persons, p50", found.p50, "ms"),
            _most(f"look-up, {found.persons} persons, p95", found.p95, bars[found.persons], "ms"),
        ]
    last = measured[-1]
    splink = speed.splink_lookup(last.persons, 3 if quick else 30, "faults of paper")
    times = splink / last.p50
    return [
        *figures,
        _told(f"look-up, {last.persons} persons, splink p50", splink, "ms"),
        Figure(BENCH, "splink's look-up against ours", times, "×", "≥ 100", times >= 100),
    ]


def _memory(persons: int) -> list[Figure]:
    filled = speed.filled(persons)
    return [
        _told(f"filling the index, {persons} persons", filled.seconds, "s"),
        _most(f"memory with the app, {persons} persons", filled.peak_gb, 1.5, "GB"),
    ]


def _registering(times: int) -> list[Figure]:
    by_rules, same_rows, bare = registering.measured(times)
    ratio = by_rules / same_rows
    return [
        _told("registering one person, index included, p50", by_rules, "ms"),
        _told("the same rows in bare transactions, p50", same_rows, "ms"),
        _told("one bare row of a person, p50", bare, "ms"),
        Figure(BENCH, "registering against the same rows", ratio, "×", "≤ 2", ratio <= 2),
    ]


def _against(what: str, judged: Judged, least: float | None, *, or_equal: bool) -> list[Figure]:
    """Recall at the demanded precision, ours against a bar and against splink's best."""
    ours, splink = 100 * judged.ours.recall, 100 * judged.splink.recall
    above = ours >= splink if or_equal else ours > splink
    sign = "≥" if or_equal else ">"
    figures = [
        _told(what, ours, "%") if least is None else _least(what, ours, least),
        _told(f"{what}, splink ({judged.splink.recipe})", splink, "%"),
    ]
    if least is not None:
        figures.append(
            Figure(BENCH, f"{what}, ours less splink's", ours - splink, "%", f"{sign} 0", above)
        )
    return figures


def _least(what: str, value: float, bar: float) -> Figure:
    return Figure(BENCH, what, value, "%", f"≥ {bar}", value >= bar)


def _most(what: str, value: float, bar: float, unit: str) -> Figure:
    return Figure(BENCH, what, value, unit, f"≤ {bar}", value <= bar)


def _told(what: str, value: float, unit: str) -> Figure:
    return Figure(BENCH, what, value, unit)
