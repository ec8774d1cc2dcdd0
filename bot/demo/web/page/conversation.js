/** The messages of the open channel: a log that grows at its end and keeps its place. */

import { discord } from "./api.js";
import { channelShape } from "./components.js";
import { byId, fill, h, icon } from "./dom.js";
import { showForum } from "./forum.js";
import { dayLine, follows, messageItem, newDay } from "./message.js";
import { setUpToolbar } from "./toolbar.js";
import { FORUM, current, isThread, markRead, on, shown, state, takeHistory, tell } from "./store.js";
import { markdown } from "./markdown.js";
import { t } from "./words.js";

let rendered = new Map();

export function setUpConversation() {
  setUpToolbar(byId("log"));
  byId("log").addEventListener("scroll", loadOlder);
  on("message", ({ message, fresh }) => message.channel_id === state.channelId && render(fresh));
  on("message", ({ message }) => message.id === state.channelId && render(false));
  on("guild", ({ people }) => {
    if (!current()) return;
    if (people) rendered = new Map();
    showHeader();
    if (current().type === FORUM) showForum(current());
    else render(false);
  });
  on("jump", jump);
  on("typing", showTyping);
}

/** Show a channel, thread or forum; its history is asked for anew. */
export async function openChannel(id, { focus = false } = {}) {
  const channel = state.channels.get(id);
  if (!channel) return;
  state.channelId = id;
  rendered = new Map();
  markRead(id);
  showHeader();
  tell("channel", channel);
  byId("forum").hidden = channel.type !== FORUM;
  byId("log").hidden = channel.type === FORUM;
  if (channel.type === FORUM) return showForum(channel);
  await load(id);
  if (focus) byId("box")?.focus();
}

async function load(id) {
  const log = byId("log");
  log.setAttribute("aria-busy", "true");
  if (!state.messages.has(id)) fill(byId("messages"));
  const history = await discord.history(id);
  if (history && state.channelId === id) {
    takeHistory(id, history);
    render(false);
    log.scrollTop = log.scrollHeight;
  }
  log.removeAttribute("aria-busy");
}

let asking = false;

/** Near the top, ask for what was said before, and keep the place. */
async function loadOlder({ currentTarget: log }) {
  const id = state.channelId;
  if (asking || log.scrollTop > 200 || !state.unfinished.has(id) || !state.messages.has(id)) return;
  asking = true;
  const history = await discord.history(id, shown(id)[0]?.id);
  asking = false;
  if (!history || state.channelId !== id) return;
  const below = log.scrollHeight - log.scrollTop;
  takeHistory(id, history, true);
  render(false);
  log.scrollTop = log.scrollHeight - below;
}

export const reload = () => current() && current().type !== FORUM && load(state.channelId);

function render(fresh) {
  const log = byId("log");
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  const focused = document.activeElement?.closest?.("article.message")?.id;
  const next = new Map();
  const items = state.unfinished.has(state.channelId) ? [] : [beginning()];
  let previous = null;
  for (const message of shown(state.channelId)) {
    if (!message.local && newDay(message, previous)) items.push(dayLine(message));
    next.set(message.id, itemOf(message, follows(message, previous)));
    items.push(next.get(message.id).item);
    previous = message.local ? previous : message;
  }
  rendered = next;
  settle(byId("messages"), items);
  if (focused && !document.activeElement?.closest("article.message")) byId(focused)?.focus({ preventScroll: true });
  if (atEnd || (fresh && lastIsMine())) log.scrollTop = log.scrollHeight;
}

/** What is shown of a message; the same element as long as it would look the same. */
function itemOf(message, grouped) {
  const thread = state.channels.get(message.id)?.message_count;
  const kept = rendered.get(message.id);
  if (kept?.message === message && kept.grouped === grouped && kept.thread === thread) return kept;
  return { message, grouped, thread, item: messageItem(message, grouped) };
}

/** Bring the list to `items`, touching only what differs, so that focus, selection and speech stay calm. */
function settle(list, items) {
  const wanted = new Set(items);
  for (const child of [...list.children]) if (!wanted.has(child)) child.remove();
  items.forEach((item, index) => {
    if (list.children[index] !== item) list.insertBefore(item, list.children[index] ?? null);
  });
}

const lastIsMine = () => shown(state.channelId).at(-1)?.author?.id === state.me.id;

let opening = null;

/** What stands above the first message; the same element as long as it says the same. */
function beginning() {
  const channel = current();
  const text = [channel.id, channel.name, channel.topic].join("\n");
  if (opening?.text === text) return opening.item;
  const title = isThread(channel) ? channel.name : t("welcome", { name: channel.name });
  const topic = channel.topic ? h("p", markdown(channel.topic, { inline: true })) : null;
  const item = h("li.beginning", h("span.beginning-icon", icon(channelShape(channel))), h("h3", title), topic);
  opening = { text, item };
  return item;
}

function showHeader() {
  const channel = current();
  const parent = isThread(channel) ? state.channels.get(channel.parent_id) : null;
  const lead = parent ? crumb(parent) : icon(channelShape(channel));
  fill(byId("channel-title"), lead, h("span.channel-name", channel.name));
  fill(byId("channel-topic"), channel.topic ? markdown(channel.topic.split("\n")[0], { inline: true }) : null);
  byId("log").setAttribute("aria-label", t("messages-of", { name: channel.name }));
}

function crumb(parent) {
  const up = h("button.crumb", { onclick: () => tell("open", parent.id) }, icon(channelShape(parent)), parent.name);
  return [up, h("span.crumb-mark", { "aria-hidden": "true" }, "›")];
}

function jump(id) {
  const article = byId(`message-${id}`);
  if (!article) return;
  article.scrollIntoView({ block: "center" });
  article.focus({ preventScroll: true });
  article.classList.add("flash");
  setTimeout(() => article.classList.remove("flash"), 1600);
}

let typingEnds = 0;

function showTyping({ channel_id, name }) {
  if (channel_id !== state.channelId) return;
  byId("typing").textContent = t("typing", { name });
  clearTimeout(typingEnds);
  typingEnds = setTimeout(() => (byId("typing").textContent = ""), 6000);
}
