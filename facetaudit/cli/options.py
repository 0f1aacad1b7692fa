"""Options that several commands take."""

from __future__ import annotations

from pathlib import Path

import click

memory_limit_option = click.option(
    "--memory-limit",
    metavar="SIZE",
    help="Of the whole process, for example 2GB, at least 350MB (FHIR: 500MB); the rest goes to disk.",
)
threads_option = click.option("--threads", type=click.IntRange(min=1), metavar="N", help="Default: every processor.")
pack_dir_option = click.option(
    "--pack-dir", "pack_dirs", multiple=True, type=click.Path(path_type=Path), help="Folder of your own policy pack."
)
fees_dir_option = click.option(
    "--fees-dir",
    type=click.Path(path_type=Path),
    help="Folder of the fee tables that `fees import` keeps; default: in your data directory.",
)
detectors_dir_option = click.option(
    "--detectors-dir", type=click.Path(path_type=Path), help="Folder of your own detectors (docs/own-detector.md)."
)
