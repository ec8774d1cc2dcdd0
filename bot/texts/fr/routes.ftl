## Filtres : ce qu’il faut corriger

filter-too-long = Ce filtre compte { $length } caractères, et le maximum est de { $limit }. Raccourcissez-le, ou faites-en deux routes.
filter-too-deep = Ce filtre imbrique parenthèses et négations sur plus de { $limit } niveaux. Écrivez-le plus à plat, ou faites-en deux routes.
filter-too-many = Ce filtre compte plus de { $limit } mots, expressions, motifs et champs. Faites-en deux routes.
filter-too-many-patterns = Ce filtre compte plus de { $limit } motifs. Réunissez-en avec |, ou faites-en deux routes.
filter-quote = Caractère { $position }, `{ $value }` : ce guillemet n’a pas de pendant. Fermez l’expression, ou retirez-le.
filter-pattern-open = Caractère { $position }, `{ $value }` : ce motif ne finit pas. Fermez-le par / et une espace ; à l’intérieur, une barre s’écrit `\/`. Si ce n’est pas un motif, mettez-le entre guillemets.
filter-pattern = Caractère { $position }, `{ $value }` : { $why ->
    [open] une parenthèse du motif n’est pas fermée. Fermez-la, ou écrivez `\(` pour le signe lui-même.
    [closed] une parenthèse du motif n’a pas été ouverte. Ouvrez-la, ou écrivez `\)` pour le signe lui-même.
    [set] un ensemble du motif est vide ou n’est pas fermé. Fermez-le par ], ou écrivez `\[` pour le signe lui-même.
    [repeat] il n’y a rien ici que le motif puisse répéter. Écrivez `\*` ou `\+` pour le signe lui-même.
   *[other] ce n’est pas une expression rationnelle. Corrigez le motif, ou mettez les mots entre guillemets.
}
filter-pattern-large = Caractère { $position }, `{ $value }` : ce motif répète quelque chose plus de { $limit } fois. Prenez des nombres plus petits, ou + et *.
filter-field = Caractère { $position }, `{ $value }` : il n’y a pas de champ « { $name } ». Les champs sont source, catégorie, auteur, langue, titre et adresse. Si c’est du texte, mettez-le entre guillemets.
filter-empty = Caractère { $position }, `{ $value }` : il n’y a rien à chercher ici. Écrivez un mot entre les guillemets, ou retirez-les.
filter-parenthesis-open = Caractère { $position }, après `{ $value }` : une parenthèse reste ouverte. Fermez-la par ).
filter-parenthesis-closed = Caractère { $position }, `{ $value }` : cette parenthèse n’a pas été ouverte. Retirez-la, ou mettez ( devant ce qui va ensemble.
filter-missing = Caractère { $position }, `{ $value }` : il manque devant quelque chose à chercher. Mettez-y un mot, une « expression », un /motif/ ou un champ, ou mettez le texte entre guillemets.
filter-end = Caractère { $position }, après `{ $value }` : il manque quelque chose à chercher. Mettez-y un mot, une « expression » ou un /motif/.

## Heures

clock-quiet = Je ne lis pas d’heures calmes dans `{ $value }`. Écrivez leur début et leur fin, par exemple 22h-7h, ou non s’il n’y en a pas.
clock-digest = Je ne lis pas l’heure d’un résumé dans `{ $value }`. Écrivez par exemple quotidien 8h ou hebdo lundi 8h, ou non s’il n’y en a pas.
clock-zone = Je ne connais pas de fuseau horaire `{ $value }`. Choisissez-en un dans la liste, par exemple Europe/Paris.

weekday-0 = lundi
weekday-1 = mardi
weekday-2 = mercredi
weekday-3 = jeudi
weekday-4 = vendredi
weekday-5 = samedi
weekday-6 = dimanche

## Routes

route-list = Les routes de ce serveur
route-none = Aucune route ne mène encore ici. /route ajouter en crée une.
route-added = Route ajoutée
route-changed = Route modifiée
route-removed = Route retirée
route-paused = Route suspendue
route-resumed = Route reprise
route-all = tous les articles
route-thread = un fil par article
route-crosspost = publié aux serveurs abonnés
route-mentions = mentionne { $roles }
route-quiet = calme de { $start } à { $end } ({ $zone })
route-breaking = sauf { $filter }
route-daily = résumé chaque jour à { $at } ({ $zone })
route-weekly = résumé le { $day } à { $at } ({ $zone })
route-per-hour = { $count ->
    [one] { $count } message par heure au plus
   *[other] { $count } messages par heure au plus
}
route-standing = **suspendue** { $since }
route-in-settings = du fichier de réglages
route-layout-full = carte complète
route-layout-compact = carte compacte
route-layout-headline = titre seul

route-unknown = Je ne trouve pas cette route. Choisissez-la dans la liste qui s’affiche pendant la saisie.
route-of-settings = Cette route figure dans le fichier de réglages et ne se change que là : demandez à qui exploite le bot.
route-too-many = Un serveur peut avoir { $limit } routes. Retirez-en une avec /route retirer, ou réunissez-en deux avec « ou » dans leurs filtres.
route-everyone = Je mentionne des rôles, jamais tout le monde. Choisissez un autre rôle.
route-not-announcement = { $channel } n’est pas un salon des annonces, et seuls ceux-là publient vers d’autres serveurs. Choisissez un autre salon, ou changez son type dans ses paramètres.
route-breaking-alone = Un filtre d’urgence n’a de sens qu’avec des heures calmes. Indiquez-les aussi, par exemple 22h-7h.
route-quiet-digest = Un résumé vient à son heure : les heures calmes ne vont pas avec. Mettez l’un des deux sur non.
route-channel-unseen = Je ne vois pas { $channel }. Accordez-moi **Voir le salon** là-bas, puis réessayez.
route-permissions = Dans { $channel }, il me manque : { $permissions }. Accordez-le-moi dans les paramètres du salon, sous Permissions, puis réessayez.
route-test-what = Choisissez une route à essayer, ou écrivez un filtre.
route-test = { $taken ->
    [one] { $taken } des { $count } derniers articles serait pris
   *[other] { $taken } des { $count } derniers articles seraient pris
}
route-test-none = Aucun article n’est encore enregistré sur lequel l’essayer.

reason-missing = { $part } n’y est pas
reason-missing-has = { $part } ne convient pas ; il a « { $has } »
reason-unwanted = { $part } l’exclut
reason-unwanted-has = { $part } l’exclut ; il a « { $has } »
reason-slow = { $part } était trop long à chercher, ce qui compte comme absent
reason-not = non { $part }

## Les permissions, comme Discord les nomme

permission-view-channel = Voir le salon
permission-send-messages = Envoyer des messages
permission-embed-links = Intégrer des liens
permission-add-reactions = Ajouter des réactions
permission-attach-files = Joindre des fichiers
permission-read-message-history = Voir les anciens messages
permission-create-public-threads = Créer des fils publics
permission-send-messages-in-threads = Envoyer des messages dans les fils
permission-manage-messages = Gérer les messages
permission-manage-threads = Gérer les fils
permission-manage-roles = Gérer les rôles
permission-manage-webhooks = Gérer les webhooks
permission-mention-everyone = Mentionner @everyone, @here et tous les rôles
permission-forum-send-messages = Créer des posts
permission-forum-send-messages-in-threads = Envoyer des messages dans les posts

## Commandes (nom de 1 à 32 minuscules, description de 1 à 100 caractères)

command-route = route
command-route-description = Quels articles vont dans quel salon, comment et quand
command-route-add = ajouter
command-route-add-description = Envoyer des articles dans un salon
command-route-list = liste
command-route-list-description = Toutes les routes de ce serveur et leur état
command-route-edit = modifier
command-route-edit-description = Changer une route ; ce que vous omettez reste comme avant
command-route-remove = retirer
command-route-remove-description = Retirer une route ; ce qu’elle a publié reste
command-route-pause = suspendre
command-route-pause-description = Arrêter une route pour un temps
command-route-resume = reprendre
command-route-resume-description = Relancer une route suspendue
command-route-test = essayer
command-route-test-description = Lesquels des derniers articles une route ou un filtre prendrait, et pourquoi pas les autres
command-route-option-route = route
command-route-option-route-description = La route
command-route-option-channel = salon
command-route-option-channel-description = Un salon textuel, d’annonces ou un forum
command-route-option-filter = filtre
command-route-option-filter-description = source:"La Gazette" (catégorie:Tests ou /\bS9\b/) -publireportage ; * prend tout
command-route-option-layout = présentation
command-route-option-layout-description = Ce que le message montre d’un article
command-route-option-role = rôle
command-route-option-role-description = Le rôle que chaque message mentionne
command-route-option-nobody = personne
command-route-option-nobody-description = Ne plus mentionner de rôle
command-route-option-thread = fil
command-route-option-thread-description = Ouvrir un fil pour chaque article
command-route-option-crosspost = diffuser
command-route-option-crosspost-description = Publier aux serveurs abonnés (salons des annonces)
command-route-option-quiet = calme
command-route-option-quiet-description = Heures sans message, par exemple 22h-7h ; non pour aucune
command-route-option-breaking = urgent
command-route-option-breaking-description = Un filtre : ce qu’il prend passe aussi aux heures calmes ; non pour aucun
command-route-option-digest = résumé
command-route-option-digest-description = Un seul message pour tous : quotidien 8h, hebdo lundi 8h ; non pour aucun
command-route-option-per-hour = par-heure
command-route-option-per-hour-description = Le plus de messages par heure ; les autres attendent leur tour. 0 : pas de limite
command-route-option-zone = fuseau
command-route-option-zone-description = Le fuseau horaire des heures calmes et du résumé
