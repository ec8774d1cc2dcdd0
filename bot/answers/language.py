"""French and English as the answers need them: folded words only."""

from __future__ import annotations

import re

from bot.answers.everyday_words import EVERYDAY_WORDS
from bot.answers.kinships import DISTANT, KINSHIPS
from bot.answers.loose_words import LOOSE_WORDS

FRENCH_STOP_WORDS = frozenset(
    """
    a afin ai aie ainsi ait alors apres as au aucun aucune aujourd'hui aupres auquel aussi autre autres
    aux aura auraient aurait auront auxquelles auxquels avaient avais avait avant avec avez avoir avons
    ayant beaucoup c ca car ce ceci cela celle celles celui cependant certain certaine certaines
    certains ces cet cette ceux chacun chaque chez ci combien comme comment d dans de debout dehors deja
    depuis des desquelles desquels desormais dessous dessus doit doivent donc dont du duquel durant elle
    elles en encore entre envers es est et etaient etais etait etant ete etes etre eu eux fait faire
    fais faisait faut fois hors hui ici il ils j je jusqu jusque l la laquelle le lequel les lesquelles
    lesquels leur leurs lors lorsque lui m ma mais malgre me meme memes mes mien mienne moi moins mon n
    ne ni non nos notre nous on ont or ou oui par parce parmi pas pendant peu peut peuvent peux plus
    plusieurs plutot pour pourquoi pourrait pouvez pouvoir pres presque puis puisque qu quand que quel
    quelle quelles quelqu quelque quelques quels qui quoi quoique s sa sans sauf se selon sera serait
    seront ses si sien sienne soi soient sois soit sommes son sont sous suis sur t ta tandis tant te tel
    telle telles tels tes toi ton tous tout toute toutes tres trop tu un une vers voici voila vont vos
    votre vous vu y
    """.split()
)

ENGLISH_STOP_WORDS = frozenset(
    """
    a about above after again against all also am an and any are aren as at be because been before being
    below between both but by can cannot could couldn d did didn do does doesn doing don down during
    each few for from further had hadn has hasn have haven having he her here hers herself him himself
    his how i if in into is isn it its itself just ll m may me might more most mustn my myself no nor
    not now of off on once only or other our ours ourselves out over own please re s same she should
    shouldn so some such t than that the their theirs them themselves then there these they this those
    through to too under until up us ve very was wasn we were weren what when where which while who whom
    whose why will with won would wouldn you your yours yourself yourselves
    """.split()
)

STOP_WORDS = FRENCH_STOP_WORDS | ENGLISH_STOP_WORDS

# How people ask, not what they ask for: such a word is looked for, but its absence says little.
ASKING_WORDS = frozenset(
    """
    selon versus vs aimerais appele appelle avoir besoin chose choses concerne connaitre consiste dire
    dit exact exactement existe existent expliquer expliquez info infos moyen nombre permet possible
    quantite savoir sert signifie trouve trouver truc utiliser veut veux voudrais bien bon bonne bons
    bonnes mieux vaut valent coup koi kel kelle ki pk dedans nouveautes nouveaute neuf starting debut passe
    sort after apres lequel prendre difference differences normal normale according called describe
    exactly explain facing find get happen happened happens instruct kind know known like many mean
    means much name named need tell thing things try trying type unable use used want way work works
    """.split()
)

# They may be what is asked for, but where they are not found they were only talk.
TALK_WORDS = frozenset(
    """
    info infos sait sais savez savent connais connait connaissez cherche cherchez chercher recherche
    information
    informations renseignement renseignements question questions demande demander demandais fait aide
    aider aidez souhaite souhaiterais idee idea gens personne juste roughly approximately environ knows
    looking look help say says said hear heard remember just
    """.split()
)

# Which of the like is meant, and how often: an article need not say it.
VARIETY_WORDS = frozenset(
    """
    model models modele modeles edition editions simple standard classique basique base plain vanilla
    regular
    neuf souvent toujours often always usually sometimes parfois generalement rarement depart entree
    """.split()
)

# What is said around a question.
COURTESY_WORDS = frozenset(
    """
    bonjour bonsoir salut coucou merci svp stp plait hello hi hey thanks thank please pls plz ok oki
    pourriez pourrais pourraient peux voudriez voulez auriez sauriez souhaitez aidez kindly hope
    okay lol mdr ptdr xd haha bref hein euh bah ben voila enfin ah oh eh dis dites quelqu quelqu'un
    anyone anybody someone somebody wondering wonder curious btw thx ty guys folks yo sup bot sorry yeah
    yep nope sinon franchement vraiment serieux rappelle rappelez remind
    """.split()
)

# Said to be polite: they ask for nothing.
COURTESY = re.compile(
    r"\bs'il (?:vous|te) plai?t\b|\b(?:svp|stp|please|pls|plz)\b|\bmerci(?: beaucoup| d'avance)?\b"
    r"|\b(?:bonjour|bonsoir|hello|thanks|thank you|lol|mdr)\b"
)

# Words that say which kind of answer is wanted. The passage need not hold the word, but the kind.
PRICE_WORDS = frozenset(
    """
    prix tarif tarifs cout couts coute coutent coutait couter coutera combien vendu cher chere chers
    cheres montant price prices priced pricing cost costs sell sells expensive cheap
    """.split()
)
DATE_WORDS = frozenset(
    """
    quand date dates jour annee when day year janvier fevrier mars avril mai juin juillet aout septembre
    octobre novembre decembre january february march april june july august september october november
    december
    """.split()
)
PERSON_WORDS = frozenset(["qui", "who", "whom"])
QUANTITY_WORDS = frozenset(
    """
    combien nombre taux pourcentage many much long number percentage
    """.split()
)
OPINION_WORDS = frozenset(
    """
    avis any good great opinion opinions worth reliable frequent frequents frequente courant common
    joueurs coureurs testeurs internautes possesseurs conducteurs gamers players runners drivers
    acheteurs proprietaires owner owners happy plaignent complain
    lecteur lecteurs lectrices lectorat commentaire commentaires pensent pense pensez penser disent
    contents content satisfaits satisfait ressenti retour retours trouvent aiment utilisateurs reader
    readers think thinks thought feedback comments users liked reactions reaction reacted reagi reagissent
    commentateurs commenters prennent plait plaisent plaignent decus disappointed love loved hate hated
    feel feels
    felt recommend regret regrets gene satisfied unhappy experience impressions internautes spectateurs
    clients
    customers subscribers buyers viewers players gamers
    """.split()
)
# What is asked when things are weighed against each other: the passage weighs them in words of its own.
CHOICE_WORDS = frozenset(
    """
    worse worst better best meilleur meilleure meilleurs meilleures mieux pire difference differences change
    changes changent compare compared comparer comparaison versus lequel laquelle lesquels lesquelles choose
    choosing choisir recommend recommended recommande recommandez conseillez decide deciding trying try
    """.split()
)
NOW_WORDS = frozenset(
    """
    actuel actuelle actuels actuellement maintenant aujourd'hui aujourd desormais dernier derniere derniers
    dernieres recent recente recents moment still encore finalement anymore nowadays now current currently
    today latest newest recent nowadays
    """.split()
)
NOW = re.compile(
    r"\b(?:actuel\w*|aujourd\w*|curren\w*|en ce moment|these days|right now|yet|not anymore"
    r"|ever (?:coming|going)"
    r"|va(?:-t-(?:il|elle|on))? (?:enfin |vraiment )?(?:sortir|revenir|arriver)|un jour|c'est mort|est mort"
    r"|sort quand|for good|ou pas encore|est[- ](?:il|elle) (?:deja )?(?:sortie?|disponible|mort[e]?)"
    r"|still|toujours|a jour)\b"
)
# What became of it in the end, whatever was said at first.
AT_LAST = re.compile(r"\b(?:finally|eventually|in the end|finalement|au final|en fin de compte)\b")
COMPARISON = re.compile(
    r"\b(?:vs|versus|ou(?! (?:pas|non|bien pas|toujours pas|quoi|plus)\b)|or(?! (?:not|no|nah|what)\b)|than"
    r"|entre|between|compar\w+|difference|differences|mieux|meilleur|better|diff|contre|against|v)\b"
)
# What an owner may know without a reader being asked: whether it is noisy, whether it holds.
EXPERIENCE = re.compile(
    r"^(?:is|are|does|do|did)\b|\best-(?:il|elle|ce que)\b|\b(?:vaut|tient|chauffe|plante|rame)(?:nt)?\b"
)
LAUNCH = re.compile(
    r"\b(?:sa sortie|a la sortie|prix de sortie|lancement|(?:a|d')? ?l'origine|origine|initial(?:e|ly|ement)?"
    r"|au (?:tout )?(?:depart|debut)|(?:a|lors de) (?:son|l')? ?annonce|at first|original|originally"
    r"|(?:at|on|since|its|the|for) launch|launch (?:price|cost|day|date|tariff)|launch(?= ?[?!.]*$)"
    r"|released"
    r"|came out|coutai(?:t|ent)|etait a combien|did .* cost)\b"
)
# A title that tells what is no longer as it was: a date moved, a price cut, a product taken away.
CHANGE = re.compile(
    r"\b(?:repousse\w*|reporte\w*|retard\w*|decale\w*|avance\w*|delay\w*|postpone\w*"
    r"|push\w* (?:back|.* back)|slips?|late|later|finally|enfin|at last|desormais|baiss\w*|hauss\w*"
    r"|augment\w*|monte|grimpe\w*|passe (?:a|de)|cuts?|slash\w*|drops?|raise[sd]?|rise[sn]?|hikes?"
    r"|climbs?|goes up|hits|up to|perd|tombe|chute|correct\w*|rectif\w*|precis\w*|erratum|revoit"
    r"|change\w*|moins cher\w*|cheaper|plus cher\w*|fin de|clap de fin|arret\w*|discontinu\w*|retire\w*"
    r"|ferme\w*|shut\w*|clos\w*|ends?|ending|stops?|kills?|axe[sd]?|pulls?|leaves|quitte\w*|remplace\w*"
    r"|replaces?|takes over|succede\w*|now|new price|third|second|deuxieme|troisieme)\b"
)
MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "janvier january",
            "fevrier february",
            "mars",
            "avril april",
            "mai",
            "juin june",
            "juillet july",
            "aout august",
            "septembre september",
            "octobre october",
            "novembre november",
            "decembre december",
        ),
        1,
    )
    for word in words.split()
}
THIS_YEAR = re.compile(r"\bcette annee\b|\bthis year\b")
LAST_YEAR = re.compile(r"\bl'an(?:nee)? (?:derniere?|passee?)\b|\blast year\b(?!')")
FIRST_PERSON = re.compile(
    r"\b(?:j'|je|j’|moi|mon|ma|mes|me|notre|i|i'm|i've|my|mine|we|our)\b", re.IGNORECASE
)

# What says the language where no stop word does.
FRENCH_TELLING = frozenset(
    """
    prix tarif cout coute poids autonomie sortie batterie ecran taille avis difference tablette telephone
    abonnement forfait mise jour couleur nombre
    """.split()
)
ENGLISH_TELLING = frozenset(
    """
    price cost weight battery screen size release review reviews launch phone tablet subscription plan
    update color colour how much owners users
    """.split()
)

# Behind a model's name these name another model.
MODEL_WORDS = frozenset(
    """
    ultra pro max plus mini lite air fe se xl edge active fold flip neo prime classic
    """.split()
)

# With a date or a price asked for they say what of: an article may well announce it in other words.
RELEASE_WORDS = frozenset(
    """
    sortie sort sortir sorti lancement lance disponible disponibles disponibilite commercialise vente
    release released launch launched sale available start starts started ship ships shipped shipping
    shipments arrive arrived arrives livraison livre livree livrer expedie come came comes coming
    """.split()
)

LAUNCH_WORDS = frozenset("annonce annonces announcement announced depart debut origine launch".split())

# With a price asked for they say which: the value itself answers them.
TARIFF_WORDS = frozenset(
    """
    monthly mensuel mensuelle mensualite yearly annual annuel annuelle retail month mois euros dollars
    pounds public conseille base per abonnement subscription
    """.split()
)

# With a value asked for they say what of, which the value shows by itself: 5 inches are a screen's.
OWNER_WORDS = {
    "size": frozenset("ecran screen display dalle diagonale".split()),
    "endurance": frozenset("batterie battery".split()),
    "charge": frozenset("batterie battery accu".split()),
    "frequency": frozenset("ecran screen display dalle".split()),
}

# Behind a number they say what it counts: 20 GB is no model.
MEASURE_WORDS = frozenset(
    """
    go gb to tb mo mb gig gigs giga gigas gigabyte gigabytes terabyte terabytes megabytes gigaoctets
    teraoctet teraoctets euros euro eur pounds dollars mois month pouces pouce inch inches heures hours mah
    wh kwh watts w hz km kg g mm cm ans years jours days litres fois
    """.split()
)

# Where a price may be of; it must be said beside it.
COUNTRIES = frozenset(
    """
    france francais french uk britain british angleterre royaume england londres us usa etats america
    american americain canada canadien canadian quebec suisse switzerland swiss belgique belgium belgian
    allemagne germany german espagne spain spanish italie italy italian portugal pologne poland japon japan
    japanese chine china chinese inde india indian coree korea korean australie australia australian bresil
    brazil mexique mexico maroc morocco algerie algeria tunisie tunisia senegal luxembourg irlande ireland
    autriche austria suede sweden norvege norway danemark denmark finlande finland russie russia turquie
    turkey pays-bas netherlands hollande dubai singapour singapore taiwan vietnam thailande israel ukraine
    europe
    """.split()
)

# What tells the country that a price is of.
IN_CURRENCY = re.compile(r"\b(?:en|in) (euros?|dollars?|pounds?|livres)\b")
CURRENCIES = {
    "£": frozenset(
        "uk britain british angleterre royaume england londres london pound pounds livres anglais".split()
    ),
    "€": frozenset("euro france francais francaise french europe hexagone euros".split()),
    "$": frozenset("dollar us usa etats america american americain dollars".split()),
}

NUMBER_WORDS = frozenset(
    """
    deux trois quatre cinq sept huit neuf onze douze quinze vingt trente quarante cinquante cent mille
    two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty hundred
    thousand
    """.split()
)

TIME_WORDS = frozenset(
    """
    demain hier matin soir semaine semaines weekend tomorrow yesterday week weeks morning evening
    tonight
    """.split()
)

# Common words of both languages, which a mistyped word may be meant for though no text holds it.
COMMON_WORDS = (
    ASKING_WORDS
    | TALK_WORDS
    | PRICE_WORDS
    | DATE_WORDS
    | QUANTITY_WORDS
    | OPINION_WORDS
    | NOW_WORDS
    | NUMBER_WORDS
    | TIME_WORDS
    | COURTESY_WORDS
    | VARIETY_WORDS
    | LOOSE_WORDS
    | EVERYDAY_WORDS
    | frozenset(word for group in KINSHIPS + DISTANT for word in group)
) - STOP_WORDS
