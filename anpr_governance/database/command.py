"""The base of every management command: what its exit code means, and who it says did it."""

import getpass
import sys
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser


class Failure(Exception):
    """The work was refused, or the check failed: exit 1 with this sentence."""


class WrongUse(Exception):
    """A wrong option, file or setting: exit 2 with this sentence."""


class _Parser(CommandParser):
    """Says what is wrong in one sentence, without the usage in front of it."""

    def error(self, message: str) -> NoReturn:
        if self.called_from_command_line:
            self.exit(2, f"{message[:1].upper()}{message[1:]}.\n")
        raise WrongUse(message)


class Command(BaseCommand):
    """Exit 0: done. 1: rows refused, or the check failed (`Failure`). 2: wrong use, file or setting (`WrongUse`).

    Called from Python (`call_command`) the exceptions themselves arrive.
    """

    requires_system_checks = ()

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """The usual parser, with our words for a wrong use."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.__class__ = _Parser
        return parser

    def run_from_argv(self, argv: list[str]) -> None:
        """Run as a command line does: end with the exit code that the contract names."""
        try:
            super().run_from_argv(argv)
        except Failure as failure:
            self._end(1, str(failure))
        except (WrongUse, CommandError) as wrong:
            self._end(2, str(wrong))
        except OSError as error:
            self._end(2, f"{error.filename}: {error.strerror}." if error.filename else str(error))

    def _end(self, code: int, sentence: str) -> NoReturn:
        if sentence:
            self.stderr.write(sentence)
        sys.exit(code)


def operating_system_actor() -> str:
    """Who runs the command, as the audit chain names it without `--as`."""
    return f"command:{getpass.getuser()}"
