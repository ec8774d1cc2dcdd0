## What waits for a moderator

kind-review = messages for moderators
kind-removal = readers’ messages to remove
kind-lock = locks of threads
review-rule-words = Held: the word “{ $detail }”
review-rule-newcomer = Held: a newcomer’s link, { $detail }
review-rule-slow = Held: comment number { $detail } in a short time
review-rule-hand = Held by a moderator: { $detail }
review-where = Where
review-on-site = Comment on the site
review-on-discord = Message on Discord
review-decision = Decision
review-approved = Approved by { $who }
review-rejected = Rejected by { $who }: on neither side any more
review-gone = Gone by itself, nothing to decide any more
review-button-approve = Approve
review-button-reject = Reject
review-done-approved = Approved: it passes to the other side.
review-done-rejected = Rejected: it goes from both sides.
review-too-late = Decided already. { $decision }
lock-closed = 🔒 The comments are closed
lock-open = 🔓 The comments are open again

## What moderators hear

moderation-done-deleted = Deleted on Discord.
moderation-done-held = Held: Discord no longer shows it.
moderation-done-approved = Approved.
moderation-done-locked = The thread is being locked.
moderation-done-unlocked = The thread is being unlocked.
moderation-site-done = The site has done the same.
moderation-site-owed = The site is not answering ({ $reason }): I keep trying.
moderation-site-refused = The site refuses: { $reason }. Only Discord follows.
moderation-site-alone = This site takes no decisions from me: decide there too.
moderation-refused-late = The site refuses your decision below “{ $title }”: { $reason }. Only Discord follows it.
moderation-needs-manage-messages = For that you need the permission Manage Messages where the comment is shown.
moderation-needs-manage-threads = For that you need the permission Manage Threads where the comments are shown.
moderation-nothing = There is nothing to do: it is so already.
moderation-withdrawn = Its author deleted this message: that is theirs to decide.
moderation-no-thread = Here is no article’s thread. Use this in one, or give a message’s link.
moderation-elsewhere = The comments of this article are not shown on this server.
moderation-other-server = Another server’s moderators decide on this site’s comments. A message deleted by hand stays away here.
moderation-no-author = This comment has no author’s name: nobody can be muted by it.
moderation-whom = Say whom: a message’s link, or a member.
moderation-not-muted = Nobody of that name is muted here.
moderation-review-unknown = I do not know this comment any more.
moderation-muted-member = { $name } is muted until { $until }: what they write here is not brought to the site. It stays on Discord, and is kept; what they write after the end of it is brought again.
moderation-muted-author = { $name } ({ $source }) is muted until { $until }: new comments of theirs are not shown on Discord. They stay on the site, and are kept; those after the end of it are shown again.
moderation-unmuted = { $name } is no longer muted: what comes from now on is mirrored again.
mute-member = Discord member
mute-for-good = somebody ends it
mutes-title = Muted from mirroring
mutes-none = Nobody is muted.
panel-title = Moderate this comment
panel-button-approve = Approve
panel-button-hold = Hold
panel-button-delete = Delete
panel-button-mute = Mute the author

## To readers

writing-muted = Your message below “{ $title }” stays on Discord: moderators keep your messages from the site for now.
writing-rejected = Moderators did not accept your message below “{ $title }”: it was removed.

## The ledger

history-title-comment = Comment by { $name } below “{ $title }”
history-title-thread = What happened below “{ $title }”
history-title-person = What happened to { $name }
history-none = Nothing was done.
history-reason = “{ $reason }”
history-by-site = the site
history-by-rule = rule: { $rule }
history-by-somebody = somebody on Discord
history-rule-words = word list
history-rule-newcomer = links of newcomers
history-rule-slow = slow mode
history-held = held
history-approved = approved
history-deleted = removed
history-restored = restored
history-locked = locked
history-unlocked = unlocked
history-muted = muted
history-unmuted = unmuted
history-released = released
history-rejected = rejected
history-refused = the site refused

## Commands

command-comment-history = history
command-comment-history-description = Who did what to a comment, a thread or a person
command-comment-delete = delete
command-comment-delete-description = Delete a comment on Discord and on the site
command-comment-hold = hold
command-comment-hold-description = Hold a comment back on both sides until somebody decides
command-comment-approve = approve
command-comment-approve-description = Let a held or deleted comment come back on both sides
command-comment-lock = lock
command-comment-lock-description = Close the comments of an article on both sides
command-comment-unlock = unlock
command-comment-unlock-description = Open the comments of an article again on both sides
command-comment-mute = mute
command-comment-mute-description = Keep somebody’s new comments from the other side
command-comment-unmute = unmute
command-comment-unmute-description = Mirror somebody again
command-comment-mutes = mutes
command-comment-mutes-description = Who is muted
command-comment-link = link
command-comment-link-description = The link of the message, or the comment’s address on the site
command-comment-reason = reason
command-comment-reason-description = Why, for the history
command-comment-member = member
command-comment-member-description = A member of this server
command-comment-for = for
command-comment-for-description = How long
command-comment-who = who
command-comment-who-description = Whom to mirror again
mute-span-hour = an hour
mute-span-day = a day
mute-span-week = a week
mute-span-month = 30 days
menu-moderate = Moderate
