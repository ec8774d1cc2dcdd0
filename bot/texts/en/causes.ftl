## Why a site or a source cannot be read

cause-login = the site wants a login for this address ({ $status })
cause-payment = the site wants a payment for this address ({ $status })
cause-forbidden = the site refuses to serve us ({ $status }); ask it to allow our User-Agent
cause-nothing-there = there is nothing at this address ({ $status })
cause-gone = the site says that this address is gone for good ({ $status })
cause-less-often = the site asks us to come less often ({ $status })
cause-site-fault = the site has a fault of its own ({ $status })
cause-refused = the site refused our request ({ $status })
cause-unusable = the site gave an answer that we cannot use ({ $status })
cause-certificate = { $host } has no valid certificate for https
cause-unknown-name = { $host } is a name that nobody knows
cause-unreachable = { $host } cannot be reached
cause-endless = { $host } sends us from address to address without end
cause-odd-address = { $host } leads to an address that is not of the web
cause-broken-compression = { $host } sent a compressed answer that is broken
cause-no-full-answer = { $host } gave no full answer within { $seconds } s
cause-private = { $host } is a private address, which only http.allow_private in the settings can permit
cause-broken-off = { $host } broke off its answer ({ $fault })
cause-no-scheme = the address does not start with http:// or https://
cause-odd-compression = the site answers in a compression that we did not ask for ({ $coding })
cause-too-large = the answer is larger than { $megabytes } MB
cause-too-many-requests = that would be too many requests for a first visit
cause-robots-forbid = its robots.txt asks programs not to read this address
cause-no-robots = its robots.txt cannot be had: { $reason }
cause-content-slow = its content took longer than { $seconds } s to read
cause-content-memory = its content takes too much memory to read
cause-content-crash = its content broke the reading process
cause-content-unreadable = its content cannot be read ({ $fault })
cause-reading-slow = reading it took longer than { $seconds } s
cause-fault = an unexpected fault ({ $fault })
cause-no-page = there is no page to read at this address
cause-no-article = there is no article at this address
cause-no-feed = there is no feed at this address
cause-feed-encoding = the feed is damaged; its encoding cannot be told
cause-no-sitemap = there is no sitemap at this address
cause-sitemap-broken = the sitemap’s compression is broken
cause-no-opml = there is no OPML in this file
cause-no-wordpress = the site gave no WordPress { $kind } at wp-json/wp/v2/{ $kind }: is its REST API open?

## Why comments cannot be read or written

cause-no-comment-feed = the site has no comment feed here; name another kind or comments_url in the settings
cause-no-comments-here = there is no comment feed at this address
cause-no-ghost-comments = the site gave no Ghost comments; are they open to everybody?
cause-no-ghost-post = this article’s page names no Ghost post
cause-no-discourse = there is no Discourse topic at this address; check comments_url
cause-no-isso = there is no Isso server at this address; check comments_url
cause-isso-password = Isso does not take this admin password
cause-isso-late = the time for corrections is over, and we are not Isso’s admin
cause-not-told = the site does not tell whether a comment arrived: { $message }
cause-moved = the site sends us to another address; put that one into the settings
cause-not-wordpress = the site gave an answer that is not WordPress’s
cause-comments-kept = the site keeps the comments { $status }
cause-comments-read-only = the comments of this site can only be read
cause-comment-gone = the comment is not there any more
cause-not-isso = the server gave an answer that is not Isso’s
cause-isso-close = Isso cannot close the comments of one page
cause-isso-hold = Isso cannot hold back a comment again
cause-isso-flood = Isso wants fewer comments a minute from one address

## Why a message on Discord or a mail has to wait

cause-discord-refused = Discord refused ({ $status }, { $words })
cause-discord-unreachable = Discord cannot be reached ({ $fault })
cause-renamed-often = Discord lets a thread be renamed twice in ten minutes
cause-locked = the thread is locked
cause-permissions = the bot lacks permissions: { $permissions }
cause-other-channel = channel { $channel } is neither a text nor a forum channel
cause-no-announcements = only an announcement channel publishes to other servers
cause-not-on-server = the bot is not on this server
cause-article-gone = the article is not there any more
cause-bulletin-gone = the list is not stored any more
cause-minute-full = as many comments as a minute takes
cause-no-review-channel = moderation.channel is no text channel
cause-no-letters = the reader takes no private messages
cause-no-manager-letters = the manager takes no private messages
cause-no-digest-wanted = the reader wants no digest any more
cause-no-words-wanted = the reader wants no such words
cause-nobody-to-tell = there is nobody to tell any more
cause-mail-silent = the mail server does not answer ({ $fault })
cause-mail-login = the mail server refuses the login ({ $code }); check mail.user and password
cause-mail-tls = the mail server’s TLS cannot be trusted ({ $fault }); check mail.tls
cause-mail-refused = the mail server refuses us ({ $code })
cause-mail-unreachable = the mail server cannot be reached ({ $fault }); check mail.host, port and tls
cause-mail-sender = the mail server refuses our sender ({ $code }); check mail.from

## Why a role has to wait

cause-role-paused-permission = paused: the bot lacks Manage Roles; give it to its role
cause-role-paused-order = paused: the role stands above the bot’s own; move the bot’s role above it
cause-role-away = the member has left the server; the role follows as soon as they are back
cause-role-foreign = somebody else granted this role; it is theirs to take away
cause-role-unsure = not all members of the server are known yet; nothing is removed until they are
cause-role-unseen = Discord took the change of the role, but it does not show
