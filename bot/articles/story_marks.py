"""What an article says of itself and of what was told before: updated, corrected, long after; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.articles.story_words import WEEKDAYS

_SAID = (
    r"(?:maj|m\.a\.j\.?|mise a jour|mis a jour|update[ds]?|actualise\w*|actualisation|corrig\w+|prix corrige"
    r"|corrected|correction|corrects|corrigendum|erratum|rectificatif|rectification|precision|clarification)"
)
_WRONG_WORD = r"(?:correction|corrected|corrects|corrige\w*|erratum|rectificatif|rectification|rectifie\w*)"
_UPDATE = (
    rf"[(\[][^)\]]{{0,24}}\b{_SAID}\b[^)\]]{{0,160}}[)\]]",
    rf"(?:^|[.!?] ){_SAID}\b(?: [\w' ,-]{{0,24}})?(?: ?[:.,|-] )|^{_SAID} ?[:|–-]",
    r"\bupdated (?:at|on|with|to|\w+day)|\bmis a jour (?:le|a|avec)\b|\bactualise (?:le|a|avec)\b",
    r"\b(?:story|article) (?:has been|was) (?:updated|corrected|amended)",
    r"\bbilan (?:\w+ ){0,3}(?:monte|grimpe|passe|s'alourdit|depasse|atteint|provisoire|revu)",
    r"\b(?:bilan|toll) (?:\w+ )?(?:rises|climbs|passes|tops|hits|reaches|jumps)|\bs'alourdit\b",
    r"\b(?:death|dead) toll\b",
)
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|janvier"
    r"|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)"
)
_CORRECTION = (
    rf"[.!?(\[] ?{_WRONG_WORD}\b|^{_WRONG_WORD}\b|\bcorrig(?:e|ee|es)\)",
    r"\b(?:a|ont) ete (?:corrige|rectifie)\w*|\b(?:was|were|been) (?:corrected|amended)\b",
    r"\b(?:earlier|previous|original) (?:headline|article|story)\b",
    r"\b(?:earlier|previous|original) version of th(?:is|e) (?:story|article|post|report|text)\b",
    r"\bversion (?:precedente|anterieure|initiale) de (?:cet|ce|notre|l'article)|\bpremiere version de cet\b",
    r"\b(?:titre|article) precedent\b",
    r"\bcontrairement a ce qu(?:i |e |')(?:a|ont|nous|avait|avaient|avions|etait)\b",
    r"\b(?:par erreur|by mistake|in error|erroneously|misstated|mistakenly|misidentified)\b",
    r"\bmisspel(?:t|led)\b|\b(?:gave|had|listed|named|quoted) the wrong\b",
    (
        r"\bwe (?:originally|previously|initially|first|wrongly|earlier|had) "
        r"(?:said|quoted|wrote|reported|stated|given|named|gave|put)"
    ),
    r"\bthe wrong (?:\w+ )?(?:price|date|day|name|figure|number|chip|model|place|city|country|amount|year)\b",
    r"\bnous (?:l'|les )?(?:avions|avons) (?:d'abord |initialement |precedemment )?(?:ecrit|indique|annonce)",
    r"\b(?:a|avait|ont|avaient) (?:d'abord|initialement) ete (?:annonce|indique|ecrit)\w*",
    rf"\b(?:not|rather than) (?:[$€£]?\d[\d.,]*\w* )?(?:{_MONTH} )?as (?:we|first|originally|previously)",
    r"\b(?:has|have) since (?:told us|said) .{0,40}\b(?:were|was) wrong\b",
    r"\bcomme (?:nous l'|indique|ecrit|annonce)\w* (?:precedemment|par erreur|initialement|d'abord)",
    r"\bil s'agi(?:t|ssait) bien d|\b(?:toutes nos|nos|presentons des) excuses\b|\b(?:our|with) apologies\b",
    (
        r"[(\[](?:this )?(?:version|story|headline)[^)\]]{0,30}\b(?:correct|amended)"
        r"|[(\[][^)\]]{0,80}\b(?:corrig|rectifi)[^)\]]{0,120}[)\]]"
    ),
    r"\bune erreur (?:s'(?:est|etait) glissee|[\w ]{0,30}nous (?:a|avait) fait)|\berreur de notre part\b",
    r"\bnous (?:l'|les )?(?:avons|avions) (?:\w+ ){0,2}(?:a tort|par erreur)|\b(?:etai(?:t|ent)) errone\w*",
    r"\bwe (?:got|had) (?:\w+ ){1,5}wrong\b|\bwe(?:'ve| have) (?:since )?(?:amended|corrected|changed|fixed)",
    r"\b(?:wrong|incorrect) (?:when (?:first )?published|in (?:an|our|the) (?:earlier|first|original))",
    (
        r"\b(?:an|the|our) (?:earlier|previous|first|original) version (?:of \w+ \w+ )?"
        r"(?:mis\w+|said|gave|had|stated|wrongly|incorrectly|named|put|listed|swapped|confused)"
    ),
    (
        r"\b(?:our|this|the) (?:headline|text|story|article)\b[\w ]{0,12} (?:been|was|were) "
        r"(?:changed|corrected|amended|refiled|edited)"
    ),
    r"\bth(?:is|e) (?:article|story|report) (?:first|originally|previously|initially|earlier) \w+",
    r"\bas (?:stated|reported|written|published|reported here) (?:earlier|previously)\b|\bearlier here as\b",
    r"(?:^|[.!?] )(?:clarification|precision|edit|editor's note) ?:",
    r"\b(?:article|texte|titre) modifie\b|\bcomme nous l'ecrivions\b|\b(?:notre|dans une) premiere version\b",
    r"\bune premiere version (?:de (?:cet|notre|l.article)|comportait|erronee|indiquait|donnait|de son comm)",
    r"\b(?:a|ont) rectifie\b|\b(?:avait|avaient) d'abord (?:annonce|indique|fait etat|evoque)|\(et non ",
    r"\b(?:correcting|revising|replacing) (?:a|an|the|its) (?:figure|earlier|previous|initial)\b",
    r"\bwe (?:apologi[sz]e|regret) (?:for )?(?:the|this) (?:error|mistake)\b",
    rf"(?:\bet non|, not) (?:le |la |on )?(?:{'|'.join(WEEKDAYS)})\b",
)
_COUNT = (
    r"(?:une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|quelques|plusieurs|a|one|two|three|four|five"
    r"|seven|eight|nine|ten|several|\d+)"
)
_LATER = (
    (
        rf"(?<!moins d.)(?<!than )\b{_COUNT} (?:mois|semaines?|jours|months?|weeks?|days?) "
        r"(?:apres|after|later|plus tard|ago)\b"
    ),
    r"\b(?:months|weeks) after\b|\b(?:move|decision|announcement) (?:follows|comes)|\bfait suite a\b",
    r"\blance\w* (?:en \w+ )?a \d|\blaunched (?:in|at)\b(?! (?:19|20)\d\d)",
    rf"\bil y a {_COUNT} (?:mois|semaines?|jours)",
    (
        r"[a-z] (?:were|was|fined|recalled|announced|launched|lance|annonce|rappele)\w* (?:\w+ )?(?:in|en) "
        rf"{_MONTH}\b"
    ),
)
# In a headline alone: a text may so speak of a delay or of an older product.
_SINCE = (
    r"\b(?:en|in|within) (?:une?|one|a|deux|two|trois|three|\d+) (?:mois|semaines?|jours|months?|weeks?)\b",
    r"\bdepuis (?:son|sa|leur|le) (?:lancement|sortie|ouverture)",
    r"\bsince (?:its|the|their) (?:launch|release|debut)",
    r"\bin (?:its|the|their) first (?:day|week|month|year)\b|\b(?:premier|premiere) (?:mois|semaine) d[e']",
)
# In a headline alone: what is known elsewhere comes to more countries.
_WIDER = (
    r"^(?:apres|after) (?:la |le |les |l'|the )?[\w-]+(?: (?:et|and) (?:la |le |les |l'|the )?[\w-]+)?, ",
    r"\bs'(?:etend|exporte|internationalis|elargi)\w*",
    r"\b(?:etend\w*|elargi\w*) (?:\S+ ){0,4}(?:a|au|aux|en) |\bgagne (?:la|le|les|l')",
    r"\b(?:expand|extend|widen|spread)\w* (?:\S+ ){0,4}(?:to|into|across|beyond|in)\b",
    r"\b(?:arriv|debarqu|lanc|disponibl|ouvr|deploy)\w* (?:aussi|egalement|a son tour) ",
    r"\balso (?:launch|com|arriv|open|land|roll|available)\w*|\b(?:in|to) \w+,? (?:too|as well)\b",
    r"\b(?:franchi|travers|pass)\w* (?:la|les|le) (?:frontiere|manche|rhin|alpes|pyrenees)",
    r"\bcross\w* the (?:border|channel|rhine|alps)",
)
_NUMBER = r"[$€£]?(\d[\d., ]*\d|\d)"
_FORMER = (
    r"(?:au lieu d[e']|contre|down from|up from|instead of|\bfrom|\bwas|avait ete|lance\w* (?:en \w+ )?a"
    r"|launched (?:in \w+ )?at|vendu jusqu'ici|fetched|auparavant|precedemment|apres les?|after the"
    rf"|sa levee d[e'] ?|amende d[e'] ?|levee d[e'])(?: pres| plus| about| some| les?| la)? ?{_NUMBER}"
)
_MISTAKEN = (
    r"(?:\bet non (?:pas )?(?:de |a |en |sur |le |les |la )?|\bnot |\bau lieu de |\brather than "
    rf"|\binstead of ){_NUMBER}"
)
_UPDATE_PATTERN, _CORRECTION_PATTERN = re.compile("|".join(_UPDATE)), re.compile("|".join(_CORRECTION))
_LATER_PATTERN, _SINCE_PATTERN = re.compile("|".join(_LATER)), re.compile("|".join(_SINCE))
_WIDER_PATTERN = re.compile("|".join(_WIDER))
_FORMER_PATTERN, _MISTAKEN_PATTERN = re.compile(_FORMER), re.compile(_MISTAKEN)
_AND_NOT = re.compile(r"\bet non (?:pas )?(?:de |a |en |sur |le |les |la )?\d|, not [$€£]?\d")
_THOUSANDS = re.compile(r"[ .,](?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class Marks:
    """What an article says of its news.

    `update`: it brings them up to date; `correction`: something told before was wrong; `later`: they are
    weeks old and it tells what came of them; `wider`: they come to more countries. `formers` are numbers of
    before (a price cut from 649 euros), `mistaken` numbers told by mistake.
    """

    update: bool
    correction: bool
    later: bool
    wider: bool
    formers: frozenset[float]
    mistaken: frozenset[float]


def marks(title: str, lead: str, tail: str = "") -> Marks:
    """The marks in a folded title, the folded beginning of its text and, for corrections alone, its end."""
    text = f"{title} . {lead}"
    correction = any(_CORRECTION_PATTERN.search(part) for part in (title, lead, tail))
    update = correction or bool(_UPDATE_PATTERN.search(title) or _UPDATE_PATTERN.search(lead))
    correction = correction or (update and bool(_AND_NOT.search(text)))
    return Marks(
        update=update,
        correction=correction,
        later=bool(_LATER_PATTERN.search(text) or _SINCE_PATTERN.search(title)),
        wider=bool(_WIDER_PATTERN.search(title)),
        formers=frozenset(_value(match[1]) for match in _FORMER_PATTERN.finditer(text)),
        mistaken=frozenset(_value(match[1]) for match in _MISTAKEN_PATTERN.finditer(f"{text} . {tail}"))
        if correction
        else frozenset(),
    )


def _value(digits: str) -> float:
    digits = _THOUSANDS.sub("", digits).replace(",", ".").replace(" ", "")
    return float(digits) if digits.count(".") < 2 else 0.0
