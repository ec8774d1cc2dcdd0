## Cards of articles, lists and corrections

card-joined = Also at
card-paywalled = for subscribers
card-image-credit = photo: { $credit }
bulletin-missed = { $count ->
    [one] { $count } article while I was away
   *[other] { $count } articles while I was away
}
bulletin-daily = { $count ->
    [one] The day’s digest: { $count } article
   *[other] The day’s digest: { $count } articles
}
bulletin-weekly = { $count ->
    [one] The week’s digest: { $count } article
   *[other] The week’s digest: { $count } articles
}
correction-title = The article was updated
correction-headline = **Headline:** ~~{ $before }~~ → { $after }
correction-figure = ~~{ $before }~~ → **{ $after }**
alert-permission = “{ $name }”
alert-permissions = I can no longer post in { $channel }: I lack { $permissions }. The route waits, nothing is lost; it goes on by itself as soon as the permission is there.

kind-bulletin = lists
kind-correction = corrections
kind-crosspost = announcements to publish
kind-alert = messages to managers

## Why an article was posted or not

why-unknown = I have never seen this article.
why-no-source = No source reads this site. Add it with “/source add”.
why-source-read = **{ $name }** reads this site, last { $when }, and this address was not there.
why-source-failing = **{ $name }** reads this site, but it does not answer: { $reason }
why-source-paused = **{ $name }** reads this site, but is paused.
why-stored = Stored from **{ $source }** { $when }.
why-withdrawn = Withdrawn by the site { $when }.
why-old = It was there before the source was added: it is not news.
why-no-route = No route of this server leads to a channel that you see.
why-posted = Posted { $when }: { $message }
why-listed = Posted in a list { $when }: { $message }
why-joined = Added to the message of “{ $title }”, which tells the same news: { $message }
why-digest = Waits for the next digest, { $when }.
why-waiting-quiet = Waits for the end of the quiet hours, { $when }.
why-waiting-full = The channel had its share of messages for this hour; follows { $when }.
why-owed = Not posted yet: { $reason }
why-soon = it is on its way
why-elsewhere = This server has paused the article’s source, or does not have it.
why-younger = The route is newer than the article.
why-paused = The route is paused.
why-other-route = Another route of this channel came first.
story-title = The same news elsewhere
story-alone = No other source tells this news.
story-because = Joined by what they share: { $reasons }
story-same-link = The same address in two sources.
story-same-words = The same words, or nearly.

command-article = article
command-article-description = What became of an article
command-article-why = why
command-article-why-description = Why an article was posted here, or not
command-article-story = story
command-article-story-description = The articles about the same news, and why they are joined
command-article-url = address
command-article-url-description = The article’s address

## A reader’s own digest

digest-ordered = Noted: the first digest reaches you as a private message { $when }. “/digest off” ends it.
digest-stopped = You will get no digest any more.
digest-none = You have no digest.
kind-letter = private digests
command-digest = digest
command-digest-description = Get the articles as one private message, each day or each week
command-digest-when = when
command-digest-when-description = For example: daily 8am, monday 7:30; off to stop
command-digest-filter = filter
command-digest-filter-description = Only some articles, for example: category:Mobile
command-digest-zone = zone
command-digest-zone-description = Your time zone
card-embeds = In the article
