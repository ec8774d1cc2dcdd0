/** A forum: its posts, newest activity first, and the tags to narrow them down. */

import { byId, fill, h, icon } from "./dom.js";
import { markdown } from "./markdown.js";
import { isUnread, nameOf, order, state, tell } from "./store.js";
import { ago, t } from "./words.js";

const EPOCH = 1_420_070_400_000n;
/** forum → the tags that are picked. */
const picks = new Map();

const dateOf = (id) => new Date(Number((BigInt(id) >> 22n) + EPOCH));
const activity = (post) => post.last_message_id ?? post.id;

export function showForum(forum) {
  const picked = picks.get(forum.id) ?? new Set();
  picks.set(forum.id, picked);
  const fits = (post) => !picked.size || post.applied_tags.some((tag) => picked.has(tag));
  const posts = state.guild.threads.filter((thread) => thread.parent_id === forum.id && fits(thread));
  posts.sort((a, b) => order(activity(b), activity(a)));
  const cards = posts.map((post) => h("li", card(post, forum)));
  fill(
    byId("forum"),
    h("div.forum-head", h("h3", icon("forum"), forum.name), h("p", markdown(forum.topic ?? "", { inline: true }))),
    tagFilter(forum, picked),
    cards.length ? h("ul.posts", { "aria-label": t("posts") }, cards) : h("p.empty", t("no-posts")),
  );
}

function tagFilter(forum, picked) {
  const buttons = forum.available_tags.map((tag) => {
    const onclick = () => {
      if (!picked.delete(tag.id)) picked.add(tag.id);
      showForum(forum);
      byId("forum").querySelector(`[data-tag="${tag.id}"]`)?.focus();
    };
    const pressed = String(picked.has(tag.id));
    return h("button.tag", { "aria-pressed": pressed, dataset: { tag: tag.id }, onclick }, face(tag));
  });
  return h("div.tags", { role: "group", "aria-label": t("filter-tags") }, buttons);
}

const face = (tag) => [tag.emoji_name ? `${tag.emoji_name} ` : null, tag.name];

function card(post, forum) {
  const tags = post.applied_tags.map((id) => forum.available_tags.find((tag) => tag.id === id)).filter(Boolean);
  const unread = isUnread(post);
  return h(
    `button.post${unread ? ".unread" : ""}`,
    { onclick: () => tell("open", post.id) },
    tags.length ? h("span.post-tags", tags.map((tag) => h("span.tag", face(tag)))) : null,
    h("strong.post-title", post.name),
    h("span.post-text", h("b", `${nameOf(post.owner_id) ?? "?"} : `), post.preview),
    h("span.post-foot", icon("forum"), foot(post), unread ? h("span.new", t("new")) : null),
  );
}

const foot = (post) => `${t("messages", { n: post.message_count })} · ${ago(dateOf(activity(post)))}`;
