## Sources: what was found

source-found-title = { $name }
source-found-kind = Read by
source-found-articles = Articles to be seen
source-found-articles-count = { $count ->
    [0] none at the moment
    [one] { $count } article
   *[other] { $count } articles
}
source-found-newest = The newest
source-found-comments = Comments
source-found-note = Nothing is stored before “Add”.
source-kind-wordpress = WordPress’s API
source-kind-feed = feed
source-kind-sitemap = sitemap
source-kind-page = a single page
source-comments-wordpress = read by WordPress’s API
source-comments-page = read in each article’s page
source-comments-none = none found
source-option-placeholder = Other ways to read this site
source-button-add = Add
source-button-cancel = Cancel
source-cancelled = Nothing was added.
source-added = **{ $name }** is read from now on. { $backfill ->
    [0] What is online already will not be posted, only what appears from now on.
    [one] The newest article will be posted, then all that appears.
   *[other] The { $backfill } newest articles will be posted, then all that appears.
} The server’s routes say in which channel.
source-added-shared = **{ $name }** is read for another server already: this one now gets what appears from here on too, with the same comments. The server’s routes say in which channel.
source-removed = **{ $name }** is no longer read for this server. Its articles and their messages stay.
source-paused = **{ $name }** is paused until you resume it.
source-resumed = **{ $name }** is read again. What appeared in the meantime is caught up with, unless other servers went on reading it.

## Sources: the list

source-list-title = Sources
source-list-none = No source is set up. Add one with /source add.
source-list-fine = **{ $name }** ({ $kind }): read { $when }
source-list-new = **{ $name }** ({ $kind }): not read yet
source-list-failing = **{ $name }** ({ $kind }): not readable ({ $reason }), next try { $when }
source-list-paused = **{ $name }** ({ $kind }): paused { $when }
source-list-file = from the settings file

## Sources: the test

source-test-title = Test of { $name }
source-test-count = { $count ->
    [0] Nothing would be posted now.
    [one] { $count } article would be posted now.
   *[other] { $count } articles would be posted now.
}
source-test-empty = The source answers, but shows no article.
source-test-posted = new: posted in { $channels }
source-test-waiting = new: posted later in { $channels } (quiet hours, or a full hour)
source-test-digest = new: in the next digest of { $channels }
source-test-listed = new: in a list of several articles, { $channels }
source-test-joined = new: joins the message of another article about the same news, { $channels }
source-test-unrouted = new: no route of this server takes it
source-test-old = online before the source was added: not posted
source-test-changed = corrected: its message is brought up to date
source-test-known = known already

## Sources: import and export

source-import-title = Import { $file }
source-import-count = { $count ->
    [one] { $count } source would be added:
   *[other] { $count } sources would be added:
}
source-import-known = { $count ->
    [one] { $count } other is read already.
   *[other] { $count } others are read already.
}
source-import-nothing = Nothing to add: all that **{ $file }** holds is read already.
source-import-done = { $count ->
    [one] { $count } source is read from now on.
   *[other] { $count } sources are read from now on.
} What is online already will not be posted. /source list shows those that don’t answer.
source-export-done = { $count ->
    [one] Here is { $count } source, as OPML.
   *[other] Here are { $count } sources, as OPML.
}
source-export-title = Colporteur’s sources

## Sources: what is wrong

source-address-wrong = “{ $address }” is not an address of the web. Give that of the site, of its feed or of an article, for example https://gazette.example
source-unreadable = { $address } can’t be read: { $reason }. Check the address, or try again later.
source-robots-forbid = The site’s robots.txt asks programs not to read { $address }. Give the address of a feed that it permits, or ask the site to allow Colporteur.
source-comment-feed = { $address } is a feed of comments, not of articles. Give the site’s address: its comments are found along with its articles.
source-nothing-found = At { $address } I found no WordPress, no feed, no news sitemap and no article. Give the exact address of the feed, or that of an article.
source-known = This source is read already, under the name **{ $name }**.
source-unknown = No source is called “{ $name }”. /source list shows them all.
source-unknown-near = No source is called “{ $name }”. Did you mean **{ $near }**?
source-in-file = **{ $name }** comes from the settings file: the operator removes it there. Until then, /source pause stops it.
source-too-many = There would be more than { $most } sources. Remove some first.
source-test-failed = **{ $name }** can’t be read at the moment: { $reason }.
source-import-large = **{ $file }** is too large: { $most } MB at most.
source-import-unreadable = **{ $file }** is not a list of sources in OPML. Export it from a feed reader, as OPML.

## Slash commands

command-source = source
command-source-description = The sites whose articles are read
command-source-add = add
command-source-add-description = Add a site, with its feed and its comments
command-source-add-url = url
command-source-add-url-description = Of the site, a feed, an article, or just a domain name
command-source-add-backfill = backfill
command-source-add-backfill-description = How many articles that are online already to post (none otherwise)
command-source-remove = remove
command-source-remove-description = Stop reading a source that was added here
command-source-list = list
command-source-list-description = The sources and how they are
command-source-pause = pause
command-source-pause-description = Pause the reading of a source
command-source-resume = resume
command-source-resume-description = Go on with the reading of a source
command-source-test = test
command-source-test-description = Read a source now and show what would be posted, and where
command-source-import = import
command-source-import-description = Add the sources of an OPML file
command-source-import-file = file
command-source-import-file-description = A list in OPML, as feed readers export them
command-source-export = export
command-source-export-description = The server’s sources in an OPML file
command-source-name = name
command-source-name-description = The source’s name
