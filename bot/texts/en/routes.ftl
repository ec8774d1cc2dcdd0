## Filters: what is to be mended

filter-too-long = This filter has { $length } characters, and { $limit } are the most. Shorten it, or make two routes of it.
filter-too-deep = This filter nests parentheses and negations more than { $limit } deep. Write it flatter, or make two routes of it.
filter-too-many = This filter has more than { $limit } words, phrases, patterns and fields. Make two routes of it.
filter-too-many-patterns = This filter has more than { $limit } patterns. Join some with |, or make two routes of it.
filter-quote = Character { $position }, `{ $value }`: this quotation mark has no partner. Close the phrase, or leave the mark out.
filter-pattern-open = Character { $position }, `{ $value }`: this pattern does not end. Close it with / and a space; a slash inside it is written `\/`. If it is no pattern, put it between quotation marks.
filter-pattern = Character { $position }, `{ $value }`: { $why ->
    [open] a parenthesis of the pattern is not closed. Close it, or write `\(` for the sign itself.
    [closed] a parenthesis of the pattern was never opened. Open it, or write `\)` for the sign itself.
    [set] a set in the pattern is empty or not closed. Close it with ], or write `\[` for the sign itself.
    [repeat] there is nothing here that the pattern could repeat. Write `\*` or `\+` for the sign itself.
   *[other] this is not a regular expression. Correct the pattern, or put the words between quotation marks.
}
filter-pattern-large = Character { $position }, `{ $value }`: this pattern repeats something more than { $limit } times. Use smaller numbers, or + and *.
filter-field = Character { $position }, `{ $value }`: there is no field “{ $name }”. The fields are source, category, author, language, title and url. If it is text, put it between quotation marks.
filter-empty = Character { $position }, `{ $value }`: there is nothing here to look for. Write a word between the quotation marks, or leave them out.
filter-parenthesis-open = Character { $position }, after `{ $value }`: a parenthesis is still open. Close it with ).
filter-parenthesis-closed = Character { $position }, `{ $value }`: this parenthesis was never opened. Remove it, or put ( before what belongs together.
filter-missing = Character { $position }, `{ $value }`: before this, something to look for is missing. Put a word, “phrase”, /pattern/ or field there, or quotation marks around what is text.
filter-end = Character { $position }, after `{ $value }`: something to look for is missing. Put a word, “phrase” or /pattern/ there.

## Times

clock-quiet = I can’t read `{ $value }` as quiet hours. Write their start and end, for example 22:00-07:00, or off for none.
clock-digest = I can’t read `{ $value }` as the time of a digest. Write for example daily 08:00 or weekly mon 08:00, or off for none.
clock-zone = I know no time zone `{ $value }`. Choose one from the list, for example Europe/Paris.

weekday-0 = Monday
weekday-1 = Tuesday
weekday-2 = Wednesday
weekday-3 = Thursday
weekday-4 = Friday
weekday-5 = Saturday
weekday-6 = Sunday

## Routes

route-list = Routes of this server
route-none = No route leads here yet. /route add makes one.
route-added = Route added
route-changed = Route changed
route-removed = Route removed
route-paused = Route paused
route-resumed = Route resumed
route-all = all articles
route-thread = thread per article
route-crosspost = published to followers
route-mentions = mentions { $roles }
route-quiet = quiet { $start }–{ $end } ({ $zone })
route-breaking = except { $filter }
route-daily = digest daily at { $at } ({ $zone })
route-weekly = digest on { $day } at { $at } ({ $zone })
route-per-hour = { $count ->
    [one] at most { $count } an hour
   *[other] at most { $count } an hour
}
route-standing = **paused** { $since }
route-in-settings = from the settings file
route-layout-full = full card
route-layout-compact = compact card
route-layout-headline = headline only

route-unknown = I don’t find this route. Choose it from the list that appears while you type.
route-of-settings = This route stands in the settings file, so it can only be changed there: ask whoever runs the bot.
route-too-many = A server can have { $limit } routes. Remove one with /route remove, or join two with “or” in their filters.
route-everyone = I mention roles, never everyone. Choose another role.
route-not-announcement = { $channel } is not an announcement channel, and only those publish to other servers. Choose another channel, or make it one in its settings.
route-breaking-alone = Breaking news only matters with quiet hours. Set those too, for example 22:00-07:00.
route-quiet-digest = A digest comes at its own time, so quiet hours don’t go with it. Set one of them to off.
route-channel-unseen = I don’t see { $channel }. Give me **View Channel** there, then try again.
route-permissions = In { $channel } I lack: { $permissions }. Give me that in the channel’s settings under Permissions, then try again.
route-test-what = Choose a route to try, or write a filter.
route-test = { $taken } of the { $count } latest articles would be taken
route-test-none = No article is stored yet that I could try this on.

reason-missing = { $part } is not in it
reason-missing-has = { $part } does not fit; it has “{ $has }”
reason-unwanted = { $part } excludes it
reason-unwanted-has = { $part } excludes it; it has “{ $has }”
reason-slow = { $part } took too long to look for, which counts as not found
reason-not = not { $part }

## Discord’s own names of what a bot may do

permission-view-channel = View Channel
permission-send-messages = Send Messages
permission-embed-links = Embed Links
permission-add-reactions = Add Reactions
permission-attach-files = Attach Files
permission-read-message-history = Read Message History
permission-create-public-threads = Create Public Threads
permission-send-messages-in-threads = Send Messages in Threads
permission-manage-messages = Manage Messages
permission-manage-threads = Manage Threads
permission-manage-roles = Manage Roles
permission-manage-webhooks = Manage Webhooks
permission-mention-everyone = Mention @everyone, @here, and All Roles
permission-forum-send-messages = Create Posts
permission-forum-send-messages-in-threads = Send Messages in Posts

## Commands (name of 1–32 lower-case characters, description of 1–100 characters)

command-route = route
command-route-description = Which articles go to which channel, how and when
command-route-add = add
command-route-add-description = Send articles to a channel
command-route-list = list
command-route-list-description = All routes of this server and how they stand
command-route-edit = edit
command-route-edit-description = Change a route; what you leave out stays as it is
command-route-remove = remove
command-route-remove-description = Remove a route; what it posted stays
command-route-pause = pause
command-route-pause-description = Let a route stand still
command-route-resume = resume
command-route-resume-description = Let a paused route go on
command-route-test = test
command-route-test-description = Which of the latest articles a route or a filter would take, and why not the others
command-route-option-route = route
command-route-option-route-description = The route
command-route-option-channel = channel
command-route-option-channel-description = A text, announcement or forum channel
command-route-option-filter = filter
command-route-option-filter-description = source:"La Gazette" (category:Tests or /\bS9\b/) -sponsored; * takes all
command-route-option-layout = layout
command-route-option-layout-description = How much of an article its message shows
command-route-option-role = role
command-route-option-role-description = The role that each message mentions
command-route-option-nobody = nobody
command-route-option-nobody-description = Mention no role any more
command-route-option-thread = thread
command-route-option-thread-description = Open a thread for each article
command-route-option-crosspost = publish
command-route-option-crosspost-description = Publish to following servers (announcement channels)
command-route-option-quiet = quiet
command-route-option-quiet-description = Hours without posts, for example 22:00-07:00; off for none
command-route-option-breaking = breaking
command-route-option-breaking-description = A filter: what it takes is posted in quiet hours too; off for none
command-route-option-digest = digest
command-route-option-digest-description = One message with all articles: daily 08:00, weekly mon 08:00; off for none
command-route-option-per-hour = per-hour
command-route-option-per-hour-description = The most messages in an hour; the others wait their turn. 0 for no limit
command-route-option-zone = zone
command-route-option-zone-description = The time zone of quiet hours and digest
