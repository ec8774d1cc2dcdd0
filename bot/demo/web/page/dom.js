/** Elements from descriptions. Nothing here, or anywhere on the page, turns text into markup. */

/**
 * Make an element: `h("button.primary", { onclick }, "Envoyer")`, `h("p", "Bonjour")`. Of the properties,
 * functions become listeners, `true` an empty attribute, `false` and `null` nothing.
 */
export function h(spec, ...rest) {
  const [tag, ...classes] = spec.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  if (tag === "button") element.type = "button";
  const properties = isProperties(rest[0]) ? rest.shift() : {};
  for (const [name, value] of Object.entries(properties)) setProperty(element, name, value);
  element.append(...present(rest));
  return element;
}

const isProperties = (thing) => thing?.constructor === Object;

function setProperty(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (typeof value === "function") element.addEventListener(name.slice(2), value);
  else if (name === "value" || name === "checked") element[name] = value;
  else if (name === "dataset") Object.assign(element.dataset, value);
  else element.setAttribute(name, value === true ? "" : value);
}

/** The children that are something; nested lists are flattened. */
function present(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

export function fill(element, ...children) {
  element.replaceChildren(...present(children));
  return element;
}

export const byId = (id) => document.getElementById(id);

export const hidden = (text) => h("span.visually-hidden", text);

const SHAPES = {
  hash: "M9 4 7 20M17 4l-2 16M4.5 9h16M3.5 15h16",
  forum: "M4 5h12v8H9l-4 3v-3H4zM19 9v7h-1v3l-4-3h-4",
  thread: "M5 4v10a3 3 0 0 0 3 3h11M15 13l4 4-4 4",
  reply: "M10 6 4 12l6 6M4 12h10a6 6 0 0 1 6 6",
  pencil: "M5 19l1-4L16 5l3 3L9 18zM14 7l3 3",
  trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10 11v5M14 11v5",
  smile: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M8.5 14.5c1.8 2.4 5.2 2.4 7 0M9 9.5v.5M15 9.5v.5",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  close: "M6 6l12 12M18 6 6 18",
  menu: "M4 7h16M4 12h16M4 17h16",
  people: "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2.5 20c1-8 12-8 13 0M16 4.5a3.5 3.5 0 0 1 0 6.5M18 14.5q3 1 3.5 5.5",
  send: "M4 12 20 4l-5 16-3-7zM12 13l8-9",
  pin: "M9 4h6l-1 6 4 4H6l4-4zM12 14v6",
  down: "M6 9l6 6 6-6",
  copy: "M9 9h10v11H9zM5 15V4h10",
  check: "M5 12.5l4.5 4.5L19 7",
  bolt: "M13 3 5 14h6l-1 7 8-11h-6z",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12M12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5",
  back: "M14 5l-7 7 7 7",
  plus: "M12 5v14M5 12h14",
  join: "M4 12h13M12 6l6 6-6 6",
  warn: "M12 4 2.5 20h19zM12 10v5M12 17.5v.5",
  out: "M13 5h6v6M19 5l-9 9M17 14v5H5V7h5",
};

/** A stroked icon that screen readers skip; the control around it carries the name. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

/** A button that shows an icon and says its name to everybody else. */
export function iconButton(name, label, onclick, more = {}) {
  return h("button.icon-button", { "aria-label": label, title: label, onclick, ...more }, icon(name));
}
