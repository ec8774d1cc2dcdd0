/** One article of the news site, and what its readers say. */

import { site as server } from "./api.js";
import { articleForm } from "./article_form.js";
import { byId, h, icon } from "./dom.js";
import { safeHtml } from "./html.js";
import { kicker, news, openArticle, reader } from "./news.js";
import { state, tell } from "./store.js";
import { shortFull, t, when } from "./words.js";

/** The comments below which one is answering, and which one is changing. */
let answering = null;
let editing = null;

export function articleView(article) {
  return h(
    "article.story",
    { "aria-labelledby": "story-title" },
    h("button.back", { onclick: () => openArticle(null) }, icon("back"), t("news-home")),
    kicker(article),
    h("h3", { id: "story-title" }, article.title),
    article.subtitle ? h("p.standfirst", article.subtitle) : null,
    h("p.byline", h("b", t("by", { name: article.author })), " · ", dates(article)),
    h("div.story-actions", actions(article)),
    article.image ? h("img.story-image", { src: article.image, alt: "" }) : null,
    h("div.prose", safeHtml(article.content_html)),
    comments(article),
  );
}

function dates({ published, modified }) {
  const date = h("time", { datetime: published }, shortFull(new Date(published)));
  if (new Date(modified) - new Date(published) < 1000) return date;
  return [date, h("span.corrected", ` · ${t("corrected", { date: shortFull(new Date(modified)) })}`)];
}

const action = (shape, label, onclick) => h("button.quiet", { onclick }, icon(shape), label);

function actions(article) {
  return [
    action("pencil", t("correct"), () => articleForm(article)),
    action("trash", t("withdraw"), () => withdraw(article)),
    discordLink(article),
  ];
}

async function withdraw(article) {
  if (!confirm(t("withdraw-sure", { title: article.title }))) return;
  if (await server.withdraw(article.id)) openArticle(null);
}

/** The way to the thread that the bot opened for the article. */
function discordLink(article) {
  const thread = threadOf(article);
  if (!thread) return null;
  return action("thread", t("on-discord"), () => {
    tell("view", "discord");
    tell("open", thread.id);
  });
}

/** An article's thread is found by its title, however the blanks in it are written; a long one is cut. */
export function threadOf({ title }) {
  const plain = (text) => text.replace(/\s+/g, " ");
  const wanted = plain(title);
  const isCut = (name) => name.length > 40 && wanted.startsWith(name.replace(/ ?…$/, ""));
  return state.guild?.threads.find(({ name }) => plain(name) === wanted || isCut(plain(name))) ?? null;
}

const isClosed = (article) => article.comment_status === "closed";

function comments(article) {
  const known = new Set(article.comments.map((comment) => comment.id));
  const roots = article.comments.filter((comment) => !known.has(comment.parent));
  const count = article.comments.length ? h("span.count", String(article.comments.length)) : null;
  return h(
    "section.comments",
    { "aria-labelledby": "comments-title" },
    h("h4", { id: "comments-title" }, t("comments-title"), count),
    roots.length ? h("ol", roots.map((comment) => branch(comment, article))) : note(t("no-comments")),
    isClosed(article) ? note(t("comments-closed")) : commentForm(article, null),
  );
}

const note = (text) => h("p.news-empty", text);

function branch(comment, article) {
  const answers = article.comments.filter((other) => other.parent === comment.id);
  const below = answers.length ? h("ol", answers.map((answer) => branch(answer, article))) : null;
  return h("li", commentView(comment, article), below);
}

function commentView(comment, article) {
  const id = `comment-${comment.id}`;
  if (comment.status === "trash") return h("article.comment.gone", { id }, h("p", t("deleted-comment")));
  const date = h("time", { datetime: comment.date }, when(new Date(comment.date)));
  const edited = comment.edited ? h("span.corrected", ` ${t("edited")}`) : null;
  return h(
    "article.comment",
    { id, "aria-label": comment.author },
    h("img.comment-face", { src: comment.avatar, alt: "" }),
    h("header", h("b", comment.author), date, edited),
    editing === comment.id ? editForm(comment, article) : h("div.prose", safeHtml(comment.content_html)),
    h("div.comment-actions", commentActions(comment, article)),
    answering === comment.id ? commentForm(article, comment) : null,
  );
}

function commentActions(comment, article) {
  const answer = action("reply", t("reply"), () => {
    answering = answering === comment.id ? null : comment.id;
    drawAgain(article);
  });
  const edit = action("pencil", t("edit"), () => {
    editing = editing === comment.id ? null : comment.id;
    drawAgain(article);
  });
  const remove = action("trash", t("delete"), () => server.deleteComment(comment.id));
  const mine = comment.author_id === news.readerId;
  return [isClosed(article) ? null : answer, mine ? [edit, remove] : null];
}

/** Draw the article again without leaving one's place in it. */
function drawAgain(article) {
  const pane = byId("news");
  const place = pane.scrollTop;
  openArticle(article.id);
  pane.scrollTop = place;
  pane.querySelector(".comment textarea")?.focus({ preventScroll: true });
}

function commentForm(article, parent) {
  const id = `write-${parent?.id ?? "new"}`;
  const label = parent ? t("reply-to", { name: parent.author }) : t("write-comment");
  const placeholder = t("comment-as", { name: reader()?.name });
  const box = h("textarea.comment-box", { id, rows: parent ? 2 : 3, required: true, placeholder });
  const onsubmit = async (event) => {
    event.preventDefault();
    const written = { author_id: news.readerId, content: box.value.trim(), parent: parent?.id ?? 0 };
    if (!written.content || !(await server.comment(article.id, written))) return;
    box.value = "";
    answering = null;
    drawAgain(article);
  };
  const send = h("button.news-button", { type: "submit" }, parent ? t("reply") : t("comment"));
  return h("form.comment-form", { onsubmit }, h("label", { for: id }, label), box, send);
}

function editForm(comment, article) {
  const properties = { id: `edit-${comment.id}`, "aria-label": t("edit"), value: comment.content_text };
  const box = h("textarea.comment-box", { ...properties, rows: 3, required: true });
  const end = () => {
    editing = null;
    drawAgain(article);
  };
  const onsubmit = async (event) => {
    event.preventDefault();
    if (await server.editComment(comment.id, box.value.trim())) end();
  };
  const save = h("button.news-button", { type: "submit" }, t("save"));
  const cancel = h("button.quiet", { onclick: end }, t("cancel"));
  return h("form.comment-form", { onsubmit }, box, h("div.row", save, cancel));
}
