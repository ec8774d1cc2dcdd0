"""Words that are spelled nearly like another, out of hundreds of thousands in a fraction of a millisecond.

The words lie in an index in memory, whose automaton walks them all at once.
"""

from __future__ import annotations

from collections.abc import Iterable

import tantivy
from rapidfuzz import process
from rapidfuzz.distance import OSA

_WRITER_BYTES = 15_000_000
_MOST = 500
# So many new words are compared one by one: quicker than indexing a few with each article.
_MOST_FRESH = 300


class Spelling:
    """A set of words that grows. All calls cost processor time: not for the event loop."""

    def __init__(self) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("word", tokenizer_name="raw", index_option="basic")
        builder.add_integer_field("place", fast=True)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        self._index.config_reader(reload_policy="manual")
        self._words: list[str] = []
        self._fresh: list[str] = []
        self._searcher = self._index.searcher()

    def learn(self, words: Iterable[str]) -> None:
        """Take in words, each of which must be new."""
        self._fresh = [*self._fresh, *words]
        if len(self._fresh) < _MOST_FRESH:
            return
        writer = self._index.writer(heap_size=_WRITER_BYTES, num_threads=1)
        for place, word in enumerate(self._fresh, start=len(self._words)):
            writer.add_document(tantivy.Document(word=word, place=place))
        writer.commit()
        writer.wait_merging_threads()
        self._words += self._fresh
        self._index.reload()
        self._searcher = self._index.searcher()
        self._fresh = []

    def near(self, word: str, edits: int) -> list[tuple[str, int]]:
        """Known words within one or two edits, each with its distance; two letters exchanged are one edit."""
        fresh = self._fresh
        query = tantivy.Query.fuzzy_term_query(self._schema, "word", word, distance=edits)
        searcher = self._searcher
        hits = searcher.search(query, _MOST, count=False).hits
        places = searcher.fast_field_values("place", [address for _, address in hits]) if hits else []
        known = [self._words[place] for place in places if isinstance(place, int)]
        found = process.extract(word, known + fresh, scorer=OSA.distance, score_cutoff=edits, limit=None)
        return list(dict.fromkeys((other, int(distance)) for other, distance, _ in found))
