/** The fields of a slash command, as Discord shows them in place of the text box. */

import { discord } from "./api.js";
import { channels, people, roles } from "./components.js";
import { h, icon, iconButton } from "./dom.js";
import { fileField, packed } from "./files.js";
import { outcome } from "./interactions.js";
import { suggestions } from "./popup.js";
import { t } from "./words.js";

const [TEXT, WHOLE, YES_NO, USER, CHANNEL, ROLE, ANYBODY, NUMBER, FILE] = [3, 4, 5, 6, 7, 8, 9, 10, 11];
const TYPING_PAUSE = 160;

/** A form for `command`; `end()` is called when it was sent or given up. */
export function commandForm(command, channelId, end) {
  const fields = [];
  const holder = h("div.option-fields");
  const help = h("p.option-help", { "aria-live": "polite" }, command.description);
  const title = `/${command.label}`;

  function add(option) {
    const others = () => fields.filter((other) => other !== field);
    const giveUp = () => fields[0] === field && end();
    const make = option.type === FILE ? fileField : optionField;
    const field = make(option, { command, channelId, others, help, giveUp });
    fields.push(field);
    holder.append(field.element);
    return field;
  }

  function adder(option) {
    const onclick = () => {
      button.remove();
      add(option).focus();
    };
    const button = h("button.more-option", { title: option.description, onclick }, icon("plus"), option.label);
    return button;
  }

  async function onsubmit(event) {
    event.preventDefault();
    const wrong = fields.find((field) => !field.valid());
    if (wrong) return wrong.focus();
    const filled = fields.filter((field) => field.value() !== null);
    const typed = [title, ...filled.map((field) => `${field.label}: ${field.shown()}`)].join(" ");
    end();
    const options = await packed(valuesOf(filled));
    await outcome(discord.slash(channelId, command.name, options), { command: typed, channelId });
  }

  const onkeydown = (event) => event.key === "Escape" && end();
  const sendName = { type: "submit", "aria-label": t("send"), title: t("send") };
  const send = h("button.icon-button.send", sendName, icon("send"));
  const required = command.options.filter((option) => option.required);
  const optional = command.options.filter((option) => !option.required);
  // Where nothing is required, the first option is what one most likely came for; empty, it is not sent.
  const begun = required.length ? required : optional.splice(0, 1);
  const adders = optional.map(adder);
  const form = h(
    "form.command-form",
    { "aria-label": title, onsubmit, onkeydown, "data-popup-anchor": true },
    help,
    h(
      "div.command-row",
      h("div.command-fields", h("strong.command-chip", title), holder, adders),
      iconButton("close", t("cancel"), end),
      send,
    ),
  );
  begun.forEach(add);
  return { element: form, focus: () => (fields[0] ?? send).focus() };
}

const valuesOf = (fields) => Object.fromEntries(fields.map((field) => [field.name, field.value()]));

/** One option: a text field with what can be chosen beside it. */
function optionField(option, { command, channelId, others, help, giveUp }) {
  const about = `${option.label} : ${option.description}`;
  const named = { role: "combobox", "aria-expanded": "false", "aria-label": about };
  const limits = { "aria-required": String(option.required), maxlength: option.type === TEXT ? option.most : null };
  const input = h("input", { type: "text", autocomplete: "off", ...named, ...limits, oninput, onkeydown, onfocus });
  const list = suggestions(input, { name: option.label, onpick, above: true, wide: true });
  const mustChoose = option.choices.length > 0 || (option.type >= YES_NO && option.type <= ANYBODY);
  let chosen = null;
  let asked = 0;

  function onpick(item) {
    chosen = item;
    input.value = item.label;
    fit();
  }

  function oninput() {
    chosen = null;
    input.removeAttribute("aria-invalid");
    fit();
    offer();
  }

  function onfocus() {
    help.textContent = about;
    offer();
  }

  function fit() {
    input.style.width = `${Math.max(7, input.value.length + 2)}ch`;
  }

  function onkeydown(event) {
    if (list.key(event)) return;
    if (event.key === "Backspace" && !input.value) giveUp();
  }

  /** Show what fits; of several answers on their way, only the last one asked for counts. */
  async function offer() {
    const ticket = ++asked;
    if (option.autocomplete) await new Promise((done) => setTimeout(done, TYPING_PAUSE));
    if (ticket !== asked) return;
    const items = option.autocomplete ? await completed() : narrowed();
    if (ticket === asked && document.activeElement === input) list.offer(items, option.label);
  }

  async function completed() {
    const isSent = (value) => value !== null && !(value instanceof File);
    const filled = valuesOf(others().filter((field) => isSent(field.value())));
    const query = { name: command.name, option: option.name, value: input.value, options: filled };
    return (await discord.autocomplete(channelId, query)) ?? [];
  }

  function narrowed() {
    const typed = chosen ? "" : input.value.replace(/^[@#]/, "").toLowerCase();
    return known(option).filter((item) => item.label.toLowerCase().includes(typed)).slice(0, 25);
  }

  function value() {
    if (chosen) return chosen.value;
    const typed = input.value.trim();
    if (!typed) return null;
    return [WHOLE, NUMBER].includes(option.type) ? Number(typed.replace(",", ".")) : typed;
  }

  function valid() {
    const typed = input.value.trim().toLowerCase();
    if (mustChoose) chosen ??= known(option).find((item) => item.label.toLowerCase() === typed) ?? null;
    const right = typed ? fits() : !option.required;
    if (!right) input.setAttribute("aria-invalid", "true");
    return right;
  }

  function fits() {
    if (mustChoose) return chosen !== null;
    if (option.type === WHOLE) return Number.isInteger(value());
    return option.type !== NUMBER || Number.isFinite(value());
  }

  return {
    element: h("label.option-field", h("span", { "aria-hidden": "true" }, option.label), input),
    name: option.name,
    label: option.label,
    value,
    valid,
    shown: () => input.value,
    focus: () => input.focus(),
  };
}

/** What can be chosen for an option without asking the bot. */
function known(option) {
  if (option.choices.length) return option.choices;
  if (option.type === YES_NO) return [{ value: true, label: t("yes") }, { value: false, label: t("no") }];
  const lists = { [USER]: [people], [CHANNEL]: [channels], [ROLE]: [roles], [ANYBODY]: [people, roles] }[option.type];
  return (lists ?? []).flatMap((list) => list());
}
