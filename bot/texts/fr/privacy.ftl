## Ce qui est conservé d’une personne, et comment cela s’efface

command-my-data = mes-données
command-my-data-description = Tout ce que je conserve sur vous, dans un fichier visible de vous seul
command-forget = oublier
command-forget-description = Me faire vous oublier : je dis ce qui part et ce qui reste, puis vous décidez

my-data-none = Je ne conserve rien sur vous.
my-data-file = Voici tout ce que je conserve sur vous, au format JSON ; vous seul voyez ce message. /oublier l’efface.

forget-title = Faut-il vous oublier ?
forget-first = On ne peut pas revenir en arrière. Vous pourrez lier de nouveau votre abonnement plus tard, en repartant de zéro.
forget-held = Ce que je conserve sur vous (/mes-données le montre)
forget-goes = Ce qui part
forget-goes-text = Vos liens et les rôles qui en viennent, les rôles offerts, résumés, alertes, recherches et messages privés en attente. Ce que vous avez écrit pour un site et qu’il n’a pas encore ne lui est plus envoyé. Dans les journaux de ce qui a été fait, votre nom et votre numéro sont effacés, et la ligne reste.
forget-stays = Ce qui reste, et pourquoi
forget-stays-text = Les commentaires que le site a déjà sont à l’éditeur : demandez-lui de les supprimer, ou supprimez ici votre message et le commentaire partira aussi. Vos messages et les miens restent sur Discord, qui les détient. Une sourdine en cours reste avec votre seul numéro, et des codes erronés quelques minutes, pour que personne n’y échappe ainsi. Ce que l’éditeur sait de votre abonnement reste chez lui.
forget-button = Oubliez-moi
forget-done = Je vous ai oublié.
forget-left-roles = Vos rôles sont en cours de retrait ; la dernière ligne à leur sujet partira avec eux.
forget-left-tries = Vos derniers codes erronés s’effacent d’eux-mêmes d’ici une demi-heure.
forget-left-mutes = Une sourdine reste avec votre numéro jusqu’à sa fin.

data-subscriptions = Vos abonnements, tels que l’éditeur les donne
data-events = Quand les systèmes de l’éditeur ont signalé un changement de votre abonnement
data-codes = Codes de votre abonnement, sans le code
data-links = Vos liens avec des abonnements, et la langue dans laquelle je vous écris
data-visits = Un lien par le web que vous êtes en train de faire
data-tries = Quand vous avez saisi un code erroné
data-complimentary-roles = Les rôles qui vous ont été offerts
data-complimentary-roles-given = Les rôles que vous avez offerts
data-roles = Les rôles que je vous ai donnés ou que je reprends
data-words = Ce que je vous ai dit de vos rôles
data-words-refused = Que vous ne voulez pas de messages sur vos rôles
data-mappings = Les formules que vous avez reliées à des rôles
data-audit = Ce qui a été fait de vos rôles, et ce que vous avez fait de ceux d’autrui
data-alerts = Ce qu’il fallait vous dire de vos messages, ou des salons dont vous vous occupez
data-private-messages = Les messages privés que je vous ai envoyés ou que je vous dois
data-digest = Le résumé que vous avez demandé
data-digests-sent = Les résumés que vous avez reçus
data-watches = Ce que vous attendez
data-watch-notices = Les articles que je vous ai signalés
data-letters-closed = Que vous ne prenez pas de messages privés
data-searches = Vos recherches des trente derniers jours
data-comments = Vos commentaires que le site montre
data-reviews = Ce qui a été demandé à la modération sur vos messages
data-messages = Ce que vous avez écrit ici pour un site
data-mutes = Que vous êtes en sourdine
data-moderated = Ce que la modération et les règles ont fait à votre sujet
data-moderating = Ce que vous avez fait pour la modération
data-mutes-made = Qui vous avez mis en sourdine
data-reviews-decided = Ce que vous avez décidé pour la modération
data-rulings = Ce que vous avez fait dire à un site pour la modération
data-answers-corrected = Les commentaires dont vous avez dit à qui ils répondent
data-routes = Les routes que vous avez créées
data-sources = Les sources que vous avez ajoutées
data-product-corrections = Les noms de produits que vous avez corrigés
