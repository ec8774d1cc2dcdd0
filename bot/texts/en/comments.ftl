## Comments

card-comment-edited = edited
kind-part-2 = comments, continued
kind-part-3 = comments, continued
kind-part-4 = comments, continued
kind-original = readers’ messages to remove
kind-mark = reactions

## From the thread to the site

writing-not-linked = Your message below “{ $title }” stays on Discord. For it to appear on the site too, link your subscription first with /link: { $account }
writing-not-subscribed = Your message below “{ $title }” stays on Discord: your subscription is not active at the moment. { $account }
writing-wrong-tier = Your message below “{ $title }” stays on Discord: your plan does not include comments on the site. { $account }
writing-duplicate = The site refused your comment: you wrote the same before. Your message stays here.
writing-closed = The site refused your comment: the discussion there is closed. Your message stays here.
writing-too-long = The site refused your comment: it is too long. Shorten your message, and I try again.
writing-empty = The site refused your comment: there is no text left in it. Your message stays here.
writing-not-allowed = The site does not take your comment. Your message stays here.
writing-unknown-parent = The site no longer has the comment that you answer. Your message stays here.

## Whom a comment answers

comment-unknown = This message shows no comment of the site. Give its link (right click, Copy Message Link).
comment-several = This message shows several comments: I cannot tell which one is meant.
comment-no-parent = A comment can only answer an older comment of the same article.
comment-relinked = Noted, and it stays so.
comment-answers = Answers **{ $name }**
comment-answers-none = Answers no comment
comment-why = How I know
comment-by-person = Corrected by { $who }
comment-by-site = The site says so.
comment-by-words = By what the comment says, { $percent }% sure
command-comment = comment
command-comment-description = The site’s comments, for moderators
command-comment-why = why
command-comment-why-description = Whom a comment answers, and how I know
command-comment-relink = relink
command-comment-relink-description = Correct whom a comment answers
command-comment-message = message
command-comment-message-description = The link of the message that shows the comment
command-comment-parent = parent
command-comment-parent-description = The link of the message that it answers; nothing if it answers none
