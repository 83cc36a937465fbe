"""Run the benches named on the command line, or all: a table, then one JSON line a figure.

SCALE=small is a look of under a minute. A bar that is missed is told, and is no failure:
the exit is non-zero only when something could not be measured.
"""

import os
import pkgutil
import sys
import traceback
from importlib import import_module
from pathlib import Path

from tests.bench import Figure


def names() -> list[str]:
    """The benches there are: the modules here that have a `run`."""
    found = (module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]))
    modules = (name for name in found if not name.startswith("_"))
    return [name for name in modules if hasattr(import_module(f"tests.bench.{name}"), "run")]


def table(figures: list[Figure]) -> str:
    """The figures under one another."""
    width = max((len(figure.figure) for figure in figures), default=0)
    lines = []
    for figure in figures:
        verdict = {True: "holds", False: "MISSED", None: ""}[figure.holds]
        bar = figure.bar or ""
        value = f"{figure.value:10.2f} {figure.unit:6}"
        line = f"{figure.bench:9} {figure.figure:{width}} {value} {bar:8} {verdict}"
        lines.append(line.rstrip())
    return "\n".join(lines)


def main(chosen: list[str]) -> int:
    """Run the benches; returns 1 when one could not measure."""
    known = names()
    if unknown := [name for name in chosen if name not in known]:
        print(f"No such bench: {', '.join(unknown)}. There are {', '.join(known)}.")
        return 1
    figures: list[Figure] = []
    unmeasured = []
    for name in chosen or known:
        try:
            figures += import_module(f"tests.bench.{name}").run(os.environ.get("SCALE", "full"))
        except Exception:
            traceback.print_exc()
            unmeasured.append(name)
    print(table(figures))
    if unmeasured:
        print(f"Not measured: {', '.join(unmeasured)}.")
    for figure in figures:
        print(figure.as_json())
    return int(bool(unmeasured))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
