"""What a user's detector module must be: each refusal is one sentence with the file and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from facetaudit.audit.catalogue import catalogue
from facetaudit.audit.run import audit
from facetaudit.errors import UsageError
from facetaudit.policy import load_policy

from .conftest import COVERAGE, FINDINGS, PAGE, Write, module

REFUSED = [
    ("code FA101", {"code": "FA101"}, "other than FA"),
    ("code in lower case", {"code": "xy101"}, "two capital letters"),
    ("name with a capital", {"name": "Own-check"}, "hyphens"),
    ("file of another name", {"name": "other-check"}, "rename it other_check.py"),
    ("a name that is taken", {"name": "kx-missing"}, "rename it kx_missing.py"),
    ("certainty", {"certainty": "sure"}, "certain, probable, review"),
    ("effect", {"effect": "void"}, "deny, recode, none"),
    ("heading left out", {"page": PAGE.replace("Not counted", "Counted not")}, "in that order"),
    ("heading without text", {"page": PAGE.replace("Example\n    Text.", "Example")}, "nothing below 'Example'"),
    ("unknown parameter", {"more": "parameters=('third_levle',)"}, "no parameter 'third_levle'"),
    ("unknown pack", {"more": "parameters=(), packs=('medicaid',)"}, "no pack 'medicaid'"),
    ("parameters as a text", {"more": "parameters='third_level'"}, "no tuple of texts"),
    ("a cast that is not portable", {"findings": FINDINGS.replace("hcpcs", "hcpcs::varchar", 1)}, "'::'"),
    ("qualify", {"findings": FINDINGS + " qualify row_number() over (order by line_id) = 1"}, "'qualify'"),
    ("a template", {"coverage": COVERAGE + " where hcpcs = '{code}'"}, "'{'"),
    ("no SQL", {"findings": "selct line_id from facet_line"}, "cannot be read"),
    ("two statements", {"coverage": COVERAGE + "; select 1"}, "not one select"),
    ("a statement that changes tables", {"findings": "delete from facet_line"}, "not one select"),
]


@pytest.mark.parametrize(("parts", "words"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_a_module_that_does_not_pass_is_refused_before_claims_are_read(
    write: Write, folder: Path, parts: dict[str, str], words: str
) -> None:
    file = write(**parts)
    refused(folder, str(file), words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("DETECTOR = ", "line 1 with SyntaxError"),
        ('"""Page."""\nimport no_such_module\n', "line 2 with ModuleNotFoundError"),
        ("raise SystemError('two\\nlines')", "two lines"),
        ("DETECTOR = 'FA101'", "no `DETECTOR"),
        (module().replace('"""select line_id', 'f"""select line_id', 1), "uses an f-string"),
        (module().replace("COVERAGE = ", "COVERAGE = 'select %s' % 1\nCOVERAGE = ", 1), "uses %"),
        (module().replace("code='XY101'", "code=101"), "code is no text"),
        (module().replace("code='XY101', ", ""), "TypeError"),
    ],
)
def test_a_module_that_fails_is_one_sentence(write: Write, folder: Path, text: str, words: str) -> None:
    refused(folder, str(write(text=text)), words)


def test_a_file_that_is_no_text_is_refused(folder: Path) -> None:
    (folder / "own_check.py").write_bytes(b"\xff\xfe\x00")
    refused(folder, "own_check.py", "UTF-8")


def test_a_folder_that_is_not_there_or_is_empty_is_refused(folder: Path) -> None:
    refused(folder, "mine", "holds no detector")
    refused(folder / "nowhere", "nowhere", "no folder")


def test_a_family_folder_is_named_like_a_family(write: Write, folder: Path) -> None:
    write("My Checks/own_check.py")
    refused(folder, "My Checks", "rename it")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"path": "own_check.py"}, {"path": "more/other_check.py", "name": "other-check"}),
        ({"path": "own_check.py"}, {"path": "more/own_check.py", "code": "XY102"}),
        ({"path": "own_check.py"}, {"path": "check/other_check.py", "name": "other-check", "code": "XY101"}),
    ],
)
def test_codes_and_names_are_there_once(write: Write, folder: Path, one: dict[str, str], other: dict[str, str]) -> None:
    write(**one)
    write(**other)
    refused(folder, "mine", "is taken by")


def test_a_built_in_name_and_a_family_are_taken(write: Write, folder: Path) -> None:
    write("kx_missing.py", name="kx-missing")
    refused(folder, "kx_missing.py", "kx-missing is taken by facetaudit")


def test_a_family_s_name_is_taken(write: Write, folder: Path) -> None:
    write("kx.py", name="kx")
    refused(folder, "kx.py", "kx is taken")


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"findings": FINDINGS.replace("facet_line", "facet_lin")}, "does not fit the tables"),
        ({"findings": FINDINGS.replace("as reason", "as reson")}, "the nearest is reason"),
        ({"findings": FINDINGS.replace(", 'unverified' as basis", "")}, "no column 'basis'"),
        ({"findings": FINDINGS.replace("'unverified' as basis", "'x' as basis, 'y' as basis")}, "'basis' twice"),
        ({"coverage": COVERAGE.replace("unknown_lines", "unknown")}, "eligible_lines and unknown_lines"),
        ({"coverage": COVERAGE.replace("from facet_line", "from nowhere")}, "does not fit the tables"),
    ],
)
def test_sql_that_does_not_fit_is_refused_and_nothing_is_written(
    write: Write, folder: Path, claims: Path, tmp_path: Path, parts: dict[str, str], words: str
) -> None:
    file = write(**parts)
    with pytest.raises(UsageError, match=words) as caught:
        audit(claims, out=tmp_path / "audit", detectors_dir=folder)
    one_sentence(str(caught.value))
    assert str(caught.value).startswith(f"{file}: ")
    assert not (tmp_path / "audit").exists()


def test_sql_that_does_not_fit_can_be_left_out(write: Write, folder: Path, claims: Path, tmp_path: Path) -> None:
    write(findings=FINDINGS.replace("facet_line", "facet_lin"))
    made = audit(claims, out=tmp_path / "audit", detectors_dir=folder, ignore=["XY101"])
    assert "XY101" not in made.manifest["detectors"]
    assert made.manifest["own_detectors"][0]["code"] == "XY101"


def refused(folder: Path, file: str, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        catalogue(folder, load_policy())
    sentence = str(caught.value)
    assert file in sentence
    assert words in sentence
    one_sentence(sentence)


def one_sentence(text: str) -> None:
    assert "\n" not in text
    assert text.endswith(".")
