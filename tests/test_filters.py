"""What a filter takes, why it does not, and what is said of one that cannot be read."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.articles.filter_grammar import EVERYTHING, FIELDS, And, Field, Filter, Not, Or, Pattern, Word
from bot.articles.filters import FilterError, Reason, check, explain, matches, parse, read
from bot.texts import LANGUAGES, say
from tests.made import HANGS, an_article

ARTICLE = replace(
    an_article(
        "s9",
        title="Le Nova S9+ en test",
        subtitle="Deux jours d’autonomie",
        author="Zoé Martin et Jean Petit",
        categories=("Smartphones", "Sécurité informatique"),
        summary="Une fuite de données a précédé sa sortie.",
        text="Il coûte 649\u00a0euros.\n\nL’œil du capteur est plus grand.",
        url="https://gazette.example/tests/nova-s9",
    ),
    source="La Gazette",
)


def takes(text: str) -> bool:
    return matches(parse(text), ARTICLE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "*",
        "nova",
        "NOVA",
        "s9+",
        '"fuite de données"',
        '"FUITE  DE DONNEES"',
        "“649 euros”",
        "« deux jours »",
        "autonomie",
        "oeil",
        "œil",
        "d'autonomie",
        'source:"la gazette"',
        "category:smartphones",
        'catégorie : "securite informatique"',
        'author:"Jean Petit"',
        "auteur:zoe",
        "language:fr",
        "langue:FR",
        "title:test",
        "titre:/S9\\+/",
        "url:/tests/",
        "adresse:gazette.example/tests",
        r"/\bs9\b/",
        r"/^deux jours/",
        r"/^il co[uû]te \d+/i",
        "nova and test",
        "nova et test",
        "nova test",
        "zeppelin or nova",
        "zeppelin ou nova",
        "not zeppelin",
        "non zeppelin",
        "-zeppelin",
        "-(zeppelin or ballon) nova",
        "zeppelin ballon or nova",
        "NOT zeppelin AND nova",
    ],
)
def test_this_filter_takes_the_article(text: str) -> None:
    assert takes(text)


@pytest.mark.parametrize(
    "text",
    [
        "nov",
        "s9",
        "s8",
        '"données de fuite"',
        '"test Deux"',
        'source:"La Gazette des Objets"',
        "source:gazette",
        "category:sécurité",
        "author:mart",
        "title:autonomie",
        "language:en",
        "url:zeppelin",
        r"/s9\d/",
        "nova zeppelin",
        "zeppelin or ballon",
        "-nova",
        "not (nova or zeppelin)",
        "category:/^test/",
    ],
)
def test_this_filter_does_not_take_the_article(text: str) -> None:
    assert not takes(text)


def test_the_whole_language_in_one_filter() -> None:
    text = (
        'source:"La Gazette" and (category:Sécurité or /\\bS9\\+?/) and not author:"Jean Petit" '
        '-publireportage "fuite de données"'
    )
    assert parse(text) == And(
        (
            Field("source", Word("La Gazette")),
            Or((Field("category", Word("Sécurité")), Pattern(r"\bS9\+?"))),
            Not(Field("author", Word("Jean Petit"))),
            Not(Word("publireportage")),
            Word("fuite de données"),
        )
    )


def test_french_and_english_filters_are_the_same() -> None:
    assert parse("langue:fr et non (titre:a ou auteur:b)") == parse("language:fr -(title:a or author:b)")


def test_what_an_article_does_not_have_does_not_match() -> None:
    bare = an_article(title="", text="", summary="", author="", language="", url="")
    for text in ("author:x", "language:fr", "title:/./", "url:x", "category:/./", "x", "/./"):
        assert not matches(parse(text), bare)


# Why not


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("nova zeppelin ballon", Reason("zeppelin")),
        ("zeppelin or ballon", Reason("zeppelin or ballon")),
        ("nova (zeppelin or ballon)", Reason("zeppelin or ballon")),
        ("nova -(zeppelin or test)", Reason("test", unwanted=True, has="Le Nova S9+ en test … ")),
        ("-(nova test)", Reason("nova and test", unwanted=True)),
        ("not not zeppelin", Reason("zeppelin")),
        (
            "nova category:Tests",
            Reason("category:Tests", has="Smartphones, Sécurité informatique"),
        ),
        (
            '-auteur:"Jean Petit"',
            Reason('author:"Jean Petit"', unwanted=True, has="Zoé Martin et Jean Petit"),
        ),
        ("/zep+elin/", Reason("/zep+elin/")),
    ],
)
def test_the_smallest_deciding_part_is_named(text: str, reason: Reason) -> None:
    found = explain(parse(text), ARTICLE)
    assert found is not None
    assert (found.part, found.unwanted) == (reason.part, reason.unwanted)
    assert found.has.startswith(reason.has.removesuffix(" … "))


def test_the_place_is_shown_as_the_article_writes_it() -> None:
    reason = explain(parse('-"fuite de donnees"'), ARTICLE)
    assert reason is not None
    assert "Une fuite de données a précédé" in reason.has


def test_a_taken_article_needs_no_reason() -> None:
    assert explain(parse("nova"), ARTICLE) is None


# Hostile patterns


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|aa)+$", "(?R)", "a(?R)?b", r"(\w+\s?)*\W$!", "(.*a){9}b"])
@pytest.mark.timeout(HANGS)
def test_a_catastrophic_pattern_comes_to_an_end(pattern: str) -> None:
    long = an_article(text="a" * 100_000 + "!")
    part = parse(f"/{pattern}/")
    assert not matches(part, long)


def test_a_pattern_that_takes_too_long_says_so() -> None:
    reason = explain(parse("/(a+)+$/"), an_article(text="a" * 10_000 + "!"))
    assert reason == Reason("/(a+)+$/", slow=True)


def test_a_pattern_that_would_take_all_memory_is_refused() -> None:
    with pytest.raises(FilterError) as error:
        parse("/(?:(?:(?:a{9999}){9999}){9999})/")
    assert error.value.text == "filter-pattern-large"


# What cannot be read


@pytest.mark.parametrize(
    ("text", "name", "position", "value"),
    [
        ("a or", "filter-end", 5, "or"),
        ("a -", "filter-missing", 3, "-"),
        ("or a", "filter-missing", 1, "or"),
        ("a or and b", "filter-missing", 6, "and"),
        ("a ()", "filter-missing", 4, ")"),
        ("(a", "filter-parenthesis-open", 3, "(a"),
        ("a)", "filter-parenthesis-closed", 2, ")"),
        ('a "bc d', "filter-quote", 3, '"bc d'),
        ("a «b", "filter-quote", 3, "«b"),
        ('écran 6"', "filter-quote", 8, '"'),
        ('a ""', "filter-empty", 3, '""'),
        ("a /b", "filter-pattern-open", 3, "/b"),
        ("a /b(/", "filter-pattern", 6, "/b(/"),
        ("a /[b/", "filter-pattern", 6, "/[b/"),
        ("a colour:red", "filter-field", 3, "colour:red"),
        ("source:", "filter-end", 8, "source:"),
    ],
)
def test_a_mistake_names_its_place_and_value(text: str, name: str, position: int, value: str) -> None:
    with pytest.raises(FilterError) as error:
        parse(text)
    said = error.value.arguments
    assert (error.value.text, said["position"], said["value"]) == (name, position, value)
    for language in LANGUAGES:
        assert value in say(language, name, **said)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a" * 501, "filter-too-long"),
        ("-(" * 30 + "a" + ")" * 30, "filter-too-deep"),
        (" ".join("a" * 51), "filter-too-many"),
        (" ".join(["/a/"] * 9), "filter-too-many-patterns"),
    ],
)
def test_a_filter_that_is_too_large_is_refused(text: str, name: str) -> None:
    with pytest.raises(FilterError) as error:
        parse(text)
    assert error.value.text == name


def test_a_mistake_in_the_settings_is_said_in_english_with_its_mend() -> None:
    assert check("a and b") is None
    mend = check("colour:red")
    assert mend is not None
    assert "there is no field “colour”" in mend


# Laws

WORDS = st.sampled_from(
    [
        "nova",
        "zeppelin",
        "S9+",
        "or",
        "non",
        "fuite de données",
        'a "quoted" word',
        "a\\b",
        "10:30",
        "-",
        "/",
        "œ",
    ]
)
PATTERNS = st.sampled_from([r"\bs9", "zep+elin", r"a\/b", "[è-é]", "(nova|test)", "a i"]).map(Pattern)
LEAVES = st.one_of(
    WORDS.map(Word),
    PATTERNS,
    st.builds(Field, st.sampled_from(sorted(set(FIELDS.values()))), WORDS.map(Word) | PATTERNS),
)


def nested(inner: st.SearchStrategy[Filter]) -> st.SearchStrategy[Filter]:
    several = st.lists(inner, min_size=2, max_size=4).map(tuple)
    return st.one_of(inner.map(Not), several.map(And), several.map(Or))


FILTERS: st.SearchStrategy[Filter] = st.recursive(LEAVES, nested, max_leaves=12)
TEXTS = st.text(st.sampled_from(' ab"“”«»/\\()-:*+?[]{}|1éœ\n\u0301\0'), max_size=40) | st.text(max_size=40)


@given(FILTERS)
def test_a_filter_written_out_is_the_same_filter(part: Filter) -> None:
    assert read(str(part)) == part


@given(FILTERS, FILTERS)
def test_not_and_and_or_keep_their_laws(a: Filter, b: Filter) -> None:
    one, other = matches(a, ARTICLE), matches(b, ARTICLE)
    assert matches(Not(a), ARTICLE) is not one
    assert matches(And((a, b)), ARTICLE) is (one and other)
    assert matches(Or((a, b)), ARTICLE) is (one or other)
    assert matches(Not(And((a, b))), ARTICLE) is matches(Or((Not(a), Not(b))), ARTICLE)


@given(FILTERS)
def test_there_is_a_reason_exactly_where_an_article_is_not_taken(part: Filter) -> None:
    reason = explain(part, ARTICLE)
    assert (reason is None) is matches(part, ARTICLE)
    if reason:
        assert matches(read(reason.part), ARTICLE) is reason.unwanted


@given(TEXTS)
@settings(max_examples=400, deadline=timedelta(seconds=2))
def test_no_text_raises_anything_but_a_mistake_that_can_be_said(text: str) -> None:
    mend = check(text)
    if mend is None:
        part = parse(text)
        assert read(str(part)) == part
        matches(part, ARTICLE)


def test_nothing_written_takes_everything() -> None:
    assert parse(" ") is EVERYTHING
    assert str(EVERYTHING) == ""


async def test_a_slow_pattern_on_a_thread_holds_nobody_up() -> None:
    part, long = parse(" or ".join(["/(a+)+$/"] * 8)), an_article(text="a" * 10_000 + "!")
    matching = asyncio.create_task(asyncio.to_thread(matches, part, long))
    turns = 0
    while not matching.done():
        await asyncio.sleep(0.001)
        turns += 1
    assert not await matching
    assert turns > 30
