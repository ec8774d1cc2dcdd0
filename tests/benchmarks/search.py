"""Search beside FTS5, bm25s and tantivy, in one run: python -m tests.benchmarks.search [DOCUMENTS [SYSTEM…]]

Documents are made from the words of the question sets beside the project. Ours is asked through what answers
readers (typos, passages, the order, excerpts); the others give ten ids and nothing else, FTS5 and bm25s
without stop words, tantivy with each longer word fuzzy. All is processor time of the whole process;
making the documents is not counted, storing our articles neither. Memory is the process's greatest so far.
"""

from __future__ import annotations

import asyncio
import importlib
import itertools
import math
import re
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bot.answers.language import STOP_WORDS
from bot.answers.names import Names
from bot.answers.offers import Field, Offered
from bot.answers.service import Answers
from bot.answers.tokens import fold
from storage.database import Database, new_id
from tests.benchmarks import library

_QUESTIONS = 300
_STRANGE = 200
_BATCH = 500
_TITLES, _PRODUCTS = 50_000, 20_000
_KEPT_FROM = 500_000
_STORE = """
INSERT INTO articles (id, source, guid, url, title, subtitle, author, language, categories, summary, text,
    image, digest, given, stored)
VALUES (:number, 'library', :id, '', :title, '', '', '', '[]', '', :text, '', '1', '1', 0)
"""

Search = Callable[[str], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds to build, greatest memory in MB, and milliseconds of each question.

    `worst` is the longest of the questions that are made to cost.
    """

    seconds: float
    memory: int
    spent: list[float]
    worst: float = math.nan

    def at(self, share: float) -> float:
        """A quantile of the questions' times."""
        return sorted(self.spent)[min(len(self.spent) - 1, int(share * len(self.spent)))]


async def measure(search: Search, seconds: float) -> Figures:
    """Ask clean and mistyped questions, after a few to get warm."""
    questions = [*library.questions(_QUESTIONS), *library.questions(_QUESTIONS, typos=True)]
    for question in questions[:20]:
        await search(question)
    spent = await _spent(search, questions)
    return Figures(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, spent)


async def _spent(search: Search, questions: Iterable[str]) -> list[float]:
    spent = []
    for question in questions:
        begun = time.process_time()
        await search(question)
        spent.append((time.process_time() - begun) * 1000)
    return spent


async def ours(documents: int, folder: Path) -> Figures:
    """What answers readers; the articles are stored before the clock starts.

    A library of a million takes minutes to store and index: one so large is kept among the temporary files.
    """
    kept = Path(tempfile.gettempdir()) / f"colporteur-benchmark-{documents}"
    if documents >= _KEPT_FROM:
        kept.mkdir(exist_ok=True)
        folder = kept
    database = await Database.open(f"sqlite:///{folder / 'ours.db'}")
    answers = Answers(database)
    try:
        if await database.one("SELECT COUNT(*) FROM articles") != (documents,):
            await store(database, documents)
        begun = time.process_time()
        indexed = await answers.index.catch_up()
        await answers.index.vocabulary()
        seconds = time.process_time() - begun
        figures = await measure(answers.search, seconds if indexed else math.inf)
        now = datetime.now(UTC)
        strange = library.strange(_STRANGE)
        worst = await _spent(answers.search, strange) + await _spent(lambda q: answers.ask(q, now), strange)
        return replace(figures, worst=max(worst))
    finally:
        await answers.index.close()
        await database.close()


async def store(database: Database, documents: int) -> None:
    """Store the library's articles, many at once."""
    for batch in _batches(documents):
        async with database.write() as tx:
            await tx.many(_STORE, [each | {"number": new_id()} for each in batch])


async def fts5(documents: int, folder: Path) -> Figures:
    """SQLite's own full text, any of the words."""
    making = _making(documents)
    begun = time.process_time() + making
    connection = sqlite3.connect(folder / "fts5.db")
    connection.execute(
        "CREATE VIRTUAL TABLE f USING fts5(title, text, tokenize='unicode61 remove_diacritics 2')"
    )
    for batch in _batches(documents):
        connection.executemany(
            "INSERT INTO f VALUES (?, ?)", [(each["title"], each["text"]) for each in batch]
        )
    connection.commit()

    async def search(question: str) -> object:
        words = " OR ".join(f'"{word}"' for word in _words(question)) or '""'
        return connection.execute(
            "SELECT rowid FROM f WHERE f MATCH ? ORDER BY rank LIMIT 10", (words,)
        ).fetchall()

    return await measure(search, time.process_time() - begun)


async def bm25s(documents: int, folder: Path) -> Figures:
    """bm25s, on the words as they are."""
    library_ = importlib.import_module("bm25s")
    making = _making(documents)
    begun = time.process_time() + making
    corpus = [_words(f"{each['title']} {each['text']}") for batch in _batches(documents) for each in batch]
    retriever = library_.BM25()
    retriever.index(corpus, show_progress=False)
    del corpus

    async def search(question: str) -> object:
        return retriever.retrieve([_words(question) or [""]], k=10, show_progress=False)

    return await measure(search, time.process_time() - begun)


async def tantivy(documents: int, folder: Path) -> Figures:
    """tantivy by itself; a word of four letters or more may have a typo."""
    engine: Any = importlib.import_module("tantivy")
    making = _making(documents)
    begun = time.process_time() + making
    builder = engine.SchemaBuilder()
    builder.add_text_field("title")
    builder.add_text_field("text")
    schema = builder.build()
    (folder / "tantivy").mkdir()
    index = engine.Index(schema, path=str(folder / "tantivy"))
    writer = index.writer(heap_size=50_000_000, num_threads=1)
    for batch in _batches(documents):
        for each in batch:
            writer.add_document(engine.Document(title=each["title"], text=each["text"]))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    async def search(question: str) -> object:
        clauses = [
            (engine.Occur.Should, _term(engine, schema, field, word))
            for word in question.lower().replace("'", " ").split()
            for field in ("title", "text")
        ]
        return searcher.search(engine.Query.boolean_query(clauses), 10)

    return await measure(search, time.process_time() - begun)


def _term(engine: Any, schema: Any, field: str, word: str) -> Any:
    if len(word) < 4:
        return engine.Query.term_query(schema, field, word)
    return engine.Query.fuzzy_term_query(schema, field, word, distance=1)


def completion() -> Figures:
    """Completion of titles and products, each asked after every letter, one in two with a typo."""
    titles = [each["title"] for each in library.documents(_TITLES)]
    products = library.products(_PRODUCTS)
    names = Names()
    begun = time.process_time()
    names.change((Field.TITLE, Offered(title, str(n)), n) for n, title in enumerate(titles))
    names.change((Field.PRODUCT, Offered(name, name), n) for n, name in enumerate(products))
    seconds = time.process_time() - begun
    spent = []
    for field, all_names in ((Field.TITLE, titles), (Field.PRODUCT, products)):
        for place, name in enumerate(all_names[:: len(all_names) // 100]):
            typed = " ".join(name.split()[:3])
            typed = typed[:4] + typed[5:] if place % 2 else typed
            for end in range(1, len(typed) + 1):
                started = time.process_time()
                names.complete(field, typed[:end], 25)
                spent.append((time.process_time() - started) * 1000)
    return Figures(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, spent)


def _batches(documents: int) -> Iterator[list[dict[str, str]]]:
    made = library.documents(documents)
    return iter(lambda: list(itertools.islice(made, _BATCH)), [])


@cache
def _making(documents: int) -> float:
    """Seconds that making the documents takes."""
    begun = time.process_time()
    for _ in _batches(documents):
        pass
    return time.process_time() - begun


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", fold(text)) if word not in STOP_WORDS]


async def main(documents: int, systems: Sequence[str]) -> None:
    table = Table(
        "", "documents/s", "p50 ms", "p95", "p99", "greatest", "memory MB", title=f"{documents:,} documents"
    )
    p99: dict[str, float] = {}
    for system in (ours, tantivy, fts5, bm25s):
        if systems and system.__name__ not in systems:
            continue
        with tempfile.TemporaryDirectory() as folder:
            try:
                figures = await system(documents, Path(folder))
            except ImportError:
                continue
        p99[system.__name__] = figures.at(0.99)
        quantiles = [f"{figures.at(share):.1f}" for share in (0.5, 0.95, 0.99, 1)]
        if not math.isnan(figures.worst):
            Console().print(
                f"the longest of {_STRANGE} strange searches and questions: {figures.worst:.0f} ms"
            )
        pace = f"{documents / figures.seconds:,.0f}" if figures.seconds < math.inf else "built before"
        table.add_row(system.__name__, pace, *quantiles, str(figures.memory))
    Console().print(table)
    if {"ours", "tantivy"} <= p99.keys():
        Console().print(f"ours takes {p99['ours'] / p99['tantivy']:.1f} times tantivy's p99")
    figures = completion()
    quantiles = " ".join(f"{figures.at(share):.1f}" for share in (0.5, 0.95, 0.99, 1))
    Console().print(
        f"completion of {_TITLES:,} titles and {_PRODUCTS:,} products, ms p50 p95 p99 max: {quantiles}"
    )


if __name__ == "__main__":
    if library.is_there():
        asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, sys.argv[2:]))
    else:
        Console().print("The question sets are not beside the project: there is nothing to measure.")
