"""A news site in time lapse that makes every mistake with ids, links, titles and dates that sites make."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from xml.sax.saxutils import escape

START = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
_WORDS = (
    "écran batterie prix test mise jour vente rappel panne réseau fibre antenne puce caméra montre casque "
    "enceinte voiture vélo drone satellite fusée robot maison lampe clavier souris console jeu film série "
    "musique radio livre photo carte banque facture loi procès amende ministre enquête élection grève hausse"
).split()


def _slug(words: list[str]) -> str:
    return unicodedata.normalize("NFKD", "-".join(words)).encode("ascii", "ignore").decode()


@dataclass(frozen=True)
class Entry:
    """An article as the feed shows it; `number` is the truth that the feed does not tell."""

    number: int
    guid: str
    link: str
    title: str
    published: datetime
    text: str


@dataclass
class Year:
    """The site. `urls` tells every address an article ever had; `mishaps` counts what went wrong."""

    chance: random.Random
    now: datetime = START
    window: int = 60
    entries: list[Entry] = field(default_factory=list)
    archive: list[Entry] = field(default_factory=list)
    urls: dict[str, int] = field(default_factory=dict)
    mishaps: dict[str, int] = field(default_factory=dict)
    count: int = 0
    touched: set[int] = field(default_factory=set)

    def publish(self, several: int) -> None:
        """New articles, minutes apart; some with an id that another one has, some with a midnight date."""
        for _ in range(several):
            self.now += timedelta(minutes=self.chance.randint(5, 90))
            entry = self._new()
            if self.chance.random() < 0.02 and self.entries:
                self._count("an id twice")
                entry = replace(entry, guid=self.chance.choice(self.entries).guid)
            if self.chance.random() < 0.2:
                self._count("a midnight date")
                entry = replace(entry, published=entry.published.replace(hour=0, minute=0))
            self._show(entry)

    def disturb(self) -> None:
        """One of the things that sites do to what they published."""
        if not self.entries:
            return
        mishap = self.chance.choice(
            (self._bump, self._retitle, self._move, self._rename, self._rewrite, self._return)
        )
        mishap()

    def feed(self) -> bytes:
        """RSS with the newest entries, now and then one of them twice."""
        shown = self.entries[-self.window :][::-1]
        self.touched.clear()
        if shown and self.chance.random() < 0.3:
            self._count("an entry twice")
            shown.insert(0, self.chance.choice(shown))
        items = "".join(
            f"<item><guid isPermaLink='false'>{escape(e.guid)}</guid><link>{escape(e.link)}</link>"
            f"<title>{escape(e.title)}</title><pubDate>{format_datetime(e.published)}</pubDate>"
            f"<description>{escape(e.text)}</description></item>"
            for e in shown
        )
        return f"<rss version='2.0'><channel><title>Le Temps</title>{items}</channel></rss>".encode()

    def _new(self) -> Entry:
        self.count += 1
        words = self.chance.sample(_WORDS, 5)
        slug = _slug([*words[:4], str(self.count)])
        link = f"https://temps.example/{self.now:%Y/%m}/{slug}"
        return Entry(
            self.count, f"temps-{self.count}", link, self._title(words), self.now, self._text(self.count)
        )

    def _title(self, words: list[str]) -> str:
        return f"{words[0].capitalize()} : {' et '.join(words[1:3])}, la {words[3]} de {words[4]}"

    def _text(self, number: int) -> str:
        sentences = (" ".join(self.chance.sample(_WORDS, 9)) for _ in range(9))
        return f"Numéro {number}. " + ". ".join(s.capitalize() for s in sentences) + "."

    def _show(self, entry: Entry) -> None:
        self.entries = [e for e in self.entries if e.number != entry.number]
        self.entries.append(entry)
        self.urls[entry.link] = entry.number
        self.archive += self.entries[: -self.window * 2]
        self.entries = self.entries[-self.window * 2 :]

    def _next(self) -> int:
        return sum(self.mishaps.values()) + self.count

    def _count(self, what: str) -> None:
        self.mishaps[what] = self.mishaps.get(what, 0) + 1

    def _change(self, what: str, **fields: object) -> None:
        place = self.chance.randrange(max(0, len(self.entries) - self.window), len(self.entries))
        if self.entries[place].number in self.touched:
            # What changes in every respect from one look to the next is another article to anybody.
            return
        self._count(what)
        self.touched.add(self.entries[place].number)
        changed = replace(self.entries[place], **fields)  # type: ignore[arg-type]
        self.entries[place] = changed
        self.urls[changed.link] = changed.number

    def _bump(self) -> None:
        """An old article is dated now, and stands first again."""
        self._count("a bumped date")
        entry = self.chance.choice(self.entries[-self.window :])
        self._show(replace(entry, published=self.now))

    def _retitle(self) -> None:
        self._change("a new title", title=self._title(self.chance.sample(_WORDS, 5)))

    def _move(self) -> None:
        words = self.chance.sample(_WORDS, 4)
        link = f"https://temps.example/{_slug(words)}-m{self._next()}"
        self._change("a new link", link=link, title=self._title(self.chance.sample(_WORDS, 5)))

    def _rename(self) -> None:
        self._change("a new id", guid=f"other-{self._next()}")

    def _rewrite(self) -> None:
        self._change("a new text", text=self._text(self.count))

    def _return(self) -> None:
        """An article from the archive is in the feed again."""
        if self.archive:
            self._count("an article that returns")
            entry = self.archive.pop(self.chance.randrange(len(self.archive)))
            self._show(entry)
