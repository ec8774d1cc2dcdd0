"""Which kind of article a text is, and whether it says itself that it is new or corrected; pure."""

from __future__ import annotations

import re

NEWS = "news"

# What `@@` stands for below: the beginning of a headline or of its second half.
_AT = r"(?:^|[:|!?,-] ?)(?:the |les? |la |l'|une? |our |nos |notre )?"

# A pattern a line, by the kind of article whose headline has it.
_TITLES = {
    "roundup": r"""
    \brecap\b|\bround-?up\b|\bweek in\b|\bnews of the\b|\bthis week in\b|\bthis week's\b|\ben bref\b
    \btour d'horizon\b|\brevue de presse\b|\bmorning brief|\ble brief\b|\bne fallait pas (?:manquer|rater)
    \bl'actu\b.* en\b|\bactus? (?:de la semaine|du jour)|\b(?:de la semaine|of the week)\b
    \b(?:weekly|daily) (?:recap|digest|news)|\bin case you missed|\bwhat you missed|\bbest of\b|^newsletter
    \bl'essentiel d[eu']|\btout ce qui\b|^ce qui (?:change|augmente)
    """,
    "comparison": r"""
    \bvs\b|\bversus\b|\b\w+ contre \w+ \w+$|\bcomparatif|\bcomparaison|\bcompared\b|\bcomparison
    \bface-off\b|\bduel d|: le match\b|\ble duel\b
    \bface (?:a|au|aux) .*\?|\b(?:lequel|laquelle|lesquels) (?:choisir|prendre|acheter|est)
    \b(?:lequel|laquelle) \?|\b(?:lequel|laquelle)$|\bwhich (?:one|is|should|\w+ (?:wins|to))
    \bfaut-il (?:choisir|preferer)|@@(?:\d+ )?(?:best|meilleure?s?) \w
    """,
    "review": r"""
    @@(?:tests?(?! (?:flight|suite))|essais?|prise en main|critique|review|avis|hands-on|tested)\b
    \b(?:en|notre|a l'|banc d')(?: |(?<='))(?:tests?|essais?|critique)\b|\breview(?:ed|s)?\b(?! board)
    \bhands-on\b|\bimpressions\b|\bon (?:l'|les )?a \w+e?\b|\bnous avons (?:essay|test)e|\bque va(?:ut|lent)\b
    \bnotre avis\b|\bfaut-il (?:craquer|l'acheter|acheter)|\bworth (?:it|buying|the)|\bshould you buy\b
    \bfirst (?:drive|look)\b|\b(?:jours|mois|semaines?|ans?) (?:avec|au poignet|en compagnie)
    \b(?:days|weeks?|months?) (?:with|later)\b
    """,
    "guide": r"""
    @@comment \w|\bhow (?:to|you can)\b|\bque faire\b|\btuto|\btout (?:savoir|comprendre)
    \beverything (?:you|we)\b|\bwhat (?:to|you) (?:know|need)|@@guide\b|\bguide d'achat|\bbuying guide
    \bmode d'emploi|\bastuces?\b|\ba quelle heure|\bsur quelle chaine|\b(?:how|where) to watch
    \bou (?:voir|regarder|acheter|suivre)\b|\bwhere to\b|\bwhat time\b|\bmarche a suivre
    \bexplain(?:er|ed)\b|\bfaq\b|\bce qu(?:e (?:l'on|change|nous)|'il faut)\b|\bce que change|\bwhat we know
    \bhoraires?\b.* (?:et|:)|\bfive (?:ways|things|reasons|tips|apps)
    \b(?:cinq|dix|trois|sept|\d{1,2}) (?:conseils|raisons|choses|idees|facons|applis?|applications)\b
    \b(?:messageries|gestes|questions)\b
    \b(?:three|seven|ten|\d{1,2}) (?:ways|things|reasons|tips|apps|questions)\b
    """,
    "opinion": r"""
    @@(?:pourquoi|why)\b|^(?:faut-il|should)\b
    @@(?:edito\w*|tribune|opinion|analyse|analysis|decryptage|chronique)\b
    \b(?:edito|tribune|opinion|analyse|analysis|decryptage|chronique|commentary) ?:|\bbonne idee\b
    \bne suffi(?:t|ra) pas\b
    """,
    "portrait": r"""
    \bportrait\b|\bprofile of\b|@@(?:qui est|who is|histoire d|history of|diaporama|chronologie|timeline)\b
    \ben (?:dix|cinq|\d+) (?:films|dates|images|photos|chiffres|repliques|chansons|livres|scenes)\b
    \ben (?:roles|citations|moments|graphiques|cartes|mots|questions|points)\b
    \b(?:en images|in (?:pictures|photos|numbers))\b|\bretour sur la carriere|\bobituary\b
    \bin (?:\w+|\d+) (?:quotes|films|songs|charts|pictures)\b|\bla vie de\b|\bthe life of\b|\bhommage\b
    \btribute\b
    """,
    "interview": r"""
    \binterview\b|\bentretien\b|\bpodcast\b|\bq&a\b|#\d+
    """,
    "deal": r"""
    \bbons? plans?\b|\b(?:best|top|these) (?:[\w-]+ )*deals?\b|\bdeals?:|^deals?\b|\bsoldes\b|\bpromos?\b
    \ben promotion\b|\bcodes? promo|\bblack friday|\bfrench days|\bprime day|\bcyber monday|\blowest price
    \bprix casse|\bmeilleures? offres?|\bdrops? to [$€£]|\btombe a \d|\bde remise\b|\b\d+% off\b|\bdiscount
    """,
    "rumour": r"""
    \brumeurs?\b|\brumou?r|\ben fuite\b|\bune fuite\b|\bfuites? (?!de donnees|d'eau|de gaz|massive)
    \bleaked\b|\bleaker\b
    (?<!data )(?<!gas )(?<!oil )(?<!water )\bleaks?\b(?! (?:data|users?|customers?|personal|passwords?))
    \bleaks? (?:suggest|reveal|show|point|hint)
    \b(?:pour|se|dev|au|prepare|travaille|sorti|arrive)rai(?:t|ent)\b|\bcould\b|\bmight\b|\breportedly\b
    \btipped\b|\binsider\b|\brenders?\b|\bspotted\b|\bsaid to\b
    """,
}

# The same for the beginning of the text, with how often it has to be there.
_TEXTS = {
    ("review", 1): r"""
    \b(?:(?:notre|our|mon|my) verdict|verdict (?:sur|apres|on|after)|(?<!son )(?<!leur )verdict ?[:.])
    \b(?:(?:note|score) ?:? \d|[0-9](?:[.,]5)?/10|[0-5]/5|points? (?:forts?|faibles?))
    \bnous (?:l'|les |la |le )?avons (?:longuement |enfin |deja )?(?:test|essay|mesur|roul|jou|compar)\w*
    \bnous (?:l'|les |la |le )?avons (?:longuement |enfin |deja )?(?:ecout|chronometr|pris en main)\w*
    \b(?:we (?:have |'ve )?(?:tested|reviewed|tried|compared|pitted|measured))
    \b(?:nous a (?:suivis|accompagnes)|notre (?:test|essai|comparatif)|our review)(?=\W|$)
    """,
    ("review", 2): r"""
    \b(?:decoi\w*|decevant\w*|convain\w*|sedui\w*|surprend|bluff\w*|agreable\w*|dommage)\b
    \b(?:disappoint\w*|impress(?:es|ed|ive)|gorgeous|superb\w*|annoying|we (?:love|hate|liked?|miss))\b
    \b(?:reussit? son pari|manque de|trop (?:\w+ )?(?:cher|petit|lourd|bruyant)\w*|tient ses promesses)\b
    \bvaut(?:-il)? le coup\b|\bon (?:aime|regrette|oublie)\b|\bs'en (?:tire|sort)\b
    \bmalgre (?:un|une|des)\b|\bpetit bijou\b
    \b(?:belle|beau|bel|joli|bonne?|excellent|remarquable|mediocre|perfectible|reussi)e?s?\b (?:\w+ )?\w+$
    \b(?:nous (?:l'|les |la |le )?avons (?!appris|contacte|interroge)\w+)
    \b(?:j'ai (?:\w+ )?(?:teste|passe|essaye)\w*)
    \b(?:we (?:have )?(?:spent|tested|measured|typed|tried|like|drove|rode)|(?<!son )verdict)
    \b(?:(?:note|score) ?:|notre (?:avis|test)|our (?:review|tests?)|points? (?:forts?|faibles?))
    \b(?:\d(?:[.,]5)?/10|[0-5]/5|after \w+ (?:weeks|days) with)
    \b(?:apres \w+ (?:semaines?|jours|mois) d(?:e|')|au volant|au quotidien)(?=\W|$)
    """,
    ("rumour", 2): r"""
    \b(?:selon (?:des |les |une |plusieurs )?(?:rumeurs?|fuites?|sources?|indiscretions?)|rumeurs?)\b
    \b(?:rumou?r\w*|leak(?:s|er|ed)?\b|d'apres une fuite|(?:pour|se|dev)rai(?:t|ent)|could|may)\b
    \b(?:(?:is|are) expected|said to|reportedly|according to (?:a leak|analyst|the leaker))\b
    \b(?:analyst\w*|n'a rien confirme|has not confirmed|declined to comment)\b
    """,
    ("roundup", 1): r"""
    \b(?:retour sur les (?:infos|actus|temps forts)|infos? de la semaine|ce qu'il fallait retenir)\b
    \b(?:news of the week|this week's (?:top|biggest))\b
    \b(?:au programme (?:ce matin|cette semaine|aujourd'hui)|also (?:this week|in the news))\b
    \b(?:dans le reste de l'actu\w*|notre selection|we have picked|our (?:picks?|weekly|roundup))\b
    """,
    ("opinion", 1): r"""
    ^(?:edito|tribune|analyse|opinion|chronique|editorial)\W
    """,
    ("portrait", 1): r"""
    ^(?:portrait|profil|obituary)\W
    """,
}
_SAID = (
    r"(?:maj|m\.a\.j\.?|mise a jour|mis a jour|update[ds]?|actualise\w*|actualisation|corrig\w+|prix corrige"
    r"|corrected|correction|corrigendum|erratum|rectificatif|rectification|precision)"
)
_UPDATE = rf"""
    [(\[] ?{_SAID} ?[^)\]]{{0,20}}[)\]]|(?:^|[.!?] ){_SAID}\b(?: [\w' -]{{0,24}})?(?: ?[:.,|-] )
    ^{_SAID} ?[:|-]|earlier version of this|version precedente de cet article|une premiere version de
    contrairement a ce que nous
"""
_CORRECTION = r"""
    \b(?:correct(?:ion|ed)|corrige\w*|erratum|rectifi\w+|earlier version|et non)\b
    contrairement a ce que nous
"""


def _any_of(lines: str) -> re.Pattern[str]:
    return re.compile(
        "|".join(line.strip() for line in lines.splitlines() if line.strip()).replace("@@", _AT)
    )


_TITLE_PATTERNS = {kind: _any_of(lines) for kind, lines in _TITLES.items()}
_TEXT_PATTERNS = {key: _any_of(lines) for key, lines in _TEXTS.items()}
_UPDATE_PATTERN, _CORRECTION_PATTERN = _any_of(_UPDATE), _any_of(_CORRECTION)
_SEVERAL = re.compile(r"^[^:,]{2,25}, [^:,]{2,25}(?:,| et | and )[^:,]{2,25} ?:")


def kind_of(title: str, lead: str) -> str:
    """The kind of an article by its folded title and the folded beginning of its text."""
    for kind, pattern in _TITLE_PATTERNS.items():
        if pattern.search(title):
            return kind
    if _SEVERAL.search(title):
        return "roundup"
    for (kind, times), pattern in _TEXT_PATTERNS.items():
        if len(pattern.findall(f"{title} . {lead}" if times > 1 else lead)) >= times:
            return kind
    return NEWS


def is_update(title: str, lead: str) -> bool:
    """Whether an article says that it brings news up to date or corrects it."""
    return bool(_UPDATE_PATTERN.search(title) or _UPDATE_PATTERN.search(lead))


def is_correction(title: str, lead: str) -> bool:
    """Whether an update says that something told before was wrong."""
    wrong = _CORRECTION_PATTERN.search(title) or _CORRECTION_PATTERN.search(lead)
    return bool(wrong) and is_update(title, lead)
