## Pourquoi la liste d’un éditeur n’est pas crédible

cause-line = ligne { $number }
cause-entry = entrée { $number }
cause-row = ligne { $number }
cause-quoted = « { $value } »
cause-not-shown = (non montré)
cause-file-too-large = le fichier { $file } dépasse { $megabytes } Mo
cause-file-unreadable = le fichier { $file } est illisible ({ $fault }) ; vérifiez son chemin et son propriétaire
cause-not-utf8 = l’octet { $byte } n’est pas de l’UTF-8 ; enregistrez la liste en UTF-8
cause-list-empty = la liste est vide ; une liste vide n’enlève rien à personne, corrigez l’export
cause-list-unended = la dernière ligne n’est pas « { $marker } » ; la liste est coupée, attendez qu’elle soit entière
cause-list-miscounted = la dernière ligne et la liste ne comptent pas autant de lecteurs : { $count } et { $found }
cause-column-missing = il manque la colonne « { $name } » ; l’en-tête doit la nommer
cause-column-twice = la colonne « { $name } » est là deux fois ; nommez chaque colonne une seule fois
cause-fields = { $where } : { $found } au lieu de { $wanted } champs ; la liste est coupée, ou il manque des guillemets à un champ
cause-csv-broken = { $where } : { $fault } ; la liste est coupée, ou ses guillemets sont mal placés
cause-json-broken = le JSON est coupé ou abîmé ({ $fault }) ; vérifiez l’export
cause-json-hostile = trop de niveaux, ou un nombre trop grand
cause-no-json-list = les abonnés ne sont pas une liste JSON ; vérifiez l’export
cause-no-json-object = { $where } : ce n’est pas un objet JSON ; vérifiez l’export
cause-whole-key-missing = il manque la clé « { $name } » ; il faut à l’objet complete, count et subscribers
cause-not-complete = complete vaut { $value }, et non true ; attendez la liste entière
cause-miscounted = count vaut { $value }, mais la liste en contient { $found } ; corrigez l’export
cause-key-missing = { $where } : il manque la clé « { $name } » ; il faut à chaque lecteur un id et un tier
cause-id-empty = { $where } : id est vide ; donnez le numéro ou le nom du lecteur dans votre boutique
cause-id-twice = { $where } : id { $value } est là deux fois ; donnez une seule ligne à chaque lecteur
cause-tier-empty = { $where } : tier est vide pour un lecteur actif ; nommez-le, ou mettez status à none
cause-status-unknown = { $where } : status { $value } nous est inconnu ; prenez l’un de { $known }
cause-no-date = { $where } : until { $value } n’est pas une date ; écrivez 2026-12-31 ou 2026-12-31T18:00:00+01:00
cause-no-version = { $where } : { $name } { $value } n’est ni une date avec l’heure ni un nombre entier
cause-code-twice = { $where } : code est aussi celui d’un autre lecteur ; faites un code pour chacun
cause-code-weak = { $where } : code est trop faible ; il faut au moins { $least } lettres et chiffres
cause-not-text = { $where } : { $name } { $value } n’est pas du texte ; mettez-le entre guillemets
cause-not-printable = { $where } : { $name } { $value } est trop long ou illisible ; { $most } signes imprimables au plus

## Pourquoi la base de données d’un éditeur est illisible

cause-view = { $view } : { $reason } ; vérifiez publishers.database, view et columns
cause-view-slow = la base n’a pas donné de réponse entière en { $seconds } s
cause-view-unreadable = la base est illisible ({ $fault })
cause-view-refused = la base refuse ({ $fault })
cause-view-unasked = la base ne peut pas être interrogée ({ $fault })
cause-view-short = la vue annonce un total de { $count }, mais a donné { $found }
cause-view-no-driver = PostgreSQL a besoin du paquet asyncpg : pip install -c constraints.txt ".[postgresql]"

## Pourquoi ce que dit un prestataire d’abonnements n’est pas crédible

cause-nobody-named = le prestataire ne nomme personne ; une réponse vide n’enlève rien à personne, vérifiez ses réglages
cause-not-as-documented = la réponse du prestataire n’est pas celle de sa documentation : { $field } : { $fault } ; vérifiez publishers.url, et si le prestataire a été mis à jour
cause-its-whole = son ensemble
cause-list-changed = la liste a changé pendant la lecture ; nous n’en croyons rien et la relisons
cause-list-short = le site en compte { $total }, mais en donne { $found } ; la liste a changé pendant la lecture, nous n’en croyons rien et la relisons
cause-list-unordered = le site ne trie pas sa liste par numéro, comme nous le demandons ; son API REST est-elle modifiée ?
cause-list-endless = la liste du site ne finit pas
cause-no-total = il manque à la réponse X-WP-Total, qui la prouve entière ; que les proxys laissent passer cet en-tête
cause-woocommerce-status = fiche { $record } : le status « { $status } » nous est inconnu
cause-stripe-endless = la liste des abonnements de Stripe ne finit pas ; nous n’en croyons rien
cause-ghost-uncounted = Ghost n’a pas compté ses membres ; nous ne croyons rien de sa liste
cause-ghost-circle = la liste des membres de Ghost tourne en rond
cause-ghost-short = Ghost compte { $total } membres, mais en donne { $found } ; nous n’en croyons rien

## À regarder, bien qu’une liste soit bonne

cause-held = des changements de rôles attendent un accord ({ $count }) ; s’ils sont justes : colporteur approve { $plan }
cause-unmapped = aucun rôle n’est prévu pour la formule { $tiers } ; ajoutez-la aux rôles de l’éditeur
cause-both = { $first } ; { $second }
