"""Why a source fails: kept once, and read by each in their own language."""

from __future__ import annotations

import ast
import pickle
from functools import cache
from pathlib import Path

import pytest

from bot.causes import Cause, said
from bot.error_texts import error_text
from bot.errors import ReaderError, RetryError, SourceError
from bot.http import LostAnswerError
from bot.subscribers.source_list import Form, read_list
from bot.texts import LANGUAGES, names
from tests.test_texts import arguments_of

ROOT = Path(__file__).parents[1]
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
        for path in (ROOT / "bot").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "require"
    ]
    wanted = {arg.value for call in calls for arg in call.args if isinstance(arg, ast.Constant)}
    assert {f"permission-{str(name).replace('_', '-')}" for name in wanted} <= set(names("fr"))
    assert "add_reactions" in wanted


@pytest.mark.parametrize(
    "error", [SourceError(BROKEN, after=3.0), LostAnswerError(BROKEN, after=3.0), RetryError("words")]
)
def test_an_error_comes_out_of_a_worker_as_it_was(error: RetryError) -> None:
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


BROKEN_LISTS: dict[str, tuple[str, Form, str]] = {
    "no column": ("", "csv", "il manque la colonne «_id_»; l’en-tête doit la nommer"),
    "a reader twice": ("id,tier\n1,a\n1,b\n", "csv", "ligne 3_: id «_1_» est là deux fois; donnez une seule"),
    "no address": ("id,tier\na@b.fr,a\na@b.fr,b\n", "csv", "ligne 3_: id (non montré) est là deux fois"),
    "far down": (
        "id,tier\n" + "\n" * 1_300 + "1\n",
        "csv",
        "ligne 1302_: 1 au lieu de 2 champs; la",
    ),
    "cut off": ("[", "json", "le JSON est coupé ou abîmé (Expecting value); vérifiez l’export"),
    "hostile": ("[" * 100_000, "json", "le JSON est coupé ou abîmé (trop de niveaux, ou un nombre trop"),
    "no tier": ('[{"id": 1}]', "json", "entrée 1_: il manque la clé «_tier_»; il faut à chaque lecteur"),
    "empty": ("[]", "json", "la liste est vide; une liste vide n’enlève rien à personne, corrigez l’export"),
}
"""Lists, and how a reason begins; here _ stands for a space that does not break."""


@pytest.mark.parametrize(("data", "form", "french"), BROKEN_LISTS.values(), ids=BROKEN_LISTS)
def test_a_broken_list_is_told_in_french(data: str, form: Form, french: str) -> None:
    with pytest.raises(SourceError) as told:
        read_list(data.encode(), form)
    reason = said(told.value.kept, "fr").replace("\u00a0", "_").replace("\u202f", "")
    assert reason.startswith(french)


@cache
def code() -> list[ast.AST]:
    """All that stands in the bot's modules."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "bot").rglob("*.py")]
    return [node for tree in trees for node in ast.walk(tree)]


def given_arguments(call: ast.AST) -> tuple[str, set[str]] | None:
    """The text and the names of its arguments, where a call says both outright."""
    match call:
        case ast.Call(func=ast.Name("Cause"), args=[ast.Constant(str(text))]):
            return text, set()
        case ast.Call(func=ast.Name("Cause"), args=[ast.Constant(str(text)), ast.Dict(keys=keys)]):
            return text, {key.value for key in keys if isinstance(key, ast.Constant)}
        case ast.Call(func=ast.Name("refusal"), args=[_, ast.Constant(str(text))], keywords=more):
            return text, {"where", *(str(keyword.arg) for keyword in more)}
    return None


def test_every_cause_in_the_code_gives_its_text_what_that_says() -> None:
    wanted = arguments_of("en")
    found = [told for call in code() if (told := given_arguments(call))]
    assert [(text, given) for text, given in found if given != wanted[text]] == []
    assert len(found) > 100


def test_every_cause_in_the_code_has_its_text_and_every_text_its_place() -> None:
    words = {node.value for node in code() if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    in_code = {word for word in words if word.startswith("cause-")} - {"cause-"}
    for language in LANGUAGES:
        assert in_code == {name for name in names(language) if name.startswith("cause-")}
