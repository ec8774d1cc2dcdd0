/** Discord's markdown → elements. The input is never trusted: it only ever becomes text nodes. */

import { h } from "./dom.js";
import { mentionOf } from "./mentions.js";

/** The elements of a message's text. `inline` leaves headings, lists and quotes as they are written. */
export function markdown(text, { inline = false } = {}) {
  if (inline) return spans(text);
  return text.split(/(```[\s\S]*?```)/).flatMap((part) => (isFence(part) ? [fence(part)] : blocks(part)));
}

const isFence = (part) => part.length > 6 && part.startsWith("```") && part.endsWith("```");

function fence(part) {
  const [, language, code] = /^```(?:([\w+-]+)\n)?\n?([\s\S]*?)\n?```$/.exec(part);
  return h("pre.code-block", { tabindex: 0, "data-language": language ?? null }, h("code", code));
}

const HEADING = /^(#{1,3}) +(.+)$/;
const SMALL = /^-# +(.+)$/;
const QUOTE = /^> (.*)$/;
const ITEM = /^( *)([-*]|\d{1,9}\.) +(.+)$/;

function blocks(text) {
  const lines = text.replace(/^\n|\n$/g, "").split("\n");
  const out = [];
  if (lines.length === 1 && !lines[0]) return out;
  while (lines.length) out.push(...takeBlock(lines));
  return out;
}

/** Take the lines of the next block off the front. */
function takeBlock(lines) {
  const line = lines[0];
  if (line.startsWith(">>> ")) return [quote(lines.splice(0).join("\n").slice(4))];
  if (QUOTE.test(line)) return [quote(takeWhile(lines, QUOTE).map((l) => l.slice(2)).join("\n"))];
  if (ITEM.test(line)) return lists(takeWhile(lines, ITEM));
  const heading = HEADING.exec(line);
  if (heading) return lines.shift() && [h(`h4.md-h${heading[1].length}`, spans(heading[2]))];
  const small = SMALL.exec(line);
  if (small) return lines.shift() && [h("small.md-small", spans(small[1]))];
  const plain = [lines.shift()];
  while (lines.length && !startsBlock(lines[0])) plain.push(lines.shift());
  return [h("div.md-text", spans(plain.join("\n")))];
}

const startsBlock = (line) => line.startsWith(">>> ") || [QUOTE, ITEM, HEADING, SMALL].some((form) => form.test(line));

function takeWhile(lines, form) {
  const end = lines.findIndex((line) => !form.test(line));
  return lines.splice(0, end < 0 ? lines.length : end);
}

const quote = (text) => h("blockquote", blocks(text));

const isNumbered = (line) => /^ *\d/.test(line);

/** Lists whose items may hold deeper lists, by their indentation; numbers and bullets make lists of their own. */
function lists(lines) {
  const out = [];
  while (lines.length) {
    const [, indent, mark] = ITEM.exec(lines[0]);
    const numbered = isNumbered(lines[0]);
    const list = h(numbered ? "ol" : "ul", numbered ? { start: parseInt(mark, 10) } : {});
    while (lines.length && isNumbered(lines[0]) === numbered) {
      const [, , , text] = ITEM.exec(lines.shift());
      const deeper = [];
      while (lines.length && ITEM.exec(lines[0])[1].length > indent.length) deeper.push(lines.shift());
      list.append(h("li", spans(text), lists(deeper)));
    }
    out.push(list);
  }
  return out;
}

/** Each mark of a span, first come first served; the group at its place says which one it was. */
const MARKS = [
  [/\\([\\*_~|`>#<\[\]()-])/, (m) => [m[1]]],
  [/(`{1,2})([\s\S]+?)\1(?!`)/, (m) => [h("code", m[2])]],
  [/<(?:@[!&]?\d+|#\d+|t:-?\d+(?::[tTdDfFR])?|\/[^:>]+:\d+|a?:\w+:\d+)>/, (m) => [mentionOf(m[0])]],
  [/@(?:everyone|here)\b/, (m) => [h("span.mention", m[0])]],
  [/\[([^\]]+)\]\(<?(https?:\/\/[^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*)>?\)/, (m) => [link(m[2], spans(m[1]))]],
  [/<(https?:\/\/[^\s<>]+)>/, (m) => [link(m[1], m[1])]],
  [/https?:\/\/[^\s<>]+/, (m) => bareLink(m[0])],
  [/\|\|([\s\S]+?)\|\|/, (m) => [spoiler(m[1])]],
  [/\*\*\*([\s\S]+?)\*\*\*/, (m) => [h("strong", h("em", spans(m[1])))]],
  [/\*\*([\s\S]+?)\*\*/, (m) => [h("strong", spans(m[1]))]],
  [/__([\s\S]+?)__/, (m) => [h("u", spans(m[1]))]],
  [/\*(?!\s)([\s\S]+?)(?<!\s)\*/, (m) => [h("em", spans(m[1]))]],
  [/(?<!\w)_(?!\s)([\s\S]+?)(?<!\s)_(?!\w)/, (m) => [h("em", spans(m[1]))]],
  [/~~([\s\S]+?)~~/, (m) => [h("s", spans(m[1]))]],
];

function spans(text) {
  const out = [];
  let rest = text;
  while (rest) {
    const [match, render] = earliest(rest);
    if (!match) break;
    if (match.index) out.push(rest.slice(0, match.index));
    out.push(...render(match));
    rest = rest.slice(match.index + match[0].length);
  }
  if (rest) out.push(rest);
  return out;
}

function earliest(text) {
  let best = [null, null];
  for (const [form, render] of MARKS) {
    const match = form.exec(text);
    if (match && (!best[0] || match.index < best[0].index)) best = [match, render];
  }
  return best;
}

/** A link that leaves the page; only the web's own schemes become links. */
export function link(href, content) {
  if (!/^https?:\/\//i.test(href)) return h("span", content);
  return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, content);
}

/** A bare address ends before the punctuation that belongs to the sentence. */
function bareLink(written) {
  const [, href, tail] = /^(.*?)([.,;:!?'")\]]*)$/.exec(written);
  const closes = tail.startsWith(")") && href.includes("(") ? ")" : "";
  return [link(href + closes, href + closes), tail.slice(closes.length)];
}

function spoiler(text) {
  const reveal = ({ currentTarget: mark }) => {
    mark.classList.add("revealed");
    mark.removeAttribute("role");
    mark.removeAttribute("aria-label");
    mark.removeAttribute("tabindex");
  };
  const onkeydown = (event) => (event.key === "Enter" || event.key === " ") && (event.preventDefault(), reveal(event));
  const name = { role: "button", tabindex: 0, "aria-label": "spoiler" };
  return h("span.spoiler", { ...name, onclick: reveal, onkeydown }, h("span", spans(text)));
}
