"""`traceability`: which clause is kept where, and by which test."""

import json
from argparse import ArgumentParser
from typing import Any

from anpr_governance.database.command import Command as Base
from anpr_governance.desk import tracing


class Command(Base):
    """Prints the table that CI compares, or JSON."""

    help = "Print requirement → clause, guards, steps, duties, sheets and tests."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=["markdown", "json"], default="markdown")

    def handle(self, *args: Any, **options: Any) -> None:
        found = tracing.trace()
        text = json.dumps(found, indent=2) + "\n" if options["format"] == "json" else tracing.as_markdown(found)
        self.stdout.write(text, ending="")
