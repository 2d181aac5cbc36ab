"""Prints govuk-frontend's CSS without what belongs to service.gov.uk alone: its font, its crown, its crest."""

import re
import sys
from pathlib import Path

NOT_OURS = re.compile(r"crown|crest")
RULE = re.compile(r"(?:^|(?<=[{};]))(?P<selector>[^{}@;]+)\{(?P<body>[^{}]*)\}")


def _kept(rule: re.Match[str]) -> str:
    selectors = [one for one in rule["selector"].split(",") if not NOT_OURS.search(one)]
    body = ";".join(one for one in rule["body"].split(";") if not NOT_OURS.search(one))
    return f"{','.join(selectors)}{{{body}}}" if selectors and body else ""


def without_crown(css: str) -> str:
    """The stylesheet that a police force may serve."""
    css = re.sub(r"@font-face\{[^}]*GDS Transport[^}]*\}", "", css)
    css = re.sub(r"GDS Transport,\s*arial,\s*sans-serif", "Inter,Arial,sans-serif", css)
    css = css.replace("GDS Transport", "Inter")
    css = RULE.sub(_kept, css)
    return re.sub(r"/\*# sourceMappingURL=.*?\*/", "", css).rstrip() + "\n"


if __name__ == "__main__":
    sys.stdout.write(without_crown(Path(sys.argv[1]).read_text(encoding="utf-8")))
