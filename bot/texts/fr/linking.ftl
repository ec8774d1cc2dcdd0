## Le panneau de /lier

link-panel = Comment voulez-vous montrer que l’abonnement est le vôtre ? Vous seul voyez ce message ; ses boutons servent pendant 10 minutes.
link-way-sign-in = Me connecter chez { $publisher }
link-way-account = Mon compte chez { $publisher }
link-way-code = J’ai un code
link-code-title = Lier votre abonnement
link-code-label = Le code du site
