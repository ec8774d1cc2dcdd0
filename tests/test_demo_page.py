"""The demo's page in a real Chromium, driven by click and by keyboard as a person would."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.demo import scene as scenes
from bot.demo.wire.backend import SimulatedDiscord
from tests.demo_bot import Responder
from tests.demo_world import (
    NARROW,
    WIDE,
    Browser,
    World,
    async_api,
    composer,
    enter,
    expect,
    messages,
    options,
)

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
pytestmark = [
    pytest.mark.page,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}"),
]


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_api.async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def world(browser: Browser) -> AsyncIterator[World]:
    backend = SimulatedDiscord()
    world = World(backend, scenes.build(backend), Responder(backend), browser)
    await world.serve()
    yield world
    for context in browser.contexts:
        await context.close()
    await world.runner.cleanup()
    assert world.complaints == []
    assert {url for url in world.asked if not url.startswith(world.address)} == set()


async def test_the_page_says_plainly_that_this_discord_is_simulated(world: World) -> None:
    page = await world.open()
    await expect(page.get_by_text("Ce Discord est simulé : tout se passe sur cette machine")).to_be_visible()


async def test_landmarks_and_labels_lead_through_the_page(world: World) -> None:
    page = await world.open()
    for landmark in (
        page.get_by_role("main"),
        page.get_by_role("navigation", name="Salons"),
        page.get_by_role("region", name="Discord simulé"),
        page.get_by_role("region", name="Site d’actualité"),
        page.get_by_role("complementary", name="Compte"),
        page.get_by_role("log", name="Messages de accueil"),
        page.get_by_role("radiogroup", name="Vous êtes"),
    ):
        await expect(landmark).to_be_visible()


async def test_a_message_is_written_by_keyboard_alone(world: World) -> None:
    page = await world.open()
    await page.keyboard.press("Tab")
    await page.get_by_role("link", name="Aller aux salons").press("Enter")
    for _ in range(5):  # accueil, actualités, questions, salon
        await page.keyboard.press("Tab")
        if await page.locator(":focus").inner_text() == "salon":
            break
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("log", name="Messages de salon")).to_be_visible()
    await composer(page).focus()
    await page.keyboard.type("Bonjour **à tous**, @kar")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    said = messages(page).last
    await expect(said).to_contain_text("Bonjour à tous, @Karim Benali")
    await expect(said.locator("strong", has_text="à tous")).to_be_visible()
    await expect(composer(page)).to_have_value("")


async def test_a_message_is_answered_edited_and_deleted(world: World) -> None:
    page = await world.open()
    await enter(page, "salon")
    await messages(page).first.hover()
    await page.get_by_role("button", name="Répondre").first.click()
    await composer(page).fill("Moi non.")
    await composer(page).press("Enter")
    reply = messages(page).last
    await expect(reply).to_contain_text("En réponse à")
    await expect(reply).to_contain_text("Nadia Rousseau")
    await composer(page).press("ArrowUp")
    await page.get_by_role("textbox", name="Modifier le message").fill("Moi si.")
    await page.keyboard.press("Enter")
    await expect(messages(page).last).to_contain_text("(modifié)")
    await messages(page).last.hover()
    await page.get_by_role("button", name="Plus d’actions").click()
    await page.get_by_role("menuitem", name="Supprimer").click()
    await expect(messages(page)).to_have_count(1)


async def test_a_file_is_given_to_a_command_by_keyboard(world: World) -> None:
    option = {"type": 11, "name": "file", "description": "Votre liste", "required": True}
    world.backend.register_commands(
        None, [{"name": "importer", "description": "Lit une liste", "options": [option]}]
    )
    given: list[dict[str, Any]] = []

    def hear(event: str, payload: Mapping[str, Any]) -> None:
        if event == "INTERACTION_CREATE":
            given.extend(payload["data"]["resolved"]["attachments"].values())

    world.backend.subscribers.append(hear)
    page = await world.open()
    await enter(page, "questions")
    await composer(page).press_sequentially("/imp")
    await expect(page.get_by_role("option", name="/importer Lit une liste")).to_be_visible()
    await page.keyboard.press("Enter")
    field = page.get_by_label("file : Votre liste")
    await expect(field).to_be_focused()
    await page.get_by_role("button", name="Envoyer").press("Enter")
    await expect(field).to_be_focused()  # it is missing
    async with page.expect_file_chooser() as chooser:
        await field.press("Enter")
    opml = {"name": "sources.opml", "mimeType": "text/x-opml", "buffer": b"<opml/>"}
    await (await chooser.value).set_files(opml)
    await page.get_by_role("button", name="Envoyer").press("Enter")
    await expect(messages(page).last).to_contain_text("Parce que.")
    assert [(file["filename"], file["size"]) for file in given] == [("sources.opml", 7)]


async def test_attached_pictures_are_shown_and_other_files_linked(world: World) -> None:
    backend, channel = world.backend, world.scene.lounge_id
    backend.cdn.base = f"{world.address}/discord"
    page = await world.open()
    svg = b"<svg xmlns='http://www.w3.org/2000/svg' width='8' height='8'/>"

    async def serve(route: Any) -> None:
        await route.fulfill(body=svg, content_type="image/svg+xml")

    await page.route("**/discord/attachments/**", serve)
    await enter(page, "salon")
    files = [
        backend.cdn.store_attachment(backend.snowflake(), channel, name, svg, about)
        for name, about in (("plan.svg", "Le plan"), ("sources.opml", None), ("carte.svg", None))
    ]
    shown = {"title": "Une carte", "image": {"url": "attachment://carte.svg"}}
    backend.create_message(channel, backend.bot_user.id, "Voici", embeds=[shown], attachments=files)
    message = messages(page).last
    await expect(message.get_by_role("img", name="Le plan")).to_be_visible()
    link = message.get_by_role("link", name="sources.opml")
    await expect(link).to_have_attribute("href", files[1]["url"])
    await expect(message.locator(".embed img")).to_have_attribute("src", files[2]["url"])
    await expect(message.locator("img[src$='carte.svg']")).to_have_count(1)


async def test_a_command_is_run_from_the_picker_and_seen_by_one_alone(world: World) -> None:
    page, other = await world.open(), await world.open(person="Karim")
    await enter(page, "questions")
    await enter(other, "questions")
    await composer(page).press_sequentially("/de")
    await expect(page.get_by_role("option", name="/demander Interroger les articles")).to_be_visible()
    await page.keyboard.press("Enter")
    question = page.get_by_role("combobox", name="question : Votre question")
    await expect(question).to_be_focused()
    await question.press_sequentially("prix")
    await expect(options(page)).to_have_text(["Quel prix ?"])
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await expect(messages(page).last).to_contain_text("fr : Quel prix ?")
    await expect(messages(page).last).to_contain_text("Vous seul·e voyez ce message.")
    await expect(messages(other)).to_have_count(1)
    await messages(page).last.get_by_role("button", name="Masquer").click()
    await expect(messages(page)).to_have_count(1)


async def test_a_required_option_is_asked_for_and_escape_gives_up(world: World) -> None:
    page = await world.open()
    await enter(page, "questions")
    await composer(page).press_sequentially("/demander ")
    question = page.get_by_role("combobox", name="question : Votre question")
    await expect(options(page)).to_have_count(3)
    await question.press("Escape")
    await question.press("Enter")
    await expect(question).to_have_attribute("aria-invalid", "true")
    await question.press("Escape")
    await expect(composer(page)).to_be_focused()


async def test_commands_speak_the_language_of_the_person(world: World) -> None:
    page = await world.open(person="Alex")
    await enter(page, "questions")
    await composer(page).press_sequentially("/")
    await expect(options(page).first).to_have_text("/ask Ask about the articles")


async def test_a_form_takes_the_focus_and_gives_it_back(world: World) -> None:
    page = await world.open()
    await enter(page, "questions")
    await composer(page).fill("/lier")
    await composer(page).press("Enter")
    await page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="Lier")
    await expect(form.get_by_label("Code")).to_be_focused()
    for _ in range(8):
        await page.keyboard.press("Tab")
    within = "form => [form, document.body].includes(document.activeElement.closest('dialog, body'))"
    assert await form.evaluate(within)
    await form.get_by_label("Code").fill("ABCD")
    await page.keyboard.press("Enter")
    await expect(form).to_be_hidden()
    await expect(messages(page).last).to_contain_text("Lié avec ABCD.")
    await expect(composer(page)).to_be_focused()


async def test_a_button_is_pressed_and_a_command_used_on_a_message(world: World) -> None:
    page = await world.open()
    await enter(page, "salon")
    world.bot.post_button(world.scene.lounge_id)
    await messages(page).last.get_by_role("button", name="En savoir plus").click()
    await expect(messages(page).last).to_contain_text("Parce que.")
    await messages(page).nth(1).click(button="right")
    await page.get_by_role("menuitem", name="Why here?").click()
    await expect(messages(page)).to_have_count(4)


async def test_a_bot_that_does_not_answer_is_told(world: World) -> None:
    page = await world.open()
    await enter(page, "questions")
    await composer(page).fill("/silent")
    await composer(page).press("Enter")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("L’application n’a pas répondu.")).to_be_visible()


async def test_a_role_colours_the_name_and_opens_the_club(world: World) -> None:
    page = await world.open()
    await page.get_by_role("button", name="Afficher les membres").click()
    members = page.get_by_role("complementary", name="Membres")
    await expect(members).to_contain_text("Sans abonnement — 3")
    lea = next(part.user_id for part in world.scene.cast if part.kind == "reader")
    world.backend.add_member_role(world.scene.guild_id, lea, world.scene.integral_role_id)
    await expect(members).to_contain_text("Abonné Intégral — 1")
    await expect(page.get_by_role("button", name="le-club")).to_be_visible()
    world.backend.remove_member_role(world.scene.guild_id, lea, world.scene.integral_role_id)
    await expect(page.get_by_role("button", name="le-club")).to_be_hidden()


async def test_a_thread_is_marked_unread_and_opened_from_its_message(world: World) -> None:
    page = await world.open()
    await enter(page, "actualités")
    article = world.bot.post(world.scene.news_id, embeds=[{"title": "Un essai", "description": "Court"}])
    bot_id, news_id = world.backend.bot_user.id, world.scene.news_id
    thread = world.backend.create_thread(news_id, "Un essai", bot_id, message_id=int(article["id"]))
    world.bot.post(thread.id, content="Premier commentaire")
    channels = page.get_by_role("navigation", name="Salons")
    await expect(channels.get_by_role("button", name="Un essai non lu")).to_be_visible()
    await messages(page).last.get_by_role("button", name=re.compile("Un essai")).click()
    await expect(page.get_by_role("log", name="Messages de Un essai")).to_contain_text("Premier commentaire")
    await expect(channels.get_by_role("button", name="Un essai", exact=True)).to_have_attribute(
        "aria-current", "page"
    )


async def test_a_forum_shows_its_posts_by_tag(world: World) -> None:
    forum, bot = world.backend.get_channel(world.scene.debates_id), world.backend.bot_user.id
    for tag in ("Audio", "Jeux"):
        starter = world.backend.prepare_message(forum.id, bot, f"Parlons de {tag}")
        world.backend.create_forum_post(
            forum.id, f"Sujet {tag}", starter, applied_tags=[world.scene.tags[tag]]
        )
    page = await world.open()
    await page.get_by_role("button", name="débats", exact=True).click()
    posts = page.get_by_role("list", name="Publications").get_by_role("button")
    await expect(posts).to_have_count(2)
    await page.get_by_role("group", name="Filtrer par étiquette").get_by_role("button", name="Jeux").click()
    await expect(posts).to_have_count(1)
    await posts.first.click()
    await expect(messages(page).first).to_contain_text("Parlons de Jeux")


async def test_an_article_is_published_corrected_and_withdrawn(world: World) -> None:
    page = await world.open()
    news = page.get_by_role("region", name="Site d’actualité")
    await news.get_by_role("button", name="Publier").click()
    form = page.get_by_role("dialog", name="Publier un article")
    await form.get_by_label("Titre").fill("Un grille-pain connecté <b>grille</b>")
    await form.get_by_label("Texte").fill("Il s’éteint tout seul.\n\nPas toujours.")
    await form.get_by_role("checkbox", name="Sécurité").check()
    await form.get_by_role("button", name="Publier").click()
    await expect(news.get_by_role("heading", name="Un grille-pain connecté <b>grille</b>")).to_be_visible()
    await news.get_by_role("button", name="Corriger").click()
    await page.get_by_label("Titre").fill("Un grille-pain grille")
    await page.get_by_role("button", name="Enregistrer").click()
    await expect(news.get_by_role("heading", name="Un grille-pain grille")).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    await news.get_by_role("button", name="Retirer").click()
    await expect(news.get_by_role("heading", name="Un grille-pain grille")).to_be_hidden()


async def test_a_comment_is_written_answered_edited_and_deleted(world: World) -> None:
    page = await world.open()
    news = page.get_by_role("region", name="Site d’actualité")
    await news.get_by_role("link", name="Fibralia").click()
    before = await news.get_by_role("article", name="Léa Fontaine").count()
    await news.get_by_label("Votre commentaire").fill("Trois euros, quand même.")
    await news.get_by_role("button", name="Commenter").click()
    mine = news.get_by_role("article", name="Léa Fontaine")
    await expect(mine).to_have_count(before + 1)
    await mine.last.get_by_role("button", name="Modifier").click()
    await mine.last.get_by_role("textbox").fill("Trois euros !")
    await mine.last.get_by_role("button", name="Enregistrer").click()
    await expect(mine.last).to_contain_text("(modifié)")
    first = news.locator(".comments article").first
    await first.get_by_role("button", name="Répondre").click()
    await first.get_by_role("textbox").fill("Pareil ici.")
    await first.get_by_role("textbox").press("Tab")
    await page.keyboard.press("Enter")
    await expect(mine).to_have_count(before + 2)
    await mine.last.get_by_role("button", name="Supprimer").click()
    await expect(mine).to_have_count(before + 1)


async def test_a_subscription_ends_and_begins_and_a_code_is_given(world: World) -> None:
    page = await world.open()
    account = page.get_by_role("complementary", name="Compte")
    await account.get_by_text("Léa Fontaine").first.click()
    await account.get_by_role("button", name="Résilier").click()
    await expect(account.get_by_role("button", name="S’abonner")).to_be_visible()
    await account.get_by_label("Formule").select_option("Découverte")
    await account.get_by_role("button", name="S’abonner").click()
    await expect(account.locator("summary")).to_contain_text("Découverte")
    await account.get_by_role("button", name="Obtenir un code").click()
    await expect(account.get_by_label("Code de liaison")).to_have_text(
        re.compile(r"^[A-Z0-9]{6}-[A-Z0-9]{6}$")
    )


async def test_text_never_becomes_markup(world: World) -> None:
    page = await world.open()
    await enter(page, "salon")
    hostile = "<img src=x onerror=alert(1)> [clic](javascript:alert(1)) ||<b>caché</b>|| `<i>`"
    world.bot.post(
        world.scene.lounge_id, content=hostile, embeds=[{"title": hostile, "description": hostile}]
    )
    said = messages(page).last
    await expect(said).to_contain_text("<img src=x onerror=alert(1)>")
    assert await said.locator("img:not(.avatar), b, i, a[href^=javascript]").count() == 0


async def test_a_link_to_an_article_opens_it_beside_the_conversation(world: World) -> None:
    page = await world.open()
    await enter(page, "salon")
    article = world.site.visible_articles()[2]
    world.bot.post(world.scene.lounge_id, content=f"À lire : [cet article]({world.site.url(article)})")
    await messages(page).last.get_by_role("link", name="cet article").click()
    await expect(page.get_by_role("heading", name=article.title)).to_be_visible()
    assert page.url.startswith(f"{world.address}/?")


async def test_the_page_comes_back_by_itself_after_a_lost_connection(world: World) -> None:
    page = await world.open()
    await enter(page, "salon")
    await world.runner.cleanup()
    await expect(page.get_by_text("Connexion perdue")).to_be_visible()
    world.bot.post(world.scene.lounge_id, content="Entre-temps")
    await world.serve()
    await expect(messages(page).last).to_contain_text("Entre-temps")
    await expect(page.get_by_text("Connexion perdue")).to_be_hidden()
    world.complaints.clear()  # the browser tells of the lost connection, as it should


async def test_the_other_language_is_a_button_away(world: World) -> None:
    page = await world.open()
    await page.get_by_role("group", name="Langue de la page").get_by_role("button", name="EN").click()
    await expect(page.get_by_text("This Discord is simulated:")).to_be_visible()
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await expect(page.locator("#me")).to_contain_text("Léa")


async def test_nothing_is_cut_off_at_the_sides(world: World) -> None:
    for size in (WIDE, {"width": 1000, "height": 700}, NARROW):
        page = await world.open(size)
        assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"]


async def test_a_narrow_page_shows_one_side_at_a_time_and_a_drawer(world: World) -> None:
    page = await world.open(NARROW)
    discord, news = (page.get_by_role("region", name=name) for name in ("Discord simulé", "Site d’actualité"))
    await expect(discord).to_be_visible()
    await expect(news).to_be_hidden()
    await page.get_by_role("button", name="Ouvrir la liste des salons").click()
    await enter(page, "questions")
    await expect(composer(page)).to_be_visible()
    await expect(page.get_by_role("navigation", name="Salons")).to_be_hidden()
    await page.get_by_role("tab", name="Discord simulé").press("ArrowRight")
    await expect(page.get_by_role("tab", name="Site d’actualité")).to_be_focused()
    await expect(news).to_be_visible()
    await expect(discord).to_be_hidden()


async def test_older_messages_come_when_one_scrolls_up(world: World) -> None:
    for number in range(150):
        world.bot.post(world.scene.lounge_id, content=f"Message {number}")
    page = await world.open()
    await enter(page, "salon")
    await expect(messages(page)).to_have_count(100)
    await expect(messages(page).last).to_be_in_viewport()
    await page.get_by_role("log").evaluate("log => { log.scrollTop = 0; }")
    await expect(messages(page)).to_have_count(151)
    await expect(messages(page).last).not_to_be_in_viewport()
    await expect(page.get_by_role("heading", name="Bienvenue dans #salon")).to_be_attached()
