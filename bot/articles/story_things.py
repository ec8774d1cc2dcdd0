"""What French and English news speak of: words, folded, that mean the same.

One concept is its name and the words for it; `word*` stands for every word that begins so.
"""

from __future__ import annotations

THINGS = """
sheep brebis troupeau* mouton* sheep herd* flock* | reform reforme* reform*
scam fraude* escroquerie* scam* fraud* | training formation* training course* | backup sauvegarde* backup*
carmaker constructeur* carmaker* automaker* | village village* | marksman louvet* marksm* tireur*
stage scene stage concert* gig | lease location leasing lease* | household menage* household* foyer*
income revenu* income modeste* low-income | swap echang* swap* | leaf feuille*
trophy trophee* trophy titre* title | sweep balay* sweep* | nap veille standby | flip clapet flip
fold pli* fold* | deliver livr* deliver* handed | carnage carnage killing*
constitutional constitution* electoral* voting vote*
accident accident* | account compte* account* | address adresse* address*
advert publicit* advert* ad ads regie* | advertising publicit* advert* ads pub pubs cible* target*
agency agence* agency agencies | ai ia ai artificiel* | airline compagnie airline*
airport aeroport* airport* | animal anima* wildlife | anniversary anniversair* anniversary birthday
app appli* app apps | ask demand* ask asks asked reclam* call-for | assistant assistant*
association association* group charity ong ngo | attack attaque* attack*
attacker attaquant* attacker* pirate* hacker*
authority autorite* authorit* regulat* gendarme gardien watchdog commission* | automatic automat*
autumn automne autumn fall | bank banque* bank* bancaire* | bankrupt faillite bankrup* insolv*
bargain deal deals promo* offre* | battery batterie* batter* | bear ours bear* | bed lit lits bed beds
begin commenc* begin* start* debut* demarr* | big grand* gros big large* larger
bike velo* bike* bicycl* cyclist* | bill facture* bill bills invoice* | billion milliard* billion*
billionaire milliardaire* billionaire* | bird oiseau* bird* | birth naissance* birth* ne-le born
boat bateau* boat* ship* navire* ferry* | book livre* book*
boss patron* pdg dirige* ceo chief executive* director* direct* boss head president* numero
bot robot* bot chatbot* agent* | box box broadband internet fournisseur isp | boy garcon* boy* fils son sons
brake frein* brake* | bread pain bread | break cass* brea* broken bris* | brother frere* brother*
browser navigateur* browser* | build construi* construc* build* built batir | building batiment* building*
bulb ampoule* bulb* lamp* lumiere* | burn brul* burn* | bus bus autocar* coach
camera capteur* camera* photo* hybride | campaign campagne* campaign* | cancer cancer* | candidate candidat*
car voiture* car cars vehicul* vehicle* auto citadine* hatchback* berline* | card carte* card*
carrier operateur* carrier* operator* telecom* telco* | cat chat cats | center centre* center*
century siecle* century | chair chaise* chair* | champion champion* | charger chargeur* charger* charg*
cheap bon-marche cheap* abordable* affordable | cheese fromage* cheese
child enfant* child* bebe* baby babies adolescent* teen* kid kids jeune* youth
chip puce* chip* semi-conduct* semiconduct* | chocolate chocolat* | cholera choler* | city ville* city town
climate climat* climate rechauff* warming | clothes vetement* cloth* | cloud cloud nuage* | club club*
coach entraineur* coach* | code code* programm* develop* | coffee cafe coffee
cold froid* neige* snow* gel cold verglas | colour couleur* color* colour* | committee comite* committee*
confirm confirm* | console console* | continue continu* poursuiv*
cookie cookie* bandeau* banner* popup* pop-up* consent* | council conseil* council* | country pays countr*
court tribunal* court* juge judge* justice prosecutor* parquet | cover couvr* covers covered
credit credit* loan* pret prets | crew hotesse* steward* crew equipage* | crib berceau* barreaux crib* cot
crime crime* meurtre* murder* assassin* homicide* | crisis crise* crisis | cup coupe cup
currency monnaie currency devise* bitcoin crypto*
customer client* customer* consommat* consumer* acheteur* buyer*
danger risque* danger* hazard* risk* peril menace* threat* | data donnees data | date date dates
day jour journee* day* quotidien | deal accord* deal agreement* transaction | debate debat* debate*
debt dette* debt* deficit* budget* | decade decennie* decade* | default defaut default*
delivery livraison* deliver* | developer developp* developer* editeur* publisher*
digital numeriq* digital* | dish antenne* dish kit | doctor medecin* doctor* docteur* | dog chien* dog*
door porte portes door* | double double* twice double* | dozen dizaine* dozen* douzaine*
driver conducteur* driver* conduite driving drive* | drone drone* | drug drogue* drug* stupefiant* cocaine
earbuds ecouteur* earbud* casque* headphone* oreillette* | east east* | ebola ebola
education education ecole* college* lycee* school* pupil* eleve* enseign* teacher* classe* class* universit*
egg oeuf* egg eggs | electric electri*
electricity electricite electricity courant power-bill* energie* energy
employee salarie* staff employe* worker* workforce effectif* personnel
end fin finit end ends ended termin* | episode episode* | ereader liseuse* e-reader* ereader*
european europ* | evening soir* evening* | evidence preuve* evidence proof | expensive cher chere* expensive
expert expert* specialist* specialiste* | export export* | factory usine* factory factories plant* fabrique*
fall chute* fall* | family famille* family | fan ventilateur* fan fans
farmer agriculteur* farmer* agricol* | father pere* father* | feature fonction* feature* option* nouveaute*
film film* movie* cinema* acteur* actor* | final finale* final finals | find trouv* find found
firm entreprise* societe* compan* firm* groupe* group* fabricant* maker* constructeur* manufactur* marque*
firm brand* vendor*
firmware micrologiciel* firmware logiciel* software | first premi* first | fish poisson* fish*
flight vol vols flight* aerien* | foldable pliable* pliant* foldable* folding
food alimenta* food nourriture repas meal* | forest foret* forest* | former ancien* former ex ex-*
free gratuit* free offert* cadeau zero | fridge refrigerateur* frigo* fridge* | friend ami amis amie friend*
fuel kerosene carburant* fuel* essence petrol* | game jeu jeux game* gaming | gas gaz gas
girl fille* girl* daughter* | give donn* give* gives offre* | glasses lunette* glasses | goal but buts goal*
gold or gold | graphics graphique* graphics gpu | grass gazon grass | growth croissance growth pib gdp
hairdryer seche-cheveux hairdryer* | half moitie half | health sante health medic*
heart coeur heart cardia* pouls
heat chaleur* canicul* heat* heatwave* hottest swelter* temperature* degre* thermometre
heater radiateur* heater* | help aide* help* secour* rescue* | high haut* high higher
history histoir* histor* | home domicile* home* maison* logement* house* appartement* lieu
hospital hopital* hospital* | hostage otage* hostage* | hour heure* hour*
housing logement* housing loyer* rent rents | hundred centaine* hundreds hundred | image image* picture*
inflation inflation | injury blessure* injur* bless* wound* | insurance assurance* insur*
international internation* | investor investisse* investor* actionnaire* shareholder*
island ile iles island* isle | jewel bijou* jewel* joyau* couronne crown parure*
judge juge* judge* magistrat* | keyboard clavier* keyboard* souris mouse | king roi king
kitchen cuisine* kitchen* | knife couteau knife | language langue* language* langage*
laptop laptop* pc ordinateur* computer* notebook* | law loi lois law laws act bill texte regle* rule*
lawyer avocat* lawyer* attorney* | learn appren* learn* | left gauche left | leg pied leg legs
letter lettre* letter* courrier* | licence licence* license* | limit limit* | line ligne* line lines
listen ecout* listen* hear | local local* | lock serrure* lock locks | look regard* watch*
lose perd* lose* lost | lossless lossless perte sans-perte haute-fidelite hifi flac
low bas basse* low lower | make fabri* make* made produ* | malaria paludisme malaria | man homme* man men
mandatory obligatoire* mandatory impose | market bourse* market* marche stock* shares action
marriage mariage* wedding* married epouse* | mayor maire* mayor* | measles rougeole measles
meat viande* meat boeuf beef | medicine medicament* medicine* drug* traitement* treatment*
member membre* member* | memory memoire* memory ram | message messag* email* courriel*
metro metro subway underground tube | milk lait milk | million million*
minister ministre* minister* premier pm gouvernement* government* cabinet | minute minute* | model model*
monitor moniteur* monitor* | monopoly antitrust monopol* concurren* competit* dominant*
month mois month* mensuel* | moon lune moon lunar lunaire* aluni* | morning matin* morning*
mother mere* mother* | motor moteur* engine* motor* | mountain montagne* mountain* alpes alps
move bouge* moves moved demenag* | mower tondeuse* mower* | museum musee* museum* louvre
music musique* music* audio chanson* | national nation* | network reseau* network*
new nouve* new newer neuf | newspaper journal* newspaper* presse press | night nuit night* overnight soir*
noise bruit* noise* | north nord north* | nuclear nucleaire* nuclear reacteur* reactor* | oil petrole oil
old vieux vieil* old older ancien | online en-ligne online ligne*
oven four fours oven* micro-ondes microwave* | owner possesseur* owner* proprietaire*
parcel colis parcel* package*
parliament parlement* parliament* depute* eurodepute* senat* mep meps lawmaker* | party parti partis party
passenger voyageur* passager* passenger* travel* | password mot-de-passe password*
patient patient* malade* | pay paie* paye* paying pays payer verse*
peace paix peace treve truce ceasefire cessez-le-feu | pension retraite* pension*
percent pourcent* percent* | phone telephon* smartphone* phone* handset* mobile*
photo photo* photograph* picture* cliche* | plan forfait* plan plans abonnement* subscription* membership*
plane avion* plane* aircraft appareil* | play joue* jouer play* | player joueur* player* attaquant* striker
plug prise* plug* socket* | podcast podcast* | police police* gendarm* | pollution pollu*
pontoon pont ponts viaduc* bridge* viaduct* passerelle footbridge | power pouvoir* power* puissan*
powerbank powerbank* power-bank* | pram poussette* pram* stroller* | president president*
price prix tarif* price* pric* cout* cost* | printer imprimante* printer*
privacy privee privacy cnil personnelles | private prive* private
project projet* plan plans prevoi* prevu* project* | promise promis* promess* promet* promise* promet*
protect proteg* protec* | protest manifest* protest* rassembl* rally | public public*
rain pluie* rain* averse* inond* flood* crue* | reach attein* reach*
read lire lecture lisent read reading reader | receive recoi* recev* receiv* get gets obtient
record record* | refuse refus* refus* | regional region* | rent loue* location rental
repair repar* repair* amovible* swappable demont* | research chercheur* researcher* student* etudiant*
resident habitant* resident* riverain* | return retour* return* revien* reven* | right droit* right rights
river fleuve* river* riviere* | road route* road* | robot robot* aspirateur* vacuum*
rocket fusee* rocket* booster* propulseur* lanceur* | roof toit* roof* | router routeur* router* modem
rule regl* rule* | sabotage sabot* | sale vente* sale sales | satellite satellite*
save econom* saves saved saving* epargn* | scale balance* scale* | school ecole* school* | science scien*
scooter scooter* trottinette* | screen ecran* screen* display* dalle | screwdriver tournevis screwdriver*
sea mer sea ocean* | search recherch* search* moteur recherche search | season saison* season*
second seconde* second* | secure securi* safe* surete | send envo* send* sent expedi* transmet*
series serie* series show thriller polar drama | server serveur* server* | set sets set manche*
share partag* share shar* | ship vaisseau spacecraft* sonde* ship | shoe chaussure* shoe*
shopping magasin* shop* store* boutique* enseigne* retail* distributeur* | show montr* show*
small petit* small little tiny | social socia* | solar solaire* solar
soldier soldat* soldier* militaire* military armee* army troop* | sound son sonore sound* | south sud south*
space spatial* space* | speak parl* speak* talk* voix voice* parole
speaker enceinte* speaker* haut-parleur* | speech discours speech
speed vitesse* speed* rapide* fast* faster | spend depens* spend* spent passent | sponsor parraina* sponsor*
spring printemps spring | start coup-d-envoi kick-off | startup startup* start-up* jeune-pousse
station gare* station* | storage stockage* storage disque* disk* drive* ssd* nvme | strong fort* strong*
studio studio* | subscriber abonn* subscriber* members membres client* customer* user* utilisateur*
sugar sucre sugar | summer ete summer* estiv* | surgery operation* surger* intervention*
tablet tablett* tablet* | tax taxe* tax* impot* accise levy | team equipe* team* | text texte* text
thermostat thermostat* | thousand millier* thousand* | ticket billet* ticket* | today aujourd* today*
tomorrow demain tomorrow | tower tour tower | toy jouet* toy* | trade echange* trade*
train train* tgv rail* ferroviaire* | translate traduc* traduis* translat* traduct*
transparent transparen* see-through | tree arbre* tree* | trial proces trial* | truck camion* truck* lorr*
tv television* televis* tele tv tvs | tyre pneu* tyre* tire* | unemployment chomage unemploy* jobless
union syndicat* union* | update mise-a-jour maj update* version* | use utilis* use uses used usage*
vaccine vaccin* shot shots nourrisson* infant* | vacuum aspirateur* vacuum* | victim victim*
video video* streaming diffusion | virus virus covid* grippe* flu epidemi* pandemi*
voice voix voice* vocal* | wage salaire* wage* salar* pay smic | wall mur murs wall*
war guerre* war conflit* conflict* | warn averti* warn* alert* previen* met-en-garde
warning alerte* warn* alert* | washer lave-linge washing-machine | watch montre* watch* smartwatch*
water eau eaux water* | weapon arme armes weapon* gun* | website site sites website* web page*
week semaine* week* | weight poid* leger* light* weigh* slim* amaigrissement | west ouest west*
wild sauvage* wild* | win gagne* win wins remport* | wind eolien* wind vent vents rafale* gust*
window fenetre* window* | wine vin vins wine* | winter hiver winter* | wireless sans-fil wireless*
wolf loup* wolf wolves | woman femme* woman women | world monde mondial* world* global*
wounded bless* injur* hurt wound* | write ecri* writ* redige*
writer ecrivain* auteur* author* writer* roman* novel* litter* liter* | year an ans annee* year*
young jeune* young* youth
"""

# Goods and illnesses: where headlines differ in one, the news differ.
SORTS = frozenset(
    f"#{sort}"
    for sort in """
    bulb plug monitor router printer tv speaker laptop tablet earbuds watch ereader drone mower vacuum
    fridge oven washer crib bed chair pram lock thermostat powerbank hairdryer heater fan scale glasses
    malaria cholera measles ebola bike scooter truck bus plane boat
    """.split()
)
