/** Publishing an article, and correcting one. */

import { site as server, toast } from "./api.js";
import { h, iconButton } from "./dom.js";
import { news, openArticle, refresh } from "./news.js";
import { t } from "./words.js";

/** Open the form for a new article, or for `article`. */
export function articleForm(article) {
  const fields = fieldsOf(article);
  const heading = article ? t("correct-article") : t("publish-article");
  const dialog = h("dialog.news-dialog", { "aria-label": heading });
  const close = () => dialog.close();

  async function onsubmit(event) {
    event.preventDefault();
    const answer = await (article ? server.correct(article.id, fields.written()) : server.publish(fields.written()));
    if (!answer) return;
    close();
    if (!article) toast(t("published"), "done");
    await refresh();
    openArticle(answer.id);
  }

  const send = h("button.news-button", { type: "submit" }, article ? t("save") : t("publish"));
  dialog.append(
    h(
      "form",
      { method: "dialog", onsubmit },
      h("header", h("h2", heading), iconButton("close", t("close"), close)),
      fields.elements,
      h("footer", h("button.quiet", { onclick: close }, t("cancel")), send),
    ),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function fieldsOf(article) {
  const text = (id, value, more) => h("input", { type: "text", id, value: value ?? "", ...more });
  const title = text("article-title", article?.title, { required: true, maxlength: 200, autofocus: true });
  const subtitle = text("article-subtitle", article?.subtitle, { maxlength: 200 });
  const content = h("textarea", { id: "article-content", rows: 9, required: true, value: article?.content_text ?? "" });
  const boxes = news.site.categories.map(({ name }) => categoryBox(name, article));
  const author = h("select", { id: "article-author" }, authors(article));
  const written = () => ({
    title: title.value.trim(),
    subtitle: subtitle.value.trim(),
    content: content.value.trim(),
    categories: boxes.filter((box) => box.checked).map((box) => box.value),
    author_id: Number(author.value),
  });
  const elements = [
    field(title, t("title")),
    field(subtitle, t("subtitle")),
    field(content, t("text"), t("text-note")),
    h("fieldset", h("legend", t("categories")), boxes.map((box) => h("label.check", box, box.value))),
    field(author, t("author")),
  ];
  return { elements, written };
}

function field(element, label, note) {
  return h("div.field", h("label", { for: element.id }, label), note ? h("small", note) : null, element);
}

function categoryBox(name, article) {
  return h("input", { type: "checkbox", value: name, checked: article?.categories.includes(name) ?? false });
}

function authors(article) {
  const journalists = news.site.readers.filter((reader) => reader.role === "journalist");
  return journalists.map((r) => h("option", { value: r.id, selected: article?.author_id === r.id }, r.name));
}
