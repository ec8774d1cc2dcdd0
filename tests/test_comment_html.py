"""A Discord message as a news site takes it."""

from __future__ import annotations

import pytest

from bot.comments.html import Said, to_html, to_markdown
from tests.made import HANGS


@pytest.mark.parametrize(
    ("content", "html"),
    [
        ("**gras** *penché* _aussi_", "<strong>gras</strong> <em>penché</em> <em>aussi</em>"),
        ("***les deux***", "<strong><em>les deux</em></strong>"),
        ("__souligné__ ~~barré~~", "souligné <del>barré</del>"),
        ("**sur\ndeux lignes**", "<strong>sur\ndeux lignes</strong>"),
        ("snake_case_word 2 * 3 \\*tel quel\\*", "snake_case_word 2 * 3 *tel quel*"),
        ("`a < b` et ``un ` ici``", "<code>a &lt; b</code> et <code>un ` ici</code>"),
        ("```py\nx < 1\n```", "<pre><code>x &lt; 1</code></pre>"),
        ("> cité\n> aussi\nréponse", "<blockquote>cité\naussi</blockquote>\nréponse"),
        ("avant\n>>> tout\nle reste", "avant\n<blockquote>tout\nle reste</blockquote>"),
        ("# Titre\n-# petit\n- point", "<strong>Titre</strong>\npetit\n- point"),
        ("||le **coupable**||", "[spoiler] le <strong>coupable</strong>"),
        ("[le *pont*](https://a.example/x_(y))", '<a href="https://a.example/x_(y)">le pont</a>'),
        ("<https://a.example/?b=1&c=2>", '<a href="https://a.example/?b=1&amp;c=2">https://a.example/?b=1&amp;c=2</a>'),
        ("voir https://a.example/b_c_d.", 'voir <a href="https://a.example/b_c_d">https://a.example/b_c_d</a>.'),
        ("<@12345> <@!12345> <@&67890> <#13579> <@99999>", "@Léa @Léa @rédaction #débats @…"),
        ("<:joie:12345678> <a:pouce:12345678> </aide:12345678>", ":joie: :pouce: /aide"),
        ("<t:0:R> <t:99999999999999>", "1970-01-01 00:00 UTC &lt;t:99999999999999&gt;"),
        ("<script>x</script> [x](javascript:y)", "&lt;script&gt;x&lt;/script&gt; [x](javascript:y)"),
        ("@everyone & co", "@everyone &amp; co"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_message_becomes_what_a_site_takes(content: str, html: str) -> None:
    names = {"12345": "Léa", "67890": "@rédaction", "13579": "débats"}
    assert to_html(Said(content, names)) == html


def test_what_is_attached_becomes_a_link() -> None:
    said = Said(
        "Voici", files=(("pont <1>.png", "https://cdn.example/p.png?a=1&b=2"), ("", "https://cdn.example/q"))
    )
    assert to_html(said) == (
        'Voici\n\n<a href="https://cdn.example/p.png?a=1&amp;b=2">pont &lt;1&gt;.png</a>\n\n'
        '<a href="https://cdn.example/q">https://cdn.example/q</a>'
    )


def test_the_same_in_markdown_has_no_html_and_quotes_that_end() -> None:
    said = Said("> cité\nréponse <b>x</b> *oui* https://a.example/ ||chut||", spoiler="divulgâcheur")
    assert to_markdown(said) == (
        "> cité\n\n\nréponse \\<b>x\\</b> *oui* <https://a.example/> \\[divulgâcheur\\] chut"
    )


@pytest.mark.parametrize(
    "piece", ["**", "*a", "_a ", "`a", "||", "~~a", "[a", "<@", "**a __b ~~c ", "> ", ">>> ", "```"]
)
@pytest.mark.timeout(HANGS)
def test_no_message_takes_for_ever(piece: str) -> None:
    assert to_html(Said(piece * (40_000 // len(piece))))
