"""docs/cli.md: every command and option, from click."""

from __future__ import annotations

from collections.abc import Iterator

import click

from facetaudit.cli import commands
from scripts.docs_pages.markdown import anchor, code, page, table

INTRODUCTION = """
stdout carries data, stderr progress and messages, the exit code the outcome. `--quiet` goes before the command and
hides progress and messages; errors are still shown, each as one sentence.

| exit code | meaning |
| --- | --- |
| 0 | done |
| 1 | there are findings, and `--fail-on-findings` was given |
| 2 | usage, configuration or policy is wrong |
| 3 | an input file is refused |
| 4 | a report failed, or a detector did: the other detectors ran and the audit folder was written |
| 130 | stopped from the keyboard; nothing is left half-written |
"""


def build() -> str:
    """The page."""
    found = list(_walk(commands, click.Context(commands, info_name="facetaudit", **commands.context_settings)))
    rows = [(f"[{name}]({anchor(name)})", command.get_short_help_str(limit=120)) for name, command, _ in found[1:]]
    parts = [INTRODUCTION.strip(), "", *table(("command", "does"), rows)]
    for name, command, context in found:
        parts += ["", f"## {name}", "", *_one(command, context)]
    return page("Commands", parts)


def _walk(command: click.Command, context: click.Context) -> Iterator[tuple[str, click.Command, click.Context]]:
    yield context.command_path, command, context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None  # noqa: S101 - the group itself has just named it
            yield from _walk(inner, click.Context(inner, info_name=name, parent=context))


def _one(command: click.Command, context: click.Context) -> Iterator[str]:
    pieces = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    yield from ["```text", pieces, "```", ""]
    for paragraph in (command.help or "").split("\n\n"):
        yield from [" ".join(paragraph.split()), ""]
    options = [option for option in command.get_params(context) if isinstance(option, click.Option)]
    yield from table(("option", "takes", "default", "what it does"), [_option(option, context) for option in options])


def _option(option: click.Option, context: click.Context) -> tuple[str, str, str, str]:
    takes = "" if option.is_flag else code(option.make_metavar(context))
    default = code(option.default) if option.show_default and not option.is_flag else ""
    words = [option.help or ""]
    if option.required:
        words.append("Required.")
    if option.multiple:
        words.append("May be given several times.")
    return ", ".join(map(code, option.opts)), takes, default, " ".join(filter(None, words))
