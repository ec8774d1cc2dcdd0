"""What people like or dislike of a product, and whether they do; folded French and English; pure."""

from __future__ import annotations

import re
from typing import Final

ASPECTS: Final = {
    name: re.compile(rf"\b(?:{words})\b")
    for name, words in {
        "battery": r"autonomie|batteries?|battery|charge(?:ur|r|s|r)?|recharge\w*|charging|endurance|mah",
        "screen": r"ecrans?|dalle|affichage|screens?|display|oled|luminosite|brightness",
        "price": r"prix|chere?s?|tarifs?|couts?|coute(?:nt)?|prices?|pricey|expensive|cheap|euros?|dollars?",
        "camera": r"photos?|camera|cameras|capteurs?|appareil photo|objectifs?|pictures?|zoom|selfies?",
        "sound": r"sons?|audio|haut-?parleurs?|micros?|sound|speakers?|microphones?|basses|reduction de bruit"
        r"|noise cancell\w+",
        "keyboard": r"claviers?|touches|keyboards?|keys|typing|frappe",
        "speed": r"lente?s?|lenteurs?|rapides?|fluides?|fluidite|rame|reactifs?|reactives?|performances?|slow"
        r"|fast|laggy|lags?|snappy|speed",
        "software": r"logiciels?|mises? a jour|android|ios|bugs?|plante|plantages?|application|applications"
        r"|applis?|apps?|software|updates?|crash\w*|interface",
        "design": r"design|look|finitions?|finition|esthetique|beau|belle|moche|lourde?|leger|legere"
        r"|taille|poids"
        r"|build quality|looks|ugly|heavy|weight",
        "reliability": r"fiables?|fiabilite|pannes?|solides?|solidite|casse|cassee?|defauts?|reliable"
        r"|reliability|broken|broke|sturdy|dur(?:e|ent)? longtemps",
        "repair": r"reparations?|reparables?|garantie|sav|pieces? detachees?|repairs?|repairable|warranty"
        r"|customer service|service client",
        "network": r"reseaux?|wi-?fi|bluetooth|4g|5g|connexions?|debits?|network|signal|reception|coverage",
        "privacy": r"vie privee|donnees personnelles|securite|privacy|security|failles?",
        "subscription": r"abonnements?|forfaits?|subscriptions?|resili\w+|engagement|monthly",
    }.items()
}

_PRAISE = re.compile(
    r"\b(?:bon(?:ne)?s?|bien|super|genial\w*|excellente?s?|parfaite?s?|top|ravie?|contente?s?|satisfaite?s?"
    r"|ador\w+"
    r"|j'aime|aime bien|impressionn\w+|formidable|recommande|meilleure?s?|nickel|regrette pas"
    r"|deux jours|tient"
    r"|reactifs?|reactives?|fluides?|rapides?|agreables?|beau|belle|solides?|fiables?"
    r"|good|great|love|loved|excellent|perfect|happy|amazing|awesome|best|solid|reliable|fast|snappy"
    r"|recommend|impressed|beautiful|pas mal|pas cher|worth it|not bad)\b"
)
_BLAME = re.compile(
    r"\b(?:mauvaise?s?|nulle?s?|decu\w*|decevante?s?|dommage|pire|horrible|trop (?:chere?s?|lente?s?)"
    r"|trop (?:lourde?s?|petite?s?)"
    r"|chere?s?|lente?s?|lenteurs?|bugs?|plante|en panne|pannes?|casse|regrette"
    r"|honteux|arnaque|moche|fragiles?"
    r"|probleme\w*|bad|poor|terrible|disappoint\w+|worse|worst|awful"
    r"|too (?:expensive|slow|heavy|small)|expensive"
    r"|slow|laggy|broken|broke|regret|overpriced|ugly|crash\w*|problems?|issues?|hate|useless|rame|chauffe"
    r"|not worth)\b"
)
_NOT = re.compile(
    r"\b(?:pas|jamais|aucune?|ni|plus|not|never|no|isn't|wasn't|doesn't|don't|n't|hardly|without|sans)"
    r"(?: (?:tres|vraiment|si|du tout|trop|that|so|very|really|a|de|un|une|any|le|la))?$"
)
_FIXED = ("pas mal", "pas cher", "regrette pas", "not bad", "not worth")


def aspects_of(folded: str) -> list[str]:
    """What a folded sentence is about."""
    return [name for name, words in ASPECTS.items() if words.search(folded)]


def feeling(folded: str) -> int:
    """Whether a folded sentence praises (1) or blames (-1); 0 where it does neither or both."""
    taken: list[tuple[int, int]] = []
    score = 0
    for words, worth in ((_PRAISE, 1), (_BLAME, -1)):
        for match in words.finditer(folded):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            denied = match[0] not in _FIXED and _NOT.search(folded[: match.start()].rstrip())
            score += -worth if denied else worth
    return (score > 0) - (score < 0)
