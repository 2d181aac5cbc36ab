"""`make messages`: collect every text of ours for translation, and bring the Welsh catalogue in step.

Texts come from Python, from the Jinja templates and from the tables of regulation.
"""

import os
import sys
from pathlib import Path

from babel.messages.frontend import CommandLineInterface

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = ROOT / "locale" / "django.pot"
MAPPING = ROOT / "locale" / "mapping.ini"
LANGUAGES = ("cy",)
OPTIONS = ["--no-location", "--sort-output", "--no-wrap"]


def main() -> int:
    """Write locale/django.pot and each catalogue; texts that are gone leave the catalogues."""
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    keywords = [f"--keyword={name}" for name in ("gettext_lazy", "_", "ngettext:1,2", "pgettext:1c,2")]
    _babel("extract", "-F", str(MAPPING), *keywords, *OPTIONS, "-o", str(TEMPLATE), ".")
    for language in LANGUAGES:
        known = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
        command = "update" if known.exists() else "init"
        options = ["--no-fuzzy-matching", "--ignore-obsolete", "--no-wrap"] if known.exists() else ["--no-wrap"]
        _babel(command, "-D", "django", "-i", str(TEMPLATE), "-d", "locale", "-l", language, *options)
    return 0


def _babel(*arguments: str) -> None:
    CommandLineInterface().run(["pybabel", "--quiet", *arguments])


if __name__ == "__main__":
    sys.exit(main())
