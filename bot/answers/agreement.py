"""How many readers say that they see it as another does: counted from what they write, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set

from bot.answers.evidence import Piece
from storage.passage_records import ARTICLE

_AGREES = re.compile(
    r"\W*(?:(?:oui|ah|yes|yep|yup|ok|et)\W+)?"
    r"(?:pareil|idem|m[êe]me (?:chose|souci|probl[èe]me|constat|avis)"
    r"|moi aussi|je confirme|confirm[ée]e?|d['’]accord|tout [àa] fait|exactement"
    r"|same(?: here| for me| (?:with|on) mine| issue| problem|(?=[,.!]))"
    r"|me too|agreed|i agree|second(?:ed| that)"
    r"|ditto|likewise|so do i|\+1)(?!\w)",
    re.IGNORECASE,
)
_LATER = re.compile(r"\b(?:je confirme|moi aussi|me too|same here|here too|here as well)\b", re.IGNORECASE)


def agreeing(shown: Piece, others: Iterable[Piece], points: Set[int]) -> int:
    """How many others, under the same article and on one of the `points` (ideas), say that they agree."""
    ref = shown.source.ref
    said = points & shown.evidence.held.keys()
    if ref.comment_id == ARTICLE or not said:
        return 0
    authors = {
        other.source.author or str(other.source.ref.comment_id)
        for other in others
        if other.source.ref.article_id == ref.article_id
        and other.source.ref.comment_id not in {ARTICLE, ref.comment_id}
        and not said.isdisjoint(other.evidence.held)
        and (_AGREES.match(other.text) or _LATER.search(other.text))
    }
    return len(authors - {shown.source.author})
