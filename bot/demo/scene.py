"""The newsroom's server that the demo begins with: channels, roles, and the people one can act as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from simcord.backend import permissions
from simcord.backend.models import Overwrite
from simcord.enums import ChannelType, OverwriteType

from bot.demo.wire.backend import SimulatedDiscord

NAME = "La Gazette des Objets"
CATEGORIES = (
    "Smartphones",
    "Audio",
    "Internet",
    "Objets connectés",
    "Ordinateurs",
    "Lecture",
    "Consommation",
    "Sécurité",
    "Jeux",
    "Rétroviseur",
)
DISCOVERY, INTEGRAL = "Abonné Découverte", "Abonné Intégral"


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody one can act as. `kind` is `visitor`, `reader`, `moderator` or `manager`."""

    kind: str
    user_id: int


@dataclass(frozen=True, slots=True)
class Scene:
    """The identifiers of what was built. `tags` are the forum's, by category; `cast` in order of showing."""

    guild_id: int
    welcome_id: int
    news_id: int
    questions_id: int
    lounge_id: int
    debates_id: int
    club_id: int
    desk_id: int
    bot_role_id: int
    discovery_role_id: int
    integral_role_id: int
    moderator_role_id: int
    manager_role_id: int
    tags: Mapping[str, int]
    cast: tuple[Part, ...]


_READ_ONLY, _PRIVATE = ("send_messages",), ("view_channel",)
_BOT_MAY = (
    "view_channel",
    "send_messages",
    "send_messages_in_threads",
    "create_public_threads",
    "manage_threads",
    "manage_messages",
    "manage_roles",
    "embed_links",
    "attach_files",
    "read_message_history",
    "add_reactions",
    "use_application_commands",
)
_MODERATORS_MAY = ("manage_messages", "manage_threads", "moderate_members", "kick_members")
_MANAGERS_MAY = (*_MODERATORS_MAY, "manage_channels", "manage_guild", "mention_everyone")

_PEOPLE = (
    ("visitor", "alex.martin", "Alex Martin", "en-US"),
    ("reader", "lea.fontaine", "Léa Fontaine", "fr"),
    ("reader", "karim.b", "Karim Benali", "fr"),
    ("moderator", "nadia.r", "Nadia Rousseau", "fr"),
    ("manager", "sofia.lambert", "Sofia Lambert", "fr"),
)

_WELCOME = """\
# Bonjour, et bienvenue à la rédaction
Ici, on lit, on discute et on pose des questions. Nos articles arrivent tout seuls dans {news} ; \
chacun a son fil, où les commentaires du site apparaissent à mesure.

**Trois choses à essayer**
1. Dans {questions}, tapez `/` et choisissez une commande : notre robot répond avec ses sources.
2. Sur le site, à côté, publiez un article ou laissez un commentaire, et regardez-le arriver ici.
3. Vous êtes abonné·e ? Demandez un code dans votre compte du site, donnez-le au robot : votre rôle suit, \
et **#le-club** s’ouvre.

-# Un souci ? Mentionnez {moderators}, on passe souvent."""
_WELCOME_EN = """\
> *In English, too:* the bot answers in the language your Discord speaks. Try `/` in {questions}."""
_LOUNGE = "Le café est chaud. Vous testez quoi en ce moment ? Moi, j’hésite encore à changer de téléphone. ☕"
_QUESTIONS = (
    "Une question sur un produit, un vieil article, un prix ? Posez-la ici : avec `/`, avec un `!`, "
    "ou en mentionnant {bot}."
)


def build(backend: SimulatedDiscord) -> Scene:
    """Build the server in an empty Discord, with the bot as a member."""
    guild = backend.create_guild(NAME, preferred_locale="fr")
    roles = _roles(backend, guild.id)
    channels = _channels(backend, guild.id, roles)
    cast = tuple(_arrive(backend, guild.id, roles, *person) for person in _PEOPLE)
    forum = backend.get_channel(channels["debates"])
    scene = Scene(
        guild_id=guild.id,
        **{f"{name}_id": channel_id for name, channel_id in channels.items()},
        **{f"{name}_role_id": role_id for name, role_id in roles.items()},
        tags=MappingProxyType({tag["name"]: int(tag["id"]) for tag in forum.available_tags}),
        cast=cast,
    )
    _say_welcome(backend, scene)
    return scene


def _roles(backend: SimulatedDiscord, guild_id: int) -> dict[str, int]:
    """The roles by name, from the lowest: subscribers below the bot, so that it may give their roles."""
    guild = backend.get_guild(guild_id)
    bot = next(role for role in guild.roles.values() if role.managed)
    backend.edit_role(guild_id, bot.id, {"name": backend.bot_user.name, "permissions": _flags(_BOT_MAY)})
    made = {
        "manager": ("Community manager", _MANAGERS_MAY, 0xE8A33D),
        "moderator": ("Modération", _MODERATORS_MAY, 0x4FB286),
        "integral": (INTEGRAL, (), 0xC792EA),
        "discovery": (DISCOVERY, (), 0x6FB3E0),
    }
    roles = {
        key: backend.create_role(
            guild_id, name, permissions=_flags(may), color=color, hoist=True, mentionable=True
        ).id
        for key, (name, may, color) in made.items()
    }
    order = (roles["discovery"], roles["integral"], bot.id, roles["moderator"], roles["manager"])
    places = [{"id": role_id, "position": place} for place, role_id in enumerate(order, start=1)]
    backend.reorder_roles(guild_id, places)
    return roles | {"bot": bot.id}


def _channels(backend: SimulatedDiscord, guild_id: int, roles: Mapping[str, int]) -> dict[str, int]:
    staff = (roles["moderator"], roles["manager"], roles["bot"])
    subscribers = (roles["discovery"], roles["integral"], *staff)

    def only_for(who: tuple[int, ...], what: tuple[str, ...]) -> list[Overwrite]:
        shut = Overwrite(guild_id, OverwriteType.ROLE, deny=_flags(what))
        return [shut, *(Overwrite(role, OverwriteType.ROLE, allow=_flags(what)) for role in who)]

    def text(name: str, topic: str, overwrites: list[Overwrite] | None = None) -> int:
        return backend.create_channel(guild_id, name, topic=topic, overwrites=overwrites).id

    made = {
        "welcome": text(
            "accueil", "Les premiers pas sur le serveur, et ce qui change.", only_for(staff, _READ_ONLY)
        ),
        "news": text(
            "actualités",
            "Nos articles, dès leur parution. On en parle dans leurs fils.",
            only_for(staff, _READ_ONLY),
        ),
        "questions": text("questions", "Demandez au robot ce que la Gazette a écrit : il cite ses sources."),
        "lounge": text("salon", "Tout le reste, entre lecteurs et rédaction."),
        "club": text(
            "le-club", "Réservé aux abonnés du site. Merci à vous !", only_for(subscribers, _PRIVATE)
        ),
        "desk": text("rédaction", "Entre nous : modération et coulisses.", only_for(staff, _PRIVATE)),
    }
    tags = [{"id": str(backend.snowflake()), "name": name} for name in CATEGORIES]
    forum = backend.create_channel(
        guild_id,
        "débats",
        type=ChannelType.FORUM,
        topic="Un sujet, une publication : les articles qui font parler, rangés par rubrique.",
        available_tags=tags,
        overwrites=only_for(staff, _READ_ONLY),
    )
    return made | {"debates": forum.id}


def _arrive(
    backend: SimulatedDiscord,
    guild_id: int,
    roles: Mapping[str, int],
    kind: str,
    username: str,
    name: str,
    locale: str,
) -> Part:
    user = backend.make_user(username, global_name=name)
    backend.locales[user.id] = locale
    worn = [roles[kind]] if kind in roles else []
    backend.add_member(guild_id, user.id, roles=worn, announce=True)
    return Part(kind, user.id)


def _say_welcome(backend: SimulatedDiscord, scene: Scene) -> None:
    """What people wrote before one came, so that one knows where to begin."""
    manager = next(part.user_id for part in scene.cast if part.kind == "manager")
    moderator = next(part.user_id for part in scene.cast if part.kind == "moderator")
    named = {
        "news": f"<#{scene.news_id}>",
        "questions": f"<#{scene.questions_id}>",
        "moderators": f"<@{moderator}>",
        "bot": f"<@{backend.bot_user.id}>",
    }
    said = (
        (scene.welcome_id, manager, _WELCOME),
        (scene.welcome_id, manager, _WELCOME_EN),
        (scene.questions_id, manager, _QUESTIONS),
        (scene.lounge_id, moderator, _LOUNGE),
    )
    for channel_id, author_id, text in said:
        backend.create_message(channel_id, author_id, text.format(**named))


def _flags(names: tuple[str, ...]) -> int:
    return sum(permissions.flag(name) for name in names)
