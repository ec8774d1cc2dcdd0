## Pourquoi une connexion a échoué

cause-sign-in-no-code = la connexion n’a pas rendu de code
cause-sign-in-code-refused = le code de la connexion a été refusé ({ $status })
cause-sign-in-no-access-token = la connexion n’a pas donné de jeton d’accès
cause-sign-in-no-object = la réponse de la connexion n’est pas un objet JSON
cause-sign-in-other-provider = un autre prestataire répond que celui à qui l’on demande
cause-sign-in-no-claim = la connexion ne donne pas « { $claim } »
cause-sign-in-two-people = la connexion parle de deux personnes
cause-sign-in-no-id-token = la connexion n’a pas donné de jeton d’identité ; openid est-il dans oauth.scopes ?
cause-sign-in-wrong-id-token = le jeton d’identité de la connexion n’est pas bon ({ $fault })
cause-sign-in-other-visit = le jeton d’identité de la connexion vient d’une autre visite
cause-sign-in-for-another = le jeton d’identité de la connexion est pour quelqu’un d’autre
cause-sign-in-unknown-key = le jeton d’identité de la connexion nomme une clé que son prestataire n’a pas
cause-sign-in-other-issuer = le prestataire nomme un autre émetteur que oauth.issuer dans la configuration
cause-sign-in-no-address = le prestataire ne donne pas de { $name } utilisable
cause-sign-in-nobody = la connexion ne dit pas qui c’était
cause-discord-silent = Discord n’a pas dit qui s’est connecté
