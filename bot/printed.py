"""Answers and search results → text or JSON for the command line."""

from __future__ import annotations

from typing import Any

from bot.answers.rules import Answer, AnswerPassage, ArticleSource, CommentSource, Hit


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
