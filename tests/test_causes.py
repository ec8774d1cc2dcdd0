"""Why a source fails: kept once, and read by each in their own language."""

from __future__ import annotations

import ast
import pickle
from pathlib import Path

import pytest

from bot.causes import Cause, said
from bot.error_texts import error_text
from bot.errors import ReaderError, SourceError
from bot.http import LostAnswerError
from bot.texts import names

BROKEN = Cause("cause-site-fault", {"status": 500})


def test_a_kept_cause_is_said_in_each_readers_language() -> None:
    assert said(BROKEN.kept(), "fr") == "le site a une panne de son côté (500)"
    assert said(BROKEN.kept(), "en") == str(BROKEN) == "the site has a fault of its own (500)"


def test_a_cause_inside_another_is_said_in_the_same_language() -> None:
    outer = Cause("cause-no-robots", {"reason": BROKEN.kept()})
    assert said(outer.kept(), "fr") == (
        "son robots.txt ne peut pas être lu\u00a0: le site a une panne de son côté (500)"
    )


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "the site has a fault of its own (500)",
        '["cause-site-fault", {}]',
        '["cause-unheard-of", {"status": 500}]',
        '["cause-site-fault", [500]]',
        '["cause-site-fault"',
        '["error-inside", {}]',
        '["cause-site-fault", {"status": {"a": 1}}, 3]',
    ],
)
def test_words_that_are_no_cause_of_ours_stay_as_they_are(kept: str) -> None:
    assert said(kept, "fr") == kept


def test_several_causes_inside_another_are_listed() -> None:
    lacking = [Cause(f"permission-{name}").kept() for name in ("embed-links", "send-messages")]
    kept = Cause("cause-permissions", {"permissions": lacking}).kept()
    assert said(kept, "fr") == (
        "il manque des permissions au bot\u00a0: Intégrer des liens, Envoyer des messages"
    )


def test_every_permission_that_a_carrier_requires_has_its_name() -> None:
    calls = [
        node
        for path in (Path(__file__).parents[1] / "bot").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "require"
    ]
    wanted = {arg.value for call in calls for arg in call.args if isinstance(arg, ast.Constant)}
    assert {f"permission-{str(name).replace('_', '-')}" for name in wanted} <= set(names("fr"))
    assert "add_reactions" in wanted


@pytest.mark.parametrize(
    "error", [SourceError(BROKEN, after=3.0), LostAnswerError(BROKEN, after=3.0), SourceError("words")]
)
def test_an_error_comes_out_of_a_worker_as_it_was(error: SourceError) -> None:
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (type(copy), str(copy), copy.kept, copy.after) == (
        type(error),
        str(error),
        error.kept,
        error.after,
    )


def test_whoever_asks_hears_the_cause_in_their_language() -> None:
    error = ReaderError("source-test-failed", name="Le Fil", reason=BROKEN)
    assert "le site a une panne de son côté" in error_text(error, "fr")
    assert "the site has a fault of its own" in error_text(error, "en")


def test_every_cause_in_the_code_has_its_text_and_every_text_its_place() -> None:
    root = Path(__file__).parents[1] / "bot"
    in_code = {
        node.value
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("cause-")
    } - {"cause-"}
    assert in_code == {name for name in names("en") if name.startswith("cause-")}
