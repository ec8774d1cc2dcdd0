/** The page's own words, in French and English, and how it writes dates. */

import { words as fr } from "./words_fr.js";
import { words as en } from "./words_en.js";

const TABLES = { fr, en };
const KEY = "colporteur-language";

function chosen() {
  const asked = new URLSearchParams(location.search).get("lang") ?? localStorage.getItem(KEY);
  if (asked in TABLES) return asked;
  return navigator.language.toLowerCase().startsWith("fr") ? "fr" : "en";
}

export const language = chosen();
const locale = language === "fr" ? "fr-FR" : "en-GB";
const plurals = new Intl.PluralRules(locale);

/** The text named `key`, its `{names}` filled in; `{n}` chooses between `key.one` and `key.other`. */
export function t(key, values = {}) {
  const table = TABLES[language];
  const text = table[key] ?? table[`${key}.${plurals.select(values.n ?? 0)}`] ?? table[`${key}.other`] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/** Fill the texts that stand in index.html: `data-t` the content, `data-t-label` the name. */
export function translate(root = document) {
  document.documentElement.lang = language;
  for (const element of root.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t);
  for (const element of root.querySelectorAll("[data-t-label]"))
    element.setAttribute("aria-label", t(element.dataset.tLabel));
}

/** Take the other language: the page starts again where it was. */
export function speak(next) {
  localStorage.setItem(KEY, next);
  const address = new URL(location.href);
  address.searchParams.set("lang", next);
  location.assign(address);
}

const format = (options) => {
  const formatter = new Intl.DateTimeFormat(locale, options);
  return (date) => formatter.format(date);
};

export const clock = format({ hour: "2-digit", minute: "2-digit" });
export const longDay = format({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
export const shortDay = format({ day: "numeric", month: "long", year: "numeric" });
export const numericDay = format({ day: "2-digit", month: "2-digit", year: "numeric" });
export const full = format({ dateStyle: "full", timeStyle: "short" });
export const shortFull = format({ day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" });
export const seconds = format({ hour: "2-digit", minute: "2-digit", second: "2-digit" });

const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
const STEPS = [["year", 31_557_600], ["month", 2_629_800], ["day", 86_400], ["hour", 3_600], ["minute", 60]];

/** "il y a 3 minutes", counted from now. */
export function ago(date) {
  const distance = (date - Date.now()) / 1000;
  for (const [unit, size] of STEPS)
    if (Math.abs(distance) >= size) return relative.format(Math.round(distance / size), unit);
  return relative.format(Math.round(distance), "second");
}

/** When a message was written, as one reads it in a conversation. */
export function when(date) {
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 86_400_000);
  if (days === 0) return clock(date);
  if (days === 1) return t("yesterday", { time: clock(date) });
  return `${numericDay(date)} ${clock(date)}`;
}
