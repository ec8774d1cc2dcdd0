"""Everyday words of both languages, folded: a mistyped word may be meant for one that no text holds."""

from __future__ import annotations

EVERYDAY_WORDS = frozenset(
    """
    able about above accept access accessories according across actually adult advice afford against agree
    allow alone already always amazing angry annoyed annoying annoys another answer anybody anymore anyone
    anything anyway around arrive article author average avoid award awful back badly balance bankrupt
    bankruptcy basic beautiful because become before begin behind being believe below benefit better between
    bigger bother bothered bothers brand brands bring broken budget build built business button buying
    called calling cancel capacity care careful carry catch cause change changed changes charge cheaper check
    children choice choose clear clearly close closed clunky collect colour comes comfortable comfy coming
    common community company compare compared complain complained complaining complains complaint complaints
    complete concern concerned confirm confusing connect consider contain continue control cost country
    couple cover crazy create crash current customer customers daily damage deal decent decide delay deliver
    delivery depend design different difficult disappointed disappointing discount does doing double
    drain drains drawback driver drivers during early easier easily easy either employee employees enjoy
    enjoying enough entire error especially even ever every everybody everyday everyone everything exactly
    expect expected experience experiences explain extra face facing fail fair fake family famous fast
    faster favourite feature features feel feeling feels final finally find fine finish first fits fixed
    flimsy follow following forever former forward free frequent friend friendly frustrating frustrated full
    game gamers games general gives going gone good great group guess half handle handy happen happened
    happens happier happy hard hardware have having health hear heard heavier heavy help high higher hold
    holds home hooked hope hours house huge idea impossible improve improved improvement include included
    includes increase inside instead interest issue issues itself keep keeps kept kill kind know known large
    larger largest last lasts late later latest launch launched learn least leave leaves length less letters
    level life light lighter like liked limit line list little live long longer look looking looks lose
    lots loud love loved lower made main make makes making manage many market mean means meet member
    memory message might minute miss missing mobile model money month monthly months more most mostly move
    much must name nearly need needed needs network never newer news next nice night nobody noise noisy
    normal nothing notice noticed number offer offered official often older online open opinion opinions
    option order other others outside overheat overheating own owned owner owners paid paying people perform
    performance personal phone pick picture place plan play players please plug point poor popular possible
    pounds power practical pretty previous price prices pricing probably problem problems product properly
    public purchase quality question quick quickly quiet quite rate rather reach react reacted reaction
    reactions read reader readers ready real really reason reasons recent recommend record reduce refund
    regret regrets release released reliable remain remember remove removed repair replace replaced report
    require review reviews right rumour rumours running safe salary sale same satisfied save says screen
    second seem seems sell selling separate serious service several share short should show shown similar
    simple since size slow slower small smaller smooth software sold solid someone something sometimes soon
    sound speaker speed spend stable standard start started starting starts state stay stays still stock
    stop storage store story strong stuck study subscribe subscribers successor sudden support supported
    supports supposed sure switch system take taken takes taking talk team tell test tested thank thanks
    their there these thicker thing things think thinking third those though thought thoughts through time
    times today together tomorrow took total touch trade train trouble true trust trusted turn twice type
    ugly under understand unhappy until update updated upgrade upset used useful useless user users using
    usually value various version versions very video view wait waiting want wanted wants watch weather
    website week weekend weekly weeks weigh weighs weight welcome what when where whether which while white
    whole whose wide width window wireless without wondering word work worked working works world worried
    worse worst worth would write wrong year years yesterday young
    absolument abonne abonnes abonnement acces accepter accueil accueilli achat acheter acheteurs adapte
    adorent affaire affiche agacant agreable aider aime aiment aimer ainsi ajouter aller alors ameliorer
    ancien ancienne animal annee annees annonce annonces annoncer annulation apparait appareil
    apporte apprecie apprecient apprendre approximatif approche appuyer apres argent arrete arriver article
    assez assure attendre attention augmente aussi autant auteur autonomie autorise autour autre autres
    avance avant avantage avantages avenir aveugle avoir baisse bateau beaucoup besoin bien bientot bizarre
    bonne bonnes boutique bruit bruyant capable carte casser cause certains cesse changement changements
    changer chaque charge chauffe cherche chere chers chez choisir choix chose client clients clavier
    commande commencer commentaire commentaires commenter commun communaute comparaison complet complique
    comprendre compris compte concernant concretement conclusion condition confirme confirment confort
    confortable connaitre connecter connu connue connues conseil conseillez conseils conserver consomme
    content contente contents continue contraire contre convaincu corrige couleur coup courant couter critique
    critiquent critiques croire cuisine dangereux debut decevant deception decider decu decus dedans defaut
    defauts degre dehors deja demande demarrer dernier derniere dernieres depart depenser depuis dessus
    devant devenir deux difference different difficile dire directement disent disparait disponible dommage
    donnees donner double duree dure ecran ecrire efficace egalement embete encore endroit enerve enfin
    enorme enquete ensemble ensuite entendre entier entre entreprise envers environ envie equipe erreur
    espace essayer essentiel etranger eviter exactement exemple existe experience expliquer explique expose
    facile facilement facon faible faillite faire famille femme ferme fiable fiabilite finalement fois
    fonction fonctionne fonctionner force fragile franchement frequent galere garder gens genant gout grand
    gratuit gratuitement grave gros groupe habitude haut heure heures hier homme honte horrible idee
    important impossible impression impressions inclus incroyable inferieur information initial inquiet
    inquiets installer interet interessant internautes interieur
    inutile jamais jeune joueurs jour jours jugent
    juste laisser largement lecteur lecteurs lectrices lecture leger legere legers lente lettre leur limite
    livre livraison livrer lourd lourde machine magasin magasins maintenant maison malgre manger manque
    manquaient manquait manquent marche marque marques matin mauvais mauvaise mecontent mecontents meilleur
    meilleure melange meme mensuel message mesure mettre mieux minute modele moins mois moment monde montant
    monter montrer mort mots moyen moyenne musique nouveau nouvelle nouvelles nombre normal normalement
    nulle numero objet obligatoire obtenir officiel officielle officiellement offre offrir opinion ordinaire
    ordinateur origine oublier ouvrir page paraitre pareil parents parfait parfois parle parler partager
    partie partir pas passer passe patron payer pays peine pense pensent penser pensez perdre permet permettre
    personne personnes petit petite peur plaignent plainte plaintes plaire plait plein plusieurs plutot poids
    point porter poser possible pourquoi pouvoir pratique precis preferent preferer premier premiere prendre
    presque prevu prevue principal prix probleme problemes prochain produit proprietaires propose public
    puissance qualite quand quantite quelque quelques question rapide rapidement rapport ralent reaction
    reactions reagi reagissent recent recente recevoir recommandent recommander reel regarder regle regler
    regrette regrettent remarque remboursement remplacer rentable reparer repondre reponse reprendre repris
    reproche reprochent reservation resister reste retour retours retrouver reussi revenir ridicule risque
    rumeur rumeurs salaire satisfait satisfaits sauf savoir semaine semaines semble sens sensation sentiment
    separement serieux service seul seule seulement signer silencieux simple simplement soir solide solution
    sombre sortie sorties souci soucis souvent suffisant suffit suite suivant suivre superieur supporte sur
    surtout systeme tailles tarif telephone temps tenir test testeurs texte tombe toujours tout travail
    travailler trois trop trouve trouvent trouver trouvez type utile utilisateur utilisateurs utiliser utilise
    valable valeur vaut vendre vendu vente verite version versions veut vite vitesse vivre voir voiture
    volume voulu vrai vraiment
    """.split()
)
