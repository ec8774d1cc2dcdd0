"""A product's mentions over time as a small picture. Drawn in a worker: what draws is loaded there alone."""

from __future__ import annotations

import io
from collections.abc import Mapping

from PIL import Image, ImageDraw, ImageFont

_WIDTH, _HEIGHT = 640, 180
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 12, 16, 28
# Seen well on Discord's dark and light ground alike.
_GROUND, _BAR, _LINE, _TEXT = "#2b2d31", "#5a9fc0", "#4a4d55", "#dbdee1"
_MOST_MONTHS = 60
_SCALE = 2


def draw(counts: Mapping[str, int]) -> bytes:
    """Counts by month ("2026-03"), one at least, as bars, as PNG; months between that have none are empty."""
    months = _filled(counts)
    size = (_WIDTH * _SCALE, _HEIGHT * _SCALE)
    picture = Image.new("RGB", size, _GROUND)
    pen = ImageDraw.Draw(picture)
    font = ImageFont.load_default(12 * _SCALE)
    highest = max(counts.values())
    floor = (_HEIGHT - _BOTTOM) * _SCALE
    room = floor - _TOP * _SCALE
    for value in sorted({highest, highest // 2} - {0}):
        y = floor - room * value // highest
        pen.line([(_LEFT * _SCALE, y), (size[0] - _RIGHT * _SCALE, y)], fill=_LINE)
        pen.text(((_LEFT - 8) * _SCALE, y), str(value), fill=_TEXT, font=font, anchor="rm")
    width = (size[0] - (_LEFT + _RIGHT) * _SCALE) / len(months)
    every = max(1, -(-len(months) // 6))
    for place, month in enumerate(months):
        left = _LEFT * _SCALE + place * width
        if count := counts.get(month, 0):
            top = floor - max(room * count // highest, _SCALE)
            right = max(left + width * 0.8, left + _SCALE)
            pen.rectangle([(left + width * 0.1, top), (right, floor)], fill=_BAR)
        if place % every == 0:
            # The middle of the bar, but no label runs out of the picture.
            x = min(max(left + width / 2, 60), size[0] - 60)
            pen.text((x, floor + 6 * _SCALE), month, fill=_TEXT, font=font, anchor="ma")
    pen.line([(_LEFT * _SCALE, floor), (size[0] - _RIGHT * _SCALE, floor)], fill=_TEXT)
    written = io.BytesIO()
    picture.resize((_WIDTH * 3 // 2, _HEIGHT * 3 // 2), Image.Resampling.LANCZOS).save(
        written, "PNG", optimize=True
    )
    return written.getvalue()


def _filled(counts: Mapping[str, int]) -> list[str]:
    """Every month from the first to the last, at most the latest sixty, at least six."""
    numbers = [12 * int(month[:4]) + int(month[5:]) - 1 for month in counts]
    last = max(numbers)
    first = max(min([*numbers, last - 5]), last - _MOST_MONTHS + 1)
    return [f"{number // 12}-{number % 12 + 1:02}" for number in range(first, last + 1)]
