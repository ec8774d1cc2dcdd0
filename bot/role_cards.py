"""What managers see of roles: plans, reasons, status, mappings, the audit log; pure."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime

import discord

from bot.cards import shown
from bot.causes import said
from bot.subscribers.desk import Reasons, RolesStatus, TierRole
from bot.subscribers.rules import Plan, RoleChange
from bot.texts import say
from storage.records import Delivery, State
from storage.records_roles import AuditEntry, Comp
from storage.records_subscribers import PublisherState

_COLOUR = 0x2F6F8F
_LINES = 20
_PAGE = 3_800
_FIELD = 1_000
_APPROVERS = 5


def plan_card(plan: Plan, language: str) -> tuple[discord.Embed, list[discord.File]]:
    """A plan; a long one also as a file with every change."""
    embed = discord.Embed(title=say(language, "roles-plan"), colour=_COLOUR)
    lines = [
        say(language, "roles-plan-counts", grants=len(plan.grants), removals=len(plan.removals)),
        say(language, "roles-plan-held", count=len(plan.held)),
    ]
    if plan.held:
        lines.append(say(language, "roles-plan-apply", plan=plan.digest))
    changes = [*plan.held, *plan.grants, *plan.removals]
    lines += [change_line(change, language) for change in changes[:_LINES]]
    embed.description = "\n".join(lines)[:_PAGE]
    if len(changes) <= _LINES:
        return embed, []
    rows = ["held,change,role,member,why"]
    for held, part in ((True, plan.held), (False, (*plan.grants, *plan.removals))):
        rows += [f"{int(held)},{'grant' if c.grant else 'remove'},{c.role},{c.user},{c.why}" for c in part]
    name = f"plan-{plan.digest or 'next'}.csv"
    return embed, [discord.File(io.BytesIO("\n".join(rows).encode()), filename=name)]


def change_line(change: RoleChange, language: str) -> str:
    """One change and why."""
    why = say(language, f"roles-because-{change.why}")
    return f"{'➕' if change.grant else '➖'} <@{change.user}> <@&{change.role}>: {why}"


def why_embed(
    user: int,
    reasons: Reasons,
    worn: Iterable[int],
    now: datetime,
    language: str,
    approvers: Sequence[int] = (),
) -> discord.Embed:
    """Why a member has or lacks each role; `approvers` are who may decide on what is held."""
    embed = discord.Embed(title=say(language, "roles-why"), description=f"<@{user}>", colour=_COLOUR)
    wearing = set(worn)
    for membership in reasons.memberships:
        lines = [say(language, f"roles-because-{membership.why}")]
        lines += [f"<@&{role}> {'✅' if role in wearing else '⏳'}" for role in membership.roles]
        if membership.until:
            lines.append(discord.utils.format_dt(membership.until, "f"))
        name = shown(f"{membership.publisher} · {membership.tier}".removesuffix(" · "), 256)
        embed.add_field(name=name, value="\n".join(lines)[:_FIELD], inline=False)
    if not reasons.memberships:
        embed.add_field(name="–", value=say(language, "roles-why-unlinked"), inline=False)
    _add(embed, say(language, "roles-status-held"), _held_lines(reasons, approvers, language))
    _add(embed, say(language, "roles-comps"), [comp_line(c, now, language) for c in reasons.comps])
    _add(
        embed, say(language, "roles-owed"), [_delivery_line(d, wearing, language) for d in reasons.deliveries]
    )
    ours = {d.place for d in reasons.deliveries if d.discord_id is not None}
    due = {role for membership in reasons.memberships for role in membership.roles}
    foreign = [f"<@&{role}>" for role in sorted(due & wearing - ours)]
    _add(embed, say(language, "roles-by-hand"), foreign)
    return embed


def status_embeds(status: RolesStatus, language: str) -> discord.Embed:
    """How the roles of a server are doing."""
    embed = discord.Embed(title=say(language, "roles-status"), colour=_COLOUR)
    for state in status.publishers:
        lines = _publisher_lines(state, status, language)
        if state.name in status.dry:
            lines.append(say(language, "roles-status-dry"))
        embed.add_field(name=shown(state.name, 256), value="\n".join(lines)[:_FIELD], inline=False)
    if status.plan.held:
        removals = sum(not change.grant for change in status.plan.held)
        held = say(
            language, "roles-status-held-counts", removals=removals, grants=len(status.plan.held) - removals
        )
        text = say(language, "roles-plan-apply", plan=status.plan.digest)
        _add(embed, say(language, "roles-status-held"), [held, text])
    drift = status.drift
    counts = say(
        language,
        "roles-status-drift",
        taken=len(drift.taken) if drift else 0,
        hand=len(drift.by_hand) if drift else 0,
        absent=len(drift.absent) if drift else 0,
    )
    owed = say(language, "roles-status-owed", count=status.owed)
    _add(embed, say(language, "roles-status-discord"), [owed, counts] if drift else [owed])
    paused = [f"<@&{role}>: {shown(said(reason, language), 200)}" for role, reason in status.paused]
    _add(embed, say(language, "roles-status-paused"), paused)
    return embed


def map_lines(mappings: Sequence[TierRole], language: str) -> discord.Embed:
    """Which tier gives which role."""
    lines = []
    for each in mappings:
        source = f"<@{each.by}>" if each.by else say(language, "roles-from-settings")
        gone = f" ({say(language, 'roles-lost')})" if each.lost else ""
        lines.append(
            f"- {shown(each.publisher, 80)} · **{shown(each.tier, 80)}** → <@&{each.role}>{gone}, {source}"
        )
    text = "\n".join(lines)[:_PAGE] or say(language, "roles-no-map")
    return discord.Embed(title=say(language, "roles-map"), description=text, colour=_COLOUR)


def comp_line(comp: Comp, now: datetime, language: str) -> str:
    """One complimentary role: whose, by whom, why, until when."""
    end = comp.ended or comp.until
    until = discord.utils.format_dt(end, "D") if end else say(language, "roles-open")
    mark = "⏹️" if end is not None and end <= now else "🎁"
    reason = shown(comp.reason, 120)
    owner = f"<@{comp.owner}>" if comp.owner else "–"
    return f"{mark} <@{comp.user}> <@&{comp.role}>, {until}, {owner}: {reason}"


def comps_embed(comps: Sequence[Comp], now: datetime, language: str) -> discord.Embed:
    """The complimentary roles that run."""
    text = "\n".join(comp_line(comp, now, language) for comp in comps)[:_PAGE]
    text = text or say(language, "roles-no-comp")
    return discord.Embed(title=say(language, "roles-comps"), description=text, colour=_COLOUR)


def audit_embed(entries: Sequence[AuditEntry], language: str) -> discord.Embed:
    """The latest rows of the audit log."""
    lines = [_audit_line(entry, language) for entry in entries]
    text = "\n".join(lines)[:_PAGE] or say(language, "roles-no-audit")
    return discord.Embed(title=say(language, "roles-audit"), description=text, colour=_COLOUR)


def _audit_line(entry: AuditEntry, language: str) -> str:
    when = discord.utils.format_dt(entry.at, "f")
    who = f" <@{entry.user}>" if entry.user else ""
    role = f" <@&{entry.role}>" if entry.role else ""
    by = f"<@{entry.actor[5:]}>" if entry.actor and entry.actor.startswith("user ") else entry.actor or "–"
    event = say(language, f"roles-event-{entry.event}")
    return f"`{entry.number}` {when} **{event}**{who}{role} ({shown(entry.cause, 80)}), {by}"


def _held_lines(reasons: Reasons, approvers: Sequence[int], language: str) -> list[str]:
    if not reasons.held:
        return []
    lines = [change_line(change, language) for change in reasons.held]
    lines.append(say(language, "roles-plan-apply", plan=reasons.plan))
    who = ", ".join(f"<@{user}>" for user in approvers[:_APPROVERS])
    return [*lines, say(language, "roles-why-approvers", who=who or "–")]


def _publisher_lines(state: PublisherState, status: RolesStatus, language: str) -> list[str]:
    never = say(language, "roles-never")

    def when(at: datetime | None) -> str:
        return discord.utils.format_dt(at, "R") if at else never

    lines = [
        say(language, "roles-status-sweep", when=when(state.last_read)),
        say(language, "roles-status-event", when=when(status.heard.get(state.name))),
    ]
    if silent := status.silent.get(state.name):
        hours = int(silent.total_seconds() // 3600)
        lines.append(f"⚠️ {say(language, 'roles-status-silence', hours=hours)}")
    if state.reason:
        lines.append(shown(said(state.reason, language), 300))
    return lines


def _delivery_line(delivery: Delivery, worn: set[int], language: str) -> str:
    if delivery.state is State.DROPPED:
        what = "roles-owed-refused"
    elif delivery.reason:
        return f"<@&{delivery.place}>: {shown(said(delivery.reason, language), 200)}"
    elif (delivery.wanted or "") != (delivery.shown or ""):
        what = "roles-owed-soon"
    elif delivery.wanted is not None and delivery.place not in worn:
        what = "roles-owed-taken"
    else:
        what = "roles-owed-ours" if delivery.wanted is not None else "roles-owed-gone"
    return f"<@&{delivery.place}>: {say(language, what)}"


def _add(embed: discord.Embed, name: str, lines: Sequence[str]) -> None:
    if lines:
        embed.add_field(name=name, value="\n".join(lines)[:_FIELD], inline=False)
