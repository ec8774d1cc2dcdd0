/** Where one writes: plain messages, answers, mentions, and the way into slash commands. */

import { discord } from "./api.js";
import { commandForm } from "./command_form.js";
import { channelShape } from "./components.js";
import { byId, fill, h, icon, iconButton } from "./dom.js";
import { personName } from "./mentions.js";
import { authorName, avatar } from "./message.js";
import { suggestions } from "./popup.js";
import { FORUM, current, isThread, on, shown, state } from "./store.js";
import { startEdit } from "./toolbar.js";
import { t } from "./words.js";

const LONGEST = 2000;
const TALLEST = 160;
const OFFERED = 8;

let replyTo = null;
let commands = [];
let box;
let list;

export function setUpComposer() {
  on("channel", show);
  on("guild", () => box && box.disabled === Boolean(current()?.can.send) && show());
  on("reply", startReply);
  on("command", startCommand);
  on("insert", insert);
}

/** The composer of the open channel, empty. */
function show() {
  const channel = current();
  const area = byId("composer");
  replyTo = null;
  area.hidden = channel.type === FORUM;
  if (area.hidden) return;
  const disabled = !channel.can.send;
  const place = `${isThread(channel) ? "" : "#"}${channel.name}`;
  const label = disabled ? t("may-not-write") : t("write-in", { name: place });
  const named = { id: "box", "aria-label": label, placeholder: label };
  box = h("textarea.box", { ...named, rows: 1, maxlength: LONGEST, disabled, oninput, onkeydown });
  list = suggestions(box, { name: t("suggestions"), onpick, above: true, wide: true });
  const sendName = { type: "submit", "aria-label": t("send"), title: t("send") };
  const send = h("button.icon-button.send", { ...sendName, disabled }, icon("send"));
  const slash = iconButton("bolt", t("commands"), openCommands, { disabled });
  const onsubmit = (event) => {
    event.preventDefault();
    submit();
  };
  const form = h("form.writing", { onsubmit, "data-popup-anchor": true }, slash, box, send);
  fill(area, h("div", { id: "reply-bar" }), form);
}

function openCommands() {
  box.value = "/";
  box.focus();
  oninput();
}

function insert(text) {
  if (!box || box.disabled) return;
  box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
  box.focus();
}

function oninput() {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, TALLEST)}px`;
  suggest();
}

/* What the word at the cursor could become: a command, a person, a channel. */

function suggest() {
  if (/^\/[^\n]*$/.test(box.value)) return suggestCommands();
  const [, mark, word] = /(?:^|\s)([@#])([^\s@#]*)$/.exec(box.value.slice(0, box.selectionStart)) ?? [];
  if (mark === "@") list.offer(matching(people(), word), t("members"));
  else if (mark === "#") list.offer(matching(channels(), word), t("channels"));
  else list.close();
}

async function loadCommands() {
  commands = ((await discord.commands(state.channelId)) ?? []).filter((command) => command.type === 1);
}

async function suggestCommands() {
  if (!list.isOpen()) await loadCommands();
  if (!box.value.startsWith("/")) return;
  const typed = box.value.slice(1).toLowerCase();
  const exact = commands.find((command) => [`${command.label} `, `${command.name} `].includes(typed));
  if (exact) return startForm(exact);
  const begins = ({ label, name }) => label.toLowerCase().startsWith(typed) || name.startsWith(typed);
  const offered = commands
    .filter(({ label, name }) => `${label.toLowerCase()} ${name}`.includes(typed))
    .sort((one, other) => begins(other) - begins(one));
  list.offer(offered.map(commandItem), t("commands"));
}

function commandItem(command) {
  const lead = avatar(state.guild.bot, ".tiny");
  return { value: command.name, label: `/${command.label}`, note: command.description, lead, command };
}

/** The items with the word in them, those that begin with it first. */
function matching(items, word) {
  const typed = word.toLowerCase();
  const place = (item) => `${item.label} ${item.note ?? ""}`.toLowerCase().indexOf(typed);
  return items.filter((item) => place(item) >= 0).sort((a, b) => place(a) - place(b)).slice(0, OFFERED);
}

function people() {
  return [...state.members.values()].map((member) => {
    const lead = avatar(member, ".tiny");
    return { value: member.id, label: member.name, note: member.username, lead, text: `@${member.name} ` };
  });
}

function channels() {
  return [...state.channels.values()].map((channel) => {
    const lead = icon(channelShape(channel));
    return { value: channel.id, label: channel.name, lead, text: `#${channel.name} ` };
  });
}

function onpick(item) {
  if (item.command) return startForm(item.command);
  const end = box.selectionStart;
  const word = /[@#][^\s@#]*$/.exec(box.value.slice(0, end))[0];
  box.setRangeText(item.text, end - word.length, end, "end");
}

/* Sending */

function onkeydown(event) {
  if (list.key(event) || event.isComposing) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    submit();
  } else if (event.key === "Escape" && replyTo) {
    endReply();
  } else if (event.key === "ArrowUp" && !box.value) {
    event.preventDefault();
    editLast();
  }
}

function editLast() {
  const mine = shown(state.channelId).filter((message) => message.author?.id === state.me.id);
  if (mine.length) startEdit(mine.at(-1));
}

async function submit() {
  const content = withMentions(box.value.trim());
  if (!content) return;
  if (content.startsWith("/") && (await startCommand(content.slice(1)))) return;
  const written = box.value;
  const answered = replyTo;
  box.value = "";
  endReply();
  oninput();
  if (await discord.send(state.channelId, content, answered?.id)) return;
  box.value = written;
  oninput();
}

/** Names as one writes them → mentions as Discord wants them; longer names first. */
function withMentions(text) {
  const named = [
    ...[...state.members.values()].map(({ id, name }) => [`@${name}`, `<@${id}>`]),
    ...state.guild.roles.filter((role) => role.mentionable).map(({ id, name }) => [`@${name}`, `<@&${id}>`]),
    ...[...state.channels.values()].map(({ id, name }) => [`#${name}`, `<#${id}>`]),
  ];
  named.sort(([a], [b]) => b.length - a.length);
  return named.reduce((out, [name, mention]) => out.replaceAll(name, mention), text);
}

function startReply(message) {
  if (box.disabled) return;
  replyTo = message;
  const name = personName(message.author.id, authorName(message));
  fill(byId("reply-bar"), h("p", t("replying-to"), " ", name), iconButton("close", t("cancel"), endReply));
  box.focus();
}

function endReply() {
  replyTo = null;
  byId("reply-bar")?.replaceChildren();
  box.focus();
}

/* Commands */

/** Open the fields of the command of that name; whether there is one. */
async function startCommand(name) {
  await loadCommands();
  const found = commands.find((command) => [command.name, command.label].includes(name));
  if (found) startForm(found);
  return Boolean(found);
}

/** Give the composer's place to the fields of a command, until it is sent or given up. */
function startForm(command) {
  list.close();
  const end = () => {
    show();
    box.focus();
  };
  const form = commandForm(command, state.channelId, end);
  fill(byId("composer"), h("div", { id: "reply-bar" }), form.element);
  form.focus();
}
