/** The two servers behind the page: the simulated Discord (`/api`) and the news site (`/site/control`). */

import { byId, h, icon } from "./dom.js";
import { state, takeGone, takeGuild, takeMessage, tell } from "./store.js";
import { t } from "./words.js";

/** Show something that went wrong, for as long as it takes to read it. */
export function toast(text, kind = "error") {
  const box = h(`div.toast.${kind}`, icon(kind === "error" ? "warn" : "check"), h("p", text));
  byId("toasts").append(box);
  setTimeout(() => box.remove(), 3000 + text.length * 60);
}

/** Call a server; the answer as JSON (`true` where it is empty), or null when a toast has told why not. */
async function call(method, path, body) {
  const headers = body === undefined ? {} : { "content-type": "application/json" };
  try {
    const answer = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
    const content = await answer.text();
    if (!answer.ok) throw new Error(reason(answer, content));
    return content ? JSON.parse(content) : true;
  } catch (error) {
    toast(error instanceof TypeError ? t("offline") : error.message);
    return null;
  }
}

function reason(answer, content) {
  let said = null;
  try {
    said = JSON.parse(content);
  } catch {
    // A proxy's or a crash's page: the status says enough.
  }
  const code = said?.code ? `error.${said.code}` : "";
  const known = code && t(code) !== code ? t(code) : said?.message ?? said?.error;
  return known ? `${known}${said.code ? ` (${said.code})` : ""}` : `${answer.status} ${answer.statusText}`;
}

const mine = (path) => `/api/as/${state.me.id}/${path}`;
const inChannel = (channelId, path = "") => mine(`channels/${channelId}/${path}`);

export const discord = {
  people: () => call("GET", "/api/people"),
  history: (channel, before) => call("GET", inChannel(channel, `messages${before ? `?before=${before}` : ""}`)),
  send: (channel, content, replyTo) => call("POST", inChannel(channel, "messages"), { content, reply_to: replyTo }),
  edit: (m, content) => call("PATCH", inChannel(m.channel_id, `messages/${m.id}`), { content }),
  remove: (m) => call("DELETE", inChannel(m.channel_id, `messages/${m.id}`)),
  react: (m, emoji, on) =>
    call(on ? "PUT" : "DELETE", inChannel(m.channel_id, `messages/${m.id}/reactions/${encodeURIComponent(emoji)}`)),
  commands: (channel) => call("GET", inChannel(channel, "commands")),
  slash: (channel, name, options) => call("POST", inChannel(channel, "slash"), { name, options }),
  autocomplete: (channel, query) => call("POST", inChannel(channel, "autocomplete"), query),
  menu: (channel, name, target) => call("POST", inChannel(channel, "menu"), { name, ...target }),
  click: (m, customId) => call("POST", inChannel(m.channel_id, `messages/${m.id}/click`), { custom_id: customId }),
  select: (m, customId, values) =>
    call("POST", inChannel(m.channel_id, `messages/${m.id}/select`), { custom_id: customId, values }),
  submit: (interaction, values) => call("POST", mine(`modals/${interaction}`), { values }),
};

const control = (path) => `/site/control/${path}`;

export const site = {
  state: () => call("GET", control("state")),
  publish: (article) => call("POST", control("articles"), article),
  correct: (id, changes) => call("PATCH", control(`articles/${id}`), changes),
  withdraw: (id) => call("DELETE", control(`articles/${id}`)),
  comment: (id, comment) => call("POST", control(`articles/${id}/comments`), comment),
  editComment: (id, content) => call("PATCH", control(`comments/${id}`), { content }),
  deleteComment: (id) => call("DELETE", control(`comments/${id}`)),
  subscribe: (reader, subscription) => call("PUT", control(`readers/${reader}/subscription`), subscription),
  unsubscribe: (reader) => call("DELETE", control(`readers/${reader}/subscription`)),
  linkCode: (reader) => call("POST", control(`readers/${reader}/link-code`)),
};

const TAKE = {
  guild: takeGuild,
  message: (frame) => takeMessage(frame.message),
  gone: takeGone,
  typing: (frame) => tell("typing", frame),
};

let socket = null;
let patience = 0;

/** Follow what the acting person can see; comes back by itself after a lost connection. */
export function follow() {
  socket?.close();
  const person = state.me.id;
  const mineNow = (socket = new WebSocket(`ws://${location.host}/api/live?as=${person}`));
  mineNow.onmessage = ({ data }) => {
    if (mineNow !== socket) return;
    const frame = JSON.parse(data);
    TAKE[frame.type]?.(frame);
  };
  mineNow.onopen = () => {
    patience = 0;
    tell("connected");
  };
  mineNow.onclose = () => {
    if (mineNow !== socket) return;
    tell("disconnected");
    patience = Math.min(patience + 1, 6);
    setTimeout(() => mineNow === socket && follow(), 400 * patience);
  };
}

/** Hear of every change on the news site. */
export function followSite(hear) {
  const events = new EventSource(control("live"));
  events.addEventListener("change", hear);
  events.onopen = hear;
}
