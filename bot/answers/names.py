"""Names of products, titles and filters in memory: what somebody is typing, in about a millisecond.

Each word that was typed must begin a word of the name, in any order and without accents; where too few names
do, words may be mistyped. A word with a digit is never taken for another: Q10 is not Z10.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Sequence

import tantivy

from bot.answers.offers import Field, Offered
from bot.answers.tokens import fold

_WRITER_BYTES = 15_000_000
_MOST_CHARACTERS = 100
_MOST_WORDS = 8
# Names that begin as typed come first, out of so many of the weightiest.
_LOOKED_AT = 100
# So few letters begin very many words: each name is indexed by them.
_BEGUN = 3
_SHORTEST = 4
_LONG = 8
_WORD = re.compile(r"[^\W_]+\+*")


class Names:
    """Names of all fields, in memory. Safe for threads; all calls cost processor time."""

    def __init__(self) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("key", tokenizer_name="raw", index_option="basic")
        builder.add_text_field("words", tokenizer_name="words", index_option="basic")
        builder.add_text_field("begun", tokenizer_name="words", index_option="basic")
        for stored in ("field", "label", "value"):
            builder.add_text_field(stored, stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_integer_field("weight", fast=True)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        self._index.config_reader(reload_policy="manual")
        whitespace = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer("words", whitespace)
        self._searcher = self._index.searcher()
        self._lock = threading.Lock()

    def change(
        self, names: Iterable[tuple[Field, Offered, int]], gone: Iterable[tuple[Field, str]] = ()
    ) -> None:
        """Put names in, each with its weight and in the place of the one with its value; take out others.

        `gone` are values. Of several names that fit, the weightiest is offered first.
        """
        with self._lock:
            writer = self._index.writer(heap_size=_WRITER_BYTES, num_threads=1)
            for field, value in gone:
                writer.delete_documents_by_term("key", f"{field}:{value}")
            for field, name, weight in names:
                writer.delete_documents_by_term("key", f"{field}:{name.value}")
                writer.add_document(_document(field, name, weight))
            writer.commit()
            writer.wait_merging_threads()
            self._index.reload()
            self._searcher = self._index.searcher()

    def complete(self, field: Field, typed: str, limit: int) -> list[Offered]:
        """Names that may be meant, the likeliest first; nothing typed gives the weightiest."""
        words = _words(typed[:_MOST_CHARACTERS])[:_MOST_WORDS]
        found = self._find(field, words, mistyped=False)
        begun = " ".join(words)
        found.sort(key=lambda name: not " ".join(_words(name.label)).startswith(begun))
        if len(found) < limit and words:
            found += self._find(field, words, mistyped=True)
        return list(dict.fromkeys(found))[:limit]

    def _find(self, field: Field, words: Sequence[str], *, mistyped: bool) -> list[Offered]:
        must = [self._is("field", field.value)]
        if words:
            must.append(self._typed(words, mistyped=mistyped))
        searcher = self._searcher
        hits = searcher.search(_all(must), _LOOKED_AT, count=False, order_by_field="weight").hits
        documents = (searcher.doc(address) for _, address in hits)
        return [Offered(str(each["label"][0]), str(each["value"][0])) for each in documents]

    def _typed(self, words: Sequence[str], *, mistyped: bool) -> tantivy.Query:
        """Every word begun at least; or all of them joined: q 10, galaxys9."""
        each = _all(self._begun(word, mistyped=mistyped) for word in words)
        return _any([each, self._begun("".join(words))])

    def _begun(self, word: str, *, mistyped: bool = False) -> tantivy.Query:
        if len(word) <= _BEGUN:
            return self._is("begun", word)
        edits = _edits(word) if mistyped else 0
        return tantivy.Query.fuzzy_term_query(self._schema, "words", word, distance=edits, prefix=True)

    def _is(self, field: str, term: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, term, "basic")


def _document(field: Field, name: Offered, weight: int) -> tantivy.Document:
    words = _words(name.label)
    words.append("".join(words))
    return tantivy.Document(
        key=f"{field}:{name.value}",
        field=field.value,
        words=" ".join(words),
        begun=" ".join(word[:end] for word in words for end in range(1, _BEGUN + 1)),
        label=name.label,
        value=name.value,
        weight=weight,
    )


def _all(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in queries])


def _any(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _edits(word: str) -> int:
    if len(word) < _SHORTEST or not word.isalpha():
        return 0
    return 2 if len(word) >= _LONG else 1
