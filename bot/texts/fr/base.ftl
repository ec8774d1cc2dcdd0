## Cartes dans les salons et les fils

card-reading-time = { $minutes ->
    [one] { $minutes } min de lecture
   *[other] { $minutes } min de lecture
}
card-withdrawn = Cet article a été retiré par son éditeur.
card-comment-empty = *Le texte de ce commentaire s’est perdu sur le site.*
card-comment-cut = *Trop long pour Discord :* [lire la suite sur le site]({ $url })
card-anonymous = Lecteur anonyme

## Réponses

answer-none = Je ne sais encore rien à ce sujet.
answer-none-detail = Rien dans les articles et commentaires enregistrés ne répond à « { $question } », et je préfère ne pas deviner.
answer-nearest = Sujets les plus proches
answer-opinion = Avis d’un lecteur
answer-corrected = Vouliez-vous dire « { $read } » ? C’est ainsi que j’ai lu « { $asked } ».
answer-comment-by = commentaire de { $author }
answer-empty = Que voulez-vous savoir ? Par exemple : « { $example } »
answer-example = combien coûte le Q10 ?
search-title = { $count ->
    [one] { $count } résultat pour « { $words } »
   *[other] { $count } résultats pour « { $words } »
}
search-none = Aucun résultat pour « { $words } ».
latest-title = Derniers articles
latest-none = Aucun article n’est encore enregistré.
comments-thread = La discussion sur **{ $title }** est ici : { $thread }
comments-none = **{ $title }** n’est pas discuté sur ce serveur.

## Abonnés

link-done = Votre compte Discord est lié. { $count ->
    [0] Il n’y a pas d’abonnement actif en ce moment : aucun rôle ne suit pour l’instant.
    [one] Votre rôle arrive.
   *[other] Vos rôles arrivent.
}
link-code-unknown = Ce code n’est pas valable : il a peut-être déjà servi, ou date de plus de 10 minutes. Demandez-en un nouveau dans votre compte sur le site.
link-locked = Trop de codes erronés. Réessayez { $until }.
link-subscriber-taken = Cet abonnement à { $publisher } est déjà lié à un autre compte Discord. Déliez-le d’abord là-bas avec /délier.
link-account-taken = Votre compte Discord est déjà lié à un autre abonnement à { $publisher }. Utilisez d’abord /délier.
link-none-set = Aucun éditeur n’est configuré ici : il n’y a rien à lier.
unlink-done = Votre compte Discord n’est plus lié. Les rôles issus de votre abonnement sont en cours de retrait.
unlink-none = Votre compte Discord n’est lié à aucun abonnement.
subscription-title = Votre abonnement
subscription-none = Votre compte Discord n’est lié à aucun abonnement. /lier montre comment faire.
subscription-account = Votre compte sur le site
subscription-until = jusqu’au { $until }
subscription-open = sans date de fin
subscription-role = Rôle : { $role }
subscription-role-soon = Rôle : { $role }, en chemin
subscription-why-active = Votre abonnement est actif, mais ne donne pas de rôle ici.
subscription-why-ended = Pas de rôle : l’abonnement est terminé.
subscription-why-no-role-for-tier = Pas de rôle : cette formule n’en donne pas sur ce serveur.
subscription-why-not-subscribed = Pas de rôle : il n’y a pas d’abonnement en ce moment.
subscription-why-not-listed = Pas de rôle : la liste de l’éditeur ne vous nomme pas encore.
subscription-why-unconfirmed = La liste de l’éditeur est illisible en ce moment ; rien ne change d’ici là.
subscription-why-not-configured = Pas de rôle : cet éditeur n’est plus configuré ici.

## État

status-title = L’état de Colporteur
status-sources = Sources
status-source-fine = **{ $name }** : lue { $when }
status-source-new = **{ $name }** : pas encore lue
status-source-failing = **{ $name }** : illisible ({ $reason }), prochain essai { $when }
status-owed = Dû à Discord
status-owed-none = Rien : tout est affiché comme il se doit.
status-owed-line = { $kind } : { $count }
status-trouble = En souffrance
status-trouble-line = { $kind } dans { $place } : { $reason }
status-publishers = Abonnés
status-publisher-fine = **{ $name }** : liste lue { $when }
status-publisher-new = **{ $name }** : liste pas encore lue
status-publisher-trouble = **{ $name }** : { $reason }
status-none = Aucune source n’est configurée.
status-truncated = … et { $count } de plus

kind-article = articles
kind-thread = fils
kind-comment = commentaires
kind-role = rôles

## Erreurs que voient les gens

error-server-only = Cette commande ne fonctionne que sur un serveur.
error-not-allowed = Il vous faut la permission « Gérer le serveur ».
error-slow-down = Doucement : réessayez dans { $seconds } s.
error-inside = Quelque chose a mal tourné de mon côté. C’est noté.

## Commandes (nom de 1 à 32 minuscules, description de 1 à 100 caractères)

command-search = chercher
command-search-description = Chercher dans les articles et les commentaires
command-search-words = mots
command-search-words-description = Ce qu’il faut chercher
command-ask = demander
command-ask-description = Poser une question sur les produits et l’actualité
command-ask-question = question
command-ask-question-description = Votre question, en français ou en anglais
command-latest = derniers
command-latest-description = Les derniers articles
command-comments = discussion
command-comments-description = Trouver la discussion d’un article
command-comments-article = article
command-comments-article-description = Le titre de l’article
command-link = lier
command-link-description = Lier votre abonnement à votre compte Discord
command-link-code = code
command-link-code-description = Le code affiché dans votre compte sur le site, ou rien pour voir tous les moyens
command-unlink = délier
command-unlink-description = Délier votre abonnement de votre compte Discord
command-subscription = abonnement
command-subscription-description = Ce que je sais de votre abonnement, et pourquoi vous avez un rôle ou non
command-status = état
command-status-description = Comment vont les sources et les livraisons
