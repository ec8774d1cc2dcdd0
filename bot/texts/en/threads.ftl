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
