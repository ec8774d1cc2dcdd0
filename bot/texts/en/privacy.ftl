## What we hold of a person, and how it goes

command-my-data = my-data
command-my-data-description = All that I hold about you, as a file that only you see
command-forget = forget
command-forget-description = Make me forget you: I say what goes and what stays, then you decide

my-data-none = I hold nothing about you.
my-data-file = This is all that I hold about you, as JSON; only you see this message. /forget erases it.

forget-title = Shall I forget you?
forget-first = There is no way back. You may link your subscription again later, and start from nothing.
forget-held = What I hold about you (/my-data shows it)
forget-goes = What goes
forget-goes-text = Your links and the roles they gave, complimentary roles, digests, watches, searches and private messages that wait. What you wrote for a site and it does not have yet is not sent any more. In logs of what was done, your name and number are erased, and the line stays.
forget-stays = What stays, and why
forget-stays-text = Comments that the site has are the publisher’s: ask the site to delete them, or delete your message here and its comment goes too. Your messages and mine stay on Discord, which has them. A mute that still runs stays with your number alone, and wrong codes for some minutes, so that nobody escapes them that way. What the publisher knows about your subscription stays there.
forget-button = Forget me
forget-done = I have forgotten you.
forget-left-roles = Your roles are on their way out; the last line about them goes when they are gone.
forget-left-tries = Your last wrong codes go by themselves within half an hour.
forget-left-mutes = A mute stays with your number until it ends.

data-subscriptions = Your subscriptions, as the publisher tells them
data-events = When the publisher’s systems told us that something about your subscription changed
data-codes = Codes of your subscription, without the code
data-links = Your links to subscriptions, and the language in which I write to you
data-visits = A link by the web that you are in the middle of
data-tries = When you entered a wrong code
data-complimentary-roles = Complimentary roles that you were given
data-complimentary-roles-given = Complimentary roles that you gave
data-roles = Roles that I gave you or take back
data-words = What I told you about your roles
data-words-refused = That you want no messages about your roles
data-mappings = Tiers that you mapped to roles
data-audit = What was done with your roles, and what you did with those of others
data-alerts = What you had to hear about your messages, or the channels that you look after
data-private-messages = Private messages that I sent you, or still owe
data-digest = The digest that you ordered
data-digests-sent = Digests that you got
data-watches = What you wait for
data-watch-notices = Articles that I told you of
data-letters-closed = That you take no private messages
data-searches = Your searches of the last thirty days
data-comments = Your comments that the site shows
data-reviews = What moderators were asked about your messages
data-messages = What you wrote here for a site
data-mutes = That you are muted
data-moderated = What moderators and rules did about you
data-moderating = What you did as a moderator
data-mutes-made = Who you muted
data-reviews-decided = What you decided as a moderator
data-rulings = What you had a site told as a moderator
data-answers-corrected = Comments of which you said whom they answer
data-routes = Routes that you made
data-sources = Sources that you added
data-product-corrections = Product names that you corrected
