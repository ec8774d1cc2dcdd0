## Un code par courriel

link-way-mail = Code par courriel de { $publisher }
mail-title = Un code par courriel
mail-label = L’adresse de votre abonnement
mail-label-hint = Le code part à cette adresse, si { $publisher } la connaît.
mail-no-address = Ce n’est pas une adresse électronique. Écrivez-la en entier, par exemple lea@example.org.
mail-asked = Si { $publisher } a un abonnement à cette adresse, un code y est envoyé. Il vaut 10 minutes, pour votre compte Discord seulement. Rien ne vient ? Regardez parmi les indésirables, vérifiez l’adresse auprès de { $publisher }, ou liez votre compte d’une autre manière.
mail-none-set = { $publisher } n’envoie pas de code par courriel.
mail-subject = Votre code pour { $publisher } sur Discord
mail-text = Bonjour,

    voici le code qui lie votre abonnement à { $publisher } à votre compte Discord :

        { $code }

    Sur Discord, appuyez sur « J’ai un code » sous le message du bot, ou tapez /lier avec ce code. Il vaut { $minutes } minutes, une seule fois, et pour le seul compte Discord qui l’a demandé : { $name }.

    Vous n’avez rien demandé, ou ce compte n’est pas le vôtre ? Ne faites rien, et ne donnez ce code à personne : qui l’a pourrait se servir de votre abonnement.

## Pour les gestionnaires

alert-guessing = Plus de { $count } codes de liaison erronés ont été essayés en { $minutes } minutes : quelqu’un en devine sans doute. Personne n’est entré, les bons codes servent toujours, et qui devine est bloqué. Vous n’avez rien à faire.
alert-mail-server = Je ne peux pas envoyer de codes par courriel : { $reason }. Ils attendent, 10 minutes au plus ; tout reprend de soi-même dès que je le peux.
alert-mail-flood = { $count } codes par courriel ont été demandés en une heure. Je n’en envoie pas davantage pour l’instant ; les autres manières de lier servent toujours. Si ce sont de vrais lecteurs, augmentez per_server et per_hour sous [mail].
