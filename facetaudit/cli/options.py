"""Options that several commands take."""

from __future__ import annotations

from pathlib import Path

import click

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
