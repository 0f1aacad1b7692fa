"""Files at addresses such as `s3a://...`, by the file systems that Spark itself reads from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from facetaudit.claims.inputs import AUDIT_FOLDER, short_names
from facetaudit.errors import InputRefused, UsageError

_MARK = b"PAR1"
_ABSENT = ("FileNotFoundException", "UnknownStoreException")
_NO_ACCESS = (
    "AccessDeniedException", "AccessControlException", "NoAuthWithAWSException", "CredentialInitializationException",
)  # fmt: skip


@dataclass(frozen=True)
class Remote:
    """One file at an address: Hadoop's path of it, its name in messages; `found` in a folder."""

    path: Any
    name: str
    size: int
    found: bool

    @property
    def address(self) -> str:
        """The whole address, as it reads."""
        return str(self.path.toString())

    @property
    def literal(self) -> str:
        """The address for Spark's readers, in which no sign stands for others."""
        return re.sub(r"([\[\]{}*?\\])", r"\\\1", self.address)

    @property
    def key(self) -> str:
        """How Spark tells a row's file in `_metadata.file_path`."""
        return str(self.path.toUri().toString())


def list_remote(spark: Any, addresses: Sequence[str]) -> list[Remote]:
    """The files at the addresses: in the order given, those below a folder by name, hidden ones left out.

    Raises InputRefused for an address that leads nowhere, to an empty folder or cannot be read, UsageError for a file
    that is given twice.
    """
    places = [place for address in addresses for place in _below(spark, address)]
    texts = [str(path.toString()) for path, _, _ in places]
    for text, times in Counter(texts).items():
        if times > 1:
            raise UsageError(f"{text}: the file is given twice; name each input once.")
    names = short_names([Path("/", re.sub(r"^[^:/]+:/*", "", text)) for text in texts])
    return [Remote(path, name, size, found) for (path, size, found), name in zip(places, names, strict=True)]


def _below(spark: Any, address: str) -> list[tuple[Any, int, bool]]:
    """(path, size, whether found in a folder) of the files that an address stands for."""
    with _refusing(address):
        root = spark._jvm.org.apache.hadoop.fs.Path(address)
        system = _system(spark, root)
        if system.exists(root):
            matches = [system.getFileStatus(root)]
        else:  # a pattern, or nothing
            matches = sorted(system.globStatus(root) or (), key=_text)
        places = []
        for match in matches:
            if not match.isDirectory():
                places.append((match.getPath(), int(match.getLen()), False))
                continue
            inside = _inside(system, match.getPath())
            if not inside:
                raise InputRefused(f"{address}: the folder holds no file; give a folder with claim files.")
            places += [(one.getPath(), int(one.getLen()), True) for one in inside]
    if not places:
        raise InputRefused(f"{address}: there is no such file or folder; check the address.")
    return places


def _inside(system: Any, folder: Any) -> list[Any]:
    """Files below a folder by name; hidden ones and audit folders are left out, as on a disk."""
    files = []
    listing = system.listFiles(folder, True)
    while listing.hasNext():
        files.append(listing.next())
    root = PurePosixPath(folder.toString())
    parts = {id(one): PurePosixPath(_text(one)).relative_to(root).parts for one in files}
    held: dict[tuple[str, ...], set[str]] = {}
    for *above, name in parts.values():
        held.setdefault(tuple(above), set()).add(name)
    audits = [above for above, names in held.items() if names >= AUDIT_FOLDER]

    def is_read(one: Any) -> bool:
        own = parts[id(one)]
        return not any(part.startswith(".") for part in own) and not any(own[: len(above)] == above for above in audits)

    return sorted(filter(is_read, files), key=lambda one: _as_walked(parts[id(one)]))


def _as_walked(parts: tuple[str, ...]) -> list[tuple[bool, str]]:
    """The files of a folder come before those of the folders in it."""
    return [*((True, part) for part in parts[:-1]), (False, parts[-1])]


def is_parquet(spark: Any, file: Remote) -> bool:
    """Whether a file begins with the mark of Parquet."""
    with _refusing(file.name):
        stream = _system(spark, file.path).open(file.path)
        try:
            return bytes(max(stream.read(), 0) for _ in _MARK) == _MARK
        finally:
            stream.close()


def fetch(spark: Any, file: Remote, folder: Path) -> Path:
    """A copy of a file in a folder, under its own name."""
    folder.mkdir()
    target = folder / str(file.path.getName())
    with _refusing(file.name):
        local = spark._jvm.org.apache.hadoop.fs.Path(str(target))
        _system(spark, file.path).copyToLocalFile(False, file.path, local, True)
    return target


def _system(spark: Any, path: Any) -> Any:
    return path.getFileSystem(spark._jsparkSession.sessionState().newHadoopConf())


def _text(status: Any) -> str:
    return str(status.getPath().toString())


@contextmanager
def _refusing(address: str) -> Iterator[None]:
    """Java's errors as one sentence, without its words: they can hold keys."""
    from py4j.protocol import Py4JJavaError
    from pyspark.errors import PySparkException

    try:
        yield
    except Py4JJavaError as error:
        raise refusal(address, str(error.java_exception.toString())) from error
    except PySparkException as error:  # what PySpark has a name of its own for
        raise refusal(address, type(error).__name__) from error


def refusal(address: str, said: str) -> InputRefused:
    """Why an address cannot be read, from the name of Java's exception and what it says."""
    kind = said.partition(":")[0].rpartition(".")[2]
    if kind in _ABSENT:
        return InputRefused(f"{address}: there is no such file or folder; check the address.")
    if kind in _NO_ACCESS:
        return InputRefused(f"{address}: access is denied; check the rights and the keys that Spark is given.")
    if kind == "UnsupportedFileSystemException" or "ClassNotFoundException" in said:
        scheme = address.partition(":")[0]
        return InputRefused(
            f"{address}: this Spark has no connector for {scheme}://; add its package "
            "(for s3a: --packages org.apache.hadoop:hadoop-aws, of the version of Spark's Hadoop)."
        )
    if kind == "IllegalArgumentException":
        return InputRefused(f"{address}: this is no address; give one such as s3a://bucket/claims/.")
    return InputRefused(f"{address}: Spark cannot read it ({kind}); check the address and the access.")
