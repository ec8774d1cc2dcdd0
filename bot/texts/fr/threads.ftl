## Ce qu’un fil retient

kind-held-back = lignes sur ce qui est retenu
held-back = { $count ->
    [one] { $count } commentaire retenu : à lire sur le site
   *[other] { $count } commentaires retenus : à lire sur le site
}
held-back-later = { $count ->
    [one] { $count } suivra ici dès que le flot se calme.
   *[other] { $count } suivront ici dès que le flot se calme.
}
