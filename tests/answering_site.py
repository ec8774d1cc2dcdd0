"""A site that answers each request as a test says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.config import HttpSettings
from bot.http import Fetched, Fetcher


@dataclass(frozen=True)
class Asked:
    """A request as the site got it."""

    method: str
    url: str
    body: Any = None
    headers: Mapping[str, str] | None = None


class AnsweringSite(Fetcher):
    """Answers by method and a piece of the address, the first that fits; `asked` holds every request."""

    def __init__(self) -> None:
        super().__init__(HttpSettings())
        self.asked: list[Asked] = []
        self._answers: list[tuple[str, str, Fetched | Exception]] = []

    def on(self, method: str, piece: str, body: object, status: int = 200, cookie: str = "") -> None:
        """From now on, answer so. An exception is raised; text stays text, everything else becomes JSON."""
        if isinstance(body, Exception):
            self._answers.insert(0, (method, piece, body))
            return
        data = body if isinstance(body, str) else json.dumps(body)
        headers = {"set-cookie": cookie} if cookie else {}
        self._answers.insert(0, (method, piece, Fetched(status, "", data.encode(), headers)))

    async def get(self, url: str, **more: Any) -> Fetched:  # type: ignore[override]
        return self._answer(Asked("GET", url, headers=more.get("headers")))

    async def send(  # type: ignore[override]
        self,
        method: str,
        url: str,
        *,
        json: object = None,
        form: object = None,
        headers: Any = None,
        **_: Any,
    ) -> Fetched:
        return self._answer(Asked(method, url, json or form, headers))

    def _answer(self, asked: Asked) -> Fetched:
        self.asked.append(asked)
        for method, piece, answer in self._answers:
            if method == asked.method and piece in asked.url:
                if isinstance(answer, Exception):
                    raise answer
                return answer
        raise AssertionError(f"nobody said what to answer to {asked.method} {asked.url}")
