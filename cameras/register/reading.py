"""A file as a header and rows of texts, whatever wrote it; a file that is no register is refused in one sentence."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from django.utils.translation import gettext as _

from anpr_governance.regulation import facts

DELIMITERS = ",;\t"
MOST_COLUMNS = 400
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_BINARY = re.compile("[\x00-\x08\x0e-\x1f]")
_MANY_BYTES = re.compile(rb"[\xc3\xc5\xc2][\x80-\xbf]|\xe2\x80[\x80-\xbf]")

Record = tuple[int, list[str]]


class FileRefused(ValueError):
    """The file as a whole cannot be read; the message is the sentence for the person."""


class Source(Protocol):
    """Records of a file, as often as asked."""

    def records(self) -> Iterator[Record]:
        """Number (1 = first record of the file) and cells of each record."""


@dataclass
class Sheet:
    """A table: the number of its header record, the header, and the rows under it."""

    source: Source
    header_at: int
    header: list[str]

    def rows(self) -> Iterator[Record]:
        """Every record under the header that holds anything. Raises `FileRefused` beyond the limit of rows."""
        most = facts("register")["import"]["rows_most"]
        count = 0
        for number, cells in self.source.records():
            if number <= self.header_at or not any(cells):
                continue
            count += 1
            if count > most:
                raise FileRefused(_("The file has more than %(most)s rows. Import it in parts.") % {"most": most})
            yield number, cells


def too_large(size: int) -> str:
    """Why a file of `size` bytes is refused; nothing when it is not."""
    most = facts("register")["import"]["megabytes_most"]
    if size > most * 1024 * 1024:
        return _("The file is larger than %(most)s MB. Import it in parts.") % {"most": most}
    return _("The file is empty.") if size == 0 else ""


def open_sheet(data: bytes) -> Sheet:
    """The first table of a CSV or XLSX file; its type is found in its content. Raises `FileRefused`."""
    if sentence := too_large(len(data)):
        raise FileRefused(sentence)
    source = _source(data)
    for number, cells in source.records():
        header = [cell.replace("\ufeff", "").strip() for cell in cells]
        if len(header) > MOST_COLUMNS:
            raise FileRefused(_("The file has more than %(most)s columns.") % {"most": MOST_COLUMNS})
        if any(header):
            return Sheet(source, number, header)
    raise FileRefused(_("The file holds no rows."))


def _source(data: bytes) -> Source:
    if data.startswith(ZIP):
        from cameras.register.workbooks import Workbook

        return Workbook(data)
    if data.startswith(OLE):
        sentence = _("This is an old Excel file, or one with a password. Save it as .xlsx or CSV without a password.")
        raise FileRefused(sentence)
    if data.startswith((b"%PDF", b"{\\rtf", b"\x1f\x8b", b"<!DOCTYPE", b"<html", b"\x89PNG", b"\xff\xd8\xff")):
        raise FileRefused(_("This is no register. Give a CSV or XLSX file."))
    return Text(data)


def encoding_of(data: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16, else the code page of Western Windows.

    A file that writes other letters in UTF-8 stays UTF-8 where a byte is damaged: that cell alone cannot be read.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    head = data[:4000]
    if head.count(0) > len(head) // 4:
        return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "utf-8" if _MANY_BYTES.search(data) else "cp1252"
    return "utf-8"


class Text:
    """Delimited text."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.encoding = encoding_of(data)
        sample = self._checked_sample()
        self.delimiter = delimiter_of(sample)

    def _checked_sample(self) -> str:
        with self._opened() as whole:
            sample = whole.read(64_000)
        if len(_BINARY.findall(sample)) > len(sample) // 50 + 1:
            raise FileRefused(_("This is no text. Give a CSV or XLSX file."))
        return sample

    def _opened(self) -> IO[str]:
        """The text; a letter that cannot be read is kept as a mark that no cell passes with."""
        errors = "replace" if self.encoding.startswith("utf-16") else "surrogateescape"
        return io.TextIOWrapper(io.BytesIO(self.data), encoding=self.encoding, errors=errors, newline="")

    def records(self) -> Iterator[Record]:
        """Numbered records; a quoted line break does not begin a new one."""
        try:
            with self._opened() as lines:
                yield from enumerate(csv.reader(lines, delimiter=self.delimiter), start=1)
        except csv.Error:
            sentence = _("The file cannot be read as CSV near row %(row)s: a quotation mark is not closed.")
            raise FileRefused(sentence % {"row": self._last_good()}) from None

    def _last_good(self) -> int:
        count = 0
        try:
            with self._opened() as lines:
                for _record in csv.reader(lines, delimiter=self.delimiter):
                    count += 1
        except csv.Error:
            pass
        return count + 1


def delimiter_of(sample: str) -> str:
    """The delimiter that parts the first line with words in it into most cells; a comma when none does."""
    lines = [line for line in sample.splitlines()[:50] if line.strip(f"{DELIMITERS} ")]
    if not lines:
        return ","
    return max(DELIMITERS, key=lambda mark: (_cells(lines[0], mark), -DELIMITERS.index(mark)))


def _cells(line: str, mark: str) -> int:
    return len(next(csv.reader([line], delimiter=mark), []))


def read_file(path: str) -> tuple[str, bytes]:
    """Name and bytes of a file of the machine. Raises `FileRefused` for a folder, OSError for a missing file."""
    file = Path(path)
    if file.is_dir():
        raise FileRefused(_("%(path)s is a folder. Give a CSV or XLSX file.") % {"path": path})
    if sentence := too_large(file.stat().st_size):
        raise FileRefused(sentence)
    return file.name, file.read_bytes()
