## Produits

product-mentions = Mentions
product-count = { $texts ->
    [one] { $texts } texte le nomme
   *[other] { $texts } textes le nomment
}{ $comments ->
    [0] {""}
    [one] , dont un commentaire de lecteur
   *[other] , dont { $comments } commentaires de lecteurs
}
product-first = La première : { $source }
product-latest = La dernière : { $source }
product-prices = Prix mentionnés
product-price = - **{ $amount }** — { $source }
product-points = Ce dont les lecteurs discutent
product-point = { $readers ->
    [one] **{ $aspect }** : { $readers } lecteur
   *[other] **{ $aspect }** : { $readers } lecteurs
}
product-felt = { $pleased } pour, { $displeased } contre
product-readers = Ce qu’en disent les lecteurs
product-articles = Derniers articles
product-siblings = De la même famille
product-chart = Textes qui le nomment, par mois
product-unknown = Aucun article ne parle de « { $name } ».
product-unknown-near = Aucun article ne parle de « { $name } ». Vouliez-vous dire { $near } ?
product-same = **{ $name }** est déjà un seul produit.
product-no-form = Aucun texte n’écrit « { $form } » pour **{ $name }**. Ses formes : { $forms }
product-forms = **{ $name }** s’écrit : { $forms }
product-merged = **{ $gone }** est désormais un nom de **{ $kept }**, dans les textes à venir aussi.
product-split = « { $form } » ne désigne plus **{ $was }** mais **{ $name }**, dans les textes à venir aussi.
aspect-battery = Autonomie
aspect-screen = Écran
aspect-price = Prix
aspect-camera = Photo
aspect-sound = Son
aspect-keyboard = Clavier
aspect-speed = Rapidité
aspect-software = Logiciel
aspect-design = Ligne et finition
aspect-reliability = Fiabilité
aspect-repair = Réparation et service
aspect-network = Réseau
aspect-privacy = Vie privée et sécurité
aspect-subscription = Abonnement

command-product = produit
command-product-description = Ce que l’on sait d’un produit : prix, avis, articles
command-product-name = nom
command-product-name-description = Le nom du produit, par exemple : Q10
command-products = produits
command-products-description = Les noms de produits réunis ou séparés à tort
command-products-names = noms
command-products-names-description = Comment les textes écrivent un produit
command-products-merge = réunir
command-products-merge-description = Deux noms sont un seul produit
command-products-into = avec
command-products-into-description = Le produit que tous deux sont
command-products-split = séparer
command-products-split-description = Une façon de l’écrire est un autre produit
command-products-form = forme
command-products-form-description = Le nom tel que les textes l’écrivent
command-products-as = comme
command-products-as-description = Le produit que c’est, si ce n’est pas le sien
