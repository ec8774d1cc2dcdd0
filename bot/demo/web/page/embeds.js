/** Embeds and attachments. */

import { h, icon } from "./dom.js";
import { link, markdown } from "./markdown.js";
import { cssColor } from "./store.js";
import { when } from "./words.js";

/** A picture that gives way to its description where it cannot be shown. */
export function picture(url, description, kind) {
  const image = h(`img.${kind}`, { src: url, alt: description ?? "", loading: "lazy" });
  const words = description || url.split("/").at(-1);
  image.addEventListener("error", () => image.replaceWith(h(`span.${kind}.missing`, words)));
  return image;
}

export function embed(record) {
  const element = h(
    "div.embed",
    {},
    record.thumbnail ? picture(record.thumbnail.url, null, "embed-thumbnail") : null,
    record.author ? author(record.author) : null,
    record.title ? h("p.embed-title", maybeLink(record.url, markdown(record.title, { inline: true }))) : null,
    record.description ? h("div.embed-text", markdown(record.description)) : null,
    record.fields?.length ? h("dl.embed-fields", record.fields.map(field)) : null,
    record.image ? picture(record.image.url, null, "embed-image") : null,
    foot(record),
  );
  if (record.color !== undefined && record.color !== null) element.style.setProperty("--bar", cssColor(record.color));
  return element;
}

const author = ({ name, url, icon_url: image }) => h("p.embed-author", face(image), maybeLink(url, name));
const face = (url) => (url ? picture(url, "", "embed-face") : null);
const maybeLink = (url, content) => (url ? link(url, content) : content);

function field({ name, value, inline }) {
  return h(inline ? "div.inline" : "div", h("dt", markdown(name, { inline: true })), h("dd", markdown(value)));
}

function foot({ footer, timestamp }) {
  if (!footer && !timestamp) return null;
  const date = timestamp ? h("time", { datetime: timestamp }, when(new Date(timestamp))) : null;
  return h("p.embed-foot", face(footer?.icon_url), footer?.text, footer && date ? " · " : null, date);
}

export function attachments(files) {
  if (!files?.length) return null;
  return h("ul.attachments", files.map((file) => h("li", attachment(file))));
}

function attachment(file) {
  const isImage = file.content_type?.startsWith("image/");
  if (isImage) return picture(file.url, file.description ?? file.filename, "attached-image");
  return h("span.file", icon("copy"), link(file.url, file.filename), h("small", ` ${Math.ceil(file.size / 1024)} kB`));
}
