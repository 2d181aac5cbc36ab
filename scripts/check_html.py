"""`make check-html`: the W3C Nu checker over every page that the demonstration's people reach by following links.

Needs Java, npm once for the checker itself, and the demonstration database (`make demo-reset`).
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r'href="(/[^"#?]*)"')
MOST_PAGES = 400  # of one person; lists repeat themselves
FILES = (".pdf", ".csv", ".xlsx", ".ics", ".css", ".js", ".woff2", ".svg", ".png", ".ico")


def main() -> int:
    """Write every page to a folder and hand that to the checker; its exit code is ours."""
    os.chdir(ROOT)
    missing = [name for name in ("java", "npm") if shutil.which(name) is None]
    if missing:
        print(f"Missing: {', '.join(missing)}. This check alone needs it.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        count = _write_pages(Path(folder))
        print(f"{count} pages")
        command = ["java", "-jar", str(_checker()), "--errors-only", "--skip-non-html", folder]
        return subprocess.run(command, check=False).returncode


def _checker() -> Path:
    """The checker from npm's vnu-jar, kept under var/."""
    jar = ROOT / "var" / "vnu" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    if not jar.exists():
        folder = jar.parents[4]
        folder.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--silent", "--no-save", "--ignore-scripts", "vnu-jar"]
        subprocess.run(command, cwd=folder, check=True)
    return jar


def _write_pages(folder: Path) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anpr_governance.settings")
    import django

    django.setup()
    from django.test import Client

    from anpr_governance.organisations.models import Person

    pages: dict[str, str] = _reached(Client(SERVER_NAME="localhost"))
    for person in Person.objects.filter(email__endswith="@demo.example"):
        client = Client(SERVER_NAME="localhost")
        client.force_login(person)
        pages |= {f"{person.email}{path}": html for path, html in _reached(client).items()}
    for number, (place, html) in enumerate(sorted(pages.items())):
        name = re.sub(r"[^\w.-]+", "_", place)[:120]
        (folder / f"{number:05}_{name}.html").write_text(html)
    return len(pages)


def _reached(client: "Client") -> dict[str, str]:
    """Every HTML page that links lead to from the first page and the sign-in."""
    waiting = ["/", "/accounts/login/", "/accessibility/", "/privacy/", "/publications/"]
    seen: set[str] = set()
    pages: dict[str, str] = {}
    while waiting and len(pages) < MOST_PAGES:
        path = waiting.pop(0)
        if path in seen or path.endswith(FILES):
            continue
        seen.add(path)
        answer = client.get(path)
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            pages[path] = answer.content.decode()
            waiting += LINK.findall(pages[path])
    return pages


if __name__ == "__main__":
    sys.exit(main())
