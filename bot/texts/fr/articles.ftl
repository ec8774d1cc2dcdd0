## Cartes d’articles, listes et rectificatifs

card-joined = Aussi chez
card-paywalled = réservé aux abonnés
card-image-credit = photo : { $credit }
bulletin-missed = { $count ->
    [one] { $count } article pendant mon absence
   *[other] { $count } articles pendant mon absence
}
bulletin-daily = { $count ->
    [one] Le résumé du jour : { $count } article
   *[other] Le résumé du jour : { $count } articles
}
bulletin-weekly = { $count ->
    [one] Le résumé de la semaine : { $count } article
   *[other] Le résumé de la semaine : { $count } articles
}
correction-title = L’article a été mis à jour
correction-headline = **Titre :** ~~{ $before }~~ → { $after }
correction-figure = ~~{ $before }~~ → **{ $after }**
alert-permission = « { $name } »
alert-permissions = Je ne peux plus publier dans { $channel } : il me manque { $permissions }. La route attend, rien n’est perdu ; elle reprend d’elle-même dès que la permission est là.

kind-bulletin = listes
kind-correction = rectificatifs
kind-crosspost = annonces à publier
kind-alert = messages aux responsables

## Pourquoi un article a été publié ou non

why-unknown = Je n’ai jamais vu cet article.
why-no-source = Aucune source ne lit ce site. Ajoutez-le avec « /source ajouter ».
why-source-read = **{ $name }** lit ce site, { $when } pour la dernière fois, et cette adresse n’y figurait pas.
why-source-failing = **{ $name }** lit ce site, mais il ne répond pas : { $reason }
why-source-paused = **{ $name }** lit ce site, mais elle est suspendue.
why-stored = Enregistré depuis **{ $source }** { $when }.
why-withdrawn = Retiré par le site { $when }.
why-old = Il était déjà là quand la source a été ajoutée : ce n’est pas une nouvelle.
why-no-route = Aucune route de ce serveur ne mène à un salon que vous voyez.
why-posted = Publié { $when } : { $message }
why-listed = Publié dans une liste { $when } : { $message }
why-joined = Ajouté au message de « { $title } », qui annonce la même nouvelle : { $message }
why-digest = Attend le prochain résumé, { $when }.
why-waiting-quiet = Attend la fin des heures calmes, { $when }.
why-waiting-full = Le salon a eu son compte de messages pour cette heure ; suit { $when }.
why-owed = Pas encore publié : { $reason }
why-soon = c’est en route
why-elsewhere = Ce serveur a suspendu la source de l’article, ou ne l’a pas.
why-younger = La route est plus récente que l’article.
why-paused = La route est suspendue.
why-other-route = Une autre route de ce salon est passée avant.
story-title = La même nouvelle, ailleurs
story-alone = Aucune autre source n’annonce cette nouvelle.
story-because = Réunis par ce qu’ils ont en commun : { $reasons }
story-same-link = La même adresse dans deux sources.
story-same-words = Les mêmes mots, ou presque.

command-article = article
command-article-description = Ce qu’un article est devenu
command-article-why = pourquoi
command-article-why-description = Pourquoi un article a été publié ici, ou non
command-article-story = nouvelle
command-article-story-description = Les articles sur la même nouvelle, et pourquoi ils sont réunis
command-article-url = adresse
command-article-url-description = L’adresse de l’article

## Le résumé d’un lecteur

digest-ordered = C’est noté : le premier résumé vous parvient en message privé { $when }. « /résumé non » y met fin.
digest-stopped = Vous ne recevrez plus de résumé.
digest-none = Vous n’avez pas de résumé.
kind-letter = résumés privés
command-digest = résumé
command-digest-description = Recevoir les articles en un seul message privé, chaque jour ou chaque semaine
command-digest-when = quand
command-digest-when-description = Par exemple : quotidien 8h, lundi 7h30 ; non pour arrêter
command-digest-filter = filtre
command-digest-filter-description = Seulement certains articles, par exemple : catégorie:Mobile
command-digest-zone = fuseau
command-digest-zone-description = Votre fuseau horaire
card-embeds = Dans l’article
