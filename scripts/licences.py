"""The licence gate: nothing of the Affero GPL where the product runs, the GPL only as a tool of development.

Exit 1 names every distribution whose licence is refused or unknown. It reads what the installed packages
declare about themselves, for the names that stand in the two lock files.
"""

import importlib.metadata
import re
import sys
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent

KNOWN = re.compile(
    r"MIT|BSD|Apache|MPL|Mozilla Public|ISC|PSF|Python Software Foundation|Unlicense|Zlib|CC0|BlueOak|CNRI|"
    r"LGPL|Lesser General Public",
    re.IGNORECASE,
)
COPYLEFT = re.compile(r"AGPL|Affero|(?<![AL])GPL|(?<!Lesser )General Public License", re.IGNORECASE)
REASONED = {
    "pyphen": "offered under three licences; used under the Mozilla Public License 1.1",
}


def main() -> int:
    """Check both sets; print what is refused."""
    running = _names("base.txt")
    found = [sentence for name in sorted(running) if (sentence := refused(name, at_run_time=True))]
    tools = _names("dev.txt") - running
    found += [sentence for name in sorted(tools) if (sentence := refused(name, at_run_time=False))]
    print("\n".join(found) or f"{len(running)} packages at run time and {len(tools)} tools, every licence known")
    return int(bool(found))


def _names(lock: str) -> set[str]:
    """The distributions of one lock file that this machine installs."""
    text = (ROOT / "requirements" / lock).read_text()
    lines = [line.removesuffix(" \\") for line in text.splitlines() if line and line[0].isalnum()]
    wanted = [Requirement(line) for line in lines]
    return {item.name for item in wanted if item.marker is None or item.marker.evaluate()}


def refused(name: str, at_run_time: bool) -> str:
    """Why this distribution may not be used there, or nothing."""
    declared = _declared(name)
    if name in REASONED:
        return ""
    if COPYLEFT.search(declared):
        return f"{name}: {declared} may not be used at run time" if at_run_time else ""
    return "" if KNOWN.search(declared) else f"{name}: the licence is not known ({declared or 'none declared'})"


def _declared(name: str) -> str:
    """What the package says of itself: the SPDX expression, else the classifiers, else the first line of text."""
    facts = importlib.metadata.metadata(name)
    if "License-Expression" in facts:
        return facts["License-Expression"]
    classifiers = [c.rpartition("::")[2].strip() for c in facts.get_all("Classifier") or [] if c.startswith("License")]
    text = str(dict(facts.json).get("license", ""))
    return "; ".join(classifiers) or text.partition("\n")[0]


if __name__ == "__main__":
    sys.exit(main())
