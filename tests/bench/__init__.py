"""How fast Klipp is, in ratios within one run: `make bench`, or `make bench NAME=till`.

A bench is a module here with `run(scale: str) -> list[Figure]`; the scale is «small» for a
look of under a minute, «full» for what counts. It raises when it could not measure.
"""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """One measured value; `bar` says what it is held against, `holds` whether it does."""

    bench: str
    figure: str
    value: float
    unit: str
    bar: str | None = None
    holds: bool | None = None

    def as_json(self) -> str:
        """The figure as one line for a machine."""
        return json.dumps(asdict(self), ensure_ascii=False)


def percentile(values: list[float], share: float) -> float:
    """The value that this share of the values, from 0 to 1, does not exceed (nearest rank)."""
    ranked = sorted(values)
    return ranked[max(0, -(-int(share * 100 * len(ranked)) // 100) - 1)]
