"""Words that make a product's name, and those that only look like one; folded unless said otherwise."""

from __future__ import annotations

import re

# Behind a name or its number. The first line also makes a name of an unknown word before it: Mnémo Pro.
MAKING_WORDS = frozenset("pro max plus ultra lite mini se xl neo premium one two fe xt".split())
TAIL_WORDS = MAKING_WORDS | frozenset(
    """
    air ce edge fold flip slim go fusion turbo super ti xtx gt gti gts rs r s x t oled qled classic
    active prime play power plume signature kids black white silver detect carbon nano yoga extreme
    elite e-tech e-tron e-hybrid colour color long lts edition essential extra ultimate advanced family
    duo individual student unlimited basic standard mesh ax be compact audio rt hdx bionic sonnet opus haiku
    plaid dreamliner nitro sport touring allroad cross rx hd 4k studio zero portable creator gaming
    copilot online sub lightning stick ai
    """.split()
)
# These also count in small letters behind a known name: iphone 13 mini.
SMALL_TAIL_WORDS = frozenset("pro mini ultra lite fe xl ti super slim e-tron e-hybrid e-tech".split())
# Behind "plus" in small letters: s9 plus est, iphone 8 plus et; not "plus cher".
AFTER_PLUS = frozenset(
    """
    et and est is a has de du contre vs with avec qui that was or etait for pour mais but sont are were
    """.split()
)
NUMBERED_WORDS = frozenset("gen mark mk series generation".split())
ROMAN = frozenset("II III IV V VI VII VIII IX X XI XII XIII XIV XV".split())

# What kind of thing a maker's line is: Pulsar Watch, Hexa Pad 2.
THINGS = frozenset(
    """
    watch pad tab book buds pods pen band ring phone note box fold flip stick tablet pencil dock fit
    earbuds
    """.split()
)

# Before a bare name they say what it is: the messaging app Larkspur.
CUES = frozenset(
    """
    application appli app logiciel messagerie navigateur chatbot jeu console service liseuse tablette
    smartphone casque montre enceinte citadine berline
    browser messenger tablet headset smartwatch
    """.split()
)
# May stand between the cue and the name.
CUE_LINKS = frozenset(
    """
    de du d video videos musique streaming conversationnel conversationnelle mobile nommee nomme appele
    appelee baptise baptisee libre gratuit gratuite instantanee called named electrique connectee
    connecte
    """.split()
)
# Behind a bare name: the Brindle browser; Dovecote, the photo-sharing app.
CUES_BEHIND = frozenset("app browser messenger smartphone tablet headset console smartwatch".split())
DETERMINERS = frozenset(
    """
    la le l une un cette ce sa son leur notre the a an its our this their new
    """.split()
)
# What a name is said to be, behind it: la Lyra, une voiture électrique.
DEVICES = frozenset(
    """
    voiture citadine berline suv console smartphone telephone tablette montre casque enceinte drone
    liseuse box ecran televiseur imprimante robot appareil ordinateur portable pc processeur puce car
    phone tablet speaker headset laptop camera smartwatch e-reader printer handheld chip
    """.split()
)
# They count something behind them, but not behind an unknown name: Lumeo Page 3.
NAMING_COUNTERS = frozenset("page class station unit zone".split())
# A service or game needs more to be a product's: the streaming service Plumelight, le jeu vidéo Cendre.
VAGUE_CUES = frozenset(["service", "jeu"])
SERVING_WORDS = frozenset("streaming messaging music video vpn cloud gaming".split())

# A number behind one of them counts something else. Also what opens a sentence and is no name.
NOT_NAMES = frozenset(
    """
    janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre january
    february march april may june july august september october november december jan feb apr jun jul
    aug sep sept oct nov dec lundi mardi mercredi jeudi vendredi samedi dimanche monday tuesday
    wednesday thursday friday saturday sunday article articles chapitre chapter section alinea
    paragraphe paragraph page pages figure fig table tableau annexe annex appendix titre title tome
    volume vol numero number no partie part acte act scene saison season episode epi salle room porte
    gate terminal hall niveau level phase tier zone type categorie category top palier rang rank place
    euro euros ligue league division coupe cup formule formula route road autoroute motorway highway
    junction sortie exit rue street avenue boulevard bd quai lot loi law decret decree directive
    reglement regulation amendement amendment plan groupe group poule tour round match jour day semaine
    week etape step mois month trimestre quarter semestre annee year an version ver grade unit unite
    channel chaine station ligne line bus tram metro voie quartier district arrondissement secteur
    sector area region covid cac nasdaq dow sbf dax ftse nikkei stoxx sp fortune ces mwc ifa wwdc
    gamescom computex sat toefl magnitude iso rfc norme standard bluetooth wi-fi wifi usb usb-c hdmi
    pcie displayport ddr lpddr gddr tls ssl http ipv opus windows-1252 dolby dts crit ip ipx nfc lte
    thunderbolt sata nvme kernel noyau paris londres london tokyo rio jeux jo olympics games mondial
    world apollo soyuz flight mission expedition sol score psaume psalm verset verse question option
    exercice exercise lecon lesson cours class classe famille family generation chicago unesco onu otan
    nato brexit ue eu usa uk agenda horizon objectif goal scenario temps bac b.a. concours appel team
    equipe mhz ghz gb go tb to cedex permis gir cycle master interstate sr us preview beta rc web html
    xhtml css xml fin lyon nice marseille
    """.split()
)

# Ordinary words in capitals at the start of a sentence or headline, beside the stop words.
OPENERS = frozenset(
    """
    test tests essai prise prix tarif comparatif comparez comptez vends achat acheter offrez oubliez
    echangez imprimez ajoutez recevez attendez selon environ pres plus moins seul seuls seule seules
    nouveau nouvelle nouveaux nouvelles bon plan promo soldes rumeur rumeurs fuite officiel exclusif
    review reviews hands-on price prices deal deals new best buy compare compared comparing nearly about
    around some only roughly almost at least another last next first old older get got meet forget
    exclusive leak leaks rumor rumour rumours report sales meanwhile owners users our my his her their
    face que quel quelle quels combien pourquoi comment quand deux trois quatre cinq six sept huit neuf
    dix two three four five seven eight nine ten is are was does do did should would could can will has
    une un le la les des du au aux ce cette ces mon ma mes ton ta tes son sa ses notre nos votre vos
    leur leurs chaque tout tous toute toutes certains plusieurs quelques aucun aucune autre vous nous
    vieux vieille ancien ancienne merci salut bonjour hello hi thanks perso moi toi oui non yes no
    anyone someone everyone version under over after before since until depuis jusque vers contre
    apple's voici voila here there avec sans with without for pour par by from de d en in on sur vitamin
    vitamine sommet edition achetez acheté vendre vente avis opinion question dossier guide soldats
    agents seconds minutes hours days weeks months years rendez-vous mise jour update livraison batterie
    ecran photo autonomie battery screen camera display patron pdg ceo etude survey all both each every
    more most than
    """.split()
)

# Behind a maker: a company's part, a place or a role, no model.
NOT_MODELS = frozenset(
    """
    electronics group groupe motors motor pictures entertainment music cloud france europe japan china
    america uk us usa espagne deutschland germany canada india ceo pdg corporation corp inc sa se ag
    gmbh ltd bank banque research labs lab studio studios store stores pay tv news health display
    semiconductor mobile telecom networks security systems ventures capital financial services insurance
    care club racing team teams platforms interactive computer foundation f1 formula grand-prix cup and
    et ou
    """.split()
)
# Before a word that would make a name: Air Force One, World War Two, Capital One.
NOT_MADE = frozenset(
    """
    formula force capital war bbc channel air phase part square day page world plan number group act mad
    tax team area grade tier canal google+ saint sainte mr mrs dr van von cape la radio france monoprix
    hyper super pas jean peter tom anna marc verstappen olympique sem tele europe rtl gagnant petit
    petite grand grande le les the a an point
    """.split()
)

UNITS = re.compile(
    r"""(?:go|gb|to|tb|mo|mb|ko|kb|gio|gib|pouces?|inch(?:es)?|euros?|eur|dollars?|usd|livres|pounds|francs|yens?|yuans?
    |cents?|centimes|w|kw|kwh|wh|mah|v|hz|khz|mhz|ghz|nm|mm|cm|m|km|kg|g|mg|grams?|grammes?|kilos?|tonnes?|tons?
    |metres?|meters?|miles?|kilometres?|kilometers?|mpx|mp|megapixels?|megapixel|pixels?|nits?|dpi|ppp|fps|ips|images|frames
    |heures?|hours?|h|min|minutes?|s|secondes?|seconds?|ms|jours?|days?|semaines?|weeks?|mois|months?|ans?|annees?|years?
    |millions?|milliards?|billions?|thousand|mille|percent|pourcent|pc|points?|fois|times|exemplaires|unites|units
    |doors?|m[23]|barres?|bars?|am|pm|a\.m|p\.m|th|st|nd|rd
    |mb/s|gb/s|mo/s|go/s|mbit|gbit|ch|cv|hp|litres?|l|degres?|degrees?|janvier|fevrier|mars|avril|mai|juin
    |juillet|aout|septembre|octobre|novembre|decembre|january|february|march|april|may|june|july|august
    |september|october|november|december|autres?|more|other|others)""",
    re.VERBOSE,
)
MEASURE = re.compile(
    r"""\d+(?:[.,]\d+)?(?:k?o|k?b|mo|mb|go|gb|to|tb|mah|kwh|wh|w|v|mp|mpx|[gmk]?hz|kg|g|nm|mm|cm|km|m|eur|h(?:\d\d)?|min|ms|s
    |k|d|e|er|re|ere|eme|th|st|nd|rd|p|x|fps|ips|am|pm|px|ppp|dpi|bit|bits|l|ch|cv|m2|m3|fa|pc|k?€|k?\$|%|k\d+)""",
    re.VERBOSE,
)

# Letters with digits that are standards, sizes and measures, even behind a name.
NEVER_CODE = re.compile(
    r"""(?:b2[bcg]|c2c|p2p|o2o|mp[34]|m4[av]|h\.?26\d|av1|vp[89]|x86(?:-64)?|x64|arm(?:64|v\d)|amd64|h\dn\d|[chn]+o2|h2o|n2o|nh3
    |pm10|ipx\d|ip\dxk?|ip\d\dk?|\dfa|(?:[48]|5\.3|5,3|2\.7)k|[2-6]g|web[23]|k8s|i18n|l10n|a11y|e2ee|s\d+e\d+
    |covid-?\d+|sars-cov-?2|lp?ddr\d?x?|gddr\dx?|hbm\d?e?|pcie?\d?|usb\d?(?:\.\d)?|usb-?[abc34].*|hdmi\d?.*|wpa\d|ipv[46]
    |tls1?.*|http/?\d|html5|css3|sha-?\d+|md5|aes-?\d+|rsa-?\d+|rj-?\d+|utf-?\d+|iso-?\d+.*|rfc-?\d+|cve-.*|kb\d{5,}
    |m\.2|hdr\d*\+?|wifi-?\d.*|wi-fi-?\d.*|\d+-?bits?|j[+-]\d+|[a-z]-1b|win(?:32|64)|rs-?232|c\+\+\d+|cac-?40|top-?\d+
    |mpeg-?\d|jpeg-?\d+|\w+-(?:19|20)\d\d|(?:19|20)\d\d-.*|(?:post|mi|pre|non|pro|anti)-\d.*|\d+-[a-z]{3,}|\d+h\d\d)""",
    re.VERBOSE,
)
# No model by themselves, though one behind a maker's name.
NO_CODE = re.compile(
    r"""(?:g\d{1,2}|o2|pm\d|tf1|m6|w9|c8|nt1|mi[56]|t9|u(?:1[4-9]|2[0-3])|cr20\d\d|es\d|f\d(?:\.\d)?|l\d{3}(?:-\d+)*
    |r\d{3}-\d+.*|ue\d|r2-?d2|c-?3po|d-?[123]|n-?[12]|vitamine?-?.*|omega-?\d|p[12]|q-?[1-4]|t-?[1-4]|h[12]|s[12]|euro-?\d
    |[a-z]{2}\d{5,}|v\d|[rl]\d{4,}(?:-\d+)*|sp\d|c[emp][12]|[a-z]{2}-\d{3}-[a-z]{2}|k-12|u-\d\d|l[67]e|i-94)""",
    re.VERBOSE,
)
# Where one of these words stands near, a short code is a road, a sheet, a vitamin, a level, a line.
NEAR_NO_CODE: tuple[tuple[re.Pattern[str], frozenset[str], int, int], ...] = (
    (
        re.compile(r"(?:[aemn]|rn|rd|d)-?\d{1,4}[a-z]?"),
        frozenset(
            """
    autoroute autoroutes route routes motorway highway road roads junction bouchon bouchons peage
    circulation trafic traffic direction carriageway lane lanes crash nationale departementale deviation
    periphrique sens closed fermee fermees fermeture accident echangeur
    """.split()
        ),
        6,
        6,
    ),
    (
        re.compile(r"a[0-6]"),
        frozenset("feuille feuilles papier paper format page pages sheet sheets imprimer".split()),
        4,
        2,
    ),
    (
        re.compile(r"[abcdek]\d{1,2}"),
        frozenset("vitamine vitamines vitamin vitamins supplements carence".split()),
        6,
        6,
    ),
    (
        re.compile(r"[abc][12]\+?"),
        frozenset(
            """
    niveau level anglais francais french english german langue language speaks delf toeic permis
    """.split()
        ),
        4,
        4,
    ),
    (
        re.compile(r"[a-z]\d{1,2}"),
        frozenset(
            """
    ligne lignes line bus tram tramway rer metro metros terminal gare station hall porte stand
    """.split()
        ),
        2,
        0,
    ),
    (
        re.compile(r"[a-z]\d{1,3}(?:-\d+)?"),
        frozenset("article articles alinea section cellule cell".split()),
        2,
        0,
    ),
)
