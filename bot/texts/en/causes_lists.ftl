## Why the list of a publisher cannot be believed

cause-line = line { $number }
cause-entry = entry { $number }
cause-row = row { $number }
cause-quoted = "{ $value }"
cause-not-shown = (not shown)
cause-file-too-large = file { $file } is larger than { $megabytes } MB
cause-file-unreadable = file { $file } cannot be read ({ $fault }); check its path and owner
cause-not-utf8 = byte { $byte } is not UTF-8; save the list as UTF-8
cause-list-empty = the list is empty; an empty list removes nobody, mend the export
cause-list-unended = the last line is not "{ $marker }"; the list is cut off, wait for the whole one
cause-list-miscounted = the last line counts { $count } readers, but the list holds { $found }
cause-column-missing = the column "{ $name }" is missing; its header must name it
cause-column-twice = the column "{ $name }" is there twice; name each column once
cause-fields = { $where }: { $found } fields where the header has { $wanted }; the list is cut off or a field lacks its quotes
cause-csv-broken = { $where }: { $fault }; the list is cut off or badly quoted
cause-json-broken = the JSON is cut off or broken ({ $fault }); check the export
cause-json-hostile = too deep, or too large a number
cause-no-json-list = the subscribers are not a JSON list; check the export
cause-no-json-object = { $where } is not a JSON object; check the export
cause-whole-key-missing = the key "{ $name }" is missing; the object needs complete, count and subscribers
cause-not-complete = complete is { $value }, not true; wait for the whole list
cause-miscounted = count is { $value }, but the list holds { $found }; mend the export
cause-key-missing = { $where }: the key "{ $name }" is missing; every reader needs an id and a tier
cause-id-empty = { $where }: id is empty; give the reader’s number or name in your shop
cause-id-twice = { $where }: id { $value } is there twice; give each reader one row
cause-tier-empty = { $where }: tier is empty for an active reader; name it, or set status to none
cause-status-unknown = { $where }: status { $value } is none we know; use one of { $known }
cause-no-date = { $where }: until { $value } is no date; write 2026-12-31 or 2026-12-31T18:00:00+01:00
cause-no-version = { $where }: { $name } { $value } is neither a date and time nor a whole number
cause-code-twice = { $where }: code is also another reader’s; make a code for each
cause-code-weak = { $where }: code is too weak; make it of at least { $least } letters and digits
cause-not-text = { $where }: { $name } { $value } is not text; put it in quotes
cause-not-printable = { $where }: { $name } { $value } is too long or unreadable; at most { $most } printable signs

## Why a publisher’s database cannot be read

cause-view = { $view }: { $reason }; check publishers.database, view and columns
cause-view-slow = the database gave no full answer within { $seconds } s
cause-view-unreadable = the database cannot be read ({ $fault })
cause-view-refused = the database refuses ({ $fault })
cause-view-unasked = the database cannot be asked ({ $fault })
cause-view-short = the view counts { $count } rows, but gave { $found }
cause-view-no-driver = PostgreSQL needs the package asyncpg: pip install -c constraints.txt '.[postgresql]'

## Why what a provider of subscriptions says cannot be believed

cause-nobody-named = the provider names nobody; an empty answer removes nobody, check its settings
cause-not-as-documented = the provider’s answer is not as documented: { $field }: { $fault }; check publishers.url, and whether the provider was updated
cause-its-whole = its whole
cause-list-changed = the list changed while it was read; nothing of it is believed, it is read again
cause-list-short = the site counts { $total }, but lists { $found }; the list changed while it was read; nothing of it is believed, it is read again
cause-list-unordered = the site does not list by number, as it was asked; is its REST API altered?
cause-list-endless = the site’s list does not end
cause-no-total = the answer lacks X-WP-Total, which proves it whole; let proxies pass that header on
cause-woocommerce-status = record { $record }: the status "{ $status }" is none that we know
cause-stripe-endless = Stripe’s list of subscriptions does not end; nothing of it is believed
cause-ghost-uncounted = Ghost did not count its members; nothing of its list is believed
cause-ghost-circle = Ghost’s list of members goes round in circles
cause-ghost-short = Ghost counts { $total } members, but lists { $found }; nothing is believed

## What somebody should look at, though a list is fine

cause-held = { $count } role changes are held; if they are right: colporteur approve { $plan }
cause-unmapped = no role is set for tier { $tiers }; add it to the publisher’s roles
cause-both = { $first }; { $second }
