"""Text of strangers, made harmless: no odd characters, no mention that pings, no markdown that acts."""

from __future__ import annotations

import re
import unicodedata

# Control characters, zero-width and direction marks: they hide words or turn a line around.
_ODD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e0fff\ud800-\udfff]"
)
# More than three marks stacked on one letter are no language's.
_STACKED = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{3})"
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
_BREAKS = re.compile("\r\n?|[\u2028\u2029\x85\x0b\x0c]")
_BLANKS = re.compile("[ \t\u00a0\u202f\u2000-\u200a\u3000]+")
_WHITE = re.compile("[\\s\u00a0\u202f\u2000-\u200a\u3000]+")
_NO_WORD = re.compile(r"[\W_]+")
_LINES = re.compile(r"\n{3,}")
# A mention, a channel, a command, a time, an emoji, a guild's page: what Discord makes of <…>.
_MENTION = re.compile(r"@(?=everyone|here)|<(?=[@#/:]|a:|t:|id:)", re.IGNORECASE)
_ADDRESS = re.compile(r"\bhttps?://[^\s<>\"]+[^\s<>\".,;:!?')\]}»”’…*_~|]")
_INVITE = re.compile(r"\b(discord(?:app)?\.)(?=(?:gg|com/invite)/)", re.IGNORECASE)
_MARKS = re.compile(r"([\\*_~`|\[\]<])")
_LINE_START = re.compile(r"^([ ]*)(#{1,3}(?=\s)|-#|[-+>](?=\s)|>>>|\d+(?=[.)]\s))", re.MULTILINE)


def clean(text: str) -> str:
    """Composed characters, plain line breaks, nothing hidden, nothing stacked; spaces are left alone."""
    text = unicodedata.normalize("NFC", _BREAKS.sub("\n", text))
    return _STACKED.sub(r"\1", _ODD.sub("", text))


def one_line(text: str) -> str:
    """Cleaned and on one line, with single spaces; those of French typography stay."""
    return _WHITE.sub(_one_blank, clean(text)).strip()


def paragraphs(text: str) -> str:
    """Cleaned, each line trimmed, at most one blank line between two."""
    lines = (_BLANKS.sub(_one_blank, line).strip() for line in clean(text).split("\n"))
    return _LINES.sub("\n\n", "\n".join(lines)).strip()


def _one_blank(found: re.Match[str]) -> str:
    return found.group() if found.group() in {"\u00a0", "\u202f"} else " "


def fold(text: str) -> str:
    """For comparing: letters and digits alone, without case and accents, single spaces between words."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(_NO_WORD.sub(" ", "".join(c for c in bare if not unicodedata.combining(c))).split())


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, cut between words, with an ellipsis where something is missing."""
    if len(text) <= limit:
        return text
    cut = text[: max(limit - 1, 0)]
    head, space, _ = cut.rpartition(" ")
    whole = not space or len(head) <= limit // 2 or text[limit - 1] == " "
    return (cut if whole else head).rstrip() + "…"


def without_mentions(text: str) -> str:
    """The same to the eye, but nothing in it is a mention to Discord."""
    return _MENTION.sub("\\g<0>\u200b", text)


def _without_invites(text: str) -> str:
    """Discord shows a card for each invitation, even without an address around it."""
    return _INVITE.sub("\\g<1>\u200b", text)


def escape(text: str) -> str:
    """Cleaned text → Discord markdown that shows just this; addresses stay clickable, without a preview."""
    parts: list[str] = []
    end = 0
    for found in _ADDRESS.finditer(text):
        address = found.group().rstrip(".,;:!?'\")]}»”’…*_~|")
        parts += (_escape_words(text[end : found.start()]), f"<{_harmless_address(address)}>")
        end = found.start() + len(address)
    return without_mentions("".join([*parts, _escape_words(text[end:])]))


def _escape_words(text: str) -> str:
    return _without_invites(_LINE_START.sub(_escape_start, _MARKS.sub(r"\\\1", text)))


def _escape_start(match: re.Match[str]) -> str:
    space, mark = match.groups()
    return f"{space}{mark}\\" if mark.isdigit() else f"{space}\\{mark}"


def _harmless_address(address: str) -> str:
    return address.replace("`", "%60").replace("|", "%7C").replace("\\", "%5C")
