"""Who has which key: millions of small lists in a few plain arrays.

A Python dict of lists would take a gigabyte for a million persons. Here the bulk lies sorted in
two arrays, 12 bytes an entry; what came since lies in a small dict, what went is crossed out,
and both are merged into the bulk when they have grown.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.uint32]

# A merge at a million persons takes a tenth of a second, so it shall be rare; a dict of a
# fiftieth is still small.
_MERGED_FROM = 50_000
_MERGED_FROM_SHARE = 50
_REMEMBERED = 20_000


class Postings:
    """The rows that have a key, for 64-bit keys; a row has a key once."""

    def __init__(self) -> None:
        self._keys = np.empty(0, np.int64)
        self._rows = np.empty(0, np.uint32)
        self._new: dict[int, tuple[int, ...]] = {}  # tuples: the garbage collector forgets them
        self._gone: dict[int, set[int]] = {}
        self._unmerged = 0
        self._found: dict[int, tuple[int, int]] = {}  # where keys begin and end in the bulk

    def add(self, row: int, keys: Sequence[int]) -> None:
        """The row has these keys, too."""
        new, gone = self._new, self._gone
        for key in keys:
            if gone and row in gone.get(key, ()):
                gone[key].discard(row)
            else:
                new[key] = (*new.get(key, ()), row)
        self._changed(len(keys))

    def remove(self, row: int, keys: Sequence[int]) -> None:
        """The row has these keys no longer."""
        for key in keys:
            new = self._new.get(key, ())
            if row in new:
                self._new[key] = tuple(other for other in new if other != row)
            else:
                self._gone.setdefault(key, set()).add(row)
        self._changed(len(keys))

    def rows(self, keys: Sequence[int]) -> list[Rows]:
        """The rows of each key, in the order of the keys."""
        self._find(keys)
        return [self._rows_of(key) for key in keys]

    def count(self, key: int) -> int:
        """How many rows have the key."""
        self._find([key])
        start, end = self._found[key]
        return end - start + len(self._new.get(key, ())) - len(self._gone.get(key, ()))

    def _find(self, keys: Sequence[int]) -> None:
        """Where the keys stand in the bulk: remembered, for the next question is often alike."""
        unknown = [key for key in keys if key not in self._found]
        if unknown:
            if len(self._found) > _REMEMBERED:
                self._found = {}
                unknown = list(keys)
            asked = np.array(unknown, np.int64)
            starts = self._keys.searchsorted(asked, "left").tolist()
            ends = self._keys.searchsorted(asked, "right").tolist()
            self._found.update(zip(unknown, zip(starts, ends, strict=True), strict=True))

    def _rows_of(self, key: int) -> Rows:
        start, end = self._found[key]
        found = self._rows[start:end]
        if gone := self._gone.get(key):
            found = np.setdiff1d(found, np.fromiter(gone, np.uint32))
        if new := self._new.get(key):
            found = np.concatenate((found, np.array(new, np.uint32)))
        return found

    def everything(self) -> tuple[NDArray[np.int64], Rows]:
        """Every key with every row that has it, sorted by key."""
        self._merge()
        return self._keys, self._rows

    def _changed(self, entries: int) -> None:
        self._unmerged += entries
        if self._unmerged > max(_MERGED_FROM, len(self._keys) // _MERGED_FROM_SHARE):
            self._merge()

    def _merge(self) -> None:
        if self._gone:
            self._cross_out()
        if any(self._new.values()):
            self._insert()
        self._new, self._gone, self._unmerged, self._found = {}, {}, 0, {}

    def _insert(self) -> None:
        lengths = [len(rows) for rows in self._new.values()]
        keys = np.repeat(np.fromiter(self._new, np.int64, len(self._new)), lengths)
        rows = np.fromiter((row for rows in self._new.values() for row in rows), np.uint32)
        order = np.lexsort((rows, keys))
        keys, rows = keys[order], rows[order]
        # After the entries of the same key: their rows need not be sorted.
        places = np.searchsorted(self._keys, keys, "right")
        self._keys = np.insert(self._keys, places, keys)
        self._rows = np.insert(self._rows, places, rows)

    def _cross_out(self) -> None:
        self._find([*self._gone])
        gone = [
            start + int(np.flatnonzero(self._rows[start:end] == row)[0])
            for key, rows in self._gone.items()
            for start, end in [self._found[key]]
            for row in rows
        ]
        self._keys = np.delete(self._keys, gone)
        self._rows = np.delete(self._rows, gone)
