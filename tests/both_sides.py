"""What a site and a Discord thread show of one conversation, and where they differ.

Every text is there once at most, so that a comment is known by its text on either side.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_ANSWERS = re.compile(r"-# ↪ (?:\[[^\]]*\]\(\S*/(\d+)\)|[^\n]*)\n")


@dataclass(frozen=True, slots=True)
class OnSite:
    """A comment that the site shows to everybody; `link` is what a card of it leads to."""

    id: str
    text: str
    parent: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class OnDiscord:
    """What a thread shows of a comment: a card of ours, with the comment's `link`, or a person's message.

    `answers` is the message that it replies to.
    """

    message: int
    text: str
    answers: int = 0
    link: str = ""


def in_thread(messages: Iterable[Mapping[str, Any]]) -> list[OnDiscord]:
    """Everything said in a thread; the messages of a long comment are one."""
    found: list[OnDiscord] = []
    more: list[tuple[int, OnDiscord]] = []
    for message in messages:
        reference = message.get("message_reference") or {}
        answers = int(reference.get("message_id") or 0)
        number = int(message["id"])
        if message["content"]:
            found.append(OnDiscord(number, message["content"], answers))
        for embed in message["embeds"]:
            text = embed["description"]
            words = _ANSWERS.match(text)
            shown = OnDiscord(
                number,
                text[words.end() :] if words else text,
                int(words[1] or 0) if words else answers,
                embed["author"].get("url", ""),
            )
            part = re.search(r"(\d)/\d$", embed.get("footer", {}).get("text", ""))
            if part and part[1] != "1":
                more.append((int(part[1]), shown))
            else:
                found.append(shown)
    return [_whole(each, more) for each in found]


def _whole(first: OnDiscord, more: Iterable[tuple[int, OnDiscord]]) -> OnDiscord:
    rest = sorted((part, each.text) for part, each in more if first.link and each.link == first.link)
    text = " ".join([first.text, *(text for _, text in rest)])
    return OnDiscord(first.message, text, first.answers, first.link)


def differences(
    site: Collection[OnSite],
    thread: Collection[OnDiscord],
    *,
    only_here: Collection[str] = (),
    only_there: Collection[str] = (),
    shared: Collection[int] = (),
) -> list[str]:
    """Where the two differ.

    `only_here` are texts that may be on Discord alone, `only_there` on the site; `shared` are messages that
    stood for several comments once: an answer to one of those answers nobody in particular.
    """
    there, here = Counter(c.text for c in site), Counter(s.text for s in thread)
    found = [f"twice on the site: {text}" for text, times in there.items() if times > 1]
    found += [f"twice on Discord: {text}" for text, times in here.items() if times > 1]
    found += [f"not on Discord: {text}" for text in there if text not in here and text not in only_there]
    found += [f"not on the site: {text}" for text in here if text not in there and text not in only_here]
    return found + _misplaced(site, thread, shared)


def _misplaced(site: Collection[OnSite], thread: Collection[OnDiscord], shared: Collection[int]) -> list[str]:
    """Answers that stand below another comment on Discord than on the site.

    What answers a comment that was not on Discord yet, or is no longer, cannot say so; nor can what answers
    a message of several comments.
    """
    by_id = {comment.id: comment.text for comment in site}
    shown = {each.text: each for each in thread}
    found = []
    for comment in site:
        here, parent = shown.get(comment.text), by_id.get(comment.parent, "")
        if here is None:
            continue
        above = shown.get(parent)
        if above is not None and above.message < here.message and here.answers != above.message:
            found.append(f"{comment.text} answers {parent} on the site only")
        answered = [each.text for each in thread if each.message == here.answers]
        if here.answers in shared:
            continue
        if len(answered) == 1 and answered[0] in by_id.values() and answered[0] != parent:
            found.append(f"{comment.text} answers {answered[0]} on Discord, {parent or 'nobody'} on the site")
    return found
