"""The four parts of the main job, by the bot as a process on the Discord at the wire."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stage import Stage, staged

pytestmark = pytest.mark.wire


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path) as stage:
        stage.empty_site()
        await stage.bot.start()
        yield stage


async def test_an_article_is_posted_with_a_thread(stage: Stage) -> None:
    stage.publish("Le Nova S9 arrive")
    await stage.until(lambda: stage.titles() == ["Le Nova S9 arrive"])
    await stage.until(lambda: "Le Nova S9 arrive" in stage.threads())


async def test_a_corrected_article_changes_its_message_in_place(stage: Stage) -> None:
    article = stage.publish("Le Nova S9 arive")
    await stage.until(lambda: stage.titles() == ["Le Nova S9 arive"])
    before = stage.messages(stage.news_id)[0]["id"]
    stage.site.correct(article, {"title": "Le Nova S9 arrive"})
    await stage.until(lambda: stage.titles() == ["Le Nova S9 arrive"])
    assert stage.messages(stage.news_id)[0]["id"] == before
    await stage.until(lambda: "Le Nova S9 arrive" in stage.threads())


async def test_a_withdrawn_article_is_marked(stage: Stage) -> None:
    article = stage.publish("Une erreur")
    await stage.until(lambda: stage.titles() == ["Une erreur"])
    stage.site.withdraw(article)
    await stage.until(lambda: stage.titles() == ["~~Une erreur~~"])


async def test_comments_follow_in_order_as_replies(stage: Stage) -> None:
    article = stage.publish("Le Nova S9")
    first = stage.comment(article, "Premier")
    stage.comment(article, "Deuxième")
    stage.comment(article, "Réponse au premier", parent=first)
    await stage.until(lambda: len(stage.said_in("Le Nova S9")) == 3)
    said = stage.messages(stage.threads()["Le Nova S9"])[-3:]
    assert [m["embeds"][0]["description"] for m in said] == ["Premier", "Deuxième", "Réponse au premier"]
    assert said[2]["message_reference"]["message_id"] == said[0]["id"]
    assert said[2]["mentions"] == []


async def test_edits_and_deletions_of_comments_follow(stage: Stage) -> None:
    article = stage.publish("Le Nova S9")
    first, second = stage.comment(article, "Premier"), stage.comment(article, "Deuxième")
    await stage.until(lambda: stage.said_in("Le Nova S9") == ["Premier", "Deuxième"])
    stage.site.edit_comment(second, "Deuxième, corrigé")
    await stage.until(lambda: stage.said_in("Le Nova S9") == ["Premier", "Deuxième, corrigé"])
    stage.site.delete_comment(first)
    await stage.until(lambda: stage.said_in("Le Nova S9") == ["Deuxième, corrigé"])


async def test_a_comment_that_a_moderator_removed_does_not_come_back(stage: Stage) -> None:
    article = stage.publish("Le Nova S9")
    first = stage.comment(article, "Une injure")
    await stage.until(lambda: stage.said_in("Le Nova S9") == ["Une injure"])
    thread = stage.threads()["Le Nova S9"]
    await stage.people["manager"].delete(thread, int(stage.messages(thread)[-1]["id"]))
    stage.site.edit_comment(first, "Une injure, encore")
    stage.comment(article, "La suite")
    await stage.until(lambda: stage.said_in("Le Nova S9") == ["La suite"])


async def test_a_question_is_answered_and_an_unknown_one_refused(stage: Stage) -> None:
    stage.publish("Le Nova S9 en test", "Le Nova S9 coûte 649 euros et tient deux jours loin de la prise.")
    await stage.until(stage.titles)
    lea, alex = stage.people["lea"], stage.people["alex"]
    asked = await lea.slash(stage.news_id, "ask", question="combien coûte le Nova S9 ?")
    answer = (await asked.finished()).message
    assert answer is not None
    assert "649" in answer["embeds"][0]["description"]
    asked = await alex.slash(stage.news_id, "ask", question="Galaxy Z Fold battery")
    answer = (await asked.finished()).message
    assert answer is not None
    assert answer["embeds"][0]["title"] == "I know nothing about this yet."


async def test_a_prefixed_question_and_a_mention_are_answered(stage: Stage) -> None:
    stage.publish("Le Nova S9 en test", "Le Nova S9 coûte 649 euros.")
    await stage.until(stage.titles)
    lea = stage.people["lea"]
    await lea.send(stage.news_id, "!ask combien coûte le Nova S9")
    await stage.until(lambda: "649" in str(stage.messages(stage.news_id)[-1]["embeds"]))
    await lea.send(stage.news_id, f"<@{stage.backend.bot_user.id}> prix du Nova S9 ?")
    await stage.until(lambda: len(stage.messages(stage.news_id)) == 5)
    assert "649" in str(stage.messages(stage.news_id)[-1]["embeds"])
    await lea.send(stage.news_id, "!search nova")
    await stage.until(lambda: "résultat" in str(stage.messages(stage.news_id)[-1]["embeds"]))


async def test_a_linked_subscriber_gets_the_role_and_loses_it_at_the_end(stage: Stage) -> None:
    lea = stage.people["lea"]
    reader = next(r for r in stage.site.readers.values() if r.name.startswith("Léa"))
    stage.site.subscribe(reader.id, "integral", None, "active")
    code = stage.site.make_link_code(reader.id)
    await stage.until(lambda: stage.wire.gateway.connected)
    await stage.until(lambda: lea.commands(stage.news_id))
    linked = await (await lea.slash(stage.news_id, "link", code=code.code)).finished()
    assert linked.message is not None or linked.followups
    member = stage.backend.get_guild(stage.guild.id).members[lea.user_id]
    await stage.until(lambda: member.role_ids == [stage.guild.role_ids["integral"]])
    stage.site.subscribe(reader.id, "decouverte", None, "active")
    await stage.until(lambda: member.role_ids == [stage.guild.role_ids["decouverte"]])
    stage.site.unsubscribe(reader.id)
    await stage.until(lambda: member.role_ids == [])


async def test_commands_are_offered_in_the_readers_language(stage: Stage) -> None:
    await stage.until(lambda: stage.people["lea"].commands(stage.news_id))
    french = {command.title for command in stage.people["lea"].commands(stage.news_id)}
    english = {command.title for command in stage.people["alex"].commands(stage.news_id)}
    assert {"chercher", "demander", "lier", "abonnement"} <= french
    assert {"search", "ask", "link", "subscription"} <= english


async def test_the_bot_stops_within_five_seconds(stage: Stage) -> None:
    stage.publish("Le Nova S9")
    await stage.until(stage.titles)
    assert await stage.bot.stop(within=5) == 0
    assert "Traceback" not in stage.bot.log


async def test_a_feed_is_read_like_a_wordpress(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        stage.empty_site()
        source = stage.bot.settings["sources"][0]
        stage.bot.settings["sources"] = [source | {"kind": "feed", "url": source["url"] + "/feed/"}]
        article = stage.publish("Le Nova S9", "Le Nova S9 coûte 649 euros.")
        stage.comment(article, "Premier")
        await stage.bot.start()
        await stage.until(lambda: stage.titles() == ["Le Nova S9"])
        await stage.until(lambda: stage.said_in("Le Nova S9") == ["Premier"])
        stage.publish("Le Nova S9+")
        await stage.until(lambda: stage.titles() == ["Le Nova S9", "Le Nova S9+"])
        stage.site.correct(article, {"title": "Le Nova S9, corrigé"})
        await stage.until(lambda: stage.titles() == ["Le Nova S9, corrigé", "Le Nova S9+"])


async def test_an_article_page_is_read_with_its_comments(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        stage.empty_site()
        article = stage.publish("Le Nova S9", "Le Nova S9 coûte 649 euros et tient deux jours.\n\n" * 3)
        first = stage.comment(article, "Premier")
        stage.comment(article, "Une réponse", parent=first)
        source = stage.bot.settings["sources"][0]
        page = stage.site.url(stage.site.article(article))
        stage.bot.settings["sources"] = [source | {"kind": "page", "url": page}]
        await stage.bot.start()
        await stage.until(lambda: stage.titles() == ["Le Nova S9"])
        await stage.until(lambda: stage.said_in("Le Nova S9") == ["Premier", "Une réponse"])
        stage.site.edit_comment(first, "Premier, corrigé")
        stage.comment(article, "Encore un")
        said = ["Premier, corrigé", "Une réponse", "Encore un"]
        await stage.until(lambda: stage.said_in("Le Nova S9") == said)


async def test_a_refused_token_ends_the_bot_with_the_mend(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        stage.bot.settings["discord"]["token"] = "some-other-token-of-nobody"
        await stage.bot.start()
        assert await stage.bot.ended(within=20) == 2
        assert "copy the bot's token anew" in stage.bot.log
        assert "some-other-token" not in stage.bot.log


async def test_missing_intents_end_the_bot_with_the_mend(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        stage.backend.privileged.clear()
        await stage.bot.start()
        assert await stage.bot.ended(within=20) == 2
        assert "switch on Server Members and Message Content" in stage.bot.log
