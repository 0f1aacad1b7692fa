"""What notebooks show: prose, tables and figures as escaped HTML, and the page around an executed notebook."""

from __future__ import annotations

import base64
import html
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from nbconvert.exporters.templateexporter import TemplateExporter
    from nbformat import NotebookNode

Cell = object
HEADING, TAG = re.compile("<h2[^>]*>(.*?)</h2>", re.S), re.compile("<[^>]*>")
MISSING = "\N{EN DASH}"
# JupyterLab centres captions and sets every cell to the right; a page of ours has a style of its own.
IN_JUPYTER = (
    "<style>.scroll caption, .scroll td.text, .scroll td.sentence, .scroll td.name, .scroll td.identifier, "
    ".scroll td.date, .scroll th.text, .scroll th.sentence, .scroll th.name, .scroll th.identifier, .scroll th.date "
    "{ text-align: left; }</style>"
)
KINDS = ("text", "sentence", "name", "identifier", "count", "number", "money", "share", "date")


@dataclass(frozen=True)
class Html:
    """Markup of ours, shown as it is."""

    markup: str = field(repr=False)

    def _repr_html_(self) -> str:
        return self.markup


def prose(text: str, **values: object) -> Html:
    """A paragraph with values from variables, each escaped: ``prose("{lines} lines", lines=3)``."""
    shown = {name: html.escape(str(value)) for name, value in values.items()}
    return Html(f"<p>{text.format(**shown)}</p>")


def counted(number: int, noun: str) -> str:
    """A number of things: `1 claim`, `1,200 claims`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def is_missing(value: object) -> bool:
    """Whether a cell has no value: none, or the not-a-number or not-a-time that frames have in its place."""
    return value is None or value != value


def money(value: object) -> str:
    """US dollars with cents and thousands: `$1,234.50`, an underpayment as `-$12.00`, nothing as a dash."""
    if is_missing(value):
        return MISSING
    amount = Decimal(str(value)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return f"-${-amount:,.2f}" if amount < 0 else f"${amount:,.2f}"


def percent(share: str) -> Html:
    """A share of the statistics' tables in percent, with all four decimals that the commands print: `12.34 %`."""
    return Html(f"{Decimal(share) * 100:.2f} %")


def shown(value: object, kind: str) -> str:
    """One cell as a person reads it."""
    if is_missing(value):
        return MISSING
    if kind == "money":
        return money(value)
    if kind == "count":
        return f"{int(Decimal(str(value))):,}"
    if kind == "number":
        return f"{Decimal(str(value)):,f}"
    if kind == "share":
        return f"{Decimal(str(value)) * 100:.1f} %"
    if kind == "date":
        return str(value)[:10]
    return str(value)


@dataclass(frozen=True)
class Table:
    """A table for people: a caption, column headings with their kinds, rows; long ones say what they leave out."""

    caption: str
    headings: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[Any]] = field(repr=False)
    left_out: int = 0
    totals: Sequence[Any] = field(default_factory=tuple)

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col" class="{kind}">{html.escape(title)}</th>' for title, kind in self.headings)
        body = "".join(self._row(row) for row in self.rows)
        foot = f"<tfoot>{self._row(self.totals)}</tfoot>" if self.totals else ""
        note = f'<p class="note">{self.left_out:,} further rows are in the audit folder.</p>' if self.left_out else ""
        if not self.rows:
            body = f'<tr><td colspan="{len(self.headings)}">Nothing to show.</td></tr>'
        return (
            f'{IN_JUPYTER}<div class="scroll" tabindex="0" role="group" aria-label="{html.escape(self.caption)}">'
            f"<table><caption>{html.escape(self.caption)}</caption>"
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>{foot}</table></div>{note}"
        )

    def _row(self, row: Sequence[Any]) -> str:
        cells = "".join(
            f'<td class="{kind}">{value.markup if isinstance(value, Html) else html.escape(shown(value, kind))}</td>'
            for value, (_, kind) in zip(row, self.headings, strict=True)
        )
        return f"<tr>{cells}</tr>"


@dataclass(frozen=True)
class Picture:
    """A figure as a PNG inside the page, with the sentence that says what it shows."""

    png: bytes = field(repr=False)
    alt: str

    def _repr_html_(self) -> str:
        data = base64.b64encode(self.png).decode("ascii")
        width, height = (int.from_bytes(self.png[at : at + 4]) for at in (16, 20))  # where every PNG has them
        shape = ' class="tall"' if height > width else ""
        return (
            f'<figure{shape}><div class="scroll" tabindex="0" role="group" aria-label="Figure">'
            f'<img src="data:image/png;base64,{data}" alt="{html.escape(self.alt)}"></div>'
            f"<figcaption>{html.escape(self.alt)}</figcaption></figure>"
        )


def picture(figure: Figure, alt: str) -> Picture:
    """Draw a matplotlib figure; the bytes are the same for the same figure."""
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=150, metadata={"Software": None})
    return Picture(out.getvalue(), alt)


def page(notebook: NotebookNode, title: str) -> str:
    """The executed notebook as one self-contained page: no script, no address of any host."""
    body, _ = _exporter().from_notebook_node(notebook)
    return shell(title, body)


def shell(title: str, body: str) -> str:
    """A page of ours around markup of ours."""
    style, template = _shell_parts()
    body = body.replace(IN_JUPYTER, "").strip()
    return template.substitute(title=html.escape(title), style=style, body=_with_contents(body))


def _with_contents(body: str) -> str:
    """The body with an anchor at each second heading and, where there are several, a list of them under the title."""
    titles: list[str] = []

    def anchored(match: re.Match[str]) -> str:
        titles.append(match.group(1))
        return f'<h2 id="section-{len(titles)}">{match.group(1)}</h2>'

    body = HEADING.sub(anchored, body)
    if len(titles) < 2:
        return body
    links = (f'<li><a href="#section-{at}">{TAG.sub("", title)}</a></li>' for at, title in enumerate(titles, start=1))
    contents = f'<nav class="contents" aria-label="Contents"><ul>{"".join(links)}</ul></nav>'
    before, end, after = body.partition("</h1>")
    return f"{before}{end}{contents}{after}" if end else contents + body


def warm_up() -> None:
    """Compile the templates, which takes longer than a page."""
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

    output = new_output("display_data", {"text/plain": "a", "text/html": "a"})  # type: ignore[no-untyped-call]
    cells = [new_markdown_cell("# a"), new_code_cell("a", outputs=[output])]  # type: ignore[no-untyped-call]
    page(new_notebook(cells=cells), "a")  # type: ignore[no-untyped-call]


@cache
def _shell_parts() -> tuple[str, Template]:
    room = files("facetaudit.reporting")
    style = room.joinpath("page.css").read_text(encoding="utf-8").strip()
    return style, Template(room.joinpath("page.html").read_text(encoding="utf-8"))


@cache
def _exporter() -> TemplateExporter:
    """The basic page of nbconvert, without its second reading of the finished page, which takes most of its time."""
    from nbconvert.exporters import HTMLExporter
    from nbconvert.exporters.templateexporter import TemplateExporter

    class Exporter(HTMLExporter):
        def from_notebook_node(self, nb: Any, resources: Any = None, **words: Any) -> Any:
            return TemplateExporter.from_notebook_node(self, nb, resources, **words)

    exporter = Exporter(  # type: ignore[no-untyped-call]
        template_name="basic", exclude_input=True, exclude_input_prompt=True, exclude_output_prompt=True
    )
    exporter.exclude_anchor_links = True
    exporter.register_filter("highlight_code", lambda source, **_: source)  # type: ignore[no-untyped-call]
    return exporter
