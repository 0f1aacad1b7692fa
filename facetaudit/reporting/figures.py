"""Figures that a colour-blind reader can read: the Okabe-Ito colours, and never colour alone."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from facetaudit.reporting.html import Picture, picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BLUE, ORANGE, GREEN, GREY = "#0072B2", "#E69F00", "#009E73", "#6E7781"
CERTAINTY_LOOKS = {"certain": (BLUE, ""), "probable": (ORANGE, "//"), "review": (GREY, "..")}
KIND_LOOKS = {"diagnostic": (BLUE, "o"), "therapeutic": (ORANGE, "s"), "unknown": (GREY, "D"), "rfa": (GREEN, "^")}
WIDTH = 9.0


class Mark(NamedTuple):
    """A session on a time line: its day, the lane it is in, its kind and its number of findings."""

    day: datetime.date
    lane: int
    kind: str
    findings: int


class Point(NamedTuple):
    """A month (YYYY-MM) of a control chart: whether it is outside of its limits, its value and the limits."""

    month: str
    outside: bool
    value: float
    lower: float
    upper: float


def stacked_bars(names: Sequence[str], parts: Mapping[str, Sequence[int]], title: str, axis: str, alt: str) -> Picture:
    """Horizontal bars, one a name, split by certainty with a colour and a hatch each, the total at the end."""
    figure, axes = _figure(0.32 * len(names) + 1.4)
    places = range(len(names))
    left = [0] * len(names)
    for part, values in parts.items():
        colour, hatch = CERTAINTY_LOOKS[part]
        axes.barh(places, values, left=left, color=colour, hatch=hatch, edgecolor="white", linewidth=0.6, label=part)
        left = [so_far + value for so_far, value in zip(left, values, strict=True)]
    for place, total in zip(places, left, strict=True):
        axes.annotate(f" {total:,}", (total, place), va="center", fontsize=8)
    axes.set_yticks(places, names, fontsize=8)
    axes.set_ylim(len(names) + 1.2, -0.7)  # from the top down, with room for the legend
    axes.margins(x=0.1)
    _finish(axes, title, axis)
    axes.legend(frameon=False, fontsize=8, loc="lower right")
    return picture(figure, alt)


def columns(names: Sequence[str], values: Sequence[int], title: str, axis: str, alt: str) -> Picture:
    """Columns over time; at most about a dozen labels are written."""
    from matplotlib.ticker import MaxNLocator

    figure, axes = _figure(2.8)
    axes.bar(range(len(names)), values, color=BLUE, width=0.8)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    step = max(1, -(-len(names) // 12))
    axes.set_xticks(range(0, len(names), step), [names[at] for at in range(0, len(names), step)], fontsize=8)
    axes.set_title(title, loc="left", fontsize=11, fontweight="bold")
    axes.set_ylabel(axis, fontsize=9)
    _plain(axes)
    return picture(figure, alt)


def stacked_columns(
    names: Sequence[str], parts: Mapping[str, Sequence[int]], title: str, axis: str, alt: str
) -> Picture:
    """Columns over time, split by certainty with a colour and a hatch each; at most about a dozen labels."""
    from matplotlib.ticker import MaxNLocator

    figure, axes = _figure(2.8)
    below = [0] * len(names)
    for part, values in parts.items():
        colour, hatch = CERTAINTY_LOOKS[part]
        axes.bar(
            range(len(names)),
            values,
            bottom=below,
            color=colour,
            hatch=hatch,
            edgecolor="white",
            linewidth=0.6,
            width=0.8,
            label=part,
        )
        below = [so_far + value for so_far, value in zip(below, values, strict=True)]
    step = max(1, -(-len(names) // 12))
    axes.set_xticks(range(0, len(names), step), [names[at] for at in range(0, len(names), step)], fontsize=8)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylim(0, 1.15 * max(below))
    axes.set_title(title, loc="left", fontsize=11, fontweight="bold")
    axes.set_ylabel(axis, fontsize=9)
    _plain(axes)
    axes.legend(frameon=False, fontsize=8, loc="upper right", bbox_to_anchor=(1, 1.16), ncols=len(parts))
    return picture(figure, alt)


def bars(names: Sequence[str], values: Sequence[float], title: str, axis: str, alt: str) -> Picture:
    """Horizontal bars of dollars, one a name; zero line drawn for signs."""
    figure, axes = _figure(0.32 * len(names) + 1.1)
    axes.barh(range(len(names)), values, 0.7, color=BLUE)
    axes.axvline(0, color="black", linewidth=0.8)
    axes.set_yticks(range(len(names)), names, fontsize=8)
    axes.set_ylim(len(names) - 0.4, -0.6)
    _finish(axes, title, axis)
    axes.xaxis.set_major_formatter("${x:,.0f}")
    return picture(figure, alt)


def paired_bars(
    names: Sequence[str], first: Sequence[float], second: Sequence[float], labels: tuple[str, str], title: str, alt: str
) -> Picture:
    """Two horizontal bars a name, dollars as paid beside dollars by the schedule; zero line drawn for signs."""
    figure, axes = _figure(0.5 * len(names) + 1.4)
    height = 0.38
    places = list(range(len(names)))
    axes.barh([place - height / 2 for place in places], first, height, color=BLUE, label=labels[0])
    axes.barh(
        [place + height / 2 for place in places],
        second,
        height,
        color=ORANGE,
        hatch="//",
        edgecolor="white",
        linewidth=0.6,
        label=labels[1],
    )
    axes.axvline(0, color="black", linewidth=0.8)
    axes.set_yticks(places, names, fontsize=8)
    axes.set_ylim(len(names) + 0.3, -0.7)
    _finish(axes, title, "US dollars")
    axes.xaxis.set_major_formatter("${x:,.0f}")
    axes.legend(frameon=False, fontsize=8, loc="lower right")
    return picture(figure, alt)


def paired_shares(
    names: Sequence[str],
    shares: tuple[Sequence[float], Sequence[float]],
    labels: tuple[str, str],
    threshold: float,
    title: str,
    alt: str,
) -> Picture:
    """Two horizontal bars of percentages a name, each with its figure, and a line at the threshold."""
    figure, axes = _figure(0.62 * len(names) + 1.5)
    height = 0.38
    for values, label, shift, colour, hatch in zip(
        shares, labels, (-height / 2, height / 2), (BLUE, ORANGE), ("", "//"), strict=True
    ):
        places = [place + shift for place in range(len(names))]
        axes.barh(places, values, height, color=colour, hatch=hatch, edgecolor="white", linewidth=0.6, label=label)
        for place, value in zip(places, values, strict=True):
            axes.annotate(f" {value:.1f} %", (value, place), va="center", fontsize=8)
    axes.axvline(threshold, color="black", linewidth=1.2, linestyle="--", label=f"threshold {threshold:.1f} %")
    axes.set_yticks(range(len(names)), names, fontsize=8)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.set_xlim(0, 1.15 * max(threshold, *shares[0], *shares[1]))
    _finish(axes, title, "percent of claims")
    axes.legend(frameon=False, fontsize=8, loc="upper center", bbox_to_anchor=(0.5, -0.22), ncols=3)
    return picture(figure, alt)


def lines(names: Sequence[str], parts: Mapping[str, Sequence[float]], title: str, axis: str, alt: str) -> Picture:
    """Percentages over steps, a line with a colour, a stroke and a mark each, at most four of them."""
    figure, axes = _figure(3.0)
    looks = ((BLUE, "-", "o"), (ORANGE, "--", "s"), (GREEN, ":", "^"), (GREY, "-.", "D"))
    for (part, values), (colour, stroke, mark) in zip(parts.items(), looks, strict=False):
        axes.plot(range(len(names)), values, color=colour, linestyle=stroke, marker=mark, label=part)
    axes.set_xticks(range(len(names)), names, fontsize=8)
    axes.set_ylim(-3, 103)
    axes.set_title(title, loc="left", fontsize=11, fontweight="bold")
    axes.set_ylabel(axis, fontsize=9)
    _plain(axes)
    axes.legend(frameon=False, fontsize=8, loc="upper right", bbox_to_anchor=(1, 1.16), ncols=len(parts))
    return picture(figure, alt)


def control_chart(points: Sequence[Point], center: float, title: str, axis: str, alt: str) -> Picture:
    """Points by month between steps of their limits; one outside is a named diamond, a month without one a gap."""
    figure, axes = _figure(3.2)
    places = [12 * int(point.month[:4]) + int(point.month[5:]) for point in points]
    first, last = places[0], places[-1]
    for name in ("lower", "upper"):
        values = [getattr(point, name) for point in points]
        starts, ends = [place - 0.45 for place in places], [place + 0.45 for place in places]
        axes.hlines(values, starts, ends, color=ORANGE, linewidth=2, label="limits" if name == "lower" else "")
    axes.axhline(center, color="black", linewidth=1, linestyle="--", label=f"all months, {center:.1f}")
    runs = [at for at in range(1, len(places)) if places[at] - places[at - 1] > 1]
    for start, end in zip([0, *runs], [*runs, len(places)], strict=True):
        values = [point.value for point in points[start:end]]
        axes.plot(places[start:end], values, "o-", color=BLUE, markersize=5, label=None if start else "month")
    for place, point in zip(places, points, strict=True):
        if point.outside:
            axes.plot([place], [point.value], "D", markersize=10, markeredgecolor="black", color=BLUE)
            axes.annotate(point.month, (place, point.value), (8, 4), textcoords="offset points", fontsize=8)
    step = max(1, -(-(last - first + 1) // 12))
    ticks = list(range(first, last + 1, step))
    axes.set_xticks(ticks, [f"{(at - 1) // 12}-{(at - 1) % 12 + 1:02}" for at in ticks], fontsize=8)
    axes.set_xlim(first - 0.8, last + 0.8)
    axes.set_ylim(bottom=min(-2, *(point.lower for point in points)))
    axes.set_title(title, loc="left", fontsize=11, fontweight="bold")
    axes.set_ylabel(axis, fontsize=9)
    _plain(axes)
    axes.legend(frameon=False, fontsize=8, loc="upper right", bbox_to_anchor=(1, 1.16), ncols=3)
    return picture(figure, alt)


def time_line(lanes: Sequence[str], marks: Sequence[Mark], title: str, alt: str) -> Picture:
    """Marks in lanes over time, a shape and colour a kind; those with findings are full, with the number above."""
    from matplotlib.dates import AutoDateLocator, DateFormatter, date2num

    figure, axes = _figure(0.75 * len(lanes) + 1.1)
    for mark in marks:
        colour, shape = KIND_LOOKS[mark.kind]
        at = date2num(mark.day)  # type: ignore[no-untyped-call]
        axes.plot(
            [at],
            [mark.lane],
            shape,
            markersize=9,
            markeredgecolor=colour,
            markeredgewidth=1.6,
            markerfacecolor=colour if mark.findings else "white",
        )
        if mark.findings:
            axes.annotate(
                str(mark.findings), (at, mark.lane), (0, 8), textcoords="offset points", ha="center", fontsize=8
            )
    axes.set_yticks(range(len(lanes)), lanes, fontsize=8)
    axes.set_ylim(len(lanes) - 0.4, -0.6)
    days = [date2num(mark.day) for mark in marks]  # type: ignore[no-untyped-call]
    around = max(15, 0.04 * (max(days) - min(days)))
    axes.set_xlim(min(days) - around, max(days) + around)
    axes.xaxis.set_major_locator(AutoDateLocator(maxticks=8))  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_formatter(DateFormatter("%Y-%m-%d"))  # type: ignore[no-untyped-call]
    axes.set_title(title, loc="left", fontsize=11, fontweight="bold")
    _plain(axes)
    return picture(figure, alt)


def _figure(height: float) -> tuple[Figure, Axes]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure, figure.add_subplot()


def _finish(axes: Axes, title: str, axis: str) -> None:
    axes.set_title(title, loc="left", fontsize=11, fontweight="bold")
    axes.set_xlabel(axis, fontsize=9)
    _plain(axes)


def _plain(axes: Axes) -> None:
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(labelsize=8)
    axes.grid(axis="both", color="#d0d7de", linewidth=0.5)
    axes.set_axisbelow(True)
