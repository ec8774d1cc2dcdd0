"""Scores the answers over a set of questions: `python -m tests.score_answers [--misses] FILE…`.

A set is {"now", "articles", "questions"}; its articles are those of `open_answers`. A question has

    question, typo   as asked, and with a mistyped word
    kind             price, date, compare, version, who, opinion, fact, …
    articles         ids of the articles that answer, any of them
    facts            what must stand in the first three passages; "a|b" where either will do
    wrong            ids of siblings' and outdated articles
    opinion          whether readers' comments must answer; `comments` are the ids that do, any where empty
    refuse           whether nothing is known, so that it must be refused
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.adapters_answers import OpenAnswers, open_answers

_LENGTH = 700
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Marked:
    """One asking of a question: what came first, and what of it is right (`marks`) or wrong."""

    question: str
    kind: str
    typo: bool
    first: str
    marks: Mapping[str, bool]


def judge(question: Mapping[str, Any], answer: Mapping[str, Any]) -> dict[str, bool]:
    """What is right and wrong about an answer."""
    if question.get("refuse"):
        return {"refused": answer["refused"]}
    passages = answer["passages"][:_SHOWN]
    first = passages[0]["article"] if passages else ""
    marks = {
        "article": first in question["articles"],
        "fact": _holds([passage["text"][:_LENGTH] for passage in passages], question.get("facts", ())),
        "wrong": first in question.get("wrong", ()),
        "silent": answer["refused"],
    }
    if question.get("opinion"):
        said = [passage["comment"] for passage in passages if passage["comment"]]
        wanted = question.get("comments") or said
        marks["opinion"] = (
            bool(said) and passages[0]["comment"] is not None and not {*said}.isdisjoint(wanted)
        )
    return marks


def _holds(texts: Sequence[str], facts: Iterable[str]) -> bool:
    """Whether the texts hold every fact; spaces of all kinds are the same."""
    plain = [" ".join(text.split()).casefold() for text in texts]
    return all(
        any(" ".join(form.split()).casefold() in text for form in fact.split("|") for text in plain)
        for fact in facts
    )


async def mark(
    opened: OpenAnswers, questions: Iterable[Mapping[str, Any]], *, every: int = 1
) -> list[Marked]:
    """Ask every question, and mistyped every so many."""
    marked: list[Marked] = []
    for place, question in enumerate(questions):
        for typo in (False, True):
            words = question.get("typo") if typo else question["question"]
            if not words or (typo and place % every):
                continue
            answer = await opened.answer(words)
            first = answer["passages"][0] if answer["passages"] else {}
            where = f"{first.get('article', '-')} {first.get('comment') or ''}"
            marked.append(Marked(words, question["kind"], typo, where, judge(question, answer)))
    return marked


def shares(marked: Iterable[Marked]) -> dict[str, float]:
    """The share of each mark; `found` of what must be refused is, `rightly` refused is what was."""
    marks: defaultdict[str, list[bool]] = defaultdict(list)
    for each in marked:
        for name, good in each.marks.items():
            marks[name].append(good)
    found = {name: sum(values) / len(values) for name, values in marks.items()}
    right, silent = sum(marks.pop("refused", [])), sum(marks.pop("silent", []))
    return {**found, "rightly": right / (right + silent) if right + silent else 1.0}


def report(marked: Sequence[Marked]) -> str:
    """The shares, as asked and mistyped, and by kind."""
    lines = []
    for label, typo in (("as asked", False), ("mistyped", True)):
        rows = [each for each in marked if each.typo == typo]
        lines.append(_line(label, rows))
        lines += [_line("  " + kind, [each for each in rows if each.kind == kind]) for kind in _kinds(rows)]
    return "\n".join(lines)


def _kinds(marked: Iterable[Marked]) -> list[str]:
    return sorted({each.kind for each in marked})


def _line(label: str, rows: Sequence[Marked]) -> str:
    held = " ".join(f"{name} {share:.3f}" for name, share in sorted(shares(rows).items()))
    return f"{label:16} {len(rows):4} {held}"


def misses(marked: Iterable[Marked]) -> str:
    """The questions that were not answered as they should be."""
    bad = [
        each
        for each in marked
        if any(good == (name in {"wrong", "silent"}) for name, good in each.marks.items())
    ]
    return "\n".join(f"{each.kind}: {each.question} → {each.first} {_wrongs(each)}" for each in bad)


def _wrongs(each: Marked) -> str:
    return " ".join(name for name, good in each.marks.items() if good == (name in {"wrong", "silent"}))


async def run(paths: Sequence[Path], *, show: bool) -> None:
    """Print the figures of some sets."""
    for path in paths:
        held = json.loads(path.read_text(encoding="utf-8"))
        now = held.get("now")
        opened = await open_answers(held["articles"], datetime.fromisoformat(now) if now else None)
        try:
            marked = await mark(opened, held["questions"])
        finally:
            await opened.close()
        sys.stdout.write(f"{path.name}\n{report(marked)}\n" + (misses(marked) + "\n" if show else ""))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "sets", nargs="*", type=Path, default=[Path(__file__).parent / "data" / "questions.json"]
    )
    parser.add_argument("--misses", action="store_true", help="name the questions that were missed")
    arguments = parser.parse_args()
    asyncio.run(run(arguments.sets, show=arguments.misses))
