/** The forms (modals) that a bot opens. The dialog keeps the focus and gives it back. */

import { discord } from "./api.js";
import { choicesOf } from "./components.js";
import { h, iconButton } from "./dom.js";
import { packed, upload } from "./files.js";
import { outcome } from "./interactions.js";
import { markdown } from "./markdown.js";
import { select } from "./popup.js";
import { t } from "./words.js";

const [ROW, STRING, TEXT, USER, ROLE, ANYBODY, CHANNEL, DISPLAY, LABEL, UPLOAD, RADIO, BOXES, BOX] = [
  1, 3, 4, 5, 6, 7, 8, 10, 18, 19, 21, 22, 23,
];
const REQUIRED_UNLESS_SAID = new Set([STRING, TEXT, USER, ROLE, ANYBODY, CHANNEL, UPLOAD]);
let count = 0;

/** Open a modal as Discord describes it; what it comes to is told where it was asked for (`origin`). */
export function openForm(modal, origin) {
  const fields = [];
  const title = h("h2", { id: `form-${++count}` }, modal.title);
  const submit = h("button.button.primary", { type: "submit" }, t("submit"));
  const dialog = h("dialog.form", { "aria-labelledby": title.id });
  const close = () => dialog.close();

  async function onsubmit(event) {
    event.preventDefault();
    const missing = fields.find((field) => !field.valid());
    if (missing) return missing.focus();
    submit.disabled = true;
    const filled = fields.map((field) => [field.id, field.value()]).filter(([, value]) => value !== null);
    const values = await packed(Object.fromEntries(filled));
    const result = await outcome(discord.submit(modal.interaction_id, values), origin);
    submit.disabled = false;
    if (result) close();
  }

  dialog.append(
    h(
      "form",
      { method: "dialog", onsubmit },
      h("header", title, iconButton("close", t("close"), close)),
      h("div.form-body", modal.components.map((part) => render(part, fields))),
      h("footer", h("button.button.plain", { onclick: close }, t("cancel")), submit),
    ),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  fields[0]?.focus();
}

function render(part, fields) {
  if (part.type === ROW) return part.components.map((child) => labelled(child.label, null, child, fields));
  if (part.type === LABEL) return labelled(part.label, part.description, part.component, fields);
  if (part.type === DISPLAY) return h("div.content", markdown(part.content));
  return labelled(null, null, part, fields);
}

function labelled(label, description, part, fields) {
  const id = `field-${++count}`;
  const required = part.required ?? REQUIRED_UNLESS_SAID.has(part.type);
  const field = (MAKE[part.type] ?? unknown)(part, { id, required, label });
  fields.push({ id: part.custom_id, ...field });
  const star = required ? h("span.required", { "aria-hidden": "true" }, " *") : null;
  const names = field.group ? ["p.field-label", { id: `${id}-label` }] : ["label.field-label", { for: id }];
  return h("div.field", h(...names, label, star), description ? h("p.field-note", description) : null, field.element);
}

/* Each kind of field: its element, its value (null for none), whether it may be sent, and its focus. */

function textInput(part, { id, required }) {
  const lengths = { minlength: part.min_length ?? null, maxlength: part.max_length ?? 4000 };
  const properties = { id, required, ...lengths, placeholder: part.placeholder };
  const [kind, shape] = part.style === 2 ? ["textarea", { rows: 5 }] : ["input", { type: "text" }];
  const element = h(`${kind}.input`, { ...shape, ...properties });
  element.value = part.value ?? "";
  return {
    element,
    value: () => element.value,
    valid: () => element.reportValidity(),
    focus: () => element.focus(),
  };
}

function chooser(part, { id, required, label }) {
  const least = required ? Math.max(1, part.min_values ?? 1) : 0;
  const placeholder = part.placeholder ?? t("choose");
  const made = select({ name: label, placeholder, choices: choicesOf(part), least, most: part.max_values ?? 1 });
  const { element, values } = made;
  element.id = id;
  const valid = () => {
    const enough = values().length >= least;
    element.classList.toggle("invalid", !enough);
    return enough;
  };
  return { element, value: () => (values().length ? values() : null), valid, focus: () => element.focus() };
}

/** Radio buttons, and groups of boxes. */
function options(part, { id, required }) {
  const radio = part.type === RADIO;
  const shared = { type: radio ? "radio" : "checkbox", name: id, required: required && radio };
  const inputs = part.options.map((o) => h("input", { ...shared, value: o.value, checked: Boolean(o.default) }));
  const rows = part.options.map((o, i) =>
    h("label.choice", inputs[i], h("span", o.label, o.description ? h("small", o.description) : null)),
  );
  const chosen = () => inputs.filter((input) => input.checked).map((input) => input.value);
  return {
    element: h("div", { role: radio ? "radiogroup" : "group", "aria-labelledby": `${id}-label` }, rows),
    group: true,
    value: () => (radio ? (chosen()[0] ?? null) : chosen()),
    valid: () => !required || chosen().length > 0,
    focus: () => inputs[0].focus(),
  };
}

function checkbox(part, { id }) {
  const element = h("input", { type: "checkbox", id, checked: Boolean(part.default) });
  return { element, value: () => element.checked, valid: () => true, focus: () => element.focus() };
}

function unknown(part) {
  return { element: h("p.failure", `⟨${part.type}⟩`), value: () => null, valid: () => true, focus: () => {} };
}

const MAKE = {
  [STRING]: chooser,
  [TEXT]: textInput,
  [USER]: chooser,
  [ROLE]: chooser,
  [ANYBODY]: chooser,
  [CHANNEL]: chooser,
  [UPLOAD]: upload,
  [RADIO]: options,
  [BOXES]: options,
  [BOX]: checkbox,
};
