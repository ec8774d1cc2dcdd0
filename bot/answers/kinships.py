"""Words that answer for one another in news about products, French and English together."""

from __future__ import annotations

KINSHIPS = tuple(
    line.split()
    for line in """
prix tarif cout couter coute coutent price cost costs vendu facture euros dollars
rabais remise reduction promotion promo ristourne bonus discount deal baisse brade bradee
hausse augmentation augmente increase rise raise
batterie battery mah accu
autonomie endurance battery batterie tient lasts last dure
poids pese peser lourd leger grammes kg weigh weighs weight heavy light grams
taille dimension dimensions pouces size inch inches diagonal diagonale
ecran dalle affichage screen display panel
stockage capacite espace storage capacity
memoire ram memory
puce processeur soc chip processor cpu
appareil photo capteur camera sensor photos image images megapixel megapixels
casque ecouteurs headphones headset earbuds
telephone smartphone mobile portable phone handset
ordinateur pc portable laptop computer notebook
televiseur tele tv television
tablette tablet tablets
montre watch smartwatch
liseuse ereader reader
console consoles
voiture vehicule citadine auto car
box routeur router modem
forfait abonnement formule offre subscription plan mensuel
operateur carrier telco
sortie sortir sort lancement lance disponible disponibilite vente release launch available ships sale \
arrive arrives arriver arrivee livre livree delivered delivery shipments start debut debute commercialise \
commercialisation precommandes preorders
livraison livraisons livre delivery deliveries ships shipping
mise update upgrade version jour
nouveaute nouveautes nouveau nouvelle new feature features
corrige correctif corriger fix fixed fixes patch
panne bug bogue probleme problem issue defaut crash
fuite piratage intrusion vol breach leak leaked hack hacked stolen
attaque intrusion attack hack
amende condamne condamnation sanction fine fined penalty
patron pdg dirigeant dirige president presidente directeur directrice ceo chief executive boss head
dirige dirigee runs run headed leads led lead patron pdg directeur directrice president ceo boss chief
dessine dessinee dessin designer design designed designs concu concoit drawn styliste stylist
remplace remplacant remplacee successeur succede interim replaces replaced successor succeeds
presente presentee presentation announced announces unveiled annonce devoile
uk britain british angleterre royaume england
france francais francaise french
puissant puissante puissance performances performance powerful faster
processeur processor puce chip cpu soc snapdragon dimensity
bruyant bruit sifflement noisy noise loud coil ventilateur fan hairdryer
maj mise update firmware micrologiciel
appli applis application applications app apps
premier premiere 1er first original originale
second seconde deuxieme 2e second
arrete arreter fin cesse stop stops stopped end ends ended discontinued retire abandonne
soldes promo promotion black friday sales
fondateur fondatrice fonde fondateurs cree creation createur creator created founder founders \
founded cofounder
avocat avocate lawyer attorney
vitesse rapide rapidite debit speed fast faster reads writes
recharge charge chargement charging charger charges
wireless fil induction
fiable fiabilite solide casse panne reliable reliability broke broken breaks died sturdy durable
bruit bruyant silencieux ventile noise noisy loud silent quiet whines
etanche etancheite waterproof water resistance eau
garantie garanti warranty guaranteed
compatible compatibilite retrocompatibilite retrocompatible compatibility
couleur couleurs coloris color colour colors colours
ventes vendus exemplaires acheteurs sales sold units
abonnes abonne clients client utilisateurs subscribers customers users
salaries employes employees staff workers
licenciement licenciements suppression postes layoffs jobs
rachat rachete acquisition acquires acquired buys bought
entreprise societe groupe firme company firm
publicite publicites pub pubs ads advertising
fabrique fabriquee fabrication usine produite made manufactured factory built
consommation consomme watts power draws consumption
luminosite lumineux nits brightness bright
frequence hz rafraichissement refresh rate
images seconde frames second fps
prise prises port ports connecteur connector
clavier keyboard
jeu jeux game games gaming
film films serie series movie movies show
telechargement telecharger download downloads
securite security
chiffrement chiffre encryption encrypted
gratuit gratuite free
test essai critique review tested tests
support prise suivi supported support
donnees data
vol vole air flight flies fly
duree temps time long hours heures minutes jours days
fin arret ferme fermeture end closes shutdown discontinued
plus grand larger bigger
freeze freezes froze frozen gel gele
sell sells sold
rise rises rose risen
fall falls fell fallen drop drops dropped
begin begins began begun
make makes made
build builds built
lose loses lost perd perdu
win wins won gagne
write writes wrote written ecrit
grow grows grew grown
pay pays paid paye
choose chooses chose chosen choisi
meurt mort deces died dies
ouvre ouvert ouverture opens opened opening
recoit recu reception received
vend vendre vendue vente ventes
charniere charnieres hinge hinges
numero number
inscrire inscription register registration signup
disponible dispo libres restant reste usable utilisable utilisables
stockage plein pleine full
manque insuffisant ridicule lacks
annulation refund
concu concoit concue conception invente inventeur design designed work
manque insuffisant ridicule lacks short missing
finition finitions assemblage qualite build quality panel gaps misaligned craftsmanship ajustements
achete acheter acheteur acquereur buying buyer acquired acquire takes
coque etui case cover
bouton boutons button buttons
haut-parleur enceinte speaker speakers son audio sound
micro microphone mic
ecouteur casque earphone earphones
empreinte empreintes fingerprint lecteur reader
reconnaissance visage faciale face unlock
resistance resistant solide durable rugged drop
chauffe surchauffe chaud chaleur hot overheats overheating heat heating
plante plantage plantages crash crashes crashing bogue
rame lent lente lenteur ralentit slow sluggish lag laggy stutters
precis precision imprecis accurate accuracy inaccurate
confort confortable siege sieges comfort comfortable seat seats
coffre trunk boot cargo litres
reservation reserver precommande precommander preorder preorders reserve
retard reporte repousse delayed delay late postponed
annule annulation cancelled canceled
rembourse remboursement refund refunds refunded
reparation reparer repare repair repairs repairable
sous-titre sous-titres subtitle subtitles
clavier keyboard touches keys typing frappe
souris mouse
imprimante printer
aspirateur vacuum
ampoule bulb eclairage light lighting
drone drones
bracelet band strap
hausse hausses augmente augmenter augmentation monte monter grimpe relever releve hike hikes raise raises \
raised increase increases climbs
baisse baisses baisser diminue diminution reduit reduction cut cuts drop drops lower lowered reduced slashed
ecg electrocardiogramme
fermeture fermer ferme fermera close shut shuts shutdown shutting closing closes closure kills
couper coupe coupera debranche eteindre eteint switch off shut shutting shutdown
lecteur-carte microsd sd slot carte cartes card cards
pieces detachees spare parts rechange
pliant pliants pliable foldable foldables folding
montre montres watch watches
telecommande remote
manette manettes controller controllers gamepad pad pads joystick
television televiseur televiseurs tele tv tvs
enceinte enceintes speaker speakers
serrure serrures lock locks
sonnette sonnettes doorbell doorbells
camera cameras webcam
voiture voitures car cars
velo velos bike bikes bicycle ebike
trottinette scooter
avion avions plane planes aircraft
vitre verre glass
cuir leather
titane titanium
acier steel
bois wood wooden
alu aluminium aluminum
plastique plastic
or gold
argent silver
poids masse weigh weighs weight weighed
epaisseur epais epaisse thickness thick thinner thin mince
largeur large wide width
hauteur haut height tall
longueur length
profondeur profond profonde deep depth dive diving plongee plonger
eau water underwater immersion
pluie rain
froid cold hiver winter
chaud chaleur hot heat summer ete
jour jours day days
semaine semaines week weeks
mois month months monthly mensuel
annee annees an ans year years yearly annual annuel annuelle
heure heures hour hours
matin morning
soir evening tonight
nuit nuits night dark nocturne
printemps spring
automne autumn fall
noel christmas
acheter achete achetee achetes achat achats buy buys buying bought purchase purchases purchased
racheter rachete rachetee rachat acquereur buys bought buyer acquires acquired acquisition takeover
vendre vend vendu vendue vendus vendues vente ventes sell sells selling sold sale sales
louer location loue rent rental lease
payer paie paye payant payante facture facturee pay pays paid charge charged charges fee fees bill
offert offerte gratuit gratuite gratuitement free complimentary
cadeau cadeaux gift
compensation dedommagement geste excuse indemnite compensate apology voucher credit
avoir voucher coupon
remboursement rembourser remboursera remboursee refund refunds refunded money
resilier resiliation resilie desabonner annuler cancel cancels cancelled cancellation unsubscribe
essai gratuit trial
abonner abonne abonnes abonnement abonnements subscribe subscriber subscribers subscription subscriptions
partage partager foyer sharing share household password
simultanes simultane flux streams simultaneous ecrans
invite supplementaire guest extra
publicite publicites pub pubs annonces ad ads adverts advert advertising commercials commercial
sans-pub ad-free
hors-ligne offline
telechargements downloads download
sous-titres subtitles
episodes episode episodes
saison saisons season seasons
chaine chaines channel channels
catalogue catalog library bibliotheque
compte comptes account accounts
mot passe password
nom nomme appele name named called
surnom nickname
fondateur fondatrice cofondateur founder cofounder founders founded created creator
createur creatrice inventeur inventrice inventor creator designer designed behind
ingenieur ingenieure engineer
tete commandes directeur directrice responsable head lead chief director manager
remplacer remplace remplacee remplacant successeur succede replaces replaced replacement successor succeeds
quitter quitte depart demission demissionne leave leaves leaving left departs quits resigns resigned
retraite retire retires
embauche recrute recrutement hires hired hiring
licencie licenciements supprime layoffs fires fired cut jobs
employes salaries personnes employees staff people workers
gagner gagne salaire remuneration earn earns salary pay paid
investisseur investisseurs investir investor investors funding raised
actionnaire actionnaires shareholder shareholders
benefice benefices profit profits
perte pertes loss losses
chiffre affaires revenue revenues turnover
proces plainte justice lawsuit sues sued court
brevet brevets patent patents
accord deal agreement
usine usines factory plant assembled assemblee assemble
fabriquer fabrique fabriques fabrication made make makes manufactured manufacturing built
sous-traitant subcontractor supplier fournisseur
pays countries country
siege headquarters based base
boutique boutiques magasin magasins shop shops store stores retail
revendeur revendeurs retailer retailers reseller
stock stocks supply rupture
date dates
reporter reporte report repousse repoussee retarde retard delai delayed delay delays postponed pushed \
late slip
avancer avance early earlier brought forward
annoncer annonce annoncee annonces announce announced announces announcement reveal revealed unveils \
unveiled
lancer lance lancement launch launched launches debut debuts
prevu prevue initialement supposed planned expected due scheduled
livrer livre livraison livraisons expedie expedition ship ships shipping shipped shipment deliver \
delivered delivery
precommande precommandes precommander precommandee preorder preorders pre-orders preordered
attendre attend attendent attente wait waiting waits
arreter arrete arret abandonner abandonne retire stop stops stopped discontinue discontinued end ended \
ends axed
retirer retire retrait rappeler rappel recall recalled withdraw withdrawn withdrew pulled pulls pull
supprimer supprime suppression efface effacer delete deleted remove removes removed wipe wipes wiped \
erase erased
corriger corrige correction correctif fix fixes fixed patch patched correct corrected repairs
reparer repare reparation reparable repair repairs repairable repaired fix
casser casse fele felure fissure break breaks broke broken crack cracks cracked
rayer raye rayure rayures scratch scratches scratched
tomber tombe chute chutes drop drops dropped fall falls
demonter demontable vis screws screw disassemble
remplacable amovible removable replaceable swappable
garder conserver conserve keep keeps kept
perdre perd perdu lose loses lost missing lacks
ajouter ajoute ajout add adds added adding gains
nouveaute nouveautes apporte new features feature brings adds
demander exiger exige require requires required need needs
fonctionner fonctionne marche marcher work works working run runs
connecter connexion connecte connect connects connection connected
brancher branche plug plugs plugged
allumer allume turn on boot
mettre-jour maj upgrade upgrading updated update updates updating
installer installe installation install installs installed
suivi mises patches support supported updates securite
version versions release build
bloque bloquee coince stuck limited
limite limites plafond limit limits cap capped maximum max
vitesse speed fast top maximale
puissance power puissant powerful
moteur engine motor
recharger recharge charge charging charger chargeur
autonome autonomous self-driving
portee distance range reach
conduire conduite drive driving
freinage freins brakes braking
pneu pneus tyre tyres tire tires
toit roof
porte portes door doors
cle cles key keys
luminosite lumineux lumineuse brightness bright brighter dim
contraste contrast
zoom teleobjectif telephoto
ultra-grand-angle ultrawide
flou floue blurry blur
grain bruit noise
selfie frontale front
enregistrer enregistrement record recording
bruyant bruyante bruit decibels noisy noise loud decibels quiet silencieux silencieuse silent
odeur smell
gout taste
touche touches key keys keyboard clavier
bouton boutons button buttons
molette couronne crown wheel dial
stylet stylo stylus pen
sac housse etui case sleeve bag pouch
bracelet bracelets strap straps band bands
socle station dock docks cradle
cable cables cord
prise-casque jack headphone
adaptateur adapter dongle
ecouteur ecouteurs oreillette oreillettes earbud earbuds buds earphones headphones
reduction-bruit anc noise cancelling cancellation
etanche etancheite indice certification ip67 ip68 waterproof resistant resistance rating
capteur capteurs sensor sensors
cardiaque coeur heart rate pulse
sommeil sleep
pas steps
tension blood pressure
gps localisation location navigation
sans-contact contactless paiement payment nfc
empreinte fingerprint
visage face
boussole compass
altimetre altimeter
carte cartes map maps
itineraire route
sentier trail hiking randonnee
soleil solaire solar sun
satellite satellites sos
reseau network signal couverture coverage
itinerance roaming europe
engagement contract commitment
debloque unlocked
sim esim
appel appels call calls
messages sms texts
traduire traduction translate translation
voix vocal vocale voice
dictee dictation
ecrire ecriture handwriting write writing notes
dessin dessiner draw drawing sketch
enfants enfant kids children child parental
animaux animal pet pets chien chat dog cat
agees senior seniors elderly
etudiant etudiants student students
ecole scolaire school schools
entreprise entreprises pro business professionals
comparer compare comparatif comparison versus duel contre difference
mieux meilleur meilleure better best recommend recommande choisir prendre verdict conseil winner gagnant
pire worst worse avoid eviter
avantage avantages advantage pros benefit
inconvenient defaut defauts drawback cons flaw flaws downside
moins cher cheaper cheapest entree
cher chere expensive pricey dear
promo promotion remise rabais discount off deal
lancement origine initial launch original
ecologique ecologie recycle recyclee carbone recycled carbon eco green
dechets waste
energie energy electricite electricity
prise courant outlet socket
piles pile battery batteries aaa
fuite fuites leak leaks leaked
pirate piratage pirates pirater hack hacked hackers breach breached
vie-privee confidentialite privacy private
espionner ecoute spy listening
virus malware
arnaque scam
amende fine fined
interdit interdiction interdire ban banned bans
autorise autorisation approuve allowed approved
enquete investigation probe
faillite liquidation bankrupt bankruptcy insolvency insolvent
repris reprise reprend sauve rachete rescued saved revived bought takeover
coeur coeurs cores core
couple torque
micro micros microphone microphones mic mics
salaire salaires remuneration salary pay
souci soucis probleme bogue bug issue glitch
regle resout corrige fixes fix solves
look design apparence style looks styling
""".splitlines()
    if line
)
"""Each is folded; a word may stand in several."""
