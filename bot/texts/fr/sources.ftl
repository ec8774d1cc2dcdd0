## Sources : ce qui a été trouvé

source-found-title = { $name }
source-found-kind = Lue par
source-found-articles = Articles visibles
source-found-articles-count = { $count ->
    [0] aucun pour l’instant
    [one] { $count } article
   *[other] { $count } articles
}
source-found-newest = Les plus récents
source-found-comments = Commentaires
source-found-note = Rien n’est enregistré avant « Ajouter ».
source-kind-wordpress = API de WordPress
source-kind-feed = flux
source-kind-sitemap = plan du site
source-kind-page = une seule page
source-comments-wordpress = lus par l’API de WordPress
source-comments-page = lus dans la page de chaque article
source-comments-none = aucun trouvé
source-option-placeholder = D’autres façons de lire ce site
source-button-add = Ajouter
source-button-cancel = Annuler
source-cancelled = Rien n’a été ajouté.
source-added = **{ $name }** est maintenant lue. { $backfill ->
    [0] Ce qui est déjà en ligne ne sera pas publié : seulement ce qui paraît à partir de maintenant.
    [one] L’article le plus récent sera publié, puis tout ce qui paraît.
   *[other] Les { $backfill } articles les plus récents seront publiés, puis tout ce qui paraît.
} Les routes du serveur disent dans quel salon.
source-added-shared = **{ $name }** est déjà lue pour un autre serveur : celui-ci reçoit désormais aussi ce qui paraît, avec les mêmes commentaires. Les routes du serveur disent dans quel salon.
source-removed = **{ $name }** n’est plus lue pour ce serveur. Ses articles et leurs messages restent.
source-paused = **{ $name }** est suspendue jusqu’à ce que vous la repreniez.
source-resumed = **{ $name }** est de nouveau lue. Ce qui a paru entre-temps est rattrapé, sauf si d’autres serveurs ont continué de la lire.

## Sources : la liste

source-list-title = Sources
source-list-none = Aucune source n’est configurée. Ajoutez-en une avec /source ajouter.
source-list-fine = **{ $name }** ({ $kind }) : lue { $when }
source-list-new = **{ $name }** ({ $kind }) : pas encore lue
source-list-failing = **{ $name }** ({ $kind }) : illisible ({ $reason }), prochain essai { $when }
source-list-paused = **{ $name }** ({ $kind }) : suspendue { $when }
source-list-file = du fichier de configuration

## Sources : l’essai

source-test-title = Essai de { $name }
source-test-count = { $count ->
    [0] Rien ne serait publié maintenant.
    [one] { $count } article serait publié maintenant.
   *[other] { $count } articles seraient publiés maintenant.
}
source-test-empty = La source répond, mais elle ne montre aucun article.
source-test-posted = nouveau : publié dans { $channels }
source-test-waiting = nouveau : publié plus tard dans { $channels } (heures calmes ou heure pleine)
source-test-digest = nouveau : dans le prochain résumé de { $channels }
source-test-listed = nouveau : dans une liste de plusieurs articles, { $channels }
source-test-joined = nouveau : rejoint le message d’un autre article sur la même information, { $channels }
source-test-unrouted = nouveau : aucune route de ce serveur ne le prend
source-test-old = déjà en ligne avant l’ajout de la source : non publié
source-test-changed = corrigé : son message est mis à jour
source-test-known = déjà connu

## Sources : import et export

source-import-title = Importer { $file }
source-import-count = { $count ->
    [one] { $count } source serait ajoutée :
   *[other] { $count } sources seraient ajoutées :
}
source-import-known = { $count ->
    [one] { $count } autre est déjà lue.
   *[other] { $count } autres sont déjà lues.
}
source-import-nothing = Rien à ajouter : tout ce que contient **{ $file }** est déjà lu.
source-import-done = { $count ->
    [one] { $count } source est maintenant lue.
   *[other] { $count } sources sont maintenant lues.
} Ce qui est déjà en ligne ne sera pas publié. /source liste montre celles qui ne répondent pas.
source-export-done = { $count ->
    [one] Voici { $count } source, au format OPML.
   *[other] Voici { $count } sources, au format OPML.
}
source-export-title = Sources de Colporteur

## Sources : ce qui ne va pas

source-address-wrong = « { $address } » n’est pas une adresse du web. Donnez celle du site, du flux ou d’un article, par exemple https://gazette.example
source-unreadable = { $address } est illisible : { $reason }. Vérifiez l’adresse, ou réessayez plus tard.
source-robots-forbid = Le fichier robots.txt du site demande aux programmes de ne pas lire { $address }. Donnez l’adresse d’un flux qu’il permet, ou demandez au site d’autoriser Colporteur.
source-comment-feed = { $address } est un flux de commentaires, pas d’articles. Donnez l’adresse du site : ses commentaires seront trouvés avec ses articles.
source-nothing-found = Je n’ai trouvé à { $address } ni WordPress, ni flux, ni plan du site d’actualités, ni article. Donnez l’adresse exacte du flux, ou celle d’un article.
source-known = Cette source est déjà lue, sous le nom **{ $name }**.
source-unknown = Aucune source ne s’appelle « { $name } ». /source liste les montre toutes.
source-unknown-near = Aucune source ne s’appelle « { $name } ». Vouliez-vous dire **{ $near }** ?
source-in-file = **{ $name }** vient du fichier de configuration : c’est là que l’opérateur peut la retirer. /source suspendre l’arrête d’ici là.
source-too-many = Il y aurait plus de { $most } sources. Retirez-en d’abord.
source-test-failed = **{ $name }** est illisible en ce moment : { $reason }.
source-import-large = **{ $file }** est trop grand : { $most } Mo au plus.
source-import-unreadable = **{ $file }** n’est pas une liste de sources au format OPML. Exportez-la depuis un lecteur de flux, en OPML.

## Commandes

command-source = source
command-source-description = Les sites dont les articles sont lus
command-source-add = ajouter
command-source-add-description = Ajouter un site, avec son flux et ses commentaires
command-source-add-url = adresse
command-source-add-url-description = Du site, d’un flux, d’un article, ou un simple nom de domaine
command-source-add-backfill = rattrapage
command-source-add-backfill-description = Combien d’articles déjà en ligne publier (aucun sinon)
command-source-remove = retirer
command-source-remove-description = Ne plus lire une source ajoutée ici
command-source-list = liste
command-source-list-description = Les sources et leur état
command-source-pause = suspendre
command-source-pause-description = Suspendre la lecture d’une source
command-source-resume = reprendre
command-source-resume-description = Reprendre la lecture d’une source
command-source-test = essayer
command-source-test-description = Lire une source maintenant et montrer ce qui serait publié, et où
command-source-import = importer
command-source-import-description = Ajouter les sources d’un fichier OPML
command-source-import-file = fichier
command-source-import-file-description = Une liste OPML, comme les lecteurs de flux en exportent
command-source-export = exporter
command-source-export-description = Les sources du serveur dans un fichier OPML
command-source-name = nom
command-source-name-description = Le nom de la source
