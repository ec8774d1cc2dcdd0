"""Whether a question asks what readers think: people and what they do with a thing, or its worth."""

from __future__ import annotations

import re

_READERS = (
    r"(?:(?:les |des |vos )?lecteurs(?! (?:d'empreintes?|de cartes?|de disques?|dvd|mp3|blu))"
    r"|(?:les|vos) lecteur|lectrices|lectorat|(?<!e-)readers(?! (?:sold|shipped|cost|on sale))"
    r"|readers?'? (?:opinion|comment|review|feedback|experience|reaction|verdict)s?"
    r"|commentaires?|comments|comm?enters|comm?entateurs|comm?entatrices|feedback|avis|opinions?)"
)
_PEOPLE = (
    r"(?:gens|people|folks|users?|utilisateurs|utilisatrices|owners?|possesseurs|proprietaires|acheteurs|buyers"
    r"|clients?|customers?|abonne[es]*|subscribers?|joueurs?|joueuses|gamers|players|fans|viewers|spectateurs"
    r"|listeners|auditeurs|internautes|testeurs|testers|conducteurs|drivers|coureurs|runners|riders|backers"
    r"|communaute|community|everyone|everybody|anyone|anybody|someone|tout le monde|quelqu'un|certains|some"
    r"|les autres|others|(?:selon|d'apres) ceux|ceux qui|those who|ceux d'entre vous|parents|voyageurs"
    r"|travellers|passengers|passagers)"
)
_ATTITUDE = (
    r"(?:pens(?:e|ent|ez|er|aient)|think\w*|thought|di(?:t|sent|saient|re)|says?|said|sayin\w?|believe\w*"
    r"|croi(?:t|ent|re)|moqu\w*|trouv(?:e|ent|ez|aient)|finds?"
    r"|found|aim(?:e|ent|ez|aient)|adore\w*|detest\w*|likes?|liked|loves?|loved|hates?|hated|enjoy\w*|prefer\w*"
    r"|react\w*|reag\w*|accueil\w*|welcomed|pren+ent|pris|tak(?:e|en|ing)|took|viv(?:ent|re)|vecu|jug(?:e|ent|es)"
    r"|plai(?:t|re|sent)|plaign\w*|plaint\w*|complain\w*|ralent|raler|grip(?:e|es|ing)|moan\w*|critiqu\w*"
    r"|reproch\w*|regret\w*|recommand\w*|recommend\w*|conseill\w*|advis\w*|apprecie\w*|appreciate\w*"
    r"|(?:in|mal)?satisf\w*|(?:me)?contente?s?|(?:un)?happy|happier|decue?s?|decoit|deception|disappoint\w*|fache\w*"
    r"|enerve\w*|derang\w*|angry|annoy\w*|upset|furious|furieux|ravie?s?|excited|impress\w*|bluffe\w*|convaincu\w*"
    r"|convinced|inquiet\w*|worried|gene(?:nt|e|es)?|bothers?|bothered|minds?|feel|feels|felt|ressent\w*|regard\w*"
    r"|make of|made of|en font|confirm\w*|notic\w*|remarqu\w*"
    r"|constat\w*|agree\w*|souffr\w*|experienc\w*|reviews?|still|encore|mal|fiable"
    r"|reliable|trust\w*|confiance|se fient)"
)
_BETWEEN = r"(?:\W+\w+){0,6}?\W+"
_BY = r"(?:selon|d'apres|according to|pour|chez|from|by)(?: les| des| the| its| its| your| vos)? (?:\w+ )?"
_WORTH = (
    r"any good|worth (?:it|the|buying|getting|having|upgrading|paying)|is .{1,40} worth"
    r"|vau(?:t|dra)[- ](?:t-)?(?:elle |il |ca )?(?:vraiment |encore )?(?:le coup|la peine|le prix|quoi)"
    r"|vaut vraiment|retours? (?:des|d'|sur|utilis\w+|clients?|d'experience)|vos retours|des retours"
    r"|thoughts|how (?:did|do|have|has) [\w' ]{2,40} (?:react|take|feel|receive|greet)\w*"
    r"|reactions?|impressions|ressentis?|regrets?|plaintes?|complaints?|qu'en (?:pens\w+|dis\w+)"
    r"|(?:vous avez|vous aviez|t'as|tu as|avez-vous|as-tu) (?:bien |tous )?(?:pense|aime|trouve)"
    r"|verdict|vous en (?:dites|faites|pensez) quoi|(?:ils|elles|on|ca) en (?:dis\w+|dit|pens\w+) quoi"
    r"|vous (?:la |le |les )?trouvez comment|the mood"
    r"|(?:vous|tu|on) (?:en )?(?:pens\w+|trouv(?:ez|es) (?:que|ca)|confirm\w+)"
    r"|pense[- ]t[- ]on|(?:do|did|are|have|would) (?:you|they) (?:guys |all |lot |still |ever )?"
    r"(?:think|like|love|hate|feel|find|prefer|regret|complain|happy|enjoy)"
    r"|vous aussi|anyone else|just me|y a que (?:moi|chez moi)|les autres aussi"
    r"|(?:c'est|est-ce|is (?:it|that|this)) (?:frequent|courant|normal|common)|se plai\w+"
    r"|decue?s|(?:contente?s?|ravie?s?) (?:de|du|des|d')|satisfaite?s?|satisfied|happy with"
)
_JUDGED = (
    r"^(?:is|are|was|were) .*\b(?:good|bad|noisy|loud|reliable|decent|comfortable|slow|flimsy|laggy|buggy"
    r"|annoying|handy|useful|useless|ugly|nice|fun|practical|terrible|awful|great|clunky|overpriced|bulky)\b"
    r"|\b(?:il|elle|ca|c') ?est (?:vraiment |si |aussi )?(?:bien|bon|bonne|fiable|bruyante?|solide"
    r"|confortable|nulle?|moche|pratique|utile|genante?|penible|agreable|silencieu(?:x|se)) ?(?:\?|ou pas|$)"
    r"|\best[- ](?:il|elle|ce) .*\b(?:bien|bon|bonne|fiable|bruyante?|solide|lente?|confortable|nulle?"
    r"|fragile|silencieu(?:x|se))\b"
    r"|\bc'est (?:bien|nul|comment) ?\?|\bplait\b.* ?(?:\?|ou pas)|\b(?:trop|too) \w+ (?:\?|ou pas|or not)"
)
_OPINION = re.compile(
    rf"\b{_READERS}\b|\b(?:{_WORTH})\b|{_JUDGED}|\b{_BY}{_PEOPLE}\b"
    rf"|\b{_PEOPLE}\b{_BETWEEN}{_ATTITUDE}\b|\b{_ATTITUDE}\b{_BETWEEN}{_PEOPLE}\b"
)
# A trouble named with a question mark asks whether others have it too.
_TROUBLE = re.compile(
    r"\b(?:drain\w*|overheat\w*|surchauff\w*|chauffe(?:nt)?|freez\w+|lag|lags|laggy|stutter\w*|soucis?|crash\w*"
    r"|plante\w*|drift\w*)\b.*\?"
)
_ASKS_FOR_MORE = re.compile(
    r"\b(?:what|which|when|why|how|who|does|fix\w*|corrige\w*|quand|pourquoi|comment|quel\w*|qui|combien)\b"
)


_MANNER = re.compile(rf"{_READERS}|{_PEOPLE}|{_ATTITUDE}|{_WORTH}|coup|worth|good|bien|comment|quoi|retours")


def is_manner(word: str) -> bool:
    """Whether a folded word of a question about opinions only says so."""
    return _MANNER.fullmatch(word) is not None


def asks_opinion(folded: str) -> bool:
    """Whether a folded question wants readers' words, asked in whatever way."""
    if _OPINION.search(folded):
        return True
    return _TROUBLE.search(folded) is not None and _ASKS_FOR_MORE.search(folded) is None
