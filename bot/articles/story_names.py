"""Places, firms, days and numbers by their French and English words, folded."""

from __future__ import annotations

# A country or union, and what names it or is of it.
PLACES = """
eu europe europeen europeenne europeens europeennes european ue eu bruxelles brussels eurozone
us us usa americain americaine americains americaines american americans washington etats-unis us-based states
uk uk royaume-uni kingdom britannique britanniques britain british uk londres london
fr france francais francaise francaises french paris parisien parisienne parisiens hexagone
de allemagne allemand allemande allemands germany german berlin
it italie italien italienne italy italian rome
es espagne espagnol espagnole espagnols spain spanish madrid
pt portugal portugais portuguese lisbonne lisbon
ch suisse switzerland swiss
be belgique belge belgium belgian
nl pays-bas neerlandais neerlandaise netherlands dutch amsterdam
se suede suedois suedoise sweden swedish stockholm
no norvege norvegien norvegienne norway norwegian oslo
dk danemark danois danoise denmark danish copenhague copenhagen
fi finlande finlandais finland finnish helsinki
ie irlande irlandais irlandaise ireland irish dublin
is islande islandais islandaise iceland icelandic
pl pologne polonais polonaise poland varsovie warsaw
gr grece grec grecque greece greek athenes athens
at autriche autrichien austria austrian vienne vienna
ru russie russe russes russia russian moscou moscow kremlin
ua ukraine ukrainien ukrainienne ukrainian kiev kyiv
tr turquie turc turque turkey turkish ankara
cn chine chinois chinoise chinese china pekin beijing
tw taiwan taiwanais taiwanese
jp japon japonais japonaise japan japanese tokyo
kr coree coreen coreenne korea korean seoul
in inde indien indienne india indian delhi
pk pakistan pakistanais pakistani
af afghanistan afghan afghane herat
id indonesie indonesien indonesia indonesian
au australie australien australienne australia australian sydney
ca canada canadien canadienne canadian ottawa
mx mexique mexicain mexico mexican
br bresil bresilien brazil brazilian
ar argentine argentin argentina argentinian
il israel israelien israelienne israeli
ps palestine palestinien palestinian gaza
ir iran iranien iranienne iranian teheran tehran
iq irak irakien iraq iraqi
sy syrie syrien syria syrian damas damascus
lb liban libanais lebanon lebanese beyrouth beirut
sa arabie saoudien saudi
ly libye libyen libyenne libya libyan
eg egypte egyptien egypt egyptian
ma maroc marocain marocaine morocco moroccan
dz algerie algerien algeria algerian alger algiers
tn tunisie tunisien tunisia tunisian
sn senegal senegalais senegalese
cm cameroun camerounais cameroon cameroonian
ng nigeria nigerian
za johannesburg sud-africain
nc nouvelle-caledonie caledonia caledonien caledonienne noumea
hk hong-kong hongkong
kp pyongyang nord-coreen north-korean
cu cuba cubain cuban
onu onu nations
nato otan nato
moon lune moon
"""

# Written with a capital they are names, even as the first word of a headline.
FIRMS = frozenset(
    """
    activision adobe airbus aix ajax algeciras alibaba alphabet altea altice amazon amd amsterdam android
    angers annecy anthropic apple arsenal asus atlanta atos auchan avignon bafta barcelona barcelone bastia
    bayern benfica besancon bfm biarritz binance bitcoin blackberry blizzard bmw boeing bordeaux bosch bose
    boston boulanger bouygues brest bundesliga bytedance caen canal cannes canon carrefour cesars chanel
    chatgpt chelsea chicago chrome cisco citroen clermont coinbase cultura dallas darty decathlon deezer
    deliveroo dell dijon discord disney djokovic dortmund dyson easyjet ebay edf electrolux emmy engie epic
    ericsson euro eurostar eurovision everton f1 facebook ferrari figma firefox fitbit florence fnac ford
    franceinfo francfort frankfurt free fujitsu garmin gemini genes geneva geneve genoa github gmail
    goncourt google gopro grammy grenoble hambourg hamburg hermes hisense honor houston hp huawei ibm ikea
    instagram intel intermarche ipad iphone jbl jetbrains juventus kering kindle kobo lausanne leclerc lego
    lenovo lens lg lidl liga ligue lille limoges linkedin liverpool logitech lvmh lyon macron manchester
    marseille marvel mastercard max mediatek melun meta metz miami micron microsoft midjourney milan mistral
    monaco mondial montpellier montreal motogp motorola mozilla mulhouse munich n26 nadal nancy nantes
    naples napoli nba netflix nfl nice nikon nimes nintendo nissan nobel nokia nothing notion nvidia oneplus
    openai oppo oracle orange orleans osaka oscars ovhcloud panasonic paypal peugeot philips pixar pixel
    playstation premier-league proton psg qualcomm quebec rabat reddit reims renaudot renault rennes revolut
    roborock rockstar roku roland-garros rouen ryanair salesforce samsung sanofi seattle sega serie-a sfr
    shanghai shein signal siri skype slack snapchat sncf sonos sony spacex spotify stability starlink steam
    stellantis strasbourg strava stripe superbowl tcl telegram temu tesla thales thomson threads tiktok
    tinder toulon toulouse tour-de-france tours toyota trump trustpilot turin twitch twitter uber ubisoft
    us-open valence valeo valve venice venise veolia vinted visa vodafone volkswagen volvo wero whatsapp
    wikimedia wikipedia wimbledon windows xbox xiaomi youtube zoom zurich
    """.split()
)

# Names that change with the language.
NAME_ALIASES = dict(
    pair.split()
    for pair in """
    genes genoa | venise venice | naples napoli | turin torino | milan milano | lisbonne lisbon |
    geneve geneva | bale basel | anvers antwerp | gand ghent | francfort frankfurt | cologne koln |
    munich munchen | barcelone barcelona | seville sevilla | edimbourg edinburgh | marrakesh marrakech |
    lyons lyon | douvres dover | odessa odesa | kharkov kharkiv | zelenskyy zelensky | zelenski zelensky |
    poutine putin | netanyahou netanyahu | khadafi gaddafi | kadhafi gaddafi | pape pope | ligue1 ligue |
    floride florida | californie california | californien california | californian california | texan texas
    | quebecois quebec | normand normandy | normandie normandy | breton brittany | bretagne brittany |
    corse corsica | sicile sicily | toscane tuscany | catalogne catalonia | ecosse scotland | galles wales |
    ps5 playstation | ps4 playstation |
    iliad free | vw volkswagen | aws amazon | alphabet google | caledonie caledonia |
    nouvelle-caledonie caledonia | acores azores | cordoue cordoba | crete crete | olympics jo |
    antarctique antarctica | arctique arctic | mediterranee mediterranean | atlantique atlantic |
    pacifique pacific | caraibes caribbean | nantais nantes | lyonnais lyon | lillois lille |
    marseillais marseille | toulousain toulouse | bordelais bordeaux | berlinois berlin |
    cupertino apple | redmond microsoft | kyoto nintendo | armonk ibm | espoo nokia | billund lego |
    wolfsburg volkswagen | veldhoven asml | losange renault | chevrons citroen | zuckerberg meta |
    rennais rennes | nicois nice | strasbourgeois strasbourg | montpellierain montpellier |
    grenoblois grenoble | rouennais rouen | bavarois bavaria | baviere bavaria | londonien londres |
    new-yorkais new-york | madrilene madrid | romain rome | milanais milan | munichois munich |
    heraklion heraklion | tel-aviv tel-aviv
    """.split("|")
)
# What firms are called besides, in several words.
CALLED = dict(
    line.strip().split(": ")
    for line in """
    IBM: big blue
    Google: mountain view
    Meta: menlo park, facebook owner, facebook parent, instagram owner
    Netflix: los gatos
    Apple: marque à la pomme, firme à la pomme, à la pomme, iphone maker, iphone-maker
    OpenAI: chatgpt maker, chatgpt-maker, créateur de chatgpt
    Nintendo: maker of mario, switch maker
    Kering: gucci owner
    ByteDance: tiktok owner
    Boeing: 737 maker
    Tour de France: grande boucle
    SNCF: compagnie ferroviaire publique
    """.strip().splitlines()
)
# Whose the things are that news name instead of their makers.
OWNERS = {
    thing: owner
    for line in """
    apple iphone iphones ipad mac macbook airpods siri ios ipados macos watchos
    google android chrome gmail youtube pixel gemini waymo deepmind chromebook
    meta facebook instagram whatsapp messenger threads oculus
    microsoft windows xbox outlook azure copilot linkedin github bing skype
    amazon aws alexa kindle twitch
    openai chatgpt sora
    anthropic claude
    sony playstation
    nintendo switch joy-con mario zelda pokemon
    samsung galaxy
    spacex starlink starship falcon
    tesla cybertruck
    mozilla firefox thunderbird
    irobot roomba
    sncf tgv ouigo inoui
    free freebox
    orange livebox
    bouygues bbox b&you
    airbus a320 a321 a350 a380
    boeing 737 777 787
    valve steam steamos
    epic fortnite
    alphabet google
    x twitter
    """.strip().splitlines()
    for owner, *things in [line.split()]
    for thing in things
}
EUROPEAN = frozenset("eu uk fr de it es pt ch be nl se no dk fi ie is pl gr at ua hu cz ro".split())

MONTH_WORDS = (
    "janvier january jan",
    "fevrier february feb",
    "mars march",
    "avril april",
    "mai may",
    "juin june",
    "juillet july",
    "aout august",
    "septembre september sept",
    "octobre october oct",
    "novembre november nov",
    "decembre december dec",
)
WEEKDAY_WORDS = (
    "lundi monday",
    "mardi tuesday",
    "mercredi wednesday",
    "jeudi thursday",
    "vendredi friday",
    "samedi saturday",
    "dimanche sunday",
)
NUMBER_WORDS = """
2 deux two|3 trois three|4 quatre four|5 cinq five|6 six|7 sept seven|8 huit eight|9 neuf nine|10 dix ten
11 onze eleven|12 douze twelve|13 treize thirteen|14 quatorze fourteen|15 quinze fifteen|16 seize sixteen
17 dix-sept seventeen|18 dix-huit eighteen|19 dix-neuf nineteen|20 vingt twenty|30 trente thirty
40 quarante forty|50 cinquante fifty|60 soixante sixty|70 soixante-dix seventy|80 quatre-vingts eighty
90 quatre-vingt-dix ninety|100 cent hundred
"""
ORDINAL_WORDS = """
2 deuxieme second seconde 2e 2nd|3 troisieme third 3e 3rd|4 quatrieme fourth 4e 4th
5 cinquieme fifth 5e 5th|6 sixieme sixth 6e 6th|7 septieme seventh 7e 7th|8 huitieme eighth 8e 8th
9 neuvieme ninth 9e 9th|10 dixieme tenth 10e 10th|11 onzieme eleventh 11e 11th|12 douzieme twelfth 12e 12th
"""
