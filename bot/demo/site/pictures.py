"""The site's pictures, drawn as SVG: one for each article, and a disc with initials for each person."""

from __future__ import annotations

from html import escape

_COLOURS = (
    ("#0f4c81", "#4fb3bf"),
    ("#5b2a86", "#e0729a"),
    ("#14532d", "#84cc79"),
    ("#7c2d12", "#fb9e5f"),
    ("#1e3a5f", "#a5b8d8"),
    ("#713f12", "#f2c14e"),
)
_PEOPLE = ("#0f6b8f", "#8a3ffc", "#b23a48", "#2f7d4f", "#a65e00", "#3d5a99", "#7a4a2b", "#006d77")

# Each shape is drawn around (0, 0), about 260 high, in white and in the dark of its background ("{dark}").
_SHAPES = {
    "phone": '<rect x="-65" y="-130" width="130" height="260" rx="20"/>'
    '<rect x="-54" y="-108" width="108" height="206" rx="6" fill="{dark}"/>'
    '<circle cy="114" r="8" fill="{dark}"/>',
    "phones": '<rect x="-140" y="-110" width="112" height="225" rx="18"/>'
    '<rect x="-130" y="-92" width="92" height="180" rx="6" fill="{dark}"/>'
    '<rect x="10" y="-130" width="132" height="262" rx="20"/>'
    '<rect x="21" y="-110" width="110" height="212" rx="6" fill="{dark}"/>',
    "keyboard": '<rect x="-75" y="-130" width="150" height="260" rx="22"/>'
    '<rect x="-60" y="-114" width="120" height="122" rx="6" fill="{dark}"/>'
    '<g fill="{dark}">'
    + "".join(
        f'<rect x="{-60 + 25 * column}" y="{26 + 25 * row}" width="20" height="18" rx="4"/>'
        for row in range(4)
        for column in range(5)
    )
    + "</g>",
    "buds": '<ellipse cx="-60" cy="-60" rx="46" ry="56"/>'
    '<rect x="-78" y="-30" width="34" height="140" rx="17"/>'
    '<ellipse cx="60" cy="-60" rx="46" ry="56"/><rect x="44" y="-30" width="34" height="140" rx="17"/>'
    '<circle cx="-66" cy="-66" r="18" fill="{dark}"/><circle cx="66" cy="-66" r="18" fill="{dark}"/>',
    "reader": '<rect x="-95" y="-130" width="190" height="260" rx="16"/>'
    '<rect x="-78" y="-112" width="156" height="212" fill="{dark}"/>'
    '<g opacity=".75">'
    + "".join(
        f'<rect x="-60" y="{-90 + 28 * line}" width="{120 - 22 * (line % 3)}" height="9"/>'
        for line in range(6)
    )
    + "</g>",
    "watch": '<rect x="-40" y="-135" width="80" height="270" rx="18" opacity=".7"/>'
    '<circle r="84"/><circle r="68" fill="{dark}"/>'
    '<path d="M0 0V-46M0 0L30 18" stroke="#fff" stroke-width="9" stroke-linecap="round"/>',
    "laptop": '<rect x="-130" y="-105" width="260" height="170" rx="12"/>'
    '<rect x="-116" y="-91" width="232" height="142" fill="{dark}"/>'
    '<path d="M-175 80H175L150 108H-150Z"/>',
    "router": '<rect x="-130" y="30" width="260" height="80" rx="20"/>'
    '<g fill="{dark}"><circle cx="-90" cy="70" r="10"/><circle cx="-55" cy="70" r="10"/>'
    '<circle cx="-20" cy="70" r="10"/></g>'
    '<g fill="none" stroke="#fff" stroke-width="14" stroke-linecap="round">'
    '<path d="M-40 -5a56 56 0 0 1 80 0M-75 -42a105 105 0 0 1 150 0M-110 -80a154 154 0 0 1 220 0"/></g>',
    "robot": '<circle r="125"/><circle r="104" fill="{dark}"/><circle r="34"/>'
    '<path d="M-60 -70a92 92 0 0 1 120 0" fill="none" stroke="#fff" stroke-width="12"/>',
    "plug": '<rect x="-48" y="-40" width="96" height="110" rx="18"/><path d="M-22 70H22V135H-22Z"/>'
    '<rect x="-34" y="-110" width="68" height="74" rx="10"/>'
    '<rect x="-20" y="-88" width="40" height="12" rx="6" fill="{dark}"/>',
    "lamp": '<path d="M0 -130a84 84 0 0 1 50 152c-8 8-10 18-10 30h-80c0-12-2-22-10-30A84 84 0 0 1 0-130Z"/>'
    '<rect x="-38" y="64" width="76" height="18" rx="9"/>'
    '<rect x="-30" y="90" width="60" height="18" rx="9"/>',
    "console": '<rect x="-165" y="-80" width="330" height="160" rx="60"/>'
    '<rect x="-90" y="-62" width="180" height="124" rx="8" fill="{dark}"/>'
    '<g fill="{dark}"><path d="M-136 -8h12v-12h12v12h12v12h-12v12h-12v-12h-12Z"/>'
    '<circle cx="122" cy="-14" r="11"/><circle cx="138" cy="12" r="11"/></g>',
    "page": '<rect x="-95" y="-125" width="190" height="250" rx="10"/>'
    '<rect x="-72" y="-100" width="144" height="60" fill="{dark}"/>'
    '<g fill="{dark}" opacity=".7">'
    + "".join(f'<rect x="-72" y="{-20 + 26 * line}" width="144" height="10"/>' for line in range(5))
    + "</g>",
}


def article(number: int, shape: str) -> str:
    """A picture of 960 × 540 for an article; the same number gives the same colours."""
    dark, light = _COLOURS[number % len(_COLOURS)]
    drawing = _SHAPES.get(shape, _SHAPES["page"]).replace("{dark}", dark)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 540" width="960" height="540">'
        f'<defs><linearGradient id="g" x2="1" y2="1"><stop stop-color="{dark}"/>'
        f'<stop offset="1" stop-color="{light}"/></linearGradient></defs>'
        '<rect width="960" height="540" fill="url(#g)"/>'
        f'<circle cx="{200 + number * 97 % 560}" cy="120" r="210" fill="#fff" opacity=".08"/>'
        f'<circle cx="{760 - number * 61 % 500}" cy="470" r="150" fill="#fff" opacity=".08"/>'
        f'<g transform="translate(480 270)" fill="#fff">{drawing}</g></svg>'
    )


def person(number: int, name: str) -> str:
    """A disc with a person's initials."""
    initials = "".join(word[0] for word in name.split()[:2]).upper()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" width="96" height="96">'
        f'<rect width="96" height="96" fill="{_PEOPLE[number % len(_PEOPLE)]}"/>'
        '<text x="48" y="62" font-family="system-ui, sans-serif" font-size="40" font-weight="600" '
        f'text-anchor="middle" fill="#fff">{escape(initials)}</text></svg>'
    )
