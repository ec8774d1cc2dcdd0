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

## Où sont les commentaires d’une source

source-comments-isso = lus sur un serveur Isso
source-comments-ghost = lus chez Ghost
source-comments-discourse = lus sur un forum Discourse
source-comments-feed = lus dans le flux des commentaires
source-comments-schema = lus dans les marques schema.org de la page
source-comments-left = laissés de côté
source-comments-placeholder = Où lire les commentaires
source-comments-shown = { $count ->
    [one] { $count } visible en ce moment
   *[other] { $count } visibles en ce moment
}

## Ce qui citait un commentaire supprimé

kind-citation = réponses à retirer
citation-withdrawn = Cette réponse citait un commentaire que le site a supprimé depuis. Vous pouvez reposer la question.
