"""Errors that a user is shown as one sentence, each with the exit code of the command."""

from __future__ import annotations


class FacetauditError(Exception):
    """A mistake that a user can mend: shown without a traceback.

    The message is one sentence with what is wrong, where, what is accepted and what to do.
    """

    exit_code = 2


class UsageError(FacetauditError):
    """The command, an option, the mapping file or the output path is wrong (exit 2)."""


class PolicyError(FacetauditError):
    """A policy, code-set or fee-table file is wrong, or has no value for a date (exit 2)."""


class InputRefused(FacetauditError):
    """A claim or procedure file cannot be read (exit 3)."""

    exit_code = 3


class NotClaims(InputRefused):
    """A sound file that holds something else than claim lines; among the files of a folder it is passed over."""


class ReportFailed(FacetauditError):
    """A report notebook stopped with an error (exit 4); ``short`` says where without quoting what was at fault."""

    exit_code = 4

    def __init__(self, message: str, short: str = "") -> None:
        super().__init__(message)
        self.short = short or message


class DetectorFailed(FacetauditError):
    """A detector stopped with an error; the others ran and the audit folder was written (exit 4)."""

    exit_code = 4
