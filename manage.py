#!/usr/bin/env python3
"""Run a management command with the settings of this project."""

import os
import sys


def main() -> None:
    """Hand the command line to Django; a missing setting ends with exit 2 (see settings)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anpr_governance.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
