"""`colporteur demo` as a newcomer meets it: one command, one page, the four parts by click and keyboard."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from tests.test_demo_page import CHROMIUM, FLAGS, WIDE, composer, messages

async_api = pytest.importorskip("playwright.async_api", reason="playwright is not installed")
Page, expect = async_api.Page, async_api.expect

pytestmark = [
    pytest.mark.page,
    pytest.mark.wire,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}"),
]

SHOWN = 15_000  # milliseconds; far above the two seconds that a reader should wait, for busy machines


@dataclass
class Demo:
    """The command as it runs, and its page."""

    process: asyncio.subprocess.Process
    address: str
    page: Page


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def demo() -> AsyncIterator[Demo]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", "--no-browser", "--port", "0"),
        cwd=Path(__file__).parents[1],
        env={**os.environ, "COLUMNS": "120"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    assert process.stdout is not None
    address = ""
    while not address:
        line = (await asyncio.wait_for(process.stdout.readline(), 30)).decode()
        assert line, "the demo ended before it was ready"
        address = (re.findall(r"http://127\.0\.0\.1:\d+", line) or [""])[0]
    async with async_api.async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = await browser.new_context(viewport=WIDE, locale="fr-FR")
        page = await context.new_page()
        page.set_default_timeout(10_000)
        await page.goto(address)
        await page.get_by_role("radio", name="Léa").check()
        yield Demo(process, address, page)
        await browser.close()
    if process.returncode is None:
        process.kill()
        await process.wait()


async def enter(page: Page, channel: str) -> None:
    """Open a channel, read or unread, and wait until it is open."""
    channels = page.get_by_role("navigation", name="Salons")
    await channels.get_by_role("button", name=re.compile(f"^{channel}")).first.click()
    await expect(page.get_by_role("log", name=f"Messages de {channel}")).to_be_visible()


async def pick(page: Page, command: str) -> None:
    """Choose a slash command from the picker, by keyboard."""
    await composer(page).focus()
    await page.keyboard.type(command)
    await expect(page.get_by_role("option", name=command).first).to_be_visible()
    await page.keyboard.press("Enter")


async def test_the_page_shows_an_article_with_its_comments(demo: Demo) -> None:
    await enter(demo.page, "actualités")
    posted = messages(demo.page).filter(has_text="Nova S9+ en test")
    await expect(posted).to_be_visible(timeout=SHOWN)
    await posted.get_by_role("button", name="Nova S9+ en test").click()
    log = demo.page.get_by_role("log", name=re.compile("Nova S9\\+ en test"))
    await expect(log.get_by_role("article")).not_to_have_count(0, timeout=SHOWN)


async def test_an_article_published_on_the_site_is_posted(demo: Demo) -> None:
    page = demo.page
    await enter(page, "actualités")
    news = page.get_by_role("region", name="Site d’actualité")
    await news.get_by_role("button", name="Publier").click()
    form = page.get_by_role("dialog", name="Publier un article")
    await form.get_by_label("Titre").fill("Le grille-pain Tartiflex coûte 59 euros")
    await form.get_by_label("Texte").fill(
        "Le grille-pain Tartiflex coûte 59 euros.\n\nIl grille des deux côtés."
    )
    await form.get_by_role("button", name="Publier").click()
    await expect(messages(page).filter(has_text="Tartiflex")).to_be_visible(timeout=SHOWN)
    await news.get_by_role("button", name="Corriger").click()
    await page.get_by_label("Titre").fill("Le grille-pain Tartiflex coûte 69 euros")
    await page.get_by_role("button", name="Enregistrer").click()
    await expect(messages(page).filter(has_text="69 euros")).to_be_visible(timeout=SHOWN)
    await expect(messages(page).filter(has_text="59 euros").filter(has_text="coûte 59")).to_have_count(1)


async def test_a_comment_on_the_site_follows_into_the_thread_and_changes_there(demo: Demo) -> None:
    page = demo.page
    news = page.get_by_role("region", name="Site d’actualité")
    await news.get_by_label("Votre commentaire").fill("Le mien grille trop.")
    await news.get_by_role("button", name="Commenter").click()
    threads = page.get_by_role("navigation", name="Salons").get_by_role(
        "button", name="Le grille-pain Tartiflex"
    )
    await threads.first.click()
    mirrored = messages(page).filter(has_text="Le mien grille trop")
    await expect(mirrored).to_be_visible(timeout=SHOWN)
    await expect(mirrored).to_contain_text("Léa Fontaine")
    mine = news.get_by_role("article", name="Léa Fontaine").last
    await mine.get_by_role("button", name="Modifier").click()
    await mine.get_by_role("textbox").fill("Le mien grille juste bien.")
    await mine.get_by_role("button", name="Enregistrer").click()
    await expect(messages(page).filter(has_text="grille juste bien")).to_be_visible(timeout=SHOWN)
    await mine.get_by_role("button", name="Supprimer").click()
    await expect(messages(page).filter(has_text="grille juste bien")).to_have_count(0, timeout=SHOWN)


async def test_a_question_is_answered_by_keyboard_alone(demo: Demo) -> None:
    page = demo.page
    await enter(page, "questions")
    await pick(page, "/demander")
    await page.keyboard.type("combien coûte le Tartiflex ?")
    await page.keyboard.press("Enter")
    answer = messages(page).last
    await expect(answer).to_contain_text("69", timeout=SHOWN)
    await composer(page).fill("!ask quel est le prix de la fusée Zarbi 12 ?")
    await composer(page).press("Enter")
    await expect(messages(page).last).to_contain_text("Je ne sais encore rien à ce sujet", timeout=SHOWN)


async def test_a_subscriber_links_with_the_code_of_the_site_and_gets_the_role(demo: Demo) -> None:
    page = demo.page
    account = page.get_by_role("complementary", name="Compte")
    await account.get_by_text("Léa Fontaine").first.click()
    await account.get_by_role("button", name="Obtenir un code").click()
    code = await account.get_by_label("Code de liaison").inner_text()
    await enter(page, "questions")
    await pick(page, "/lier")
    await page.keyboard.type(code)
    await page.keyboard.press("Enter")
    await expect(messages(page).last).to_contain_text("Votre compte Discord est lié", timeout=SHOWN)
    channels = page.get_by_role("navigation", name="Salons")
    await expect(channels.get_by_role("button", name="le-club", exact=True)).to_be_visible(timeout=SHOWN)
    await account.get_by_role("button", name="Résilier").click()
    await expect(channels.get_by_role("button", name="le-club", exact=True)).to_be_hidden(timeout=SHOWN)


async def test_the_sites_account_page_links_in_one_click(demo: Demo) -> None:
    account = demo.page.get_by_role("complementary", name="Compte")
    async with demo.page.context.expect_page() as opened:
        await account.get_by_role("link", name="Le lier en un clic").click()
    page = await opened.value
    await page.get_by_role("button", name="Authorize as Léa Fontaine").click()
    await expect(page.get_by_role("heading")).to_have_text("Lier votre abonnement\u202f?", timeout=SHOWN)
    await page.get_by_role("button", name="Oui, le lier").click()
    await expect(page.get_by_role("heading")).to_have_text("C’est lié", timeout=SHOWN)
    await page.close()


async def test_a_demo_that_is_killed_leaves_no_bot_behind() -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", "--no-browser", "--port", "0"),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    while b"at work" not in await asyncio.wait_for(process.stdout.readline(), 30):
        pass
    (bot,) = (child for child in Path("/proc").iterdir() if _parent(child) == process.pid)
    process.kill()
    await process.wait()
    async with asyncio.timeout(10):
        while _parent(bot) is not None:
            await asyncio.sleep(0.05)


async def test_ctrl_c_ends_all_of_it_cleanly(demo: Demo) -> None:
    bot = [process for process in Path("/proc").iterdir() if _parent(process) == demo.process.pid]
    assert len(bot) == 1
    demo.process.send_signal(signal.SIGINT)
    assert await asyncio.wait_for(demo.process.wait(), 10) == 0
    assert demo.process.stdout is not None
    rest = (await demo.process.stdout.read()).decode()
    assert "Traceback" not in rest, rest
    assert _parent(bot[0]) is None


def _parent(process: Path) -> int | None:
    """Who started a process; None for what is none, or has ended."""
    try:
        status = (process / "status").read_text(encoding="ascii")
    except OSError:
        return None
    return int(status.split("PPid:")[1].split()[0])
