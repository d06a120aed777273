"""A calibration as a picture: reliability beside accuracy at coverage, as SVG without a plotting library."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from extractor.evaluation.calibration_measures import Forecast, accuracy_at, bins, wilson

#: Pixels: the side of a panel, the room around it, and both panels with it.
_SIDE, _MARGIN = 320, 56
_WIDTH, _HEIGHT = 2 * (_SIDE + 2 * _MARGIN), _SIDE + 2 * _MARGIN
_COLOURS = ("#1f5fa8", "#c2571a")
_TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
#: The share right is drawn from here up in the coverage panel; below it nothing useful happens.
_FLOOR = 0.5
_POINTS = 50


def as_svg(series: Sequence[tuple[str, Sequence[Forecast]]], title: str) -> str:
    """The picture of up to two named series of forecasts.

    Left: share right against probability in bins of equal mass, with 95% intervals; on the diagonal
    a probability means what it says. Right: share right among the most confident claims.
    """
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" '
        'font-size="12" role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
        *_panel(0, 0.0, "probability given", "share right"),
        _line([_at(0, 0.0, 0.0, 0.0), _at(0, 1.0, 1.0, 0.0)], "#888888", dashed=True),
        *_panel(1, _FLOOR, "share of claims kept, most confident first", "share right"),
    ]
    for number, (name, forecasts) in enumerate(series):
        colour = _COLOURS[number % len(_COLOURS)]
        parts += _reliability(forecasts, colour)
        kept = [n / _POINTS for n in range(1, _POINTS + 1)]
        parts.append(
            _line([_at(1, share, max(_FLOOR, accuracy_at(forecasts, share)), _FLOOR) for share in kept], colour)
        )
        x, y = _MARGIN + 12, _MARGIN + 18 + 18 * number
        parts.append(f'<rect x="{x}" y="{y - 9}" width="10" height="10" fill="{colour}"/>')
        parts.append(f'<text x="{x + 16}" y="{y}">{escape(name)} ({len(forecasts)} claims)</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _at(panel: int, x: float, y: float, floor: float) -> tuple[float, float]:
    """Where a value stands in the picture, in pixels."""
    left = _MARGIN + panel * (_SIDE + 2 * _MARGIN)
    return left + x * _SIDE, _MARGIN + _SIDE - (y - floor) / (1 - floor) * _SIDE


def _panel(panel: int, floor: float, below: str, beside: str) -> list[str]:
    left, bottom = _at(panel, 0.0, floor, floor)
    parts = [
        f'<rect x="{left:.1f}" y="{_MARGIN}" width="{_SIDE}" height="{_SIDE}" fill="none" stroke="#444444"/>',
        f'<text x="{left + _SIDE / 2:.1f}" y="{bottom + 38:.1f}" text-anchor="middle">{below}</text>',
        f'<text transform="translate({left - 38:.1f} {bottom - _SIDE / 2:.1f}) rotate(-90)" '
        f'text-anchor="middle">{beside}</text>',
    ]
    for tick in _TICKS:
        x, _ = _at(panel, tick, floor, floor)
        value = floor + tick * (1 - floor)
        _, y = _at(panel, 0.0, value, floor)
        parts.append(f'<text x="{x:.1f}" y="{bottom + 18:.1f}" text-anchor="middle">{tick:.1f}</text>')
        parts.append(f'<text x="{left - 8:.1f}" y="{y + 4:.1f}" text-anchor="end">{value:.1f}</text>')
    return parts


def _reliability(forecasts: Sequence[Forecast], colour: str) -> list[str]:
    parts: list[str] = []
    points = []
    for one in bins(forecasts):
        low, high = wilson(round(one.right * one.count), one.count)
        parts.append(_line([_at(0, one.probability, low, 0.0), _at(0, one.probability, high, 0.0)], colour))
        points.append(_at(0, one.probability, one.right, 0.0))
    parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>' for x, y in points]
    return parts


def _line(points: Sequence[tuple[float, float]], colour: str, *, dashed: bool = False) -> str:
    through = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dashes = ' stroke-dasharray="4 4"' if dashed else ""
    return f'<polyline points="{through}" fill="none" stroke="{colour}" stroke-width="1.5"{dashes}/>'
