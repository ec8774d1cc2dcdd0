## What a thread holds back

kind-held-back = lines about what is held back
held-back = { $count ->
    [one] { $count } comment held back: read it on the site
   *[other] { $count } comments held back: read them on the site
}
held-back-later = { $count ->
    [one] { $count } follows here as soon as the flood calms down.
   *[other] { $count } follow here as soon as the flood calms down.
}

## Where a source's comments are

source-comments-isso = read from an Isso server
source-comments-ghost = read from Ghost
source-comments-discourse = read from a Discourse forum
source-comments-feed = read from the comment feed
source-comments-schema = read from the page’s schema.org marks
source-comments-left = left aside
source-comments-placeholder = Where to read the comments
source-comments-shown = { $count ->
    [one] { $count } visible now
   *[other] { $count } visible now
}

## What quoted a deleted comment

kind-citation = answers to withdraw
citation-withdrawn = This answer quoted a comment that the site has deleted since. You can ask again.
