"""What happens in French and English news, by the words that tell it, folded.

One event is its name and the words for it; `word*` stands for every word that begins so.
"""

from __future__ import annotations

EVENTS = """
launch publie publient publishes published
launch lanc* presente presentent presentee* presenter devoil* unveil* launch* introduc* officialis* officiel
launch officielle officials announc* annonc* commercialis* sortie sortira sortir sortent releas* rollout
launch deploi* disponib* availab* debarque* inaugur* renouvel* arrive arrives arrivent arrivera debut debuts
launch premiere* reveal* revel* propose rolls-out unveils debute starts start
recall rappel* recall* retrait* pulls defectu* defect* faulty
rise augment* hausse* increas* hike* raise raises raised raising relev* grimp* rise rises rising rose climb*
rise surg* encher* chers rencher* majoration
cut baiss* recul* redui* reduc* slash* cut cuts lower lowers lowered brad* remise* discount* promotion* promo
cut rabais solde* drops tombe chute chutent falls fell plung* diminu*
acquire rachat rachet* acqui* takeover* buy* bought purchas* fusion* merg* absorb* avale* empare* rapproche*
acquire mariage combin* proprietaire cession cede* achete achetent divest*
abandon abandon* renonc* scrap scraps scrapped terminat* retract* cancel cancels cancelled canceled
abandon cancellation* annul* called-off drops-plan  ditch* axe axes axed
reject rejet* reject* rebuff* refus* declin* veto oppos* spurn*
complain plainte* complain* sue sues sued suing lawsuit* accus* poursuivi* saisit poursuit poursuites proces
complain trial
fine amende* fine fines fined penal* sanction* inflig* condamn* coupable guilty convict* sentenc* ecope*
fine ruled rules verdict peine jailed
appeal appeal* recours appel
seek requis requiert requisitoire*
jail incarcer* ecrou* locked-up
trial juge jugee juges proces trial comparait comparaissent
arrest arretes arrestation* arrest* interpell* suspect* garde-a-vue
probe enquete* probe* investig* perquisition* enqueteur* scrutin*
outage panne* outage* glitch* dysfonction* plante plantent plantage crashes interrompu* interruption*
outage coupure* buckl* sature* inaccessib* unreachable
restore retabli* restor* resolved resolu* restaur* back-up
hack pirat* hack* cyberatt* cyberatta* breach* ransom* rancon* intrusion intrus derob* fuite* volees stol*
hack attaqu* attack* leak* compromis*
flaw faille* flaw* vulnerab* brech* hole holes breche*
expose expos* leak* divulg* fuit* revel* reveal*
layoff licenci* layoff* laid-off suppressions supprim* emplois jobs postes job-cuts fired remerci* effectifs
resign demission* resign* depart departed departing departure* quits ousted steps-down leav*
resign limog* evinc* fired remerci* jette-eponge
appoint nomm* nomin* appoint* names named succed* succeed* successeur* succession remplac* replac*
appoint takes-over reconduit* designe* choisi* chosen picks dirigera diriger
die mort morts morte mortes mourir meurt meurent mourut dece* dies died die dead death* disparition disparu*
die eteint* kill* deuil peri perir perish* passed-away victimes tue tues tuee fatal* fatalit* drame toll
funeral obseque* funeral* inhum* buried burial enterr*
delay report reporte* reporter repouss* decal* delay* postpon* retard* push pushed pushes
fix corrig* correct* fix fixes fixed fixing patch* colmat* remed*
crash crash* ecrase ecrasee ecraser ecrases effondr* collaps* ecroul* deraill* derail* fait-tomber
explode explos* explod* blast*
ban interdi* banni* ban bans banned banning prohib* bloquer outlaw* blocks
vote vote* voting adopt* approuv* approv* passes-bill senat* eurodeput*
force vigueur takes-effect mandatory obligatoire*
sign promulg* signs-law
strike greve* strike* walkout* debrayage* cessent
quake earthquake* quake* tremblement* magnitude secousse*
blaze incendi* fire wildfire* flame* blaze* arson feux feu
erupt erupt* volcan* lave lava
beat bat bats battre beat beats beaten thrash* defeat* victoire* victory victoires battu* succes doublet
beat scored win wins won remport* sacre* titre title gagn* vainqu* dompt* domin* triumph*
results benefic* profit* earning* trimestr* quarter* resultat* result results
sales ecoule* exemplaires best-seller*
award elu elue laureat* award* prize* recompens* distingu*
elect elections election legislatives presidentielle scrutin ballot*
rename rebaptis* renam* rebrand*
study etude* study studies sondage* survey* poll polls barometre*
rob cambriol* braqu* heist* steal* stole* thief* thieves robber* robbed robbery derob* malfaiteur* raid
rob voleur*
land aluni* atterri* landed lands landing touchdown touched-down
catch catch* caught rattrap* attrap*
shut fermer fermera fermeture fermetures shut* discontinu* exits exiting arret killing closes closing closed
shut ends shuts-down
open ouvre ouvrir ouverture opens opened opening
invest invest*
ground ground*
suspend suspen* gele gel gelee freez* frozen pause on-hold cloue*
evacuate evacu*
melt fond fondent fondu* melt* surchauff* overheat* burnt
preorder precommand* preorder* pre-order*
discover detect* decouv* discover*
offer offre offres bid bids propos* offers offered
deny dement* denies denied deny
indict mis-en-examen inculp* indict* charged
bankrupt faillite* bankrup* insolven* liquid* redressement depose-bilan
renew renew* reconduit* prolonge* extension prolongation
order commande commandes orders ordered
fund leve-fonds
invade invasion invad* frappes airstrike* bombard* missile*
deal-with partenariat* partner* alliance* allie allient accord accords deal deals agreement* signe signs
deal-with signed signent licensing
allow autoris* allow* authoris* authoriz* clears cleared permis licences
bug bug bugs bogue* glitch* dysfonction*
shoot abattu* tire tires tirs shot shots shoot* fusillade*
riot emeute* riot* unrest violences
restart redemarr* restart* relanc* rallum*
transfer transfert transferts mercato recrut* rejoint rejoindre joins joined signing
leave quitt* quit leav* left
fail fiasco flop flops echec echoue* fail fails failed failure rate ratee
apologise excuse excuses apolog* sorry
complete finalis* completes completed boucle bouclent conclu
"""

# Said in several words: a word of the table above, and what stands for it.
PHRASES = r"""
takes-effect entre en vigueur|entrent en vigueur|entree en vigueur|takes effect|took effect|comes into force
takes-effect came into force
steps-down steps? down|stepping down|stepped down|claque la porte|s'en va|s'en vont|quitte son poste
steps-down quitte ses fonctions|poste de patron
jette-eponge jette l'eponge|tire sa reverence|pousse vers la sortie|throws in the towel
takes-over (?:devient|becomes) (?:le |la |the )?(?:nouve\w+|new|pdg|ceo|president\w*|direct\w+|patron\w*|head)
takes-over takes? over|took over|taking over|prend les commandes|prend la tete|a la tete|passera? le relais
takes-over prend les renes|aux commandes|new ceo|new chief executive
buys met la main sur|s'offre|passe sous pavillon|took control|takes control|snaps up|unissent leurs forces
buys join forces|met le grappin
called-off call(?:s|ed)? off|met fin a l'accord|backs? out
laid-off la(?:y|ys|id) off|lay(?:ing)? off|job cuts|cut \S+ jobs|axe \S+ jobs|perdre leur (?:poste|emploi)
laid-off plan social|let go
unveils leve le voile|takes the wraps off|took the wraps off|voit le jour|fait ses debuts|is out\b
unveils goes on sale|on sale|en vente|mis en ligne|est la\b|go on sale
passed-away passe(?:s|d) away|rend(?:u)? l'ame|n'est plus|s'est eteinte?|nous a quittes
hausse plus chere?s?\b|price hike|costs? more|more expensive
baisse moins chere?s?\b|cheaper|perd \d+ euros|casse le prix|euros de moins|drops to|tombe a
appeal fait appel|interjette appel|saisit la justice
complain porte plainte|files? suit|files? a complaint|saisit la cnil|saisit la justice|take[ns]? to court
complain trainee? en justice|attaque en justice
mis-en-examen mise? en examen|pressed charges
touched-down touch(?:es|ed) down|se pose\b|s'est posee?|se poser|a pose
numero-deux numero deux|bras droit
passes-bill feu vert|green light|passes? (?:a )?(?:bill|law)|vote la loi
outage hors service|hors ligne|ne fonctionne plus|goes? down|went down|is down|taken offline|unable to
outage ne passent plus
layoffs suppressions? d(?:e postes|'emplois)|supprime \S+ (?:\S+ )?(?:postes|emplois)
back-up retour a la normale|fonctionne de nouveau|back online|back up|est terminee|de retour
locked-up entree? (?:a|en) (?:la )?prison|behind bars|derriere les barreaux
depose-bilan depose le bilan|depot de bilan|out of cash|files? for (?:chapter 11|administration)
depose-bilan cessation de paiements
leve-fonds leve \S+ millions|raises \S+ (?:million|billion)|tour de table|funding round|levee de fonds
drops-plan drops? (?:its |a )?plan|u-turn|backtracks?
rolls-out rolls? out|rolling out|is here
shuts-down shuts? down|shutting down|clap de fin|met fin a|pulls? the plug|goes dark|c'est fini
shuts-down tire le rideau|met la cle sous la porte|baisse le rideau|met un terme|closes? down
shuts-down coming to an end
best-seller sells \d|a vendu \d|vendue?s? a \d|million (?:units|copies) sold
baisse perd \d+
autorise donne son (?:accord|aval)|feu vert|green light
signs-law signs? (?:the |a )?(?:bill|law)|signed (?:it |the bill )?into law|signe la loi
walkout walk(?:s|ed)? out|arret de travail
hausse euros? de plus|\S+ more (?:each|per|a) month|euros? more
on-hold on hold|mis en pause|met en pause
fait-tomber fait tomber
best-seller fastest-selling|best-selling|franchit le cap
"""

# Told along with too much else to set two news apart.
VAGUE = frozenset(
    """
    launch expose complete rise results fix flaw study offer open invest beat catch land cut hack blaze order
    ground deal-with leave transfer
    """.split()
)

# Before or after the news that they belong to, as another news: an appeal, a funeral.
FOLLOWING = frozenset(
    """
    abandon apologise appeal arrest award bankrupt complain delay deny die discover elect force fund funeral
    indict jail layoff preorder probe reject rename restart restore sales seek sign strike
    """.split()
)
