"""Charts as inline SVG: no script, no font, nothing to fetch. All text is escaped.

Knows nothing of what the numbers mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 460, 280
LEFT, RIGHT, TOP, BOTTOM = 52, 18, 34, 46
COLOURS = ("#1f5fa8", "#b3541e", "#3d7a3a", "#7a4b94")
ON_BOTH = ("#2f7fd6", "#c8662a", "#4c9448", "#9a68b5")  # the same where the ground may be light or dark
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Axis:
    """What one axis shows."""

    label: str
    low: float
    high: float
    percent: bool = False

    def share(self, value: float) -> float:
        """Return where a value lies on the axis, from 0.0 to 1.0; outside values at the ends."""
        if self.high <= self.low:
            return 0.0
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))

    def text(self, value: float) -> str:
        """Return the value as its tick reads."""
        return f"{value:.0%}" if self.percent else f"{value:g}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chart; ``dashed`` for what it is compared with."""

    label: str
    points: Sequence[Point]
    dashed: bool = False


def _x(axis: Axis, value: float) -> float:
    return LEFT + axis.share(value) * (WIDTH - LEFT - RIGHT)


def _y(axis: Axis, value: float) -> float:
    return HEIGHT - BOTTOM - axis.share(value) * (HEIGHT - TOP - BOTTOM)


def _text(x: float, y: float, text: str, anchor: str = "middle", extra: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{extra}>{escape(text)}</text>'


def _frame(x_axis: Axis, y_axis: Axis, steps: int = 5) -> list[str]:
    parts = []
    for step in range(steps + 1):
        x_value = x_axis.low + (x_axis.high - x_axis.low) * step / steps
        y_value = y_axis.low + (y_axis.high - y_axis.low) * step / steps
        x, y = _x(x_axis, x_value), _y(y_axis, y_value)
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(_text(LEFT - 6, y + 4, y_axis.text(round(y_value, 4)), "end"))
        parts.append(_text(x, HEIGHT - BOTTOM + 16, x_axis.text(round(x_value, 4))))
    middle = TOP + (HEIGHT - TOP - BOTTOM) / 2
    parts.append(_text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, x_axis.label))
    parts.append(_text(12, middle, y_axis.label, extra=f' transform="rotate(-90 12 {middle:.1f})"'))
    return parts


def _svg(title: str, parts: Sequence[str]) -> str:
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def standalone(chart: str) -> str:
    """Return a chart as a file of its own: with its ground and type, readable on light and on dark pages."""
    for colour, lighter in zip(COLOURS, ON_BOTH, strict=True):
        chart = chart.replace(colour, lighter)
    style = (
        "<style>.ground{fill:#fff}text{font:11px sans-serif;fill:#5b6877}.grid{stroke:#d9dfe6}"
        "@media(prefers-color-scheme:dark){.ground{fill:#14181f}text{fill:#aab4c0}.grid{stroke:#39424e}}</style>"
    )
    head, body = chart.split("</title>", 1)
    head = head.replace("<svg ", f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" ', 1)
    return f'{head}</title>{style}<rect class="ground" width="100%" height="100%"/>{body}\n'


def line_chart(title: str, lines: Sequence[Line], x_axis: Axis, y_axis: Axis) -> str:
    """Return lines over two axes with a legend above them."""
    parts = _frame(x_axis, y_axis)
    for place, line in enumerate(lines):
        colour = COLOURS[place % len(COLOURS)]
        path = " ".join(f"{_x(x_axis, x):.1f},{_y(y_axis, y):.1f}" for x, y in line.points)
        dash = ' stroke-dasharray="5 4"' if line.dashed else ""
        parts.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2"{dash} points="{path}"/>')
        if len(line.points) <= 20 and not line.dashed:
            parts += [
                f'<circle cx="{_x(x_axis, x):.1f}" cy="{_y(y_axis, y):.1f}" r="3" fill="{colour}"/>'
                for x, y in line.points
            ]
        parts.append(_text(LEFT + 120 * place, 16, f"— {line.label}", "start", f' style="fill:{colour}"'))
    return _svg(title, parts)


def column_chart(title: str, columns: Sequence[tuple[str, float]], y_axis: Axis, x_label: str) -> str:
    """Return one column a name, its value above it."""
    blank = Axis(x_label, 0, 1)
    parts = [part for part in _frame(blank, y_axis) if f'y="{HEIGHT - BOTTOM + 16:.1f}"' not in part]
    slot = (WIDTH - LEFT - RIGHT) / max(1, len(columns))
    for place, (name, value) in enumerate(columns):
        x, y = LEFT + slot * place, _y(y_axis, value)
        height = HEIGHT - BOTTOM - y
        parts.append(
            f'<rect x="{x + slot * 0.12:.1f}" y="{y:.1f}" width="{slot * 0.76:.1f}" height="{height:.1f}" '
            f'fill="{COLOURS[0]}"/>'
        )
        parts.append(_text(x + slot / 2, HEIGHT - BOTTOM + 16, name))
        if value:
            parts.append(_text(x + slot / 2, y - 4, y_axis.text(value)))
    return _svg(title, parts)


def whole_top(value: float, steps: int = 5) -> float:
    """Return the least multiple of ``steps`` that is not below ``value``: then every tick is a whole number."""
    return float(max(1, -(-int(value) // steps)) * steps)


def bar_chart(title: str, rows: Sequence[tuple[str, float]]) -> str:
    """Return one horizontal bar a name, its count behind it."""
    name_width, slot = 120, (HEIGHT - 20) / max(1, len(rows))
    most = max([value for _, value in rows] + [1.0])
    parts = []
    for place, (name, value) in enumerate(rows):
        y, length = 10 + slot * place, (WIDTH - name_width - 50) * value / most
        parts.append(_text(name_width - 8, y + slot / 2 + 4, name, "end"))
        parts.append(
            f'<rect x="{name_width}" y="{y + slot * 0.15:.1f}" width="{length:.1f}" height="{slot * 0.7:.1f}" '
            f'fill="{COLOURS[0]}"/>'
        )
        parts.append(_text(name_width + length + 6, y + slot / 2 + 4, f"{value:g}", "start"))
    return _svg(title, parts)


def bar(share: float | None, colour: str = COLOURS[0]) -> str:
    """Return a small horizontal bar for a table cell, ``share`` from 0.0 to 1.0; empty where undefined."""
    if share is None:
        return ""
    width = 70 * min(1.0, max(0.0, share))
    return (
        '<svg class="bar" viewBox="0 0 70 9" aria-hidden="true"><rect width="70" height="9" fill="#e7ebf0"/>'
        f'<rect width="{width:.1f}" height="9" fill="{colour}"/></svg>'
    )
