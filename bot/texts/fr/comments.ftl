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
