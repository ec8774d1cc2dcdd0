## Commentaires

card-comment-edited = modifié
kind-part-2 = suites de commentaires
kind-part-3 = suites de commentaires
kind-part-4 = suites de commentaires
kind-original = messages de lecteurs à retirer
kind-mark = réactions

## Du fil vers le site

writing-not-linked = Votre message sous « { $title } » reste sur Discord. Pour qu’il paraisse aussi sur le site, liez d’abord votre abonnement avec /lier : { $account }
writing-not-subscribed = Votre message sous « { $title } » reste sur Discord : votre abonnement n’est pas actif en ce moment. { $account }
writing-wrong-tier = Votre message sous « { $title } » reste sur Discord : votre formule ne permet pas de commenter sur le site. { $account }
writing-duplicate = Le site a refusé votre commentaire : vous avez déjà écrit la même chose. Votre message reste ici.
writing-closed = Le site a refusé votre commentaire : la discussion y est close. Votre message reste ici.
writing-too-long = Le site a refusé votre commentaire : il est trop long. Raccourcissez votre message, je réessaierai.
writing-empty = Le site a refusé votre commentaire : il n’y reste aucun texte. Votre message reste ici.
writing-not-allowed = Le site n’accepte pas votre commentaire. Votre message reste ici.
writing-unknown-parent = Le site n’a plus le commentaire auquel vous répondez. Votre message reste ici.

## À qui un commentaire répond

comment-unknown = Ce message ne montre aucun commentaire du site. Donnez son lien (clic droit, Copier le lien du message).
comment-several = Ce message montre plusieurs commentaires : je ne peux pas savoir duquel il s’agit.
comment-no-parent = Un commentaire ne peut répondre qu’à un commentaire plus ancien du même article.
comment-relinked = C’est noté, et cela reste ainsi.
comment-answers = Répond à **{ $name }**
comment-answers-none = Ne répond à aucun commentaire
comment-why = Comment je le sais
comment-by-person = Corrigé par { $who }
comment-by-site = C’est le site qui le dit.
comment-by-words = Par ce que le commentaire dit, sûr à { $percent } %
command-comment = commentaire
command-comment-description = Les commentaires du site, pour la modération
command-comment-why = pourquoi
command-comment-why-description = À qui un commentaire répond, et comment je le sais
command-comment-relink = rattacher
command-comment-relink-description = Corriger à qui un commentaire répond
command-comment-message = message
command-comment-message-description = Le lien du message qui montre le commentaire
command-comment-parent = parent
command-comment-parent-description = Le lien du message auquel il répond ; rien s’il ne répond à personne
