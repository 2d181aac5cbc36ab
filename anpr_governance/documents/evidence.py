"""Evidence files: known by their content, named safely, kept once, and handed out as a download alone.

What a file is decides its content, not its name (abuse cases 58, 69 to 72). A file is read through a visible owner
only: the app's page finds the owner, then answers with `download`.
"""

import hashlib
import io
import re
import unicodedata
import zipfile
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

import puremagic
from django.http import HttpResponse
from django.utils.translation import gettext as _

from anpr_governance.database import clock
from anpr_governance.documents.models import EvidenceFile
from anpr_governance.workflow.reasons import Reason, Refused

MOST_BYTES = 25 * 1024 * 1024
MOST_PIXELS = 60_000_000
MOST_UNPACKED = 250 * 1024 * 1024  # bytes of an office file when unpacked
MOST_PARTS = 4000  # files within an office file
LONGEST_NAME = 120  # characters
TYPES = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
    "application/vnd.oasis.opendocument.text": (".odt",),
    "text/csv": (".csv",),
    "text/plain": (".txt", ".toml"),
}
_OFFICE = {"word/document.xml": ".docx", "xl/workbook.xml": ".xlsx"}
_DEVICES = re.compile(r"^(?:con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)
_MARKUP = re.compile(rb"^\s*(?:<\?xml|<!doctype|<html|<svg|<script|<head|<body)", re.IGNORECASE)
_UNSAFE = re.compile(r'[<>:"/\\|?*%\x00-\x1f\x7f]')


class NotStored(ValueError):
    """The file is not kept; the message says why and how to mend it."""


def store(
    organisation: Any, name: str, content: bytes, at: datetime, replaces: EvidenceFile | None = None
) -> EvidenceFile:
    """Keep a file once: the same bytes under the same name are the file that is there. Raises NotStored."""
    kind = recognised(name, content)
    content = bare(kind, content)
    digest = hashlib.sha256(content).hexdigest()
    known = {"organisation": organisation, "sha256": digest, "name": safe_name(name, kind)}
    rest = {"type": kind, "bytes": content, "size": len(content), "stored_at": at, "replaces": replaces}
    return EvidenceFile.objects.get_or_create(**known, defaults=rest)[0]


def kept(
    organisation: Any, name: str, content: bytes, clause: str = "house", field: str = "file",
    replaces: EvidenceFile | None = None,
) -> EvidenceFile:  # fmt: skip
    """As `store`, for what a person hands in: a file that is not kept is Refused with its sentence at `field`."""
    try:
        return store(organisation, name, content, clock.now(), replaces)
    except NotStored as problem:
        raise Refused([Reason(str(problem), clause, field)]) from problem


def recognised(name: str, content: bytes) -> str:
    """The type found in the content, when it is one that we keep and the name agrees. Raises NotStored."""
    if not content:
        raise NotStored(_("The file is empty. Choose another one."))
    if len(content) > MOST_BYTES:
        size = MOST_BYTES // (1024 * 1024)
        raise NotStored(_("The file is larger than %(size)d MB. Hand in a smaller one.") % {"size": size})
    kind = _found(content, PurePosixPath(name.replace("\\", "/")).suffix.lower())
    if kind is None:
        raise NotStored(_("Files of this kind are not kept. Hand in a PDF, a picture, an office file, CSV or text."))
    if PurePosixPath(name).suffix.lower() not in TYPES[kind]:
        wanted = TYPES[kind][0]
        sentence = _("The name does not say what the file is. Give it a name that ends in %(wanted)s.")
        raise NotStored(sentence % {"wanted": wanted})
    return kind


def _found(content: bytes, suffix: str) -> str | None:
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    if _is_text(content):
        return "text/csv" if suffix == ".csv" else "text/plain"
    try:
        kinds = {match.mime_type for match in puremagic.magic_string(content)}
    except puremagic.PureError:
        return None
    starts = {"application/pdf": b"%PDF-", "image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
    return next((kind for kind, start in starts.items() if kind in kinds and content.startswith(start)), None)


def _is_text(content: bytes) -> bool:
    if b"\x00" in content or _MARKUP.match(content.removeprefix(b"\xef\xbb\xbf")) or content.startswith(b"%PDF-"):
        return False
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not any(unicodedata.category(sign) == "Cc" and sign not in "\t\r\n\f" for sign in text[:100_000])


def _office(content: bytes) -> str | None:
    """An office file by its parts: no macros, no bomb, no paths that lead out."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            names = [part.filename for part in parts]
            kept = packed.read("mimetype")[:100].decode("ascii", "ignore") if "mimetype" in names else ""
    except Exception:  # a damaged zip raises zlib's and lzma's own errors too
        return None
    bomb = len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED
    leads_out = any(name.startswith("/") or ".." in name.split("/") for name in names)
    if bomb or leads_out or any("vbaproject" in name.lower() for name in names):
        return None
    suffix = next((suffix for part, suffix in _OFFICE.items() if part in names), "")
    suffix = ".odt" if kept == "application/vnd.oasis.opendocument.text" else suffix
    return next((kind for kind, suffixes in TYPES.items() if suffix in suffixes), None)


def bare(kind: str, content: bytes) -> bytes:
    """A picture without what the camera wrote beside it: place, time, thumbnail. Raises NotStored for a huge one."""
    if not kind.startswith("image/"):
        return content
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise NotStored(_("The picture has too many points. Make it smaller, then hand it in again."))
            made, picture = io.BytesIO(), ImageOps.exif_transpose(opened)  # as the camera was held
            clean = Image.new(picture.mode, picture.size)
            clean.paste(picture)
            if picture.palette is not None:
                clean.putpalette(picture.palette)
            clean.save(
                made, "PNG" if kind == "image/png" else "JPEG", **({} if kind == "image/png" else {"quality": 92})
            )
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise NotStored(_("The picture cannot be read. Save it again as PNG or JPEG, then hand it in.")) from error
    return made.getvalue()


def safe_name(name: str, kind: str) -> str:
    """A name that is safe on every machine: no path, no hidden direction, no device, not too long."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    shown = "".join(sign for sign in last if unicodedata.category(sign) not in ("Cf", "Cc", "Co", "Cs"))
    path = PurePosixPath(_UNSAFE.sub("_", shown).strip(" .") or "file")
    stem = path.name[: -len(path.suffix)] if path.suffix else path.name
    stem = "file" if not stem.strip("_ .") or _DEVICES.match(stem.partition(".")[0]) else stem
    suffix = path.suffix.lower() if path.suffix.lower() in TYPES[kind] else TYPES[kind][0]
    return f"{stem.strip()[:LONGEST_NAME]}{suffix}"


def download(file: EvidenceFile) -> HttpResponse:
    """The file as a download, which no browser runs or shows in our name; 410 when its payload was disposed of."""
    if file.bytes is None:
        return HttpResponse(_("This file was disposed of. Its hash stays on the record."), status=410)
    response = HttpResponse(bytes(file.bytes), content_type=file.type)
    response.headers["Content-Disposition"] = _disposition(file.name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _disposition(name: str) -> str:
    from django.utils.http import content_disposition_header

    return content_disposition_header(True, name) or "attachment"
