"""The services that the commands call, as they were put together."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answers.service import Answers
from bot.articles.service import Articles
from bot.comments.service import Comments
from bot.config import Settings
from bot.subscribers.service import Subscribers
from storage.database import Database


@dataclass(frozen=True, slots=True)
class Services:
    """Everything behind the commands."""

    settings: Settings
    database: Database
    articles: Articles
    comments: Comments
    answers: Answers
    subscribers: Subscribers
