## Pourquoi un site ou une source est illisible

cause-login = le site demande une connexion pour cette adresse ({ $status })
cause-payment = le site demande un paiement pour cette adresse ({ $status })
cause-forbidden = le site refuse de nous servir ({ $status }) ; demandez-lui d’autoriser notre User-Agent
cause-nothing-there = il n’y a rien à cette adresse ({ $status })
cause-gone = le site dit que cette adresse a disparu pour de bon ({ $status })
cause-less-often = le site nous demande de venir moins souvent ({ $status })
cause-site-fault = le site a une panne de son côté ({ $status })
cause-refused = le site a refusé notre demande ({ $status })
cause-unusable = le site a donné une réponse que nous ne pouvons pas utiliser ({ $status })
cause-certificate = { $host } n’a pas de certificat valable pour https
cause-unknown-name = { $host } est un nom que personne ne connaît
cause-unreachable = { $host } est injoignable
cause-endless = { $host } nous renvoie d’adresse en adresse sans fin
cause-odd-address = { $host } mène à une adresse qui n’est pas du web
cause-broken-compression = { $host } a envoyé une réponse compressée qui est abîmée
cause-no-full-answer = { $host } n’a pas donné de réponse entière en { $seconds } s
cause-private = { $host } est une adresse privée, que seul http.allow_private peut permettre dans la configuration
cause-broken-off = { $host } a interrompu sa réponse ({ $fault })
cause-no-scheme = l’adresse ne commence pas par http:// ou https://
cause-odd-compression = le site répond dans une compression que nous n’avons pas demandée ({ $coding })
cause-too-large = la réponse dépasse { $megabytes } Mo
cause-too-many-requests = ce serait trop de demandes pour une première visite
cause-robots-forbid = son robots.txt demande aux programmes de ne pas lire cette adresse
cause-no-robots = son robots.txt ne peut pas être lu : { $reason }
cause-content-slow = son contenu a pris plus de { $seconds } s à lire
cause-content-memory = son contenu demande trop de mémoire
cause-content-crash = son contenu a fait tomber le processus de lecture
cause-content-unreadable = son contenu est illisible ({ $fault })
cause-reading-slow = la lecture a pris plus de { $seconds } s
cause-fault = une erreur inattendue ({ $fault })
cause-no-page = il n’y a pas de page à lire à cette adresse
cause-no-article = il n’y a pas d’article à cette adresse
cause-no-feed = il n’y a pas de flux à cette adresse
cause-feed-encoding = le flux est abîmé ; son encodage est introuvable
cause-no-sitemap = il n’y a pas de plan de site à cette adresse
cause-sitemap-broken = la compression du plan de site est abîmée
cause-no-opml = il n’y a pas d’OPML dans ce fichier
cause-no-wordpress = le site n’a pas donné ses { $kind } WordPress à wp-json/wp/v2/{ $kind } : son API REST est-elle ouverte ?

## Pourquoi des commentaires ne peuvent pas être lus ou écrits

cause-no-comment-feed = le site n’a pas ici de flux de commentaires ; nommez un autre genre ou comments_url dans la configuration
cause-no-comments-here = il n’y a pas de flux de commentaires à cette adresse
cause-no-ghost-comments = le site n’a pas donné de commentaires Ghost ; sont-ils ouverts à tous ?
cause-no-ghost-post = la page de cet article ne nomme aucun billet Ghost
cause-no-discourse = il n’y a pas de sujet Discourse à cette adresse ; vérifiez comments_url
cause-no-isso = il n’y a pas de serveur Isso à cette adresse ; vérifiez comments_url
cause-isso-password = Isso n’accepte pas ce mot de passe d’administration
cause-isso-late = le délai de correction est passé, et nous ne sommes pas l’administrateur d’Isso
cause-not-told = le site ne dit pas si un commentaire est arrivé : { $message }
cause-moved = le site nous renvoie à une autre adresse ; mettez celle-ci dans la configuration
cause-not-wordpress = le site a donné une réponse qui n’est pas de WordPress
cause-comments-kept = le site laisse les commentaires en « { $status } »
cause-comments-read-only = les commentaires de ce site ne peuvent qu’être lus
cause-comment-gone = le commentaire n’est plus là
cause-not-isso = le serveur a donné une réponse qui n’est pas d’Isso
cause-isso-close = Isso ne sait pas fermer les commentaires d’une seule page
cause-isso-hold = Isso ne sait pas remettre un commentaire en attente
cause-isso-flood = Isso veut moins de commentaires par minute d’une même adresse

## Pourquoi un message sur Discord ou un courriel doit attendre

cause-discord-refused = Discord a refusé ({ $status }, { $words })
cause-discord-unreachable = Discord est injoignable ({ $fault })
cause-renamed-often = Discord permet de renommer un fil deux fois en dix minutes
cause-locked = le fil est verrouillé
cause-permissions = il manque des permissions au bot : { $permissions }
cause-other-channel = le salon { $channel } n’est ni un salon textuel ni un forum
cause-no-announcements = seul un salon d’annonces publie vers d’autres serveurs
cause-not-on-server = le bot n’est pas sur ce serveur
cause-article-gone = l’article n’est plus là
cause-bulletin-gone = la liste n’est plus là
cause-minute-full = autant de commentaires qu’une minute en prend
cause-no-review-channel = moderation.channel n’est pas un salon textuel
cause-no-letters = le lecteur n’accepte pas de messages privés
cause-no-manager-letters = le responsable n’accepte pas de messages privés
cause-no-digest-wanted = le lecteur ne veut plus de résumé
cause-no-words-wanted = le lecteur ne veut pas de tels messages
cause-nobody-to-tell = il n’y a plus personne à prévenir
cause-mail-silent = le serveur de courriel ne répond pas ({ $fault })
cause-mail-login = le serveur de courriel refuse la connexion ({ $code }) ; vérifiez mail.user et password
cause-mail-tls = le TLS du serveur de courriel n’inspire pas confiance ({ $fault }) ; vérifiez mail.tls
cause-mail-refused = le serveur de courriel nous refuse ({ $code })
cause-mail-unreachable = le serveur de courriel est injoignable ({ $fault }) ; vérifiez mail.host, port et tls
cause-mail-sender = le serveur de courriel refuse notre expéditeur ({ $code }) ; vérifiez mail.from

## Pourquoi un rôle doit attendre

cause-role-paused-permission = en pause : la permission « Gérer les rôles » manque au bot ; donnez-la à son rôle
cause-role-paused-order = en pause : ce rôle se trouve au-dessus de celui du bot ; placez le rôle du bot au-dessus
cause-role-away = le membre n’est pas sur le serveur ; le rôle suit dès son retour
cause-role-foreign = quelqu’un d’autre a donné ce rôle ; c’est donc à lui de le retirer
cause-role-unsure = tous les membres du serveur ne sont pas encore connus ; rien n’est retiré d’ici là
cause-role-unseen = Discord a accepté le changement du rôle, mais il ne se voit pas
