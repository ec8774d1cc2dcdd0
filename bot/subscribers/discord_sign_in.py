"""Which Discord account sits at a browser: sign-in at Discord, for its name alone."""

from __future__ import annotations

from dataclasses import dataclass

from bot.causes import Cause
from bot.config import DiscordSettings
from bot.errors import SourceError
from bot.http import Fetcher
from bot.subscribers import oauth

_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Account:
    """A Discord account."""

    id: int
    name: str


class DiscordSignIn:
    """Asks Discord who signs in, at the Discord of the settings. Tokens are forgotten at once."""

    def __init__(self, settings: DiscordSettings, fetch: Fetcher, redirect: str) -> None:
        self._api = settings.api_url.rstrip("/")
        self._settings = settings
        self._fetch = fetch
        self._redirect = redirect
        self._client_id = ""

    async def address(self, state: str, challenge: str) -> str:
        """Where to send a browser. SourceError while Discord does not answer."""
        # Who allowed us before is sent back at once: our own page asks all the same.
        server = await self._server()
        return oauth.authorize_address(server, self._redirect, state, challenge, prompt="none")

    async def who(self, code: str, verifier: str) -> Account:
        """Whose code this is. SourceError where Discord does not say."""
        tokens = await oauth.redeem(self._fetch, await self._server(), code, self._redirect, verifier)
        user = await oauth.ask(self._fetch, f"{self._api}/users/@me", tokens)
        number, name = str(user.get("id")), user.get("username")
        if not number.isascii() or not number.isdecimal() or not isinstance(name, str):
            raise SourceError(Cause("cause-discord-silent"))
        return Account(int(number), name[:_LONGEST_NAME])

    async def _server(self) -> oauth.Server:
        base = self._api.partition("/api/")[0]
        return oauth.Server(
            authorize_url=f"{base}/oauth2/authorize",
            token_url=f"{self._api}/oauth2/token",
            client_id=await self._application(),
            client_secret=self._settings.client_secret.get_secret_value(),
            scopes=("identify",),
        )

    async def _application(self) -> str:
        """The client id is our application's, which the bot's token knows."""
        if not self._client_id:
            headers = {"Authorization": f"Bot {self._settings.token.get_secret_value()}"}
            answer = await self._fetch.get(f"{self._api}/oauth2/applications/@me", headers=headers)
            self._client_id = str(oauth.read_object(answer).get("id", ""))
        return self._client_id
