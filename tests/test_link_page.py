"""Linking in a real Chromium, as on a phone: what the browser makes of our pages, cookies and redirects."""

from __future__ import annotations

from pathlib import Path

import jwt
import pytest

from tests.demo_world import async_api, expect
from tests.link_world import SECRET, claims, link_world
from tests.test_demo_page import CHROMIUM, FLAGS

pytestmark = [
    pytest.mark.page,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}"),
]


async def test_a_phone_links_in_two_presses_and_keeps_no_token(tmp_path: Path) -> None:
    async with link_world(tmp_path) as world, async_api.async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        phone = await chromium.new_context(
            viewport={"width": 360, "height": 640}, locale="fr-FR", has_touch=True, is_mobile=True
        )
        person = str(world.person("lea"))
        await phone.add_cookies([{"name": "person", "value": person, "url": world.wire.url}])
        page = await phone.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        token = jwt.encode(claims(world.audience), SECRET, "HS256")
        await page.goto(f"{world.audience}?token={token}")
        await page.get_by_role("button", name="Authorize as lea").tap()
        await expect(page.get_by_role("heading")).to_have_text("Lier votre abonnement\u202f?")
        assert "token" not in page.url
        button = page.get_by_role("button", name="Oui, le lier")
        await expect(button).to_have_css("background-color", "rgb(47, 111, 143)")
        box = await button.bounding_box()
        assert box is not None
        assert (box["height"] >= 44, box["x"] + box["width"] <= 360) == (True, True)
        await button.tap()
        await expect(page.get_by_role("heading")).to_have_text("C’est lié")
        assert await page.evaluate("document.referrer") in ("", page.url)
        await page.reload()
        await expect(page.get_by_role("heading")).to_have_text("C’est lié")
        await chromium.close()
        assert await world.links() == {("r1", "lea")}
        # Browsers ask for a picture that we do not have.
        assert [text for text in complaints if "404" not in text] == []
