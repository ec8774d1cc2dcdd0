## Cards in channels and threads

card-reading-time = { $minutes ->
    [one] { $minutes } min read
   *[other] { $minutes } min read
}
card-withdrawn = This article was withdrawn by its publisher.
card-comment-empty = *This comment’s text was lost on the site.*
card-comment-cut = *Too long for Discord:* [read the rest on the site]({ $url })
card-anonymous = Anonymous reader

## Answers

answer-none = I know nothing about this yet.
answer-none-detail = Nothing in the stored articles and comments answers “{ $question }”, and I’d rather not guess.
answer-nearest = Nearest topics
answer-opinion = Reader’s opinion
answer-corrected = Did you mean “{ $read }”? That is how I read “{ $asked }”.
answer-comment-by = comment by { $author }
answer-empty = What would you like to know? For example: “{ $example }”
answer-example = how much is the Q10?
search-title = { $count ->
    [one] { $count } result for “{ $words }”
   *[other] { $count } results for “{ $words }”
}
search-none = No result for “{ $words }”.
latest-title = Latest articles
latest-none = No article is stored yet.
comments-thread = The discussion of **{ $title }** is here: { $thread }
comments-none = **{ $title }** is not discussed on this server.

## Subscribers

link-done = Your Discord account is linked. { $count ->
    [0] There is no active subscription at the moment, so no role follows yet.
    [one] Your role is on its way.
   *[other] Your roles are on their way.
}
link-code-unknown = This code isn’t valid: it may have been used, or be older than 10 minutes. Ask for a new one in your account on the site.
link-locked = Too many wrong codes. Try again { $until }.
link-subscriber-taken = This subscription to { $publisher } is already linked to another Discord account. Unlink it there first with /unlink.
link-account-taken = Your Discord account is already linked to another subscription to { $publisher }. Use /unlink first.
link-none-set = No publisher is set up here, so there is nothing to link.
unlink-done = Your Discord account is no longer linked. The roles that came from your subscription are being removed.
unlink-none = Your Discord account isn’t linked to a subscription.
subscription-title = Your subscription
subscription-none = Your Discord account isn’t linked to a subscription. /link shows how to do that.
subscription-account = Your account on the site
subscription-until = until { $until }
subscription-open = no end date
subscription-role = Role: { $role }
subscription-role-soon = Role: { $role }, on its way
subscription-why-active = Your subscription is active, but gives no role here.
subscription-why-ended = No role: the subscription has ended.
subscription-why-no-role-for-tier = No role: this tier has no role on this server.
subscription-why-not-subscribed = No role: there is no subscription at the moment.
subscription-why-not-listed = No role: the publisher’s list does not name you yet.
subscription-why-unconfirmed = The publisher’s list can’t be read at the moment; nothing changes until it can.
subscription-why-not-configured = No role: this publisher is no longer set up here.

## Status

status-title = Colporteur’s status
status-sources = Sources
status-source-fine = **{ $name }**: read { $when }
status-source-new = **{ $name }**: not read yet
status-source-failing = **{ $name }**: not readable ({ $reason }), next try { $when }
status-owed = Owed to Discord
status-owed-none = Nothing: everything is shown as it should be.
status-owed-line = { $kind }: { $count }
status-trouble = Held up
status-trouble-line = { $kind } in { $place }: { $reason }
status-publishers = Subscribers
status-publisher-fine = **{ $name }**: list read { $when }
status-publisher-new = **{ $name }**: list not read yet
status-publisher-trouble = **{ $name }**: { $reason }
status-none = No source is set up.
status-truncated = … and { $count } more

kind-article = articles
kind-thread = threads
kind-comment = comments
kind-role = roles

## Errors a person sees

error-server-only = This command works on a server only.
error-not-allowed = You need the “Manage Server” permission for this.
error-slow-down = Slow down a little: try again in { $seconds } s.
error-inside = Something went wrong on my side. It was noted.

## Slash commands (name of 1–32 lower-case characters; description of 1–100)

command-search = search
command-search-description = Search the articles and comments
command-search-words = words
command-search-words-description = What to search for
command-ask = ask
command-ask-description = Ask a question about products and news
command-ask-question = question
command-ask-question-description = Your question, in French or English
command-latest = latest
command-latest-description = The latest articles
command-comments = discussion
command-comments-description = Find the discussion of an article
command-comments-article = article
command-comments-article-description = The article’s title
command-link = link
command-link-description = Link your subscription to your Discord account
command-link-code = code
command-link-code-description = The code shown in your account on the site, or nothing to see all ways
command-unlink = unlink
command-unlink-description = Unlink your subscription from your Discord account
command-subscription = subscription
command-subscription-description = What I know of your subscription, and why you have or lack a role
command-status = status
command-status-description = How the sources and deliveries are doing
