/** Any message in one line of plain words. */

import { nameOf } from "./store.js";
import { t } from "./words.js";

const LONGEST = 160;

export function summary(message) {
  const said = [message.content, ...(message.embeds ?? []).flatMap(embedTexts), ...displayed(message.components ?? [])];
  return plain(said.filter(Boolean).join(" · ")).slice(0, LONGEST) || t("no-text");
}

const embedTexts = (embed) => [embed.author?.name, embed.title, embed.description];

function displayed(parts) {
  return parts.flatMap((part) => (part.type === 10 ? [part.content] : displayed(part.components ?? [])));
}

function plain(text) {
  return text
    .replace(/<@!?(\d+)>/g, (_, id) => `@${nameOf(id) ?? t("unknown-user")}`)
    .replace(/<t:-?\d+(?::\w)?>/g, "…")
    .replace(/\[([^\]]+)\]\([^)]*\)/g, "$1")
    .replace(/[*_~`|>#]+/g, "")
    .replace(/\s+/g, " ")
    .trim();
}
