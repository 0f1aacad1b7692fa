"""One file per input format; what each offers, and which one a file is in.

A format module has `NAME` (or `NAMES`), `recognise(head)` that says why the first bytes are of its kind (or
None), and `open_source(request)` that lays the file out as a `Source`.  A new format is a new file and its
place in `FORMATS`, which are asked in order.
"""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

from facetaudit.claims.formats import cclf5, delimited, eob, parquet, rif, tuva, x12_835, x12_837, xlsx
from facetaudit.claims.formats.request import HEAD_BYTES, Request, literal_path
from facetaudit.claims.mapping import nearest
from facetaudit.claims.source import Source
from facetaudit.claims.textfile import starts_like_text
from facetaudit.errors import InputRefused, NotClaims, UsageError

FORMATS: tuple[ModuleType, ...] = (tuva, parquet, xlsx, eob, x12_835, x12_837, rif, cclf5, delimited)
FORMAT_NAMES: tuple[str, ...] = tuple(name for module in FORMATS for name in module.NAMES)
AUTO = "auto"

_GIVE = "give a claim-line extract as CSV, Parquet, XLSX, RIF or EOB"
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls) or another Office file", "save it as .xlsx or CSV"),
    (b"\x1f\x8b", "a compressed file inside another", "unpack it first"),
    (b"PK\x03\x04", "a zip archive inside another", "unpack it first"),
    (b"%PDF", "a PDF", "export the lines as CSV, Parquet or XLSX"),
    (b"ISA", "an X12 file without claims (837) or remittances (835)", "give claims or remittances"),
    (b"{", "JSON without a FHIR ExplanationOfBenefit", _GIVE),
    (b"[", "JSON without a FHIR ExplanationOfBenefit", _GIVE),
    (b"<", "an HTML or XML page", "save it as CSV or XLSX"),
)
_MAY_HOLD_CLAIMS = (b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"PK\x03\x04", b"ISA")
"""Foreign files that are refused in a folder or an archive too; the others are passed over."""


def check_format(input_format: str) -> None:
    """Refuse the name of a format that there is not (UsageError)."""
    if input_format != AUTO and input_format not in FORMAT_NAMES:
        raise UsageError(
            f"input format {input_format!r} is not known; did you mean {nearest(input_format, FORMAT_NAMES)!r}? "
            f"Accepted: {', '.join((AUTO, *sorted(FORMAT_NAMES)))}."
        )


def open_file(request: Request, input_format: str) -> Source:
    """Lay a file out as a source in the format given, or in the one that its content shows.

    Raises InputRefused for a file that is missing, empty, a folder, or in no format that is read here.
    """
    head = _read_head(request.path, request.name)
    for module in FORMATS:
        if input_format in module.NAMES:
            if request.found and not module.recognise(head):
                raise NotClaims(f"{request.name}: the file does not look like {input_format}, which was asked for.")
            return _checked(module, request, input_format)
    module, why = recognise(request, head)
    return _of_tables(request, why) if module is parquet else _checked(module, request, why)


def recognise(request: Request, head: bytes | None = None) -> tuple[ModuleType, str]:
    """The format that a file's content shows, and what shows it; raises InputRefused where there is none."""
    head = _read_head(request.path, request.name) if head is None else head
    for module in FORMATS:
        if module is not delimited and (why := module.recognise(head)):
            return module, str(why)
    stripped = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for mark, what, remedy in _FOREIGN:
        if stripped.startswith(mark):
            refusal = InputRefused if mark in _MAY_HOLD_CLAIMS else NotClaims
            raise refusal(f"{request.name}: the file looks like {what}, which is not read; {remedy}.")
    if not starts_like_text(head):
        raise NotClaims(
            f"{request.name}: the file is binary and in no format that is read here; "
            "give CSV, Parquet, XLSX, RIF or EOB."
        )
    return delimited, "text with a header"


def _read_head(path: Path, name: str) -> bytes:
    if path.is_dir():
        raise InputRefused(f"{name}: this is a folder; give a file.")
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
    except FileNotFoundError as error:
        raise InputRefused(f"{name}: there is no such file; check the path.") from error
    except OSError as error:
        raise InputRefused(f"{name}: the file cannot be opened ({error.strerror}); check its permissions.") from error
    if not head:
        raise NotClaims(f"{name}: the file is empty; give a file with a header and claim lines.")
    return head


def _of_tables(request: Request, why: str) -> Source:
    """A Parquet file tells its columns at its end: those of medical_claim, or others."""
    if request.mapping is None:
        header, _ = parquet.columns_of(request, {"intake_path": literal_path(request.path)})
        if (columns := tuva.recognise_columns(header)) is not None:
            return _checked(tuva, request, f"{why}, with {columns}")
    return _checked(parquet, request, why)


def _checked(module: ModuleType, request: Request, why: str) -> Source:
    source: Source = module.open_source(request, why)
    return source
