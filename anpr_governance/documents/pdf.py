"""HTML to a tagged PDF, without a network and without a file that is not ours (abuse cases 64 to 66).

WeasyPrint is imported when the first file is made: a web process that makes none does not carry it.
"""

import mimetypes
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders

SCHEME = "static:"


class NotRendered(ValueError):
    """The page asks for something that is not a file of ours, so no file is made of it."""


def render(html: str, *, identifier: str) -> bytes:
    """The PDF/UA-1 of a whole page; same page and identifier, same bytes. Raises on any address that is not ours."""
    import weasyprint

    try:
        document = weasyprint.HTML(string=html, base_url=SCHEME, url_fetcher=_fetcher())
        made = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier.encode()[:32])
    except weasyprint.urls.FatalURLFetchingError as error:  # no Exception by birth, so that nothing swallows it
        raise NotRendered(str(error)) from error
    return bytes(made)


def _fetcher() -> Any:
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class OwnFilesAlone(URLFetcher):
        """Knows `static:` and nothing else; what it does not know ends the rendering."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            found = _own_file(url)
            if found is None:
                raise FatalURLFetchingError(f"The document asks for {url[:80]}, which is not a file of ours.")
            kind = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, found.read_bytes(), {"Content-Type": kind})

    return OwnFilesAlone()


def _own_file(url: str) -> Path | None:
    """The static file that an address of the scheme `static:` names; None for every other address."""
    name = url.removeprefix(SCHEME).lstrip("/")
    if not url.startswith(SCHEME) or ".." in name.split("/"):
        return None
    found = finders.find(name)
    return Path(found) if isinstance(found, str) else None
