/** The channels of the server, their threads, and who is here. */

import { channelShape } from "./components.js";
import { byId, fill, h, hidden, icon } from "./dom.js";
import { appBadge, avatar } from "./message.js";
import { personName } from "./mentions.js";
import { FORUM, isUnread, mentionCount, on, order, state, tell } from "./store.js";
import { personMenu } from "./toolbar.js";
import { t } from "./words.js";

const THREADS_SHOWN = 5;
const UNREAD_SHOWN = 8;
const CATEGORY = 4;
const unfolded = new Set();
let due = false;

export function setUpSidebar() {
  for (const topic of ["guild", "channel", "message"]) on(topic, soon);
  on("guild", showMembers);
  on("person-menu", personMenu);
  byId("channels").addEventListener("keydown", walk);
}

/** Many events come at once while a source is read: draw once for all of them. */
function soon() {
  if (due) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    if (state.guild) draw();
  });
}

function draw() {
  const list = byId("channels");
  const focused = document.activeElement?.closest?.("#channels [data-channel]")?.dataset.channel;
  byId("guild-name").textContent = state.guild.name;
  const top = state.guild.channels.filter((channel) => channel.type !== CATEGORY);
  top.sort((a, b) => a.position - b.position);
  const isForum = (channel) => channel.type === FORUM;
  fill(
    list,
    group(t("text-channels"), top.filter((channel) => !isForum(channel))),
    group(t("forums"), top.filter(isForum)),
    group(t("private"), state.guild.dms),
  );
  if (focused) list.querySelector(`[data-channel="${focused}"]`)?.focus({ preventScroll: true });
  byId("menu-button").classList.toggle("unread", [...state.channels.values()].some(isUnread));
}

function group(title, channels) {
  if (!channels.length) return null;
  const rows = channels.map((channel) => h("li", row(channel, icon(channelShape(channel))), threadsOf(channel)));
  return h("section", h("h3", title), h("ul", rows));
}

function row(channel, lead) {
  const unread = isUnread(channel);
  const count = mentionCount(channel);
  const current = channel.id === state.channelId ? "page" : null;
  const properties = { "aria-current": current, dataset: { channel: channel.id }, title: channel.name };
  return h(
    `button.channel${lead ? "" : ".thread"}${unread ? ".unread" : ""}`,
    { ...properties, onclick: () => tell("open", channel.id) },
    lead,
    h("span.channel-label", channel.name),
    unread ? hidden(t("unread")) : null,
    count ? h("span.count", { title: t("mentions", { n: count }) }, String(count)) : null,
  );
}

/** The newest threads, those with something unread, and the open one; the others on demand. */
function threadsOf(channel) {
  const isOpen = (thread) => thread.parent_id === channel.id && !thread.thread_metadata.archived;
  const all = state.guild.threads.filter(isOpen);
  if (!all.length) return null;
  all.sort((a, b) => order(b.last_message_id ?? b.id, a.last_message_id ?? a.id));
  const isNew = (thread, place) => place < (isUnread(thread) ? UNREAD_SHOWN : THREADS_SHOWN);
  const matters = (thread, place) => isNew(thread, place) || thread.id === state.channelId;
  const shown = unfolded.has(channel.id) ? all : all.filter(matters);
  const fold = all.length > THREADS_SHOWN ? h("li", foldButton(channel, all.length)) : null;
  const name = t("threads-of", { name: channel.name });
  return h("ul.threads", { "aria-label": name }, shown.map((thread) => h("li", row(thread, null))), fold);
}

function foldButton(channel, n) {
  const open = unfolded.has(channel.id);
  const onclick = () => {
    if (open) unfolded.delete(channel.id);
    else unfolded.add(channel.id);
    draw();
  };
  const properties = { "aria-expanded": String(open), dataset: { channel: `fold-${channel.id}` }, onclick };
  return h("button.fold", properties, open ? t("fewer-threads") : t("all-threads", { n }));
}

function walk(event) {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step) return;
  const all = [...event.currentTarget.querySelectorAll("button")];
  event.preventDefault();
  all[all.indexOf(document.activeElement) + step]?.focus();
}

/** Members under the highest role that is shown apart; colours follow the roles. */
function showMembers() {
  const bots = state.guild.members.filter((member) => member.bot);
  const left = new Set(state.guild.members.filter((member) => !member.bot));
  const hoisted = state.guild.roles.filter((role) => role.hoist).sort((a, b) => b.position - a.position);
  const sections = hoisted.map((role) => {
    const members = [...left].filter((member) => member.roles.includes(role.id));
    members.forEach((member) => left.delete(member));
    return memberSection(role.name, members);
  });
  fill(byId("members-list"), sections, memberSection(t("no-role"), [...left]), memberSection(t("apps"), bots));
}

function memberSection(title, members) {
  if (!members.length) return null;
  members.sort((a, b) => a.name.localeCompare(b.name));
  const rows = members.map((member) => h("li", memberRow(member)));
  return h("section", h("h3", `${title} — ${members.length}`), h("ul", rows));
}

function memberRow(member) {
  const open = (event) => personMenu({ id: member.id, anchor: event.currentTarget });
  const roles = member.roles.map((id) => state.roles.get(id)).filter((role) => role && !role.managed);
  const worn = roles.length ? h("small", roles.map((role) => role.name).join(", ")) : null;
  const text = h("span.member-text", personName(member.id, member.name), member.bot ? appBadge() : null, worn);
  return h("button.member", { onclick: open }, avatar(member, ".small"), text);
}
