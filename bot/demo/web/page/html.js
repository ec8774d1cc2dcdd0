/** The site's HTML → elements made anew from the few tags that an article or a comment needs. */

import { h } from "./dom.js";

const ALLOWED = new Set(
  "P BR A STRONG B EM I BLOCKQUOTE UL OL LI H2 H3 H4 CODE PRE DEL FIGURE FIGCAPTION IMG CITE".split(" "),
);
const DROPPED = new Set("SCRIPT STYLE TEMPLATE IFRAME OBJECT NOSCRIPT".split(" "));

/** Elements for an HTML text; what is not allowed leaves only its text. */
export function safeHtml(text) {
  const parsed = new DOMParser().parseFromString(text, "text/html");
  return [...parsed.body.childNodes].flatMap(copy);
}

function copy(node) {
  if (node.nodeType === Node.TEXT_NODE) return [node.data];
  if (node.nodeType !== Node.ELEMENT_NODE || DROPPED.has(node.tagName)) return [];
  const children = [...node.childNodes].flatMap(copy);
  if (!ALLOWED.has(node.tagName)) return children;
  return [h(node.tagName.toLowerCase(), kept(node), ...children)];
}

function kept(node) {
  const address = node.getAttribute(node.tagName === "IMG" ? "src" : "href") ?? "";
  if (!/^(https?:|\/)/i.test(address)) return {};
  if (node.tagName === "A") return { href: address, target: "_blank", rel: "noopener noreferrer" };
  return node.tagName === "IMG" ? { src: address, alt: node.getAttribute("alt") ?? "", loading: "lazy" } : {};
}
