"""Take the README's picture of the demo: `python -m bot.demo.page_picture FILE`.

Starts the demo, opens the page in Chromium, goes to an article and to its thread, and writes a PNG.
Needs the `dev` extra (playwright) and a Chromium: the system's, or `playwright install chromium`.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

WIDTH, HEIGHT = 1280, 800
ARTICLE = "BlackBerry"
PERSON = "Léa"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
_END_SECONDS = 15
_SETTLE_MILLISECONDS = 1_000


def chromium() -> str | None:
    """The system's Chromium, or None for the one that playwright may have installed."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def demo() -> Iterator[str]:
    """The demo as anybody starts it, on a free port, while the block lasts: its address."""
    command = (sys.executable, "-m", "bot", "demo", "--no-browser", "--port", "0")
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 (ourselves)
        try:
            yield _address(process)
        finally:
            process.terminate()
            process.wait(_END_SECONDS)


def _address(process: subprocess.Popen[str]) -> str:
    for line in process.stdout or ():
        if found := _ADDRESS.search(line):
            return found.group()
    raise SystemExit("the demo did not start; `python -m bot demo --no-browser` says why")


def show_thread(page: Page, address: str) -> None:
    """Bring the page to an article beside its thread, once everything has arrived and nothing is unread."""
    page.goto(f"{address}/?lang=fr")
    page.get_by_role("radio", name=PERSON).check()
    page.get_by_role("link", name=ARTICLE).wait_for()
    articles = page.locator("#news-body article").count()
    page.get_by_role("button", name=f"Les {articles} fils").wait_for()
    page.get_by_role("link", name=ARTICLE).last.click()
    comments = page.locator(".comments article.comment").count()
    page.get_by_role("button", name="Le fil sur Discord").click()
    page.locator(".log article.message").nth(comments).wait_for()
    page.wait_for_timeout(_SETTLE_MILLISECONDS)
    page.reload()
    page.locator(".log article.message").nth(comments).wait_for()
    page.locator(".story-image").wait_for()
    page.mouse.move(0, 0)
    page.wait_for_timeout(_SETTLE_MILLISECONDS)


def take(address: str, file: Path, *, scale: float) -> None:
    """Write the picture of a running demo; `scale` is the pixels of the file per pixel of the page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        size = {"width": WIDTH, "height": HEIGHT}
        page = browser.new_page(viewport=size, device_scale_factor=scale, locale="fr-FR")  # type: ignore[arg-type] # a dict is what it takes
        show_thread(page, address)
        page.screenshot(path=file)
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="page_picture", description="Take the README's picture of the demo."
    )
    parser.add_argument("file", type=Path, help="where to write the PNG")
    parser.add_argument("--url", help="a demo that is already running (default: start one)")
    parser.add_argument("--scale", type=float, default=1.5, help="pixels per pixel of the page")
    asked = parser.parse_args()
    if asked.url:
        take(asked.url, asked.file, scale=asked.scale)
    else:
        with demo() as address:
            take(address, asked.file, scale=asked.scale)


if __name__ == "__main__":
    main()
