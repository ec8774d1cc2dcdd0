/** What stands between < and > in a message: people, roles, channels, moments, commands, emoji. */

import { h } from "./dom.js";
import { colorOf, cssColor, nameOf, state, tell } from "./store.js";
import { ago, clock, full, numericDay, seconds, shortDay, shortFull, t } from "./words.js";

/** The element for `<@1>`, `<@&1>`, `<#1>`, `<t:1:R>`, `</name:1>` or `<:name:1>`. */
export function mentionOf(written) {
  const inner = written.slice(1, -1);
  if (inner.startsWith("t:")) return moment(inner);
  if (inner.startsWith("@&")) return role(inner.slice(2));
  if (inner.startsWith("@")) return user(inner.replace(/^@!?/, ""));
  if (inner.startsWith("#")) return channel(inner.slice(1));
  if (inner.startsWith("/")) return command(inner.slice(1).split(":")[0]);
  return h("span.emoji", `:${inner.split(":")[1]}:`);
}

function user(id) {
  const own = id === state.me?.id ? ".own" : "";
  return h(`span.mention${own}`, `@${nameOf(id) ?? t("unknown-user")}`);
}

function role(id) {
  const found = state.roles.get(id);
  const mark = h("span.mention", `@${found?.name ?? t("unknown-role")}`);
  if (found?.color) tint(mark, cssColor(found.color));
  return mark;
}

function channel(id) {
  const found = state.channels.get(id);
  if (!found) return h("span.mention", `#${t("unknown-channel")}`);
  return h("button.mention", { onclick: () => tell("open", id) }, `#${found.name}`);
}

function command(name) {
  return h("button.mention", { onclick: () => tell("command", name) }, `/${name}`);
}

const STYLES = { t: clock, T: seconds, d: numericDay, D: shortDay, f: shortFull, F: full, R: ago };

function moment(inner) {
  const [, unix, style = "f"] = inner.split(":");
  const date = new Date(Number(unix) * 1000);
  if (Number.isNaN(date.getTime())) return `<${inner}>`;
  const properties = { datetime: date.toISOString(), title: full(date), "data-relative": style === "R" };
  return h("time.moment", properties, STYLES[style](date));
}

/** Keep "3 minutes ago" true while the page stays open. */
export function keepTime() {
  setInterval(() => {
    for (const element of document.querySelectorAll("time[data-relative]"))
      element.textContent = ago(new Date(element.dateTime));
  }, 20_000);
}

export function tint(element, color) {
  element.style.setProperty("--tint", color);
  element.classList.add("tinted");
  return element;
}

/** A name in its member's role colour. */
export function personName(id, name) {
  const element = h("span.person-name", name);
  const color = colorOf(id);
  return color ? tint(element, color) : element;
}
