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
""".splitlines()
    if line
)
"""Each is folded; a word may stand in several."""
