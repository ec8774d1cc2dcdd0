/** One message as an element: who, when, what, and what hangs on it. */

import { discord } from "./api.js";
import { componentTree, isLayout } from "./components.js";
import { h, hidden, icon } from "./dom.js";
import { attachments, embed } from "./embeds.js";
import { markdown } from "./markdown.js";
import { personName } from "./mentions.js";
import { nameOf, state, tell } from "./store.js";
import { summary } from "./summary.js";
import { full, shortDay, t, when } from "./words.js";

const EPHEMERAL = 1 << 6;
const LOADING = 1 << 7;
const [DEFAULT, RENAMED, PINNED, JOINED, THREAD, REPLY, COMMAND, STARTER, MENU] = [0, 4, 6, 7, 18, 19, 20, 21, 23];
const SPOKEN = new Set([DEFAULT, REPLY, COMMAND, STARTER, MENU]);
const GROUP_MINUTES = 7;

export const isEphemeral = (message) => Boolean(message.flags & EPHEMERAL);
const isLoading = (message) => Boolean(message.flags & LOADING);
const isSystem = (message) => !SPOKEN.has(message.type);
const answersCommand = (message) => [COMMAND, MENU].includes(message.type) && message.interaction_metadata;

/** Whether a message goes on under its predecessor's name, as in a conversation. */
export function follows(message, previous) {
  if (!previous || message.local || isSystem(message) || isSystem(previous)) return false;
  if (message.message_reference || message.interaction_metadata) return false;
  if (isEphemeral(message) !== isEphemeral(previous) || newDay(message, previous)) return false;
  const minutes = (new Date(message.timestamp) - new Date(previous.timestamp)) / 60_000;
  return sameAuthor(message, previous) && minutes < GROUP_MINUTES;
}

const sameAuthor = (a, b) => a.author.id === b.author.id && a.author.global_name === b.author.global_name;
const dayOf = (message) => new Date(message.timestamp).toDateString();

export const newDay = (message, previous) => !previous || dayOf(message) !== dayOf(previous);
export const dayLine = (message) => h("li.day-line", h("span", shortDay(new Date(message.timestamp))));

/** A name as it is on this server; a webhook's messages say for themselves who wrote them. */
export function authorName(message) {
  return (message.webhook_id ? null : nameOf(message.author.id)) ?? message.author.global_name;
}

/** The picture of a person, or the initials on a colour of one's own. */
export function avatar(user, size = "") {
  if (user.avatar_url) return h(`img.avatar${size}`, { src: user.avatar_url, alt: "", loading: "lazy" });
  const name = user.name ?? user.global_name ?? user.username;
  const words = name.split(/[\s'-]+/).filter(Boolean).slice(0, 2);
  const initials = words.map((word) => word[0].toUpperCase()).join("");
  return h(`span.avatar${size}.hue-${hue(name)}`, { "aria-hidden": "true" }, initials);
}

const hue = (name) => [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 997, 7) % 8;

/** The list item of a message; `grouped` leaves name and picture out for the eye, not for the ear. */
export function messageItem(message, grouped) {
  if (message.local) return lineItem(message);
  if (message.type === STARTER) return starterItem(message.referenced_message);
  if (isSystem(message)) return systemItem(message);
  const [who, body] = [`who-${message.id}`, `body-${message.id}`];
  const article = h(
    "article.message",
    { ...place(message), "aria-labelledby": `${who} ${body}` },
    answersCommand(message) ? commandLine(message) : replyLine(message),
    grouped ? sideTime(message) : avatar(message.author),
    head(message, who, grouped),
    h("div.message-body", { id: body }, content(message)),
    isEphemeral(message) ? ephemeralFoot(message) : null,
  );
  article.classList.add(...looks(message, grouped));
  return h("li", article);
}

const place = (message) => ({ id: `message-${message.id}`, tabindex: -1, dataset: { id: message.id } });

function looks(message, grouped) {
  const named = isForMe(message);
  const replying = message.message_reference || answersCommand(message);
  const all = { grouped, ephemeral: isEphemeral(message), mentioned: named, replying };
  return Object.keys(all).filter((name) => all[name]);
}

function isForMe({ mentions = [], mention_roles: named = [], mention_everyone: everyone }) {
  const roles = state.members.get(state.me.id)?.roles ?? [];
  return everyone || mentions.some((user) => user.id === state.me.id) || named.some((role) => roles.includes(role));
}

/** The message that a thread hangs on, shown again at the thread's beginning. */
function starterItem(message) {
  if (!message) return h("li");
  const item = messageItem(message, false);
  item.classList.add("starter");
  item.firstChild.removeAttribute("data-id");
  return item;
}

function timeOf(message) {
  const date = new Date(message.timestamp);
  return h("time", { datetime: message.timestamp, title: full(date) }, when(date));
}

function sideTime(message) {
  const date = new Date(message.timestamp);
  return h("time.side-time", { datetime: message.timestamp, "aria-hidden": "true" }, when(date));
}

function head(message, id, grouped) {
  const name = authorName(message);
  const badge = message.author.bot || message.webhook_id ? appBadge() : null;
  if (grouped) return h("header.visually-hidden", { id }, name, badge, " ", timeOf(message));
  return h("header", { id }, author(message, name), badge, " ", timeOf(message));
}

function author(message, name) {
  const { id } = message.author;
  if (!state.members.has(id)) return h("span.author", personName(id, name));
  const onclick = ({ currentTarget }) => tell("person-menu", { id, anchor: currentTarget });
  return h("button.author", { onclick }, personName(id, name));
}

export const appBadge = () => h("span.badge", { title: t("app-badge") }, "APP");

function content(message) {
  if (isLoading(message)) return thinking(message);
  const edited = editedMark(message);
  return [
    message.content ? h("div.content", markdown(message.content), edited) : null,
    message.embeds.map(embed),
    attachments(message.attachments),
    componentTree(message),
    message.content || isLayout(message) ? null : edited,
    h("p.component-failure", { role: "status" }),
    reactions(message),
    threadChip(message),
  ];
}

function thinking(message) {
  return h("p.thinking", h("span.dots", { "aria-hidden": "true" }), t("thinking", { name: authorName(message) }));
}

/** A command's answer that was completed later was not, to a reader, modified. */
function editedMark(message) {
  if (!message.edited_timestamp || message.interaction_metadata) return null;
  return h("span.edited", { title: full(new Date(message.edited_timestamp)) }, t("edited"));
}

/** The line above a command's answer: who used it. */
function commandLine(message) {
  const { user, name } = message.interaction_metadata;
  return usedLine({ ...user, name: nameOf(user.id) ?? user.global_name }, (message.type === COMMAND ? "/" : "") + name);
}

function usedLine(user, command) {
  const mark = h("span.mention", command);
  return h("div.reply-line", avatar(user, ".tiny"), personName(user.id, user.name), ` ${t("used")} `, mark);
}

/** The line above a reply: what it answers; a click goes there. */
function replyLine(message) {
  if (message.type !== REPLY || !message.message_reference) return null;
  const target = message.referenced_message;
  if (!target) return h("div.reply-line", icon("reply"), h("em", t("reply-gone")));
  return h(
    "button.reply-line",
    { onclick: () => tell("jump", target.id) },
    hidden(t("replies-to")),
    avatar(target.author, ".tiny"),
    personName(target.author.id, authorName(target)),
    h("span.reply-text", summary(target)),
  );
}

function reactions(message) {
  if (!message.reactions?.length) return null;
  const buttons = message.reactions.map((reaction) => h("li", reactionButton(message, reaction)));
  return h("ul.reactions", { "aria-label": t("reactions") }, buttons);
}

function reactionButton(message, { emoji, count, me }) {
  const written = emoji.id ? `${emoji.name}:${emoji.id}` : emoji.name;
  const label = t("reaction", { emoji: emoji.name, n: count });
  const properties = { "aria-pressed": String(me), "aria-label": label };
  const onclick = () => discord.react(message, written, !me);
  return h("button.reaction", { ...properties, onclick }, h("span", emoji.name), h("span.count", String(count)));
}

function threadChip(message) {
  const thread = state.channels.get(message.id);
  if (!thread || [message.channel_id, state.channelId].includes(thread.id)) return null;
  const count = h("span", t("messages", { n: thread.message_count }));
  const onclick = () => tell("open", thread.id);
  return h("button.thread-chip", { onclick }, icon("thread"), h("strong", thread.name), count);
}

function ephemeralFoot(message) {
  const dismiss = () => {
    state.dismissed.add(message.id);
    tell("message", { message, fresh: false });
  };
  return h("p.ephemeral-foot", icon("eye"), t("only-you"), h("button.link", { onclick: dismiss }, t("dismiss")));
}

/** A command that nobody answered; only this page knows of it. */
function lineItem(line) {
  const failure = h("p.failure", icon("warn"), " ", t("no-answer"));
  const parts = [usedLine(state.me, line.command), failure, ephemeralFoot(line)];
  return h("li", h("article.message.ephemeral.replying", { tabindex: -1 }, parts));
}

function systemItem(message) {
  const [shape, ...says] = systemText(message, personName(message.author.id, authorName(message)));
  return h("li", h("article.message.system", place(message), icon(shape), h("p", says, " ", timeOf(message))));
}

function systemText(message, name) {
  const link = (text, onclick) => h("button.link", { onclick }, text);
  if (message.type === THREAD) return ["thread", name, ` ${t("started-thread")} `, threadLink(message, link)];
  if (message.type === PINNED) {
    const target = message.message_reference?.message_id;
    return ["pin", name, ` ${t("pinned")} `, link(t("a-message"), () => tell("jump", target))];
  }
  if (message.type === JOINED) return ["join", name, ` ${t("joined")}`];
  if (message.type === RENAMED) return ["pencil", name, ` ${t("renamed")} `, h("strong", message.content)];
  return ["bolt", name, ` ${message.content}`];
}

function threadLink(message, link) {
  if (!message.thread_id) return h("strong", message.content);
  return link(message.content, () => tell("open", message.thread_id));
}
