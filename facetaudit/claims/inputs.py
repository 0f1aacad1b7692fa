"""What the user names becomes a list of files: folders and globs are expanded, `.gz` and `.zip` unpacked.

Files below a folder and members of an archive are *found*: those that hold no claims are passed over and named in the
load report.  A file that is named itself, and a found file that looks like claims but cannot be read, is refused, or
set aside where the user asks for that.
"""

from __future__ import annotations

import glob
import gzip
import os
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from facetaudit.claims.formats import AUTO
from facetaudit.errors import InputRefused, UsageError

_GZIP, _ZIP = b"\x1f\x8b", (b"PK\x03\x04", b"PK\x05\x06")
_WORKBOOK = "[Content_Types].xml"
_CHUNK = 1 << 20
MOST_MEMBERS = 10_000
LARGEST_RATIO = 200
"""Times its packed size that a member may grow to (claims grow to ten to fifty times), once it is `RATIO_FROM` long."""
RATIO_FROM = 64 << 20
MOST_UNPACKED = 200 << 30
FREE_KEPT = 1 << 30
"""Bytes of the temporary disk that unpacking leaves free."""
_DAMAGED = (zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error, RuntimeError)
"""What unpacking raises; RuntimeError for a way of packing that Python does not know."""
AUDIT_FOLDER = {"manifest.json", "findings.parquet"}


@dataclass(frozen=True)
class Input:
    """One file to read: its name in messages; `found` in a folder or an archive, `unpacked` into the private folder."""

    path: Path
    name: str
    size: int
    found: bool = False
    unpacked: bool = False


@dataclass(frozen=True)
class Aside:
    """A file that was not read, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class _Place:
    """A file before it has its name: where it is, and how many parts of its path the name has at least."""

    path: Path
    found: bool
    depth: int = 1


class Unpacker:
    """Unpacks into numbered folders of one private folder, never under a name that an archive chooses."""

    def __init__(self, workdir: Path) -> None:
        self._workdir = workdir
        self._made = 0
        self._left = min(MOST_UNPACKED, shutil.disk_usage(workdir).free - FREE_KEPT)

    def copy(self, source: IO[bytes], packed: int, name: str) -> Path:
        """The content of one member; raises InputRefused when it is damaged or grows out of proportion."""
        self._made += 1
        target = self._workdir / f"unpacked-{self._made}"
        written = 0
        try:
            with target.open("wb") as copy:
                while chunk := source.read(_CHUNK):
                    written += len(chunk)
                    if written > RATIO_FROM and written > LARGEST_RATIO * packed:
                        raise InputRefused(
                            f"{name}: it unpacks to more than {LARGEST_RATIO} times its size, as no claim file does; "
                            "unpack it yourself if you trust it."
                        )
                    if written > self._left:
                        raise InputRefused(
                            f"{name}: there is no room to unpack it in the temporary folder; unpack it elsewhere and "
                            "give the files."
                        )
                    copy.write(chunk)
        except _DAMAGED as error:
            target.unlink()
            raise InputRefused(f"{name}: the archive is damaged or was cut short here; fetch it again.") from error
        except InputRefused:
            target.unlink()
            raise
        except OSError as error:
            raise InputRefused(f"{name}: the file cannot be unpacked ({error.strerror}); check it.") from error
        self._left -= written
        return target


def list_inputs(
    inputs: Sequence[str | os.PathLike[str]], workdir: Path, input_format: str, *, skip_bad: bool
) -> tuple[list[Input], list[Aside]]:
    """The files to read, in the order given and by name below a folder, and those that were set aside.

    Raises UsageError when a file is given twice, InputRefused for a folder or glob without files and a damaged archive.
    """
    if not inputs:
        raise UsageError("no input is given; name at least one claim file.")
    places = [place for given in inputs for place in _places(Path(given))]
    names = short_names([place.path for place in places], [place.depth for place in places])
    real = [os.path.realpath(place.path) for place in places]
    for path, name in zip(real, names, strict=True):
        if real.count(path) > 1:
            raise UsageError(f"{name}: the file is given twice; name each input once.")
    unpacker = Unpacker(workdir)
    files: list[Input] = []
    aside: list[Aside] = []
    for place, name in zip(places, names, strict=True):
        try:
            for one in _opened(place, name, unpacker, input_format):
                if isinstance(one, Input):
                    files.append(one)
                elif skip_bad:
                    aside.append(Aside(*_split(one)))
                else:
                    raise one
        except InputRefused as error:
            if not skip_bad:
                raise
            aside.append(Aside(*_split(error)))
    return files, aside


def _split(error: InputRefused) -> tuple[str, str]:
    """The name and the reason of a refusal, which begins with the name."""
    name, _, reason = str(error).partition(": ")
    return name, reason


def aside_of(error: InputRefused, name: str) -> Aside:
    """A refused file as one that is set aside; the reason does not repeat the name."""
    return Aside(name, str(error).removeprefix(f"{name}: "))


def short_names(paths: Sequence[Path], depths: Sequence[int] = ()) -> list[str]:
    """Base names, with as many parent folders as tell equal ones apart."""
    parts = [Path(os.path.abspath(path)).parts for path in paths]
    names = []
    for own, least in zip(parts, depths or [1] * len(parts), strict=True):
        depth = least
        while depth < len(own) and sum(other[-depth:] == own[-depth:] for other in parts if other != own):
            depth += 1
        names.append("/".join(own[-depth:]))
    return names


def _places(given: Path) -> list[_Place]:
    """The files that one argument stands for."""
    if given.is_dir():
        found = [_Place(path, True) for path in _below(given)]
        if not found:
            raise InputRefused(f"{given.name or given}: the folder holds no file; give a folder with claim files.")
        return found
    if not given.exists() and glob.has_magic(str(given)):
        matches = [Path(path) for path in sorted(glob.glob(str(given), recursive=True))]
        if not matches:
            raise InputRefused(f"{given}: no file has such a name; check the pattern.")
        return [place for match in matches for place in (_places(match) if match.is_dir() else [_Place(match, False)])]
    return [_Place(given, False)]


def _below(folder: Path) -> Iterator[Path]:
    """Files below a folder by name; hidden ones and audit folders are left out."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if {*files} >= AUDIT_FOLDER:
            folders.clear()
            continue
        yield from (Path(place, name) for name in sorted(files) if not name.startswith("."))


def _opened(place: _Place, name: str, unpacker: Unpacker, input_format: str) -> Iterator[Input | InputRefused]:
    """The file itself, or what it unpacks to; a damaged member is given as the refusal that it is."""
    path = place.path
    try:
        with path.open("rb") as stream:
            head = stream.read(4)
    except OSError:  # the formats say what is wrong with it
        head = b""
    size = path.stat().st_size if path.is_file() else 0
    if head.startswith(_GZIP):
        with gzip.open(path) as stream:
            made = unpacker.copy(stream, size, name)  # type: ignore[arg-type]
        yield Input(made, name, made.stat().st_size, place.found, unpacked=True)
    elif head in _ZIP and input_format in (AUTO, *_READ_FROM_ZIP) and (members := _members(path, name)) is not None:
        with zipfile.ZipFile(path) as archive:
            for member in members:
                inside = f"{name}/{member.filename}"
                try:
                    with archive.open(member) as stream:
                        made = unpacker.copy(stream, member.compress_size, inside)
                except (*_DAMAGED, OSError) as error:  # a damaged directory of members leads to no place of the file
                    refusal = InputRefused(f"{inside}: the archive is damaged or was cut short here; fetch it again.")
                    refusal.__cause__ = error
                    yield refusal
                except InputRefused as error:
                    yield error
                else:
                    yield Input(made, inside, made.stat().st_size, found=True, unpacked=True)
    else:
        yield Input(path, name, size, place.found)


_READ_FROM_ZIP = ("canonical", "csv", "parquet", "rif", "eob", "x12-837", "x12-835")


def _members(path: Path, name: str) -> list[zipfile.ZipInfo] | None:
    """The files in a zip archive by name; None for a workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, EOFError, OSError, ValueError) as error:
        with path.open("rb") as stream:
            if b"xl/" in stream.read(_CHUNK):
                return None  # a workbook, whose format says that it is damaged
        raise InputRefused(f"{name}: the zip archive is damaged or was cut short; fetch it again.") from error
    if any(member.filename == _WORKBOOK for member in members):
        return None
    if len(members) > MOST_MEMBERS:
        raise InputRefused(f"{name}: the archive has more than {MOST_MEMBERS:,} members; unpack it and give the files.")
    for member in members:
        _refuse_unsafe(member, name)
    files = [member for member in members if not member.is_dir() and not _is_hidden(member.filename)]
    if not files:
        raise InputRefused(f"{name}: the archive is empty; give one with claim files.")
    return sorted(files, key=lambda member: member.filename)


def _refuse_unsafe(member: zipfile.ZipInfo, name: str) -> None:
    parts = PurePosixPath(member.filename.replace("\\", "/")).parts
    if ".." in parts or member.filename.startswith(("/", "\\")) or ":" in parts[0] or "\n" in member.filename:
        raise InputRefused(f"{name}: a member's name leads out of the archive, which is not safe; do not use it.")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise InputRefused(f"{name}: a member is a link to another file, which is not safe; do not use it.")
    if member.flag_bits & 1:
        raise InputRefused(f"{name}: the archive is encrypted; unpack it with its password and give the files.")


def _is_hidden(member: str) -> bool:
    parts = PurePosixPath(member).parts
    return "__MACOSX" in parts or parts[-1].startswith(".")
