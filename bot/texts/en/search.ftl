## Search

search-everything = everything
search-by-fit = By fit
search-by-date = By date
search-page = { $page } / { $pages }
search-forgotten = This search is too old to turn its pages. Search again.
search-filter-source = Source: { $value }
search-filter-author = Author: { $value }
search-filter-category = Category: { $value }
search-filter-product = Product: { $value }
search-filter-since = from { $value }
search-filter-until = until { $value }
search-no-source = No source is called “{ $name }”.
search-no-source-near = No source is called “{ $name }”. Did you mean **{ $near }**?
search-no-author = No author is called “{ $name }”.
search-no-author-near = No author is called “{ $name }”. Did you mean **{ $near }**?
search-no-category = No category is called “{ $name }”.
search-no-category-near = No category is called “{ $name }”. Did you mean **{ $near }**?
search-no-date = “{ $date }” is no date that I can read. Write for example 2026, 2026-03, 2026-03-02, March 2026, yesterday or 7 days.
search-empty = What are you looking for? Words, "a phrase in quotes", -without; or a filter alone.
related-title = Near to “{ $title }”
related-none = Nothing near to this article is stored.
related-unknown = I know no article there. Choose an article’s message, or a title from the list.

related-unknown-address = No article is stored under { $address }.
answer-as-of = as of { $day }
answer-agreeing = { $count ->
    [one] { $count } other reader says the same
   *[other] { $count } other readers say the same
}
answer-thread = discussed in { $thread }
answer-elsewhere = “{ $title }” says nothing about this; elsewhere I found:
menu-ask = Ask about this
menu-related = Related articles
ask-about-title = Ask about this
ask-about-question = Your question
ask-about-nothing = Choose a message that shows an article, a comment or some text.

## Told when an article comes

watch-button = Tell me about: { $said }
watch-added = Noted: I write to you privately as soon as an article on **{ $said }** comes. /watches lists what you wait for.
watch-nothing = There is nothing in this to wait for. Ask about a product, or in a few words.
watch-enough = You are waiting for { $most } things already. End one with /watches first.
watch-arrived = You asked to be told about **{ $said }**:
watch-stop = Stop telling me
watch-stopped = Noted: you will hear no more of this.
watch-stopped-before = You were not waiting for this any more.
watch-closed = I had something for you, but could not write to you: your private messages are closed. Open them for this server, and it follows within a day.
watches-title = What you wait for
watches-none = Nothing. Where I know nothing yet, a button lets you wait for an article.
watches-choose = Choose what to end
watches-ended = { $count ->
    [one] { $count } is ended.
   *[other] { $count } are ended.
}
kind-watch = private messages about awaited articles

command-search-option-source = source
command-search-option-source-description = Only from this source
command-search-option-author = author
command-search-option-author-description = Only by this author
command-search-option-category = category
command-search-option-category-description = Only in this category
command-search-option-product = product
command-search-option-product-description = Only about this product
command-search-option-since = since
command-search-option-since-description = From this day on, for example: 2026, March 2026, 7 days
command-search-option-until = until
command-search-option-until-description = Until this day, for example: 2026-03-02, yesterday
command-search-option-sort = sort
command-search-option-sort-description = How to sort the results
command-related = related
command-related-description = Articles near to an article
command-related-article = article
command-related-article-description = The article’s title
command-watches = watches
command-watches-description = What you wait for, and ending it
