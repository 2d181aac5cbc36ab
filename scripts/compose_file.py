"""Check docker-compose.yml against the schema of the Compose specification, and that it holds no secret.

The schema is vendored with its licence under tests/vendor/compose-spec; there is no compose plugin here.
"""

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import yaml

ROOT = Path(__file__).resolve().parent.parent
SECRET = re.compile(r"(SECRET|PASSWORD|TOKEN|KEY)\w*$")


def main() -> int:
    """Print each fault; 1 when there is one."""
    schema = json.loads((ROOT / "tests/vendor/compose-spec/compose-spec.json").read_text())
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    found = [f"{error.json_path}: {error.message}" for error in jsonschema.Draft7Validator(schema).iter_errors(compose)]
    for name, service in compose["services"].items():
        found += faults(name, service)
    print("\n".join(found) or f"{len(compose['services'])} services, in shape")
    return int(bool(found))


def faults(name: str, service: Mapping[str, Any]) -> list[str]:
    """What the schema does not ask: a health check, and secrets from the environment alone."""
    one_shot = service.get("restart") == "no"
    faults = [] if one_shot or "healthcheck" in service else [f"{name}: no healthcheck"]
    environment = service.get("environment") or {}
    values = environment.items() if isinstance(environment, dict) else [str(v).split("=", 1) for v in environment]
    for key, value in values:
        if SECRET.search(str(key)) and not str(value).startswith("${"):
            faults.append(f"{name}: {key} stands in the file")
    return faults


if __name__ == "__main__":
    sys.exit(main())
