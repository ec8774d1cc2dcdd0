/** The news site: its front page, and the way to its articles. */

import { followSite, site as server } from "./api.js";
import { byId, fill, h, icon } from "./dom.js";
import { showAccount } from "./account.js";
import { articleForm } from "./article_form.js";
import { articleView, threadOf } from "./article.js";
import { on, state, tell } from "./store.js";
import { ago, longDay, t } from "./words.js";

/** What the site says of itself, and what of it is shown. */
export const news = { site: null, articleId: null, category: null, readerId: null };

export function setUpNews({ articleId }) {
  news.articleId = articleId;
  on("person", followPerson);
  on("guild", followThread);
  document.addEventListener("click", catchLink, true);
  byId("news-publish").addEventListener("click", () => articleForm(null));
  byId("news-home").addEventListener("click", () => openArticle(null));
  followSite(refresh);
}

/** Ask the site for its state, and show it. */
export async function refresh() {
  const fresh = await server.state();
  if (!fresh) return;
  news.site = fresh;
  if (!news.readerId) followPerson();
  draw();
}

/** Draw again when the bot opens, or loses, the open article's thread. */
let linked = null;

function followThread() {
  const article = news.site?.articles.find((one) => one.id === news.articleId);
  const thread = article ? (threadOf(article)?.id ?? null) : null;
  if (thread === linked) return;
  linked = thread;
  if (article) draw();
}

/** The reader with the acting person's name, or the first there is. */
function followPerson() {
  const readers = news.site?.readers ?? [];
  const reader = readers.find((r) => r.name === state.me?.name) ?? readers[0];
  news.readerId = reader?.id ?? null;
  if (news.site) showAccount();
}

export const reader = () => news.site.readers.find((r) => r.id === news.readerId) ?? null;

export function openArticle(id, comment = null) {
  news.articleId = id;
  draw();
  byId("news").scrollTop = 0;
  tell("address");
  if (!comment) return;
  const target = byId(`comment-${comment}`);
  target?.scrollIntoView({ block: "center" });
  target?.classList.add("flash");
}

function draw() {
  const article = news.site.articles.find((a) => a.id === news.articleId);
  if (!article) news.articleId = null;
  showAccount();
  showSections();
  byId("news").classList.toggle("reading", Boolean(article));
  byId("news-date").textContent = longDay(new Date());
  const body = byId("news-body");
  const drafts = [...body.querySelectorAll("textarea")];
  const focused = document.activeElement;
  fill(body, article ? articleView(article) : frontPage());
  for (const draft of drafts) restore(draft, draft === focused);
}

/** A comment that is being written outlives what happens on the site meanwhile. */
function restore(draft, hadFocus) {
  const box = byId(draft.id);
  if (!box) return;
  box.value = draft.value;
  if (!hadFocus) return;
  box.focus({ preventScroll: true });
  box.setSelectionRange(draft.selectionStart, draft.selectionEnd);
}

function showSections() {
  const names = news.site.categories.map((category) => category.name);
  const used = names.filter((name) => news.site.articles.some((article) => article.categories.includes(name)));
  const tab = (name) => {
    const choose = () => ((news.category = name), openArticle(null));
    const pressed = String(news.category === name && !news.articleId);
    return h("li", h("button", { "aria-pressed": pressed, onclick: choose }, name ?? t("all-sections")));
  };
  fill(byId("news-sections"), h("ul", [null, ...used].map(tab)));
}

function frontPage() {
  const wanted = news.site.articles.filter((a) => !news.category || a.categories.includes(news.category));
  const newest = wanted.sort((a, b) => new Date(b.published) - new Date(a.published));
  const [first, ...others] = newest;
  if (!first) return h("p.news-empty", t("no-articles"));
  return [lead(first), h("ol.headlines", others.map((article) => h("li", headline(article))))];
}

const opener = (article) => (event) => {
  if (event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  openArticle(article.id);
};

/** The link of an article: it opens here, and may be opened elsewhere. */
const titleLink = (article) => h("a", { href: article.url, onclick: opener(article) }, article.title);

function lead(article) {
  return h("article.lead", image(article), summaryOf(article));
}

function headline(article) {
  return h("article.headline", h("div", summaryOf(article)), image(article));
}

const image = (article) => (article.image ? h("img", { src: article.image, alt: "", loading: "lazy" }) : null);

function summaryOf(article) {
  const standfirst = article.subtitle ? h("p.standfirst", article.subtitle) : null;
  return [kicker(article), h("h3", titleLink(article)), standfirst, byline(article)];
}

export const kicker = (article) => h("p.kicker", article.categories.join(" · "));

function byline(article) {
  const n = article.comments.length;
  const date = h("time", { datetime: article.published }, ago(new Date(article.published)));
  return h("p.byline", date, n ? h("span", icon("forum"), t("comments", { n })) : null);
}

/** A link of a message that leads to an article of the site opens it here, beside the conversation. */
function catchLink(event) {
  const anchor = event.target.closest?.("a[href]");
  if (!anchor || event.metaKey || event.ctrlKey || !anchor.closest("#discord") || !news.site) return;
  const address = new URL(anchor.href);
  const path = address.pathname.replace(/\/$/, "");
  const number = Number(address.searchParams.get("p"));
  const article = news.site.articles.find((a) => a.id === number || path.endsWith(`/${a.slug}`));
  if (!article || address.host !== location.host) return;
  event.preventDefault();
  tell("view", "news");
  openArticle(article.id, /^#comment-(\d+)$/.exec(address.hash)?.[1]);
}
