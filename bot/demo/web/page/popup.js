/** Things that open beside a control: lists to choose from and menus. They close on Esc and on a click elsewhere. */

import { h, icon } from "./dom.js";

let count = 0;
const GAP = 6;
const EDGE = 8;

/** Put `panel` above or below `anchor`, within the window, in front of everything. */
function place(panel, anchor, { above = false, wide = false } = {}) {
  (anchor.closest("dialog, .pane") ?? document.body).append(panel);
  panel.popover = "manual";
  panel.showPopover();
  const at = anchor.getBoundingClientRect();
  if (wide) panel.style.width = `${at.width}px`;
  else panel.style.minWidth = `${Math.min(at.width, 420)}px`;
  const { width, height } = panel.getBoundingClientRect();
  const fitsBelow = at.bottom + height + GAP + EDGE < innerHeight;
  const top = above || !fitsBelow ? Math.max(EDGE, at.top - height - GAP) : at.bottom + GAP;
  panel.style.top = `${top}px`;
  panel.style.left = `${Math.max(EDGE, Math.min(at.left, innerWidth - width - EDGE))}px`;
}

/** What an option or a menu entry shows: `{ lead, label, note }`. */
function face({ lead, label, note }) {
  const about = note ? [" ", h("span.option-note", note)] : null;
  return [lead, h("span.option-text", h("span.option-label", label), about)];
}

/**
 * A list for a text field. `offer(items)` shows `[{ value, label, note, lead }]`, `onpick(item)` hears the choice.
 * The field keeps the focus; arrows move, Enter and Tab choose, Esc closes.
 */
export function suggestions(field, { name, onpick, above = false, wide = false }) {
  const id = `popup-${++count}`;
  let panel = null;
  let items = [];
  let active = 0;
  field.setAttribute("aria-autocomplete", "list");

  // A text area may have suggestions, but no state of being open: only a combobox has.
  const expand = (open) => field.role === "combobox" && field.setAttribute("aria-expanded", open);

  function close() {
    panel?.remove();
    panel = null;
    expand("false");
    field.removeAttribute("aria-controls");
    field.removeAttribute("aria-activedescendant");
  }

  function offer(next, heading) {
    const keep = items[active]?.value;
    items = next;
    if (!items.length) return close();
    active = Math.max(0, items.findIndex((item) => item.value === keep));
    panel?.remove();
    const list = h("div", { id, role: "listbox", "aria-label": name }, items.map(row));
    panel = h("div.popup.suggestions", heading ? h("p.popup-heading", heading) : null, list);
    place(panel, field.closest("[data-popup-anchor]") ?? field, { above, wide });
    expand("true");
    field.setAttribute("aria-controls", id);
    mark();
  }

  function row(item, index) {
    // The pointer must not take the focus away from the field.
    const onpointerdown = (event) => event.preventDefault();
    const onclick = () => pick(index);
    return h("div.option", { id: `${id}-${index}`, role: "option", onpointerdown, onclick }, face(item));
  }

  function mark() {
    const options = panel.querySelectorAll("[role=option]");
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === active)));
    options[active].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", options[active].id);
  }

  function pick(index) {
    const item = items[index];
    close();
    onpick(item);
  }

  /** Deal with a key; true when it was for the list. */
  function key(event) {
    if (!panel || event.isComposing) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      active = (active + step + items.length) % items.length;
      mark();
    } else if (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) pick(active);
    else if (event.key === "Escape") close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  field.addEventListener("blur", () => setTimeout(() => field !== document.activeElement && close(), 120));
  return { offer, close, key, isOpen: () => panel !== null };
}

/** How to close what an anchor has open: using the anchor again closes it. */
const opened = new WeakMap();

/** Open a panel that takes the focus, walk it with arrows, and give the focus back. Returns how to close it. */
function open(panel, anchor, onclose = () => {}) {
  if (opened.has(anchor)) return opened.get(anchor)();
  const before = document.activeElement;
  const targets = () => [...panel.querySelectorAll("[role=option], [role=menuitem]")];

  function close() {
    if (!panel.isConnected) return;
    panel.remove();
    opened.delete(anchor);
    document.removeEventListener("pointerdown", away, true);
    anchor.setAttribute("aria-expanded", "false");
    (anchor.isConnected ? anchor : before)?.focus?.();
    onclose();
  }

  function away(event) {
    if (!panel.contains(event.target) && !anchor.contains(event.target)) close();
  }

  function onkeydown(event) {
    const all = targets();
    const at = all.indexOf(document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (next !== undefined) all.at(next % all.length)?.focus();
    else if (event.key === "Escape" || event.key === "Tab") close();
    else if (event.key === "Enter" || event.key === " ") document.activeElement.click();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  panel.addEventListener("keydown", onkeydown);
  document.addEventListener("pointerdown", away, true);
  opened.set(anchor, close);
  place(panel, anchor);
  anchor.setAttribute("aria-expanded", "true");
  (panel.querySelector("[aria-selected=true]") ?? targets()[0])?.focus();
  return close;
}

/** A menu of commands, `[{ label, lead, act, danger }]`; strings between them are headings. */
export function menu(anchor, name, entries) {
  const rows = entries.map((entry) => {
    if (typeof entry === "string") return h("p.popup-heading", { role: "presentation" }, entry);
    const onclick = () => {
      close();
      entry.act();
    };
    return h(`div.option${entry.danger ? ".danger" : ""}`, { role: "menuitem", tabindex: -1, onclick }, face(entry));
  });
  const close = open(h("div.popup.menu", { role: "menu", "aria-label": name }, rows), anchor);
}

/**
 * A select: a button that opens a list. `choices` are `[{ value, label, note, lead, chosen }]`;
 * `onchoose(values)` hears the whole choice, once, when the list closes on a changed one.
 */
export function select({ name, placeholder, choices, least = 1, most = 1, disabled = false, onchoose }) {
  let chosen = choices.filter((choice) => choice.chosen).map((choice) => choice.value);
  const label = name ?? placeholder;
  const text = h("span.select-face");
  const state = { role: "combobox", "aria-haspopup": "listbox", "aria-expanded": "false", "aria-label": label };
  const button = h("button.select", { ...state, disabled, onclick: show }, text, icon("down"));
  const isChosen = (choice) => chosen.includes(choice.value);

  function paint() {
    text.textContent = choices.filter(isChosen).map((choice) => choice.label).join(", ") || placeholder;
    text.classList.toggle("placeholder", !chosen.length);
    button.classList.remove("invalid");
  }

  function show() {
    const before = chosen.join("\n");
    const options = choices.map((choice) =>
      h("div.option", { role: "option", tabindex: -1, onclick: () => toggle(choice) }, face(choice), icon("check")),
    );
    const several = most > 1 ? "true" : null;
    const panel = h("div.popup", { role: "listbox", "aria-label": label, "aria-multiselectable": several }, options);
    const mark = () =>
      options.forEach((option, i) => option.setAttribute("aria-selected", String(isChosen(choices[i]))));
    const settle = () => chosen.length >= least && chosen.join("\n") !== before && onchoose?.(chosen);
    mark();
    const close = open(panel, button, settle);

    function toggle({ value }) {
      if (most === 1) chosen = chosen[0] === value && least === 0 ? [] : [value];
      else if (chosen.includes(value)) chosen = chosen.filter((other) => other !== value);
      else chosen = [...chosen, value].slice(0, most);
      mark();
      paint();
      if (most === 1) close();
    }
  }

  paint();
  return { element: button, values: () => chosen };
}
