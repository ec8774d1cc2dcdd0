/** The account of the reader whom one is on the site: subscription, and the code that links it to Discord. */

import { site as server, toast } from "./api.js";
import { byId, fill, h, icon } from "./dom.js";
import { news, openArticle, reader } from "./news.js";
import { clock, shortDay, t } from "./words.js";

export function showAccount() {
  const person = reader();
  if (!person) return;
  const box = byId("news-account");
  const open = box.querySelector("details")?.open ?? false;
  const focused = document.activeElement?.closest?.("#news-account [id]")?.id;
  const panel = h("div.account", chooser(), subscription(person), link(person));
  fill(box, h("details", { open }, summary(person), panel));
  if (focused) byId(focused)?.focus({ preventScroll: true });
}

function summary(person) {
  const name = t("account-of", { name: person.name });
  const face = h("img.comment-face", { src: person.avatar, alt: "" });
  const held = plan(person.subscription);
  return h("summary", { "aria-label": name }, face, h("b", person.name), held, icon("down"));
}

const tierName = (id) => news.site.tiers.find((tier) => tier.id === id)?.name ?? id;

function plan(held) {
  if (!held) return h("span.plan.none", t("no-subscription"));
  return h(`span.plan${held.status === "active" ? "" : ".off"}`, tierName(held.tier));
}

const labelled = (element, label) => h("div.field", h("label", { for: element.id }, label), element);

function chooser() {
  const onchange = (event) => {
    news.readerId = Number(event.target.value);
    showAccount();
    if (news.articleId) openArticle(news.articleId);
  };
  const options = news.site.readers.map((r) => h("option", { value: r.id, selected: r.id === news.readerId }, r.name));
  return labelled(h("select", { id: "account-reader", onchange }, options), t("reader"));
}

function subscription({ id, subscription: held }) {
  const tiers = news.site.tiers.map((one) => h("option", { value: one.id, selected: held?.tier === one.id }, one.name));
  const tier = h("select", { id: "account-tier" }, tiers);
  const until = h("input", { type: "date", id: "account-until", value: held?.until ? held.until.slice(0, 10) : "" });
  const onsubmit = (event) => {
    event.preventDefault();
    server.subscribe(id, { tier: tier.value, until: until.value || null, status: "active" });
  };
  const end = () => server.unsubscribe(id);
  return h(
    "form.account-plan",
    { onsubmit },
    h("p.account-state", held ? terms(held) : t("no-subscription")),
    labelled(tier, t("tier")),
    labelled(until, t("end-date")),
    h(
      "div.row",
      h("button.news-button", { type: "submit", id: "account-save" }, held ? t("change") : t("subscribe")),
      held ? h("button.quiet", { id: "account-end", onclick: end }, t("end")) : null,
    ),
  );
}

function terms({ tier, status, until }) {
  const end = until ? t("until", { date: shortDay(new Date(until)) }) : t("open-end");
  return [h("b", tierName(tier)), ` · ${t(`status.${status}`)} · ${end}`];
}

/** A link that the site signs, and the one-time code: made on demand, shown as long as the site takes it. */
function link({ id, link_url: href, link_code: code }) {
  const onclick = () => server.linkCode(id);
  const make = h("button.news-button.light", { id: "account-make-code", onclick }, t("get-code"));
  const once = href && h("a.news-button", { id: "account-link-once", href, target: "_blank", rel: "noreferrer" }, t("link-once"));
  return h("div.account-link", h("h3", t("link-code")), once, code ? codeView(code) : null, make);
}

function codeView({ code, expires }) {
  const onclick = async () => {
    await navigator.clipboard.writeText(code);
    toast(t("copied"), "done");
  };
  const copy = h("button.quiet", { id: "account-copy", onclick }, icon("copy"), t("copy"));
  const note = t("link-code-note", { time: clock(new Date(expires)) });
  return [h("p.code", h("output", { id: "account-code", "aria-label": t("code") }, code), copy), h("p.note", note)];
}
