"""Answers and search results → text or JSON for the command line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.answers.portrait import Portrait
from bot.answers.related import RelatedArticle
from bot.answers.rules import Answer, AnswerPassage, ArticleSource, CommentSource, Hit
from storage.records_search import ProductText


def answer_tree(answer: Answer) -> dict[str, Any]:
    """An answer as JSON: `refused`, `passages` with their sources, `corrections`, `nearest`."""
    return {
        "question": answer.question,
        "refused": answer.refused,
        "passages": [_passage_tree(passage) for passage in answer.passages],
        "corrections": [{"asked": asked, "read": read} for asked, read in answer.corrections],
        "nearest": [_article_tree(article) for article in answer.nearest],
    }


def hits_tree(hits: list[Hit]) -> list[dict[str, Any]]:
    """Search results as JSON, best first."""
    return [
        {
            "article": _article_tree(hit.article),
            "comment": _comment_tree(hit.comment),
            "snippet": hit.snippet,
            "score": round(hit.score, 4),
        }
        for hit in hits
    ]


def answer_text(answer: Answer) -> str:
    """An answer to read."""
    if answer.refused:
        nearest = [f"  {article.title}" for article in answer.nearest]
        return "\n".join(
            ["I know nothing about this yet.", *(["Nearest topics:", *nearest] if nearest else [])]
        )
    return "\n\n".join(f"{passage.text}\n  — {_source(passage)}" for passage in answer.passages)


def hits_text(hits: list[Hit]) -> str:
    """Search results to read."""
    if not hits:
        return "No result."
    return "\n\n".join(
        f"{hit.article.title} {_date(hit.article)}\n  {hit.snippet}\n  {hit.article.url}" for hit in hits
    )


def _source(passage: AnswerPassage) -> str:
    by = f"comment by {passage.comment.author or 'an anonymous reader'}, " if passage.comment else ""
    opinion = "reader's opinion, " if passage.opinion else ""
    return f"{opinion}{by}{passage.article.title} {_date(passage.article)} {passage.article.url}"


def _date(article: ArticleSource) -> str:
    return f"({article.published:%Y-%m-%d})" if article.published else ""


def _passage_tree(passage: AnswerPassage) -> dict[str, Any]:
    return {
        "text": passage.text,
        "opinion": passage.opinion,
        "article": _article_tree(passage.article),
        "comment": _comment_tree(passage.comment),
    }


def _article_tree(article: ArticleSource) -> dict[str, Any]:
    published = article.published.isoformat() if article.published else None
    return {"id": article.id, "title": article.title, "url": article.url, "published": published}


def _comment_tree(comment: CommentSource | None) -> dict[str, Any] | None:
    if comment is None:
        return None
    published = comment.published.isoformat() if comment.published else None
    return {"id": comment.id, "author": comment.author, "url": comment.url, "published": published}


def portrait_tree(portrait: Portrait) -> dict[str, Any]:
    """What is known of a product as JSON."""
    defining = portrait.defining
    return {
        "name": portrait.product.name,
        "texts": portrait.product.texts,
        "comments": portrait.comments,
        "defining": _said_tree(defining.text, defining.source) if defining else None,
        "first": _text_tree(portrait.first) if portrait.first else None,
        "latest": _text_tree(portrait.latest) if portrait.latest else None,
        "siblings": [product.name for product in portrait.siblings],
        "prices": [{"amount": price.amount, **_text_tree(price.source)} for price in portrait.prices],
        "points": [
            {
                "aspect": point.aspect,
                "readers": point.readers,
                "pleased": point.pleased,
                "displeased": point.displeased,
                "agreeing": point.agreeing,
                "quote": _said_tree(point.quote.text, point.quote.source),
            }
            for point in portrait.points
        ],
        "articles": [_text_tree(text) for text in portrait.articles],
        "months": dict(portrait.months),
    }


def portrait_text(portrait: Portrait) -> str:
    """What is known of a product, to read."""
    lines = [f"{portrait.product.name}: named by {portrait.product.texts} texts"]
    if portrait.defining:
        lines.append(f"  {portrait.defining.text}")
    for name, text in (("first", portrait.first), ("latest", portrait.latest)):
        if text:
            lines.append(f"  {name}: {text.title} ({text.at:%Y-%m-%d}) {text.url}")
    lines += [f"  {p.amount}: {p.source.title} ({p.source.at:%Y-%m-%d})" for p in portrait.prices]
    lines += [
        f"  {p.aspect}: {p.readers} readers, {p.pleased} pleased, {p.displeased} not: “{p.quote.text}”"
        for p in portrait.points
    ]
    if portrait.siblings:
        lines.append(f"  of the same family: {', '.join(product.name for product in portrait.siblings)}")
    return "\n".join(lines)


def related_tree(found: Sequence[RelatedArticle]) -> list[dict[str, Any]]:
    """The articles near to one as JSON, the nearest first."""
    return [
        {
            "article": {
                "id": one.article.id,
                "title": one.article.item.title,
                "url": one.article.item.url,
                "published": one.article.item.published.isoformat() if one.article.item.published else None,
            },
            "products": list(one.products),
            "categories": list(one.categories),
        }
        for one in found
    ]


def related_text(found: Sequence[RelatedArticle]) -> str:
    """The articles near to one, to read."""
    if not found:
        return "Nothing near to this article is stored."
    return "\n".join(f"{one.article.item.title}\n  {one.article.item.url}" for one in found)


def _said_tree(said: str, source: ProductText) -> dict[str, Any]:
    return {"text": said, "author": source.author, **_text_tree(source)}


def _text_tree(text: ProductText) -> dict[str, Any]:
    return {
        "article": text.article_id,
        "comment": text.comment_id or None,
        "title": text.title,
        "url": text.url,
        "at": text.at.isoformat(),
    }
