"""French and English as the answers need them: folded words only."""

from __future__ import annotations

import re

FRENCH_STOP_WORDS = frozenset(
    """
    a afin ai aie ainsi ait alors apres as au aucun aucune aujourd'hui aupres auquel aussi autre
    autres aux aura auraient aurait auront auxquelles auxquels avaient avais avait avant avec avez
    avoir avons ayant beaucoup c ca car ce ceci cela celle celles celui cependant certain certaine
    certaines certains ces cet cette ceux chacun chaque chez ci combien comme comment d dans de
    debout dehors deja depuis des desquelles desquels desormais dessous dessus doit doivent donc
    dont du duquel durant elle elles en encore entre envers es est et etaient etais etait etant ete
    etes etre eu eux fait faire fais faisait faut fois hors hui ici il ils j je jusqu jusque l la
    laquelle le lequel les lesquelles lesquels leur leurs lors lorsque lui m ma mais malgre me meme
    memes mes mien mienne moi moins mon n ne ni non nos notre nous on ont or ou oui par parce parmi
    pas pendant peu peut peuvent peux plus plusieurs plutot pour pourquoi pourrait pouvez pouvoir
    pres presque puis puisque qu quand que quel quelle quelles quelqu quelque quelques quels qui
    quoi quoique s sa sans sauf se selon sera serait seront ses si sien sienne soi soient sois soit
    sommes son sont sous suis sur t ta tandis tant te tel telle telles tels tes toi ton tous tout
    toute toutes tres trop tu un une vers voici voila vont vos votre vous vu y
    """.split()
)

ENGLISH_STOP_WORDS = frozenset(
    """
    a about above after again against all also am an and any are aren as at be because been before
    being below between both but by can cannot could couldn d did didn do does doesn doing don down
    during each few for from further had hadn has hasn have haven having he her here hers herself
    him himself his how i if in into is isn it its itself just ll m may me might more most mustn my
    myself no nor not now of off on once only or other our ours ourselves out over own please re s
    same she should shouldn so some such t than that the their theirs them themselves then there
    these they this those through to too under until up us ve very was wasn we were weren what when
    where which while who whom whose why will with won would wouldn you your yours yourself
    yourselves
    """.split()
)

STOP_WORDS = FRENCH_STOP_WORDS | ENGLISH_STOP_WORDS

# How people ask, not what they ask for: such a word is looked for, but its absence says little.
ASKING_WORDS = frozenset(
    """
    selon versus vs aimerais appele appelle avoir besoin chose choses concerne connaitre consiste
    dire dit exact exactement existe existent expliquer expliquez info infos moyen nombre permet
    possible quantite savoir sert signifie trouve trouver truc utiliser veut veux voudrais
    according called describe exactly explain facing find get happen happened happens instruct kind
    know known like many mean means much name named need possible tell thing things try trying type
    unable use used want way work works
    """.split()
)

# Words that say which kind of answer is wanted. The passage need not hold the word, but the kind.
PRICE_WORDS = frozenset(
    """
    prix tarif tarifs cout couts coute coutent coutait couter coutera combien vendu cher chere
    chers cheres montant price prices priced pricing cost costs sell sells expensive cheap
    """.split()
)
DATE_WORDS = frozenset(
    """
    quand date dates jour annee when day year
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
    avis opinion opinions lecteur lecteurs lectrices lectorat commentaire commentaires pensent
    pense pensez penser disent contents content satisfaits satisfait ressenti retour retours
    trouvent aiment utilisateurs reader readers think thinks thought feedback comments users liked
    """.split()
)
NOW_WORDS = frozenset(
    """
    actuel actuelle actuels actuellement maintenant aujourd'hui desormais dernier derniere derniers
    dernieres recent recente recents moment now current currently today latest newest recent
    nowadays
    """.split()
)
COMPARISON = re.compile(
    r"\b(?:vs|versus|ou|or|entre|between|compar\w+|difference|differences|mieux|meilleur|better)\b"
)
OPINION = re.compile(
    r"\bavis\b|\bopinions?\b|\blec(?:teur|trice)s?\b|\breaders?\b|\bfeedback\b"
    r"|\bpens(?:ent|ez)\b|\bpense[- ]t[- ]on\b"
    r"|\bdo (?:people|users|owners|they) (?:think|say|like)\b|\bretours? (?:des|d'|sur)|\bcommentaires?\b"
)
LAUNCH = re.compile(r"\b(?:sortie|lancement|origine|initial|launch|original|originally|released)\b")
THIS_YEAR = re.compile(r"\bcette annee\b|\bthis year\b")
LAST_YEAR = re.compile(r"\bl'an(?:nee)? (?:derniere?|passee?)\b|\blast year\b")
FIRST_PERSON = re.compile(
    r"\b(?:j'|je|j’|moi|mon|ma|mes|me|notre|i|i'm|i've|my|mine|we|our)\b", re.IGNORECASE
)

# Behind a model's name these name another model.
MODEL_WORDS = frozenset(
    """
    ultra pro max plus mini lite air fe se xl edge active fold flip neo prime classic
    """.split()
)

# Words that answer for one another in news about products, French and English together.
KINSHIPS = (
    "prix tarif cout couter coute coutent price cost costs vendu facture euros dollars",
    "rabais remise reduction promotion promo ristourne bonus discount deal baisse",
    "hausse augmentation augmente increase rise raise",
    "batterie battery mah accu",
    "autonomie endurance battery batterie tient",
    "poids pese peser lourd leger grammes kg weigh weighs weight heavy light grams",
    "taille dimension dimensions pouces size inch inches diagonal diagonale",
    "ecran dalle affichage screen display panel",
    "stockage capacite espace storage capacity",
    "memoire ram memory",
    "puce processeur soc chip processor cpu",
    "appareil photo capteur camera sensor photos image images megapixel megapixels",
    "casque ecouteurs headphones headset earbuds",
    "telephone smartphone mobile portable phone handset",
    "ordinateur pc portable laptop computer notebook",
    "televiseur tele tv television",
    "tablette tablet tablets",
    "montre watch smartwatch",
    "liseuse ereader reader",
    "console consoles",
    "voiture vehicule citadine auto car",
    "box routeur router modem",
    "forfait abonnement formule offre subscription plan mensuel",
    "operateur carrier telco",
    "sortie sortir sort lancement lance disponible disponibilite vente release launch available ships sale",
    "livraison livraisons livre delivery deliveries ships shipping",
    "mise update upgrade version jour",
    "nouveaute nouveautes nouveau nouvelle new feature features",
    "corrige correctif corriger fix fixed fixes patch",
    "panne bug bogue probleme problem issue defaut crash",
    "fuite piratage intrusion vol breach leak leaked hack hacked stolen",
    "attaque intrusion attack hack",
    "amende condamne condamnation sanction fine fined penalty",
    "patron pdg dirigeant dirige president presidente directeur directrice ceo chief executive boss head",
    "fondateur fondatrice fonde fondateurs founder founders founded cofounder",
    "avocat avocate lawyer attorney",
    "vitesse rapide rapidite debit speed fast faster reads writes",
    "recharge charge chargement charging charger charges",
    "recharge sans fil wireless charging",
    "fiable fiabilite solide casse panne reliable reliability broke broken breaks died sturdy durable",
    "bruit bruyant silencieux ventile noise noisy loud silent quiet whines",
    "etanche etancheite waterproof water resistance eau",
    "garantie garanti warranty guaranteed",
    "compatible compatibilite retrocompatibilite retrocompatible compatibility",
    "couleur couleurs coloris color colour colors colours",
    "ventes vendus exemplaires acheteurs sales sold units",
    "abonnes abonne clients client utilisateurs subscribers customers users",
    "salaries employes employees staff workers",
    "licenciement licenciements suppression postes layoffs jobs",
    "rachat rachete acquisition acquires acquired buys bought",
    "entreprise societe groupe firme company firm",
    "publicite publicites pub pubs ads advertising",
    "fabrique fabriquee fabrication usine produite made manufactured factory built",
    "consommation consomme watts power draws consumption",
    "luminosite lumineux nits brightness bright",
    "frequence hz rafraichissement refresh rate",
    "images seconde frames second fps",
    "prise prises port ports connecteur connector",
    "clavier keyboard",
    "jeu jeux game games gaming",
    "film films serie series movie movies show",
    "telechargement telecharger download downloads",
    "securite security",
    "chiffrement chiffre encryption encrypted",
    "gratuit gratuite free",
    "test essai critique review tested tests",
    "support prise suivi supported support",
    "donnees data",
    "vol vole air flight flies fly",
    "duree temps time long hours heures minutes jours days",
    "fin arret ferme fermeture end closes shutdown discontinued",
    "plus grand larger bigger",
)

NUMBER_WORDS = frozenset(
    """
    deux trois quatre cinq sept huit neuf onze douze two three four five six seven eight nine ten
    eleven
    """.split()
)

# Common words of both languages, which a mistyped word may be meant for though no text holds it.
COMMON_WORDS = (
    ASKING_WORDS
    | PRICE_WORDS
    | DATE_WORDS
    | QUANTITY_WORDS
    | OPINION_WORDS
    | NOW_WORDS
    | NUMBER_WORDS
    | frozenset(word for line in KINSHIPS for word in line.split())
) - STOP_WORDS
