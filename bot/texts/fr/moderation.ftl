## Ce qui attend un modérateur

kind-review = messages aux modérateurs
kind-removal = messages de lecteurs à retirer
kind-lock = verrous de fils
review-rule-words = Retenu : le mot « { $detail } »
review-rule-newcomer = Retenu : lien d’un nouveau venu, { $detail }
review-rule-slow = Retenu : commentaire n° { $detail } en peu de temps
review-rule-hand = Retenu par la modération : { $detail }
review-where = Où
review-on-site = Commentaire sur le site
review-on-discord = Message sur Discord
review-decision = Décision
review-approved = Approuvé par { $who }
review-rejected = Refusé par { $who } : plus d’aucun côté
review-gone = Disparu de lui-même, il n’y a plus rien à décider
review-button-approve = Approuver
review-button-reject = Refuser
review-done-approved = Approuvé : il passe de l’autre côté.
review-done-rejected = Refusé : il est retiré des deux côtés.
review-too-late = C’est déjà décidé. { $decision }
lock-closed = 🔒 Les commentaires sont clos
lock-open = 🔓 Les commentaires sont rouverts

## Ce que la modération entend

moderation-done-deleted = Supprimé sur Discord.
moderation-done-held = Retenu : Discord ne le montre plus.
moderation-done-approved = Approuvé.
moderation-done-locked = Le fil se verrouille.
moderation-done-unlocked = Le fil se déverrouille.
moderation-site-done = Le site a fait de même.
moderation-site-owed = Le site ne répond pas ({ $reason }) : je continue d’essayer.
moderation-site-refused = Le site refuse : { $reason }. Seul Discord suit.
moderation-site-alone = Ce site ne prend aucune décision de ma part : décidez aussi là-bas.
moderation-refused-late = Le site refuse votre décision sous « { $title } » : { $reason }. Seul Discord la suit.
moderation-needs-manage-messages = Il vous faut pour cela la permission « Gérer les messages » là où le commentaire est montré.
moderation-needs-manage-threads = Il vous faut pour cela la permission « Gérer les fils » là où les commentaires sont montrés.
moderation-nothing = Il n’y a rien à faire : c’est déjà le cas.
moderation-withdrawn = Son auteur a supprimé ce message : c’est à lui d’en décider.
moderation-no-thread = Ce n’est pas le fil d’un article. Utilisez ceci dans un fil, ou donnez le lien d’un message.
moderation-elsewhere = Les commentaires de cet article ne sont pas montrés sur ce serveur.
moderation-other-server = Les modérateurs d’un autre serveur décident des commentaires de ce site. Un message supprimé à la main ne revient pas ici.
moderation-no-author = Ce commentaire n’a pas de nom d’auteur : personne ne peut être mis en sourdine.
moderation-whom = Dites qui : le lien d’un message, ou un membre.
moderation-not-muted = Personne de ce nom n’est en sourdine ici.
moderation-review-unknown = Je ne connais plus ce commentaire.
moderation-muted-member = { $name } est en sourdine jusqu’à { $until } : ce qui s’écrit ici sous ce nom ne va plus sur le site. Cela reste sur Discord et est conservé ; ce qui viendra après la fin sera de nouveau transmis.
moderation-muted-author = { $name } ({ $source }) est en sourdine jusqu’à { $until } : ses nouveaux commentaires ne sont plus montrés sur Discord. Ils restent sur le site et sont conservés ; ceux d’après la fin seront de nouveau montrés.
moderation-unmuted = { $name } n’est plus en sourdine : ce qui vient désormais est de nouveau transmis.
mute-member = membre de Discord
mute-for-good = nouvel ordre
mutes-title = En sourdine
mutes-none = Personne n’est en sourdine.
panel-title = Modérer ce commentaire
panel-button-approve = Approuver
panel-button-hold = Retenir
panel-button-delete = Supprimer
panel-button-mute = Sourdine pour l’auteur

## Aux lecteurs

writing-muted = Votre message sous « { $title } » reste sur Discord : la modération ne transmet pas vos messages au site pour le moment.
writing-rejected = La modération n’a pas accepté votre message sous « { $title } » : il a été retiré.

## Le registre

history-title-comment = Commentaire de { $name } sous « { $title } »
history-title-thread = Ce qui s’est passé sous « { $title } »
history-title-person = Ce qui concerne { $name }
history-none = Rien n’a été fait.
history-reason = « { $reason } »
history-by-site = le site
history-by-rule = règle : { $rule }
history-by-somebody = quelqu’un sur Discord
history-rule-words = liste de mots
history-rule-newcomer = liens de nouveaux venus
history-rule-slow = mode lent
history-held = retenu
history-approved = approuvé
history-deleted = retiré
history-restored = rétabli
history-locked = verrouillé
history-unlocked = déverrouillé
history-muted = mis en sourdine
history-unmuted = sorti de sourdine
history-released = libéré
history-rejected = refusé
history-refused = le site a refusé

## Commandes

command-comment-history = historique
command-comment-history-description = Qui a fait quoi à un commentaire, un fil ou une personne
command-comment-delete = supprimer
command-comment-delete-description = Supprimer un commentaire sur Discord et sur le site
command-comment-hold = retenir
command-comment-hold-description = Retenir un commentaire des deux côtés jusqu’à une décision
command-comment-approve = approuver
command-comment-approve-description = Laisser revenir des deux côtés un commentaire retenu ou supprimé
command-comment-lock = verrouiller
command-comment-lock-description = Clore des deux côtés les commentaires d’un article
command-comment-unlock = déverrouiller
command-comment-unlock-description = Rouvrir des deux côtés les commentaires d’un article
command-comment-mute = sourdine
command-comment-mute-description = Ne plus transmettre les nouveaux commentaires de quelqu’un
command-comment-unmute = fin-sourdine
command-comment-unmute-description = Transmettre de nouveau ce que quelqu’un écrit
command-comment-mutes = sourdines
command-comment-mutes-description = Qui est en sourdine
command-comment-link = lien
command-comment-link-description = Le lien du message, ou l’adresse du commentaire sur le site
command-comment-reason = motif
command-comment-reason-description = Pourquoi, pour l’historique
command-comment-member = membre
command-comment-member-description = Un membre de ce serveur
command-comment-for = durée
command-comment-for-description = Combien de temps
command-comment-who = qui
command-comment-who-description = Qui transmettre de nouveau
mute-span-hour = une heure
mute-span-day = un jour
mute-span-week = une semaine
mute-span-month = 30 jours
menu-moderate = Modérer
