"""A WordPress's articles and comments, by its REST API."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.articles.reading import ArticleReading
from bot.articles.source import read_articles
from bot.articles.source_wordpress import missing_articles
from bot.comments.source import read_comments, read_recent_comments
from bot.errors import SourceError
from bot.workers import Here
from storage.records import ArticleItem, SourceState
from tests.shelf import NOON, SITE, Post, Remark, WordPress, source

NEW = SourceState("Le Fil")


def after(reading: ArticleReading, minutes: int) -> SourceState:
    """What is remembered of a source that was read some minutes after noon."""
    moment: datetime = NOON + timedelta(minutes=minutes)
    return SourceState("Le Fil", first_read=NOON, last_read=moment, validators=reading.validators)


async def read(site: WordPress, state: SourceState = NEW, **settings: object) -> ArticleReading:
    return await read_articles(source(**settings), state, site, Here())


async def test_a_post_becomes_an_article() -> None:
    html = "<p>Un <b>mot</b>.</p><p>Suite</p>"
    site = WordPress(posts=[Post(7, "Titre &amp; suite &#8211; fin", date=5, modified=9, html=html)])
    reading = await read(site)
    assert reading.items == (
        ArticleItem(
            guid="7",
            url=f"{SITE}/7/",
            title="Titre & suite – fin",
            author="Claire & Paul",
            published=NOON + timedelta(minutes=5),
            updated=NOON + timedelta(minutes=9),
            language="fr",
            categories=("Réseaux",),
            summary="Résumé…",
            text="Un mot.\n\nSuite",
            image=f"{SITE}/7.jpg",
            reading_minutes=1,
        ),
    )


async def test_the_first_look_takes_the_newest_twenty_oldest_first() -> None:
    site = WordPress(posts=[Post(n, f"Article {n}", date=n) for n in range(1, 151)])
    reading = await read(site)
    assert [item.guid for item in reading.items] == [str(n) for n in range(131, 151)]


async def test_the_first_look_takes_as_many_as_the_backfill_asks_for() -> None:
    site = WordPress(posts=[Post(n, f"Article {n}", date=n) for n in range(1, 151)])
    reading = await read(site, backfill=130)
    assert [item.guid for item in reading.items] == [str(n) for n in range(21, 151)]


async def test_a_look_at_a_site_without_news_is_two_small_requests() -> None:
    site = WordPress(posts=[Post(n, f"Article {n}", date=n) for n in range(1, 31)])
    first = await read(site)
    site.asked.clear()
    second = await read(site, after(first, 60))
    assert second.unchanged
    assert second.items == ()
    assert len(site.asked) == 2
    assert all("_fields=id%2Cmodified_gmt" in url for url in site.asked)


async def test_only_what_is_new_or_changed_is_read_in_full() -> None:
    site = WordPress(posts=[Post(n, f"Article {n}", date=n) for n in range(1, 31)])
    first = await read(site)
    site.posts[27].modified = 70
    site.posts.append(Post(31, "Nouveau", date=71))
    second = await read(site, after(first, 60))
    assert [item.guid for item in second.items] == ["28", "31"]
    assert not second.unchanged
    assert (await read(site, after(second, 80))).unchanged


async def test_two_changes_within_one_second_are_both_read() -> None:
    minutes = int((datetime.now(UTC) - NOON).total_seconds() // 60)
    site = WordPress(posts=[Post(1, "Titre", date=minutes), Post(2, "Ancien", date=1)])
    site.posts[0].modified = minutes + 1  # not before now, by the site's clock
    first = await read(site)
    site.posts[0].title = "Titre, corrigé aussitôt"
    second = await read(site, after(first, minutes))
    assert [item.title for item in second.items] == ["Titre, corrigé aussitôt"]


async def test_an_old_article_that_is_corrected_is_read() -> None:
    site = WordPress(posts=[Post(n, f"Article {n}", date=n) for n in range(1, 151)])
    first = await read(site)
    site.posts[0].modified = 200
    second = await read(site, after(first, 190))
    assert [item.guid for item in second.items] == ["1"]
    assert (await read(site, after(second, 210))).unchanged


async def test_a_scheduled_article_is_read_though_its_change_is_long_ago() -> None:
    site = WordPress(posts=[Post(n, f"Article {n}", date=n) for n in range(1, 31)])
    first = await read(site)
    site.posts.append(Post(31, "Programmé", date=500, modified=-9_000))
    second = await read(site, after(first, 499))
    assert [item.guid for item in second.items] == ["31"]


async def test_nothing_is_lost_after_a_long_absence() -> None:
    site = WordPress(posts=[Post(n, f"Article {n}", date=n) for n in range(1, 31)])
    first = await read(site)
    site.posts += [Post(n, f"Article {n}", date=n) for n in range(31, 300)]
    second = await read(site, after(first, 30))
    assert {item.guid for item in second.items} >= {str(n) for n in range(31, 300)}


async def test_a_protected_article_is_not_read_and_one_that_becomes_so_is_gone() -> None:
    site = WordPress(posts=[Post(1, "Ouvert", date=1), Post(2, "Secret", date=2, protected=True)])
    first = await read(site)
    assert [item.guid for item in first.items] == ["1"]
    site.posts[0] = replace(site.posts[0], protected=True, modified=50)
    second = await read(site, after(first, 40))
    assert second.items == ()
    assert "1" in second.gone


async def test_a_withdrawn_article_is_gone() -> None:
    site = WordPress(posts=[Post(n, f"Article {n}", date=n) for n in range(1, 151)])
    first = await read(site)
    del site.posts[140]
    second = await read(site, after(first, 151))
    assert second.gone == {"141"}
    assert await missing_articles(source(), ["140", "141"], site) == {"141"}


async def test_articles_that_only_moved_down_the_list_are_not_gone() -> None:
    site = WordPress(posts=[Post(n, f"Article {n}", date=n) for n in range(1, 151)])
    first = await read(site)
    site.posts += [Post(n, f"Article {n}", date=n) for n in range(151, 171)]
    assert (await read(site, after(first, 151))).gone == frozenset()


@pytest.mark.parametrize("body", ["<html>", '{"code":"rest_no_route"}', "[1]", '[{"no":1}]', "[" * 9_000, ""])
async def test_what_is_no_wordpress_is_said_so(body: str) -> None:
    class Wrong(WordPress):
        def answer(self, url: str):  # type: ignore[no-untyped-def]
            return replace(super().answer(url), body=body.encode())

    with pytest.raises(SourceError, match="no WordPress posts"):
        await read(Wrong(posts=[Post(1, "x")]))
    with pytest.raises(SourceError, match="no WordPress comments"):
        await read_recent_comments(source(), Wrong(), Here())


async def test_the_newest_comments_of_the_site_come_in_one_request() -> None:
    site = WordPress(remarks=[Remark(2, 7, "<p>Réponse</p>", parent=1), Remark(1, 7, "<p>Un <i>mot</i></p>")])
    window = await read_recent_comments(source(), site, Here())
    assert len(site.asked) == 1
    assert [(post, item.guid, item.parent, item.markdown) for post, item in window.items] == [
        ("7", "1", None, "Un *mot*"),
        ("7", "2", "1", "Réponse"),
    ]
    assert window.items[0][1].url == f"{SITE}/7/#comment-1"
    assert window.items[0][1].avatar == "https://0.gravatar.com/avatar/x"
    assert window.items[0][1].published == NOON + timedelta(minutes=1)


async def test_the_window_says_how_far_down_it_reaches() -> None:
    few = WordPress(remarks=[Remark(5, 7, "x")])
    many = WordPress(remarks=[Remark(n, 7, "x") for n in range(1, 151)])
    partly_hidden = WordPress(remarks=[Remark(140, 7, "x")], hidden=120)
    all_hidden = WordPress(hidden=120)
    floors = [(await read_recent_comments(source(), site, Here())).floor for site in (few, many)]
    assert floors == [0, 51]
    assert (await read_recent_comments(source(), partly_hidden, Here())).floor == 140
    assert (await read_recent_comments(source(), all_hidden, Here())).floor is None
    assert (await read_recent_comments(source(), WordPress(), Here())).floor == 0


async def test_a_whole_thread_is_read_page_by_page_parents_first() -> None:
    remarks = [Remark(n, 7, f"<p>{n}</p>", parent=n + 1 if n == 3 else 0) for n in range(1, 251)]
    site = WordPress(posts=[Post(7, "x")], remarks=[*remarks, Remark(999, 8, "ailleurs")])
    thread = (await read_comments(source(), ArticleItem("7", f"{SITE}/7/", "x"), site, Here())).items
    assert [item.guid for item in thread[:5]] == ["1", "2", "4", "3", "5"]
    assert len(thread) == 250


async def test_links_from_other_sites_are_no_comments() -> None:
    site = WordPress(remarks=[Remark(1, 7, "x", type="pingback"), Remark(2, 7, "y")])
    assert [item.guid for _, item in (await read_recent_comments(source(), site, Here())).items] == ["2"]


async def test_the_comments_of_a_protected_article_are_never_read() -> None:
    site = WordPress(posts=[Post(7, "x", protected=True)], remarks=[Remark(1, 7, "secret")])
    assert (await read_comments(source(), ArticleItem("7", f"{SITE}/7/", "x"), site, Here())).items == ()
