## Recherche

search-everything = tout
search-by-fit = Par pertinence
search-by-date = Par date
search-page = { $page } / { $pages }
search-forgotten = Cette recherche est trop ancienne pour tourner ses pages. Relancez-la.
search-filter-source = Source : { $value }
search-filter-author = Auteur : { $value }
search-filter-category = Catégorie : { $value }
search-filter-product = Produit : { $value }
search-filter-since = à partir du { $value }
search-filter-until = jusqu’au { $value }
search-no-source = Aucune source ne s’appelle « { $name } ».
search-no-source-near = Aucune source ne s’appelle « { $name } ». Vouliez-vous dire **{ $near }** ?
search-no-author = Aucun auteur ne s’appelle « { $name } ».
search-no-author-near = Aucun auteur ne s’appelle « { $name } ». Vouliez-vous dire **{ $near }** ?
search-no-category = Aucune catégorie ne s’appelle « { $name } ».
search-no-category-near = Aucune catégorie ne s’appelle « { $name } ». Vouliez-vous dire **{ $near }** ?
search-no-date = « { $date } » n’est pas une date que je sache lire. Écrivez par exemple 2026, 2026-03, 02/03/2026, mars 2026, hier ou 7 jours.
search-empty = Que cherchez-vous ? Des mots, une « phrase entre guillemets », -sans ; ou un filtre seul.
related-title = Proche de « { $title } »
related-none = Rien de proche de cet article n’est enregistré.
related-unknown = Je n’y connais aucun article. Choisissez le message d’un article, ou un titre de la liste.

related-unknown-address = Aucun article n’est enregistré sous { $address }.
answer-as-of = au { $day }
answer-agreeing = { $count ->
    [one] { $count } autre lecteur dit de même
   *[other] { $count } autres lecteurs disent de même
}
answer-thread = discuté dans { $thread }
answer-elsewhere = « { $title } » n’en dit rien ; ailleurs, j’ai trouvé :
menu-ask = Interroger à ce sujet
menu-related = Articles proches
ask-about-title = Interroger à ce sujet
ask-about-question = Votre question
ask-about-nothing = Choisissez un message qui montre un article, un commentaire ou du texte.

## Prévenir quand un article paraît

watch-button = Prévenez-moi : { $said }
watch-added = C’est noté : je vous écris en privé dès qu’un article sur **{ $said }** paraît. /alertes montre ce que vous attendez.
watch-nothing = Il n’y a rien ici à attendre. Demandez un produit, ou quelques mots.
watch-enough = Vous attendez déjà { $most } choses. Retirez-en une d’abord avec /alertes.
watch-arrived = Vous vouliez être prévenu au sujet de **{ $said }** :
watch-stop = Ne plus me prévenir
watch-stopped = C’est noté : vous n’en entendrez plus parler.
watch-stopped-before = Vous n’attendiez plus cela.
watch-closed = J’avais quelque chose pour vous, mais vos messages privés sont fermés. Ouvrez-les pour ce serveur, et cela suit dans la journée.
watches-title = Ce que vous attendez
watches-none = Rien. Là où je ne sais encore rien, un bouton permet d’attendre un article.
watches-choose = Choisissez ce qu’il faut retirer
watches-ended = { $count ->
    [one] { $count } alerte est retirée.
   *[other] { $count } alertes sont retirées.
}
kind-watch = messages privés sur des articles attendus

command-search-option-source = source
command-search-option-source-description = Seulement de cette source
command-search-option-author = auteur
command-search-option-author-description = Seulement de cet auteur
command-search-option-category = catégorie
command-search-option-category-description = Seulement dans cette catégorie
command-search-option-product = produit
command-search-option-product-description = Seulement sur ce produit
command-search-option-since = depuis
command-search-option-since-description = À partir de ce jour, par exemple : 2026, mars 2026, 7 jours
command-search-option-until = jusque
command-search-option-until-description = Jusqu’à ce jour, par exemple : 02/03/2026, hier
command-search-option-sort = tri
command-search-option-sort-description = Comment trier les résultats
command-related = proches
command-related-description = Les articles proches d’un article
command-related-article = article
command-related-article-description = Le titre de l’article
command-watches = alertes
command-watches-description = Ce que vous attendez, et le retirer
