/** What one can do with a message: react, answer, edit, delete, and what the bot adds. One bar for all of them. */

import { discord } from "./api.js";
import { fill, h, icon, iconButton } from "./dom.js";
import { outcome } from "./interactions.js";
import { authorName, isEphemeral } from "./message.js";
import { menu } from "./popup.js";
import { current, state, tell } from "./store.js";
import { t } from "./words.js";

const EMOJI = ["👍", "❤️", "😂", "😮", "🎉", "👀", "✅", "❌"];
const bar = h("div.toolbar", { role: "toolbar" });

export function setUpToolbar(log) {
  log.addEventListener("pointerover", (event) => !bar.contains(document.activeElement) && attach(event.target));
  log.addEventListener("focusin", (event) => attach(event.target));
  log.addEventListener("click", (event) => attach(event.target));
  log.addEventListener("keydown", walk);
  log.addEventListener("contextmenu", (event) => {
    const article = event.target.closest("article[data-id]");
    if (!article || event.target.closest("a")) return;
    event.preventDefault();
    attach(article);
    more(bar.querySelector(".more"), messageOf(article));
  });
}

const messageOf = (article) => state.messages.get(state.channelId)?.get(article.dataset.id);

function attach(target) {
  const article = target.closest?.("article[data-id]");
  if (!article || article.contains(bar)) return;
  const message = messageOf(article);
  if (!message || isEphemeral(message)) return bar.remove();
  bar.setAttribute("aria-label", t("actions-for", { name: authorName(message) }));
  fill(bar, actions(message));
  article.append(bar);
}

/** Arrow keys go from message to message once the log has the focus. */
function walk(event) {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step || event.target.closest("textarea, [role=combobox]")) return;
  const all = [...event.currentTarget.querySelectorAll("article.message")];
  const at = all.indexOf(document.activeElement.closest("article.message"));
  const next = at < 0 ? all.at(-1) : all[at + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

const isMine = (message) => message.author.id === state.me.id;
const mayDelete = (message) => isMine(message) || current().can.manage_messages;

function actions(message) {
  const { can } = current();
  const opens = { "aria-haspopup": "menu", "aria-expanded": "false" };
  const rest = iconButton("more", t("more"), (event) => more(event.currentTarget, message), opens);
  rest.classList.add("more");
  return [
    can.react ? iconButton("smile", t("react"), (event) => pickEmoji(event.currentTarget, message), opens) : null,
    can.send ? iconButton("reply", t("reply"), () => tell("reply", message)) : null,
    isMine(message) ? iconButton("pencil", t("edit"), () => startEdit(message)) : null,
    rest,
  ];
}

function pickEmoji(anchor, message) {
  menu(anchor, t("react"), EMOJI.map((emoji) => ({ label: emoji, act: () => discord.react(message, emoji, true) })));
}

/** Everything about a message, the bot's own commands for messages among it. */
async function more(anchor, message) {
  const commands = (await discord.commands(state.channelId)) ?? [];
  const apps = commands.filter((command) => command.type === 3);
  const entry = (label, shape, act, danger = false) => ({ label, lead: icon(shape), act, danger });
  const entries = [
    current().can.send && entry(t("reply"), "reply", () => tell("reply", message)),
    isMine(message) && entry(t("edit"), "pencil", () => startEdit(message)),
    mayDelete(message) && entry(t("delete"), "trash", () => discord.remove(message), true),
    entry(t("copy-text"), "copy", () => navigator.clipboard?.writeText(message.content)),
    apps.length && t("apps"),
    ...apps.map((command) => appEntry(command, { message: message.id })),
  ];
  menu(anchor, t("more"), entries.filter(Boolean));
}

function appEntry(command, target) {
  const channelId = state.channelId;
  const act = () => outcome(discord.menu(channelId, command.name, target), { command: command.label, channelId });
  return { label: command.label, lead: icon("bolt"), act };
}

/** What one can do with a person: mention them, and the bot's commands for people. */
export async function personMenu({ id, anchor }) {
  const commands = state.channelId ? ((await discord.commands(state.channelId)) ?? []) : [];
  const apps = commands.filter((command) => command.type === 2).map((command) => appEntry(command, { user: id }));
  const name = state.members.get(id)?.name ?? t("unknown-user");
  const mention = { label: t("mention"), lead: icon("plus"), act: () => tell("insert", `@${name} `) };
  menu(anchor, name, [mention, ...(apps.length ? [t("apps"), ...apps] : [])]);
}

export function startEdit(message) {
  const article = document.getElementById(`message-${message.id}`);
  const body = article?.querySelector(".message-body");
  if (!body || body.querySelector("textarea")) return;
  const box = h("textarea.input.edit-box", { rows: 1, "aria-label": t("edit-label"), value: message.content });
  const help = h("p.edit-help", t("edit-help"));
  const kept = [...body.childNodes];
  const cancel = () => (body.replaceChildren(...kept), article.focus());
  const save = async () => {
    if (box.value.trim() && box.value !== message.content && !(await discord.edit(message, box.value))) return;
    cancel();
  };
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") cancel();
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) event.preventDefault(), save();
    event.stopPropagation();
  });
  fill(body, box, help);
  box.style.height = `${box.scrollHeight + 2}px`;
  box.focus();
}
