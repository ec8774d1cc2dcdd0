## Le panneau de /lier

link-panel = Comment voulez-vous montrer que l’abonnement est le vôtre ? Vous seul voyez ce message ; ses boutons servent pendant 10 minutes.
link-way-sign-in = Me connecter chez { $publisher }
link-way-account = Mon compte chez { $publisher }
link-way-code = J’ai un code
link-code-title = Lier votre abonnement
link-code-label = Le code du site ou du courriel

## Les pages de la liaison par le web. ** entoure ce qui est en gras.

link-page-question-title = Lier votre abonnement ?
link-page-question = Votre abonnement à **{ $publisher }** va être lié au compte Discord **@{ $account }**.
link-page-button = Oui, le lier
link-page-note = Ce n’est pas votre compte ? Fermez cette page : rien ne sera lié. /délier sur Discord défait le lien à tout moment.
link-page-done-title = C’est lié
link-page-done = Votre abonnement à **{ $publisher }** est lié à **@{ $account }**. Votre rôle arrive en quelques secondes ; /abonnement sur Discord le montre. Vous pouvez fermer cette page.
link-page-refused-title = Cela n’a pas marché
link-page-refused = Ce lien est échu, a déjà servi, ou appartient à un autre navigateur. Recommencez : avec /lier sur Discord, ou dans votre compte sur le site.
link-page-unavailable-title = Pas de réponse
link-page-unavailable = La connexion n’a pas marché à l’instant ; rien n’est lié. Recommencez dans un moment : avec /lier sur Discord, ou dans votre compte sur le site.
link-page-cancelled-title = Annulé
link-page-cancelled = Rien n’est lié. Recommencez quand vous voulez : avec /lier sur Discord, ou dans votre compte sur le site.
link-other-account = Vous êtes connecté à Discord en tant que @{ $account }, mais le bouton était pour un autre compte. Rien n’est lié. Utilisez /lier avec le compte que vous voulez lier.
