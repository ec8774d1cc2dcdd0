"""The services that the commands call, as they were put together."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answers.catalogue import Catalogue
from bot.answers.offers import Completer
from bot.answers.related import Related
from bot.answers.search import Searches
from bot.answers.service import Answers
from bot.answers.watches import Watches
from bot.articles.desk import Desk
from bot.articles.directory import Directory
from bot.articles.discover import Finder
from bot.articles.reader_digests import ReaderDigests
from bot.articles.routes import Routes
from bot.articles.service import Articles
from bot.articles.why import Explanations
from bot.comments.missed import Missed
from bot.comments.moderation import Moderation
from bot.comments.outbox import Outbox
from bot.comments.service import Comments
from bot.config import Settings
from bot.privacy import Privacy
from bot.subscribers.address_book import AddressBook
from bot.subscribers.mail_codes import MailCodes
from bot.subscribers.service import Subscribers
from bot.subscribers.web_links import WebLinks
from storage.database import Database


@dataclass(frozen=True, slots=True)
class Services:
    """Everything behind the commands."""

    settings: Settings
    database: Database
    directory: Directory
    finder: Finder
    routes: Routes
    desk: Desk
    articles: Articles
    explanations: Explanations
    reader_digests: ReaderDigests
    comments: Comments
    outbox: Outbox
    missed: Missed
    moderation: Moderation
    answers: Answers
    catalogue: Catalogue
    completer: Completer
    searches: Searches
    related: Related
    watches: Watches
    subscribers: Subscribers
    web_links: WebLinks
    addresses: AddressBook
    mail_codes: MailCodes | None
    privacy: Privacy
