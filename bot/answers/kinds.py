"""The kinds of value that questions ask for, and how each is written: a price, a weight, a colour."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

_NUMBER = r"\d(?:[\d.,\u00a0\u202f ]{0,20}\d)?"
_SPACE = r"[\s\u00a0\u202f-]?"
_WRITTEN = (
    r"(?:une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|quarante|cinquante"
    r"|soixante|cent|cents|mille|demi|an?|one|two|three|four|five|seven|eight|nine|ten|eleven|twelve|fifteen"
    r"|twenty|thirty|forty|fifty|sixty|hundred|thousand|half|several|plusieurs)"
)
_MONTH = (
    r"(?:janvier|janv|f[ée]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|sept|octobre|novembre|d[ée]cembre"
    r"|january|february|march|april|may|june|july|august|september|october|november|december)"
)

_HOW_MUCH = re.compile(r"(?<!\bde )\bcombien\b")
_HOW_MANY = re.compile(
    r"\b(?:combien d(?:e |')(?!euros?|sous|fric|thunes?)|how many(?! (?:euros|dollars|pounds))|nombre d)"
)
_MOST_ASKING = 3
_VERSION = re.compile(r"\b\d+\.\d")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value: `asked` finds the question for it (folded), `value` such a value in a text.

    A `plain` one is known by its look alone, as a price or a weight is; a duration may be of anything.
    """

    name: str
    asked: re.Pattern[str]
    value: re.Pattern[str]
    plain: bool


_PLAIN = frozenset(
    "pay price date weight charge ram memory range definition pixels frequency power speed share loudness"
    " brightness radiation".split()
)


def _kind(name: str, asked: str, value: str, *, exactly: bool = False) -> Kind:
    flags = re.NOFLAG if exactly else re.IGNORECASE
    return Kind(name, re.compile(rf"\b(?:{asked})\b"), re.compile(value, flags), name in _PLAIN)


def _measure(units: str) -> str:
    return rf"(?:{_NUMBER}|\b{_WRITTEN}){_SPACE}(?:{units})\b"


PRICE = _kind(
    "price",
    r"prix|tarifs?|co[u]t(?:s|e|ent|ait|aient|er|era)?|(?<!toujours )(?<!encore )(?<!plus )vendue?s?"
    r"|ch[e]re?s?|montant|pri(?:ces?|ced|cing)|costs?"
    r"|(?:sells?|selling|sold|go|goes|going) for|expensive|cheap(?:er|est)?|moins chere?s?"
    r"|(?<!by )how much(?! (?:v?ram|memory|storage|space|power|battery|data|water|time|energy|noise|weight"
    r"|longer|bigger|faster|lighter|heavier|better|slower|smaller)\b)"
    r"|per month|a month"
    r"|combien (?:d'euros|par mois|par an|vaut|valait|ca vaut)"
    r"|(?:est|etait|passe|sera) a combien|a combien (?:est|sera|etait|passe)",
    rf"[$€£]\s?{_NUMBER}|{_NUMBER}\s?(?:[$€£]|eur\b)|"
    + _measure(
        r"euros?|dollars?|pounds?|usd|gbp|centimes?|pence|cents|(?:millions?|milliards?) d['’]euros"
        r"|[mb]illion (?:euros|dollars|pounds)"
    )
    + r"|(?<![\d.,])\d{1,2}(?:\.\d+)?p\b"
    + r"|\bgratuite?(?:ment|s)?\b|\bfree\b|\boffert",
)
PAY = _kind(
    "pay",
    r"salaires?|salar(?:y|ies)|remuneration|paye combien|(?:gagne|touche)(?:nt)? par (?:an|mois)"
    r"|wages?|paycheck"
    r"|how much (?:is|are|does|did|do) .* (?:paid|earn|make)",
    PRICE.value.pattern,
)
DATE = _kind(
    "date",
    r"^quand|quand(?= ?[?!.]*$)|quand(?= (?:est-ce|est|sont|sera|seront|sort\w*|arriv\w*|pour|va|vont)\b)"
    r"|(?:depuis|jusqu'a|pour|de|a|c'est|est-ce|sort\w*|sera|arriv\w*|dispo\w*|livre\w*|prevu\w*|vendu\w*|lance\w*"
    r"|vente|magasin|boutique) quand|dates?"
    r"|quel(?:le)? (?:jour|annee|mois)|jour de|when (?:is|was|were|did|does|do|will|are|can)"
    r"|(?:what|which) (?:day|date|year|month)"
    r"|(?:launch|release|street) (?:date|day)|(?:from|since|until|till) when|mois de (?:la )?(?:mise|sortie)",
    rf"\b(?:\d{{1,2}}(?:er|st|nd|rd|th)?\s{_MONTH}\b|{_MONTH}\s\d|(?:19|20)\d\d\b|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}"
    rf"|(?:en|d[ée]but|fin|mi|in|by|until|since|depuis|late|early|of)[ -]{_MONTH}\b|demain|trimestre|semestre"
    r"|printemps|automne|hiver|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|tomorrow|today|aujourd['’]hui"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|quarter|spring|autumn|summer)",
)
PERSON = _kind(
    "person",
    r"^(?:c |c'est )?qui(?! (?:a |va |avait )?(?:rachet|achet|repri|repren|fabriqu|vend|construi|produi))"
    r"|(?:c'est|par|avec|chez|de|moi) qui|qui(?= ?\?)|qui (?:dirige|preside)\w*|"
    r"who(?! (?:bought|buys?|owns?|makes?|made|acquire[sd]?|sells?|sold|took over|builds?|built))|whom|whose"
    r"|(?:guy|man|woman|person|people|team|mec|homme|femme) (?:behind|derriere)"
    r"|pdg|ceo|patronn?e?|boss|president[e]?|chief executive|chairman"
    r"|fondat(?:eur|rice)|founders?|direct(?:eur|rice)|head of|porte-parole|spokes(?:man|woman|person)",
    r"\b(?!(?:The|This|Its?|In|On|At|An?|But|And|When|With|For|By|From|Our|Les?|La|Une?|Des|Du|Ce|Cette|Et|Mais"
    r"|En|Aux?|Chez|Avec|Pour|Selon|Son|Sa|Ses|Notre) )[A-ZÀ-Ý][a-zà-ÿ’'-]+(?:-?[A-ZÀ-Ý][a-zà-ÿ]+)? "
    r"(?:(?:de|van|von|di|da|du|le|la|al|el) )?[A-ZÀ-Ý][\w’'-]*[a-zà-ÿ]+\b",
    exactly=True,
)
KINDS = (
    PAY,
    PRICE,
    DATE,
    PERSON,
    _kind(
        "weight",
        r"poids|pois|pes(?:e|ent|ait)|lourde?s?|masse|weigh(?:s|t|ts)?|heavy|grammes?|grams?",
        _measure(r"kg|g|grammes?|grams?|kilos?|kilogram(?:me)?s?|tonnes?|lbs?|pounds?|oz|ounces?")
        + r"|\d tons?\b",
        exactly=True,
    ),
    _kind(
        "colour",
        r"couleurs?|coloris|teintes?|colou?rs?",
        r"\b(?:noire?s?|blanc(?:he)?s?|bleue?s?|rouges?|verte?s?|jaunes?|roses?|grise?s?|violete?t?e?s?|orange|dor[ée]e?s?"
        r"|argent[ée]?e?s?|lin|beige|marron|corail|black|white|blue|red|green|yellow|pink|gr[ae]y|purple|gold|silver"
        r"|lilac|coral|turquoise|couleurs?|colou?rs?|coloris)\b",
    ),
    _kind(
        "charge",
        r"mah|kwh|capac\w+.*(?:batter\w+|accu)|batter\w+.*(?:capac\w+|size)",
        _measure(r"mah|k?wh|milliamp\w*|(?:kilo)?watt-?h(?:our|eure)s?"),
    ),
    _kind(
        "endurance",
        r"autonomie|endurance|battery life|tient|tenir|dure|how long|combien de temps|duree|temps|lasts"
        r"|last(?= (?:for|on|a)\b)|last(?= ?[?!.]*$)"
        r"|hours?|heures?|minutes?",
        _measure(
            r"h|heures?|hours?|hrs?|min|minutes?|jours?|days?|journ[ée]es?|semaines?|weeks?|mois|months?|ans?|ann[ée]es?"
            r"|years?|secondes?|seconds?|km|kilom[èe]tres?|miles?"
        )
        + rf"|\d\s?h\b|\b{_WRITTEN} (?:et|and) (?:demie?|a half)"
        + r"|\b(?:until|till|through|jusqu['’](?:en|au|à|fin)) ",
    ),
    _kind(
        "range",
        r"kilometres?|km|portee|range(?! (?:came|comes|is out|was|of|launch\w*|arriv\w*))|rayon d'action"
        r"|profondeur"
        r"|how (?:deep|far)(?! (?:behind|ahead|from|along))",
        _measure(r"km|kilom[èe]tres?|miles?|m[èe]tres?|met(?:re|er)s?|m"),
    ),
    _kind(
        "ram",
        r"v?ram|memoires?(?: vive)?|memory",
        rf"(?<![\d.,])(?:\d|[1-9]\d){_SPACE}(?:go|gb|gigs?|gigabytes?|gigaoctets?)\b",
    ),
    _kind(
        "memory",
        r"stockage|storage|espace|gigas?|(?:de|en|quels?) go|gb",
        _measure(
            r"go|gb|to|tb|mo|mb|gio|gib|gig(?:a)?s?|(?:giga|tera|mega)bytes?|(?:giga|m[ée]ga|t[ée]ra)octets?"
        ),
    ),
    _kind(
        "capacity",
        r"capacites?|capacity",
        _measure(r"go|gb|to|tb|mo|mb|gigabytes?|terabytes?|mah|k?wh|litres?|liters?|cl|ml|l|places|seats"),
    ),
    _kind(
        "size",
        r"tailles?|dimensions?|pouces?|diagonale|inch(?:es)?|sizes?|how (?:big|large|thick|thin)|epaisseur"
        r"|largeur|hauteur|mesurent?|grande?s?",
        _measure(
            r"pouces?|inch(?:es)?|mm|cm|millim[èe]tres?|centim[èe]tres?|millimet(?:re|er)s?|centimet(?:re|er)s?|m|mo|go|mb|gb|to|tb|gigs?|(?:giga|mega)bytes?|(?:giga|m[ée]ga)octets?"
        )
        + r"|\d\s?(?:″|”|\")",
    ),
    _kind(
        "volume",
        r"litres?|liters?|contenance|coffre|volume d[ue]|(?:trunk|boot) (?:space|volume|size)",
        _measure(r"litres?|liters?|l|cl|ml"),
    ),
    _kind(
        "definition",
        r"resolution|definition",
        r"\d{3,4}\s?(?:[x×]|by|sur|par)\s?\d{3,4}|\b\d{3,4}[pi]\b|\b[2-8]k\b|full hd|\bqhd\b|\b1440\b|"
        + _measure("ppp|ppi|dpi"),
    ),
    _kind(
        "pixels",
        r"megapixels?|mpx?|capteurs?|sensor",
        _measure(r"m[ée]gapixels?|mpx?|millions de pixels|megapixels?"),
    ),
    _kind("loudness", r"decibels?|db|how (?:loud|noisy)", _measure(r"db|d[ée]cibels?")),
    _kind(
        "brightness",
        r"nits?|lumens?|candelas?|luminosite|brightness|how bright",
        _measure(r"nits?|lumens?|lux|candelas?|cd/m²"),
    ),
    _kind("radiation", r"das|sar(?: value)?", _measure(r"w/kg|watts?/kg")),
    _kind(
        "tightness",
        r"(?:etanch|waterproof|water[ -]resist)\w*|ip\d\d",
        r"\bIP[X\d]\d\b|\d\s?atm\b|\b(?:[ée]tanch|waterproof|immer|submer|splash|water)\w*|[ée]claboussures|\beau\b",
    ),
    _kind("frequency", r"hz|hertz|frequence|rafraichissement|refresh", _measure(r"[kmg]?hz|hertz")),
    _kind(
        "power",
        r"watts?|w|consomm\w+|power draw|wattage",
        _measure(r"k?w|watts?|kilowatts?|chevaux|ch|hp"),
    ),
    _kind(
        "output",
        r"puissance|powerful",
        _measure(r"k?w|watts?|kilowatts?|chevaux|ch|hp|tops|(?:t[ée]ra|giga)?flops|fois|times"),
    ),
    _kind(
        "speed",
        r"debits?|vitesse|speeds?|mb/s|gb/s|mbps|gbps|km/h|mph|how fast",
        _measure(
            r"k?w|watts?|[kmg]b(?:it)?/s|[kmg]o/s|[kmg]bps|[mg]bits?/s|km/h|mph|m[ée]gabits?|gigabits?|secondes?|seconds?|fois|times"
        )
        + r"|\d\s?%",
    ),
    _kind(
        "share",
        r"taux|pourcentage|part de|percentage|percent|share of",
        _measure(r"%|pour cent|per ?cent") + r"|\d\s?%",
    ),
    _kind(
        "count",
        r"combien (?:de|d|en|y)|how many|nombre|number of|quantite|ventes|units|exemplaires|abonnes",
        rf"\d|\b{_WRITTEN}\b",
    ),
    _kind("version", r"versions?|micrologiciel|firmware", r"\b\d+(?:\.\d+)+|\b[A-Z]\w+ \d+\b", exactly=True),
)


COUNT = next(kind for kind in KINDS if kind.name == "count")
_LIKELY_PRICE = replace(PRICE, plain=False)


def kinds_asked(folded: str) -> tuple[Kind, ...]:
    """The kinds of value that a folded question asks for, any of which will do.

    Who asks when, or for a price, wants nothing else; a bare "combien" asks for a price, most likely.
    """
    found = tuple(
        kind
        for kind in KINDS
        # Who names a version asks for something else of it.
        if kind.asked.search(folded) and not (kind.name == "version" and _VERSION.search(folded))
    )
    if _HOW_MANY.search(folded):
        # "Salariés" without accents are no salaries.
        found = tuple(kind for kind in found if kind not in (PRICE, PAY))
    found = tuple(kind for kind in found if kind.name != "count" or len(found) == 1)
    if any(kind.name == "charge" for kind in found):
        found = tuple(kind for kind in found if kind.name not in {"ram", "memory"})
    for kind in (DATE, PAY, PRICE):
        if kind in found:
            return (kind,)
    return (_LIKELY_PRICE,) if not found and _HOW_MUCH.search(folded) else found


def words_asked(folded: str, kinds: Sequence[Kind]) -> frozenset[str]:
    """The words of a folded question that ask for the kinds: battery and life in "battery life"."""
    found = (match[0].split() for kind in kinds for match in kind.asked.finditer(folded))
    return frozenset(word for words in found if len(words) <= _MOST_ASKING for word in words)


def holds(text: str, kinds: Sequence[Kind]) -> bool:
    """Whether a text holds a value of one of the kinds."""
    return any(kind.value.search(text) for kind in kinds)


def values(text: str, kinds: Sequence[Kind]) -> list[tuple[int, int]]:
    """Where the values of plain kinds stand in a text, as (start, end)."""
    return [match.span() for kind in kinds if kind.plain for match in kind.value.finditer(text)]
