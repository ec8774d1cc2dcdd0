"""What members wear beside what we gave them, pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Worn:
    """All members of a server with when they joined, and who wears each role that matters."""

    joined: Mapping[int, datetime | None]
    roles: Mapping[int, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Drift:
    """How Discord differs from what we gave, as (member, role).

    `returned` joined again since and lack it; from those who stayed somebody `taken` it away; `by_hand` wear
    one that we did not give. `absent` are members who are not there.
    """

    returned: tuple[tuple[int, int], ...] = ()
    taken: tuple[tuple[int, int], ...] = ()
    by_hand: tuple[tuple[int, int], ...] = ()
    absent: tuple[int, ...] = ()


def compare(held: Iterable[tuple[int, int, datetime | None]], worn: Worn) -> Drift:
    """Compare what we gave, as (member, role, since when), with what a whole list of members shows."""
    given: set[tuple[int, int]] = set()
    returned: list[tuple[int, int]] = []
    taken: list[tuple[int, int]] = []
    absent: set[int] = set()
    for user, role, since in held:
        given.add((user, role))
        if user not in worn.joined:
            absent.add(user)
        elif user not in worn.roles.get(role, ()):
            joined = worn.joined[user]
            back = since is None or (joined is not None and joined > since)
            (returned if back else taken).append((user, role))
    by_hand = [(user, role) for role, users in worn.roles.items() for user in users]
    found = tuple(sorted(each for each in by_hand if each not in given))
    return Drift(tuple(returned), tuple(taken), found, tuple(sorted(absent)))
