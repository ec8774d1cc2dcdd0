/** What the page knows: the Discord as the acting person sees it, and who hears when it changes. */

export const state = {
  people: [],
  me: null,
  guild: null,
  channelId: null,
  members: new Map(),
  roles: new Map(),
  channels: new Map(),
  /** channel → Map of message id → message, for the channels that were opened. */
  messages: new Map(),
  /** channel → lines that only this page knows: a command that nobody answered. */
  lines: new Map(),
  dismissed: new Set(),
  /** The channels of which older messages were not asked for yet. */
  unfinished: new Set(),
};

const bus = new EventTarget();

export const on = (topic, hear) => bus.addEventListener(topic, (event) => hear(event.detail));
export const tell = (topic, detail = null) => bus.dispatchEvent(new CustomEvent(topic, { detail }));

/** Order of snowflakes, which are too long for numbers. */
export function order(a, b) {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

const THREADS = new Set([10, 11, 12]);
const STARTER = 21;
export const FORUM = 15;
export const isThread = (channel) => THREADS.has(channel.type);
export const current = () => state.channels.get(state.channelId) ?? null;

export function takeGuild(frame) {
  const before = JSON.stringify([state.guild?.roles, state.guild?.members]);
  state.guild = frame;
  state.roles = new Map(frame.roles.map((role) => [role.id, role]));
  state.members = new Map(frame.members.map((member) => [member.id, member]));
  state.channels = new Map([...frame.channels, ...frame.threads, ...frame.dms].map((c) => [c.id, c]));
  markNewAsRead();
  tell("guild", { people: before !== JSON.stringify([frame.roles, frame.members]) });
}

export function takeMessage(message) {
  const known = state.messages.get(message.channel_id);
  const fresh = known && !known.has(message.id);
  known?.set(message.id, message);
  renewStarter(message);
  if (message.channel_id === state.channelId) markRead(message.channel_id, message.id);
  else countMention(message);
  tell("message", { message, fresh });
}

export function takeGone({ channel_id, id }) {
  state.messages.get(channel_id)?.delete(id);
  tell("message", { message: { id, channel_id }, fresh: false });
}

/** A thread begins with a line that shows the message it hangs on, which may change. */
function renewStarter(message) {
  for (const [id, line] of state.messages.get(message.id) ?? [])
    if (line.type === STARTER) state.messages.get(message.id).set(id, { ...line, referenced_message: message });
}

/** Take a stretch of a channel's messages; `older` goes before what is known, else it replaces it. */
export function takeHistory(channelId, { messages, more }, older = false) {
  const known = older ? state.messages.get(channelId) : [];
  state.messages.set(channelId, new Map([...messages.map((message) => [message.id, message]), ...known]));
  if (more) state.unfinished.add(channelId);
  else state.unfinished.delete(channelId);
}

/** The messages of a channel that are to be shown, oldest first. */
export function shown(channelId) {
  const messages = [...(state.messages.get(channelId)?.values() ?? []), ...(state.lines.get(channelId) ?? [])];
  return messages.filter((m) => !state.dismissed.has(m.id)).sort((a, b) => order(a.id, b.id));
}

export function addLine(channelId, line) {
  const last = shown(channelId).at(-1)?.id ?? "0";
  const made = { id: String(BigInt(last) + 1n), local: true, channel_id: channelId, ...line };
  state.lines.set(channelId, [...(state.lines.get(channelId) ?? []), made]);
  tell("message", { message: { channel_id: channelId }, fresh: true });
}

export const forget = () => state.messages.clear();

/* Unread marks: per person, up to which message each channel was seen. */

const readings = new Map();
const mentions = new Map();

function reading() {
  if (!readings.has(state.me.id)) readings.set(state.me.id, new Map());
  return readings.get(state.me.id);
}

/** What was there before a person first looked counts as seen; a thread born later doesn't. */
function markNewAsRead() {
  const seen = reading();
  if (seen.size) return;
  for (const channel of state.channels.values()) seen.set(channel.id, channel.last_message_id ?? channel.id);
}

export function markRead(channelId, messageId = null) {
  const last = messageId ?? state.channels.get(channelId)?.last_message_id ?? channelId;
  reading().set(channelId, last);
  mentions.delete(`${state.me.id}/${channelId}`);
}

export function isUnread(channel) {
  if (channel.id === state.channelId || !channel.last_message_id || channel.type === FORUM) return false;
  return order(channel.last_message_id, reading().get(channel.id) ?? "0") > 0;
}

function countMention(message) {
  if (message.author.id === state.me.id || message.edited_timestamp) return;
  const roles = state.members.get(state.me.id)?.roles ?? [];
  const mine = message.mentions?.some((user) => user.id === state.me.id);
  if (!mine && !message.mention_roles?.some((role) => roles.includes(role))) return;
  const key = `${state.me.id}/${message.channel_id}`;
  mentions.set(key, (mentions.get(key) ?? 0) + 1);
}

export const mentionCount = (channel) => mentions.get(`${state.me.id}/${channel.id}`) ?? 0;

/* People. */

export const nameOf = (userId) => state.members.get(userId)?.name ?? null;

/** The colour of a member's highest coloured role, as CSS, or null. */
export function colorOf(userId) {
  const held = (state.members.get(userId)?.roles ?? []).map((id) => state.roles.get(id)).filter((role) => role?.color);
  const top = held.sort((a, b) => b.position - a.position)[0];
  return top ? cssColor(top.color) : null;
}

export const cssColor = (number) => `#${number.toString(16).padStart(6, "0")}`;
