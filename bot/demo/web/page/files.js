/** Files that are picked for a command or a form, and how they are sent: `{ filename, data }` in Base64. */

import { h } from "./dom.js";

/** One option of a command that takes a file, with the same parts as other options' fields. */
export function fileField(option, { help }) {
  const about = `${option.label} : ${option.description}`;
  const onchange = () => input.removeAttribute("aria-invalid");
  const onfocus = () => (help.textContent = about);
  const needed = String(option.required);
  const input = h("input", { type: "file", "aria-label": about, "aria-required": needed, onchange, onfocus });
  const value = () => input.files[0] ?? null;

  function valid() {
    const right = value() !== null || !option.required;
    if (!right) input.setAttribute("aria-invalid", "true");
    return right;
  }

  return {
    element: h("label.option-field.file-field", h("span", { "aria-hidden": "true" }, option.label), input),
    name: option.name,
    label: option.label,
    value,
    valid,
    shown: () => value()?.name ?? "",
    focus: () => input.focus(),
  };
}

/** A form's field for files. */
export function upload(part, { id, required }) {
  const element = h("input.input", { id, type: "file", required, multiple: (part.max_values ?? 1) > 1 });
  return {
    element,
    value: () => (element.files.length ? [...element.files] : null),
    valid: () => element.reportValidity(),
    focus: () => element.focus(),
  };
}

/** Named values as they are sent, files read. */
export async function packed(values) {
  const pairs = Object.entries(values).map(async ([name, value]) => [name, await packedValue(value)]);
  return Object.fromEntries(await Promise.all(pairs));
}

async function packedValue(value) {
  if (Array.isArray(value)) return Promise.all(value.map(packedValue));
  return value instanceof File ? { filename: value.name, data: await base64(value) } : value;
}

function base64(file) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(file);
  });
}
