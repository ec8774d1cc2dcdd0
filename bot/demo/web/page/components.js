/** What a message can hold beside its text: layouts, buttons, selects. */

import { discord } from "./api.js";
import { h, icon } from "./dom.js";
import { picture } from "./embeds.js";
import { outcome } from "./interactions.js";
import { link, markdown } from "./markdown.js";
import { select } from "./popup.js";
import { FORUM, colorOf, cssColor, isThread, state } from "./store.js";
import { t } from "./words.js";

const LAYOUT = 1 << 15;
const LINK = 5;
const PRIVATE = 1;

export const isLayout = (message) => Boolean(message.flags & LAYOUT);

export function componentTree(message) {
  if (!message.components?.length) return null;
  return h(isLayout(message) ? "div.layout" : "div.components", all(message.components, message));
}

const all = (parts, message) => parts.map((part) => component(part, message));

function component(part, message) {
  return RENDER[part.type]?.(part, message) ?? h("p.failure", `⟨${part.type}⟩`);
}

const RENDER = {
  1: (row, message) => h("div.action-row", all(row.components, message)),
  2: button,
  3: messageSelect,
  5: messageSelect,
  6: messageSelect,
  7: messageSelect,
  8: messageSelect,
  9: section,
  10: (part) => h("div.content", markdown(part.content)),
  11: (part) => covered(part, picture(part.media.url, part.description, "layout-thumbnail")),
  12: gallery,
  13: (part) => h("p.file", icon("copy"), link(part.file.url, part.name ?? part.file.url.split("/").at(-1))),
  14: separator,
  17: container,
};

function separator({ spacing, divider }) {
  return h(`hr.separator${spacing === 2 ? ".wide" : ""}${divider === false ? ".clear" : ""}`);
}

function container(part, message) {
  const box = h("div.container", all(part.components, message));
  if (Number.isInteger(part.accent_color)) box.style.setProperty("--bar", cssColor(part.accent_color));
  return covered(part, box);
}

function section(part, message) {
  return h("div.section", h("div.section-text", all(part.components, message)), component(part.accessory, message));
}

function gallery({ items }) {
  const pictures = items.map((item) => covered(item, picture(item.media.url, item.description, "gallery-image")));
  return h(`div.gallery.of-${Math.min(items.length, 4)}`, pictures);
}

/** Behind a curtain until it is asked for, where its sender says so. */
function covered(part, element) {
  if (!part.spoiler) return element;
  const curtain = h("button.curtain", { onclick: () => curtain.remove() }, t("spoiler"));
  return h("div.covered", element, curtain);
}

const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger" };

function emojiOf(emoji) {
  return emoji ? h("span.emoji", { "aria-hidden": "true" }, emoji.id ? `:${emoji.name}:` : emoji.name) : null;
}

function button(part, message) {
  const face = [emojiOf(part.emoji), part.label];
  if (part.style === LINK) {
    const anchor = link(part.url, [face, icon("out")]);
    anchor.className = "button secondary";
    return anchor;
  }
  const onclick = ({ currentTarget }) => outcome(discord.click(message, part.custom_id), { button: currentTarget });
  const name = part.label ? null : part.emoji?.name;
  const properties = { disabled: part.disabled, "aria-label": name, onclick };
  return h(`button.button.${STYLES[part.style] ?? "secondary"}`, properties, face);
}

function messageSelect(part, message) {
  const { element } = select({
    placeholder: part.placeholder ?? t("choose"),
    choices: choicesOf(part),
    least: part.min_values ?? 1,
    most: part.max_values ?? 1,
    disabled: part.disabled,
    onchoose: (values) => outcome(discord.select(message, part.custom_id, values), { button: element }),
  });
  return element;
}

/** What a select of any kind offers, as `select` of popup.js takes it. */
export function choicesOf(part) {
  if (part.type === 3) return part.options.map(optionChoice);
  const defaults = new Set((part.default_values ?? []).map((value) => value.id));
  const lists = { 5: [people], 6: [roles], 7: [people, roles], 8: [channels] }[part.type];
  return lists.flatMap((list) => list(part)).map((choice) => ({ ...choice, chosen: defaults.has(choice.value) }));
}

function optionChoice({ value, label, description, emoji, default: chosen }) {
  return { value, label, note: description, lead: emojiOf(emoji), chosen };
}

export function people() {
  return [...state.members.values()].map(({ id, name, username }) => ({
    value: id,
    label: name,
    note: username,
    lead: dot(colorOf(id)),
  }));
}

export function roles() {
  const named = state.guild.roles.filter((role) => role.id !== state.guild.id);
  const lead = (color) => dot(color ? cssColor(color) : null);
  return named.map(({ id, name, color }) => ({ value: id, label: `@${name}`, lead: lead(color) }));
}

/** The channels, of the kinds that `part` asks for; threads only where it does. */
export function channels({ channel_types: kinds = [] } = {}) {
  const wanted = ({ type }) => (kinds.length ? kinds.includes(type) : !isThread({ type }));
  const found = [...state.channels.values()].filter((channel) => channel.type !== PRIVATE && wanted(channel));
  return found.map((channel) => ({ value: channel.id, label: channel.name, lead: icon(channelShape(channel)) }));
}

export function channelShape(channel) {
  if (channel.type === FORUM) return "forum";
  return isThread(channel) ? "thread" : channel.type === PRIVATE ? "people" : "hash";
}

function dot(color) {
  const mark = h("span.dot", { "aria-hidden": "true" });
  if (color) mark.style.setProperty("--tint", color);
  return mark;
}
