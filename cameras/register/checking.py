"""The first pass over a file: every row read, placed and compared with the others, before anything is written.

Good rows wait in a file of their own, so that memory does not grow with their length.
"""

import json
import tempfile
from collections.abc import Callable, Iterator
from itertools import islice

from django.utils.translation import gettext as _

from anpr_governance.regulation import facts
from cameras.register.columns import DECIDED_STATES, device_columns, site_columns
from cameras.register.places import placed
from cameras.register.rows import Reader, Refusal, Row

Progress = Callable[[int, int], None]
BETWEEN = "\0"
"""No value has one: the reader refuses it."""


def batch_size() -> int:
    """Rows that are matched and written together."""
    return int(facts("register")["import"]["batch"])


class Checked:
    """What the first pass found: refusals in the order of the rows, and the good rows to come back to."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.total = 0
        self.repeated = 0
        self.refusals: list[Refusal] = []
        self.refused: set[int] = set()
        self.refused_keys: set[str] = set()
        self.decided: list[tuple[int, str, str]] = []
        self._spool = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115 - read in the second pass
        self._sites: dict[str, tuple[int, str]] = {}
        self._devices: dict[str, tuple[int, str, str]] = {}
        self._disagreeing: dict[str, set[int]] = {}
        present = set(reader.columns)
        self._of_site = _picker([name for name in site_columns() if name in present])
        self._of_device = _picker([name for name in device_columns() if name in present])

    def run(self, progress: Progress) -> "Checked":
        """Read every row."""
        rows = self.reader.sheet.rows()
        while batch := list(islice(rows, batch_size())):
            read = [self.reader.read(number, cells) for number, cells in batch]
            self.refused_keys.update(
                self.reader.key(cells)
                for (_number, cells), item in zip(batch, read, strict=True)
                if isinstance(item, list)
            )
            self._batch(read)
            self.total += len(batch)
            progress(self.total, 0)
        self._refuse_whole_sites()
        self._sites.clear()
        self._devices.clear()
        self.refusals.sort(key=lambda refusal: refusal.row)
        return self

    def good(self) -> Iterator[Row]:
        """The rows that nothing stands against."""
        self._spool.seek(0)
        for line in self._spool:
            number, values, place = json.loads(line)
            row = Row(number, values, tuple(place) if place else None)
            if number in self.refused:
                self.refused_keys.add(row.key)
            else:
                yield row

    def batches(self) -> Iterator[list[Row]]:
        """The good rows, some hundreds at a time."""
        rows = self.good()
        while batch := list(islice(rows, batch_size())):
            yield batch

    def refuse(self, row: int, name: str, value: str, reason: str) -> None:
        """Refuse a row that the first reading let pass."""
        self.refused.add(row)
        self.refusals.append(self.reader.against(row, name, value, reason))

    def _batch(self, read: list[Row | list[Refusal]]) -> None:
        for wrong in (item for item in read if isinstance(item, list)):
            self.refusals += wrong
            self.refused.update(refusal.row for refusal in wrong)
        rows = [item for item in read if isinstance(item, Row)]
        lines = []
        for row, place in zip(rows, placed([row.values for row in rows]), strict=True):
            if place is not None and isinstance(place[0], str):
                self.refuse(row.number, place[0], row.values.get(place[0], ""), str(place[1]))
                self.refused_keys.add(row.key)
                continue
            if self._agrees(row):
                lines.append(json.dumps([row.number, row.values, place], ensure_ascii=False, separators=(",", ":")))
        self._spool.write("".join(f"{line}\n" for line in lines))

    # Rows beside each other

    def _agrees(self, row: Row) -> bool:
        """Note what the row says of its site and device; whether it brings anything that no row before it brought."""
        values = self._of_site(row.values)
        first, said = self._sites.setdefault(row.site, (row.number, values))
        if row.values["status"] in DECIDED_STATES:
            self.decided.append((row.number, row.site, row.values["status"]))
        if said != values:
            self._disagree(row, first, said, values, site_columns())
        if not row.device:
            if first != row.number:
                self.repeated += 1
            return first == row.number
        return self._device_agrees(row)

    def _device_agrees(self, row: Row) -> bool:
        values = self._of_device(row.values)
        first, site, said = self._devices.setdefault(row.device, (row.number, row.site, values))
        if first == row.number:
            return True
        if site != row.site:
            sentence = _("Device %(device)s stands in row %(row)s at site %(site)s. A device stands at one place.")
            self._both(row.number, first, "device_reference", row.device, (row.site, site), sentence, row.device)
        elif said != values:
            self._disagree(row, first, said, values, device_columns())
        else:
            self.repeated += 1
            return False
        return True

    def _both(
        self, row: int, first: int, name: str, value: str, sites: tuple[str, str], sentence: str, device: str
    ) -> None:
        """Refuse two rows, each citing the other."""
        for one, other, site in ((row, first, sites[1]), (first, row, sites[0])):
            self.refuse(one, name, value, sentence % {"device": device, "row": other, "site": site})

    def _disagree(self, row: Row, first: int, said: str, values: str, names: tuple[str, ...]) -> None:
        present = [name for name in names if name in self.reader.named]
        both = zip(present, said.split(BETWEEN), values.split(BETWEEN), strict=True)
        name, there, here = next(found for found in both if found[1] != found[2])
        sentence = _("Row %(row)s of the same site or device says “%(there)s”. Make both rows agree.")
        self.refuse(row.number, name, here, sentence % {"row": first, "there": there})
        if first not in self._disagreeing.setdefault(row.site, set()):
            self.refuse(first, name, there, sentence % {"row": row.number, "there": here})
        self._disagreeing[row.site] |= {first, row.number}

    def _refuse_whole_sites(self) -> None:
        """A site whose rows disagree is in doubt as a whole: its other rows are refused with them."""
        if not self._disagreeing:
            return
        for row in self.good():
            known = self._disagreeing.get(row.site)
            if known and row.number not in known:
                sentence = _("Rows %(rows)s of the same site do not agree.")
                rows = ", ".join(str(number) for number in sorted(known)[:5])
                self.refuse(row.number, "site_reference", row.site, sentence % {"rows": rows})


def _picker(names: list[str]) -> Callable[[dict[str, str]], str]:
    """The values of `names` as one text, which takes a fifth of their memory; empty where a row says nothing."""
    return lambda values: BETWEEN.join([values.get(name, "") for name in names])
