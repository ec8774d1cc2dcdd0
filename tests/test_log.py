"""No secret ever reaches a log line."""

from __future__ import annotations

import pytest

from bot.log import Redactor

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA.GaBcDe.abcdefghijklmnopqrstuvwxyz0123456789ab"


@pytest.mark.parametrize(
    "text",
    [
        TOKEN,
        f"Authorization: Bot {TOKEN}",
        "GET /webhooks/123/abcdefghijklmnopqrstuvwxyz failed",
        "POST /interactions/123/aW50ZXJhY3Rpb24tdG9rZW4tbG9uZw/callback",
        "Bearer abcdefghijklmnopqrst",
        "reader lea.fontaine+x@gazette.example linked",
        "the told secret hunter2-hunter2",
    ],
)
def test_a_secret_is_hidden_wherever_it_stands(text: str) -> None:
    event = Redactor(["hunter2-hunter2"])(None, "info", {"event": text, "error": ValueError(text), "n": 3})
    shown = f"{event['event']} {event['error']}"
    assert "•••" in shown
    for secret in ("GaBcDe", "abcdefghij", "aW50ZXJ", "lea.fontaine", "hunter2"):
        assert secret not in shown
    assert event["n"] == 3


def test_plain_text_is_left_alone() -> None:
    assert Redactor([])(None, "info", {"event": "20 articles read"}) == {"event": "20 articles read"}
