"""The full text of the answers: files of tantivy in a folder beside the database.

They follow the table of passages, which is the truth. A mark among them says which change of it they have
seen; where it is another one, `ids` tells what to add and what to take out. So a kill, a damaged file or a
database from a backup cost a little time and nothing else, and the folder may be deleted while no bot runs.

All calls block: not for the event loop. One process writes, any number may search.
"""

from __future__ import annotations

import json
import shutil
import struct
import threading
import zlib
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy

from storage.passage_records import FoundPassage, WantedTerm

# Each passage is one field, so that a term is as rare in it as in all of the text. A word of the title counts
# so many times.
_ARTICLE, _COMMENT = "article", "comment"
_TITLE_TIMES = 3
_MARK = 0
_WRITER_BYTES = 15_000_000
_TOKENIZER = "terms"
# Segment files end in {"crc": …}, its length and this number.
_FOOTER = struct.Struct("<II")
_FOOTER_MAGIC = 1337


class DamagedIndexError(Exception):
    """The files cannot be read: `discard` them and add every passage again."""


@dataclass(frozen=True, slots=True)
class Followed:
    """Which change of the passages the files have seen (-1: none), and how many passages they hold."""

    change: int = -1
    passages: int = 0


class FullText:
    """The files in one folder, made where they are missing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._schema = _schema()
        self._lock = threading.RLock()
        self._index: tantivy.Index | None = None
        self._searcher: tantivy.Searcher | None = None
        self._writer: tantivy.IndexWriter | None = None

    def followed(self) -> Followed:
        """What the files hold as they are now, whoever wrote them. Raises DamagedIndexError."""
        with self._lock, _told_as_damage():
            self._opened().reload()
            self._searcher = searcher = self._opened().searcher()
            mark = tantivy.Query.term_query(self._schema, "id", _MARK)
            hits = searcher.search(mark, 1, count=False).hits
            if not hits:
                return Followed(-1, searcher.num_docs)
            (change,) = _integers(searcher, "change", hits)
            return Followed(change, searcher.num_docs - 1)

    def search(self, wanted: Iterable[WantedTerm], limit: int, *, comments: bool) -> list[int]:
        """Ids of the passages of articles, or of comments, that fit best (BM25). Raises DamagedIndexError."""
        field = _COMMENT if comments else _ARTICLE
        with _told_as_damage():
            clauses = [self._clause(field, each) for each in wanted]
            searcher = self._searcher or self._first_searcher()
            hits = searcher.search(tantivy.Query.boolean_query(clauses), limit, count=False).hits
            return _integers(searcher, "id", hits)

    def ids(self) -> set[int]:
        """The ids of all passages in the files. Raises DamagedIndexError."""
        with _told_as_damage():
            searcher = self._searcher or self._first_searcher()
            hits = searcher.search(tantivy.Query.all_query(), max(searcher.num_docs, 1), count=False).hits
            return set(_integers(searcher, "id", hits)) - {_MARK}

    def own(self) -> bool:
        """Become the one who writes; False where another process is. Raises DamagedIndexError."""
        with self._lock, _told_as_damage():
            if self._writer is None:
                try:
                    self._writer = self._opened().writer(heap_size=_WRITER_BYTES, num_threads=1)
                except ValueError as error:
                    if "LockBusy" in str(error):
                        return False
                    raise
            return True

    def write(self, gone: Iterable[int], new: Iterable[FoundPassage]) -> None:
        """Take passages out and put others in, to be found once they are committed. Needs `own`."""
        with self._lock, _told_as_damage():
            if self._writer is None:
                return
            for id_ in gone:
                self._writer.delete_documents_by_term("id", id_)
            for passage in new:
                self._writer.delete_documents_by_term("id", passage.id)
                self._writer.add_document(_document(passage))

    def commit(self, change: int) -> None:
        """Make what was written durable and found; the files have seen `change` then. Needs `own`."""
        with self._lock, _told_as_damage():
            if self._writer is None:
                return
            self._writer.delete_documents_by_term("id", _MARK)
            self._writer.add_document(tantivy.Document(id=_MARK, change=change))
            self._writer.commit()
            self._opened().reload()
            self._searcher = self._opened().searcher()

    def discard(self) -> None:
        """Throw the files away."""
        with self._lock:
            self.close()
            shutil.rmtree(self._folder, ignore_errors=True)

    def close(self) -> None:
        """Let another process write. What was not committed is written again by whoever follows."""
        with self._lock:
            self._writer = self._searcher = self._index = None

    def _opened(self) -> tantivy.Index:
        if self._index is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            _verify(self._folder)
            index = tantivy.Index(self._schema, path=str(self._folder))
            index.config_reader(reload_policy="manual")
            index.register_tokenizer(
                _TOKENIZER, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
            )
            self._index = index
        return self._index

    def _first_searcher(self) -> tantivy.Searcher:
        with self._lock:
            self._searcher = self._opened().searcher()
            return self._searcher

    def _clause(self, field: str, wanted: WantedTerm) -> tuple[tantivy.Occur, tantivy.Query]:
        query = tantivy.Query.term_query(self._schema, field, wanted.term, "freq")
        return tantivy.Occur.Should, tantivy.Query.boost_query(query, wanted.weight)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", indexed=True, fast=True)
    builder.add_integer_field("change", fast=True)
    for field in (_ARTICLE, _COMMENT):
        builder.add_text_field(field, tokenizer_name=_TOKENIZER, index_option="freq")
    return builder.build()


def _integers(searcher: tantivy.Searcher, field: str, hits: list[Any]) -> list[int]:
    """A field of each hit (the library refuses to be asked for none)."""
    values = searcher.fast_field_values(field, [address for _, address in hits]) if hits else []
    return [value for value in values if isinstance(value, int)]


def _document(passage: FoundPassage) -> tantivy.Document:
    text = " ".join((*(passage.title,) * _TITLE_TIMES, passage.body, passage.context))
    return tantivy.Document(**{"id": passage.id, _COMMENT if passage.id < 0 else _ARTICLE: text})


@contextmanager
def _told_as_damage() -> Generator[None]:
    try:
        yield
    except Exception as error:
        raise DamagedIndexError(str(error)) from error
    except BaseException as error:
        # A panic of the library over broken data is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise DamagedIndexError(str(error)) from error


def _verify(folder: Path) -> None:
    """Compare the committed files with their checksums; ValueError where one differs.

    tantivy maps them without looking, and what it reads from a broken one may be anything.
    """
    meta = folder / "meta.json"
    if not meta.exists():
        return
    for segment in json.loads(meta.read_bytes())["segments"]:
        name = segment["segment_id"].replace("-", "")
        deletes = segment["deletes"]
        current = {f"{name}.{deletes['opstamp']}.del"} if deletes else set()
        for path in folder.glob(f"{name}.*"):
            if path.suffix != ".del" or path.name in current:
                _verify_file(path.name, path.read_bytes())


def _verify_file(name: str, data: bytes) -> None:
    length, magic = _FOOTER.unpack(data[-_FOOTER.size :]) if len(data) >= _FOOTER.size else (0, 0)
    end = len(data) - _FOOTER.size - length
    if magic != _FOOTER_MAGIC or end < 0:
        raise ValueError(f"{name} is cut short")
    if zlib.crc32(memoryview(data)[:end]) != json.loads(data[end : -_FOOTER.size])["crc"]:
        raise ValueError(f"{name} differs from its checksum")
