"""Words of any talk, folded: they are looked for, but a text that lacks them lacks little."""

from __future__ import annotations

LOOSE_WORDS = frozenset(
    """
    since got gets getting biggest bigger newer newest whichever exact exactly people
    actually really finally eventually originally initially officially basically literally simply quite
    rather
    pretty almost nearly already still yet again ever never soon later early earlier ago once maybe perhaps
    probably apparently supposedly supposed else instead though although however anyway together alone
    away back around near behind beside inside outside without within along across onto upon per via
    make makes made making take takes took taken taking give gives gave given giving put puts come comes
    came
    coming go goes went gone going keep keeps kept let lets let's bring brings brought turn turns turned set
    sets look looks looked seem seems seemed become becomes became stay stays stayed leave show shows
    showing showed
    shown tell tells told ask asks asked answer answers talk talks talking speak speaks mention mentioned
    believe believed guess suppose figure heard reading swear swears swore hope hoping wish
    care matter matters deal stuff bit lot lots thing things something anything nothing everything somewhere
    whatever whichever way ways case kind sort type part parts side point reason fact detail details
    old older oldest little big bigger huge small own full real true whole certain different various several
    couple dozen enough extra another main actual plain ordinary usual regular
    mate dude mum mom dad kid kids son daughter wife husband friend friends brother sister uncle aunt
    guy guys man men woman women girl boy lady person folk
    dirt hell damn heck crap mess fuss cuz cause because gonna gotta wanna dunno idk afaik imo
    uses used using user buyer thinking tempted wondering lately anymore mean means meant
    mien tien sien tombe voulais voudrais pourrais aurais suis etais
    right brand nom name names called appele
    today yesterday year years month months week weeks day days hour time times moment
    partir epoque tellement niveau tout-premier depuis concretement
    finalement vraiment reellement exactement justement simplement actuellement officiellement apparemment
    normalement initialement originellement generalement probablement certainement evidemment seulement
    toujours jamais encore bientot tard tot parfois deja longtemps peut-etre plutot assez tellement surtout
    presque environ contre derriere devant autour loin pres ensuite puis enfin alors ensemble ailleurs
    faire fait fais font fera feront faisait mettre met mettent mis mise prendre prend prennent pris prise
    donner donne donnent donner venir vient viennent venu venue aller vas allez allait irait rendre rend
    passer passe passent passera tenir laisser laisse laissent garder garde gardent rester reste restent
    devenir
    devient montrer montre parler parle parlent parlait raconter demande entendu entendre voir vois voit vue
    lire lu croire crois croit penser pensais esperer espere hesite hesiter hesitais perds perdre tendance
    offre offrent propose proposent mettent posseder possede utilise utilisent utiliser sers sert servent
    truc trucs machin chose choses bidule cas genre sorte facon maniere moyen cote point raison detail
    vieux vieille vieil ancien ancienne petit petite petits petites grand grande grands grandes gros grosse
    vrai vraie differente differents meme autre autres plusieurs propre plein reel reelle general
    pote potes copain copine ami amis amie frere soeur pere mere maman papa fils fille femme mari oncle
    tante
    mec meuf monsieur madame dame homme gars enfant enfants gamin
    annee annees mois semaine semaines jour jours heure heures temps fois moment hier
    diff quelconque concernant rapport niveau sujet propos question histoire
    """.split()
)

# What a product is: who names it says nothing more with them.
CATEGORY_WORDS = frozenset(
    """
    telephone telephones smartphone smartphones mobile phone phones handset tablette tablettes tablet
    tablets montre
    montres watch watches smartwatch console consoles ordinateur pc portable laptop notebook ultraportable
    voiture
    voitures car cars auto citadine berline suv vehicule service services plateforme streaming site app
    appli
    application logiciel software casque ecouteurs headphones earbuds enceinte speaker liseuse ereader
    televiseur tele
    tv television camera appareil gadget device machine produit product box routeur router velo bike
    abonnement
    subscription forfait plan operateur electrique electric
    """.split()
)
