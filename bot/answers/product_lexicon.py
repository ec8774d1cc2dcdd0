"""Makers, product lines, services and programs by name: what no pattern can know.

Names stand in their usual spelling, between commas; `@` before a name says that it is also an ordinary word:
it counts in capitals only, and by itself only where it does not open a sentence.
"""

from __future__ import annotations

MAKERS = """
Acer, AMD, Amazon, Anker, Apple, Archos, Asus, Asustek, Beats, BlackBerry, Bose, Canon, Casio, Crosscall,
Dell, Denon, Devialet, DJI, Dyson, Ecovacs, Epson, Ericsson, Fitbit, Fujifilm, Fujitsu, Garmin, Gigabyte,
Google, GoPro, Hasselblad, Hisense, Honor, HP, HTC, Huawei, Infinix, Insta360, Intel, iRobot, JBL, Kobo,
Leica, Lenovo, LG, Logitech, Marshall, MediaTek, Meta, Microsoft, Motorola, MSI, Nikon, Nintendo, Nokia,
Nothing, Nvidia, Olympus, OnePlus, OpenAI, Oppo, Panasonic, Philips, Pioneer, Poco, PocketBook, Polar,
Qualcomm, Razer, Realme, Ricoh, Roborock, Roku, Samsung, Seagate, Sennheiser, Sharp, Sigma, Sonos, Sony,
SteelSeries, Suunto, Synology, TCL, Technics, Tecno, Toshiba, Ubiquiti, Valve, Vivo, Vizio, Wiko,
Withings, Xiaomi, Yamaha, ZTE, Zotac, Zyxel, Adobe, Anthropic, Atari, Sega, Corsair, Crucial, Kingston,
SanDisk, Western Digital, Fairphone, Framework, Jabra, Shokz, Soundcore, Whoop, Oura, Amazfit, Redmi
"""

# A name behind one of these is a model's, with a number or without.
CARMAKERS = """
Abarth, Alfa Romeo, Alpine, Aston Martin, Audi, Bentley, BMW, BYD, Cadillac, Chevrolet, Chrysler, Citroën,
Cupra, Dacia, Dodge, DS, Ferrari, Fiat, Fisker, Ford, Genesis, Honda, Hyundai, Jaguar, Jeep, Kia,
Lamborghini, Lancia, Land Rover, Lexus, Lotus, Lucid, Maserati, Mazda, McLaren, Mercedes, Mercedes-Benz,
MG, Mitsubishi, Nio, Nissan, Opel, Peugeot, Polestar, Porsche, Renault, Rivian, Rolls-Royce, Saab, Seat,
Skoda, Škoda, Smart, SsangYong, Subaru, Suzuki, Tesla, Toyota, Vauxhall, VinFast, Volkswagen, Volvo, VW,
Xpeng, Zeekr
"""

PLANEMAKERS = "Airbus, Boeing, Bombardier, Embraer, Dassault, Cessna, ATR"

# A product by its name alone; more may follow (iPhone 15 Pro).
LINES = """
iPhone, iPad, iPad mini, iPad Air, iPad Pro, iPod, iPod touch, iMac, iMac Pro, Mac mini, Mac Studio,
Mac Pro, MacBook, MacBook Air, MacBook Pro, Apple Watch, Apple Watch Ultra, Apple Watch SE, Apple TV 4K,
Apple Pencil, AirPods, AirPods Pro, AirPods Max, AirTag, HomePod, HomePod mini, Vision Pro,
Magic Keyboard, Magic Mouse, Magic Trackpad, Apple Pencil Pro, Galaxy Tab, Galaxy Watch, Galaxy Buds,
Galaxy Fold, Galaxy Flip, Galaxy Z Fold, Galaxy Z Flip, Galaxy Note, Galaxy Ring, Galaxy Book, Galaxy Fit,
Pixel Watch, Pixel Buds, Pixel Fold, Pixel Tablet, Pixelbook, Chromecast, Chromecast Ultra, Google Home,
Google TV Streamer, Nest Hub, Nest Hub Max, Nest Mini, Nest Audio, Nest Wifi, Kindle, Kindle Paperwhite,
Kindle Oasis, Kindle Scribe, Kindle Colorsoft, Kindle Fire, Kobo Aura, Fire TV, Fire TV Stick,
Fire TV Stick 4K, Fire TV Stick 4K Max, Fire TV Cube, Echo Dot, Echo Show, Echo Studio, Echo Pop,
Echo Spot, Echo Buds, @Echo, Kobo Libra, Kobo Clara, Kobo Sage, Kobo Elipsa, Libra Colour, Clara Colour,
Surface Pro, Surface Laptop, Surface Go, Surface Book, Surface Duo, Surface Studio, Surface Hub,
Surface RT, HoloLens, Kinect, PlayStation, PlayStation Portal, PlayStation VR, PS Vita, PS Portal, PSVR,
PSP, PS1, PS2, PS3, PS4, PS5, PSVR2, PS VR2, PlayStation VR2, DualSense, DualSense Edge, DualShock, Xbox,
Xbox One, Xbox 360, Xbox Series, Wii, Wii U, Nintendo Switch, @Switch, Switch Lite, Switch OLED,
Nintendo DS, Nintendo 3DS, GameCube, Game Boy, Game Boy Advance, Joy-Con, Mega Drive, Dreamcast,
Steam Deck, Steam Machine, Steam Controller, ROG Ally, ROG Ally X, ROG Phone, Legion Go, Meta Quest,
Oculus Quest, Oculus Rift, Oculus Go, Valve Index, HTC Vive, Vive Pro, Quest Pro, Ray-Ban Meta,
Google Glass, Freebox, Freebox Ultra, Freebox Delta, Freebox Pop, Freebox mini 4K, Freebox Révolution,
Livebox, Bbox, SFR Box, Fritz!Box, Raspberry Pi, Raspberry Pi Pico, Raspberry Pi Zero, Arduino Uno,
ThinkPad, ThinkPad X1 Carbon, ThinkPad X1 Nano, ThinkPad X1 Yoga, ThinkBook, IdeaPad, Chromebook Plus,
Zenbook, Vivobook, ProArt, ZenFone, ROG Zephyrus, ROG Strix, MacBook Neo, XPS, Alienware, @Inspiron,
Spectre x360, EliteBook, ProBook, OmniBook, HP Pavilion, HP Omen, Envy x360, Acer Swift, Acer Aspire,
Predator Helios, Predator Triton, Lenovo Yoga, Yoga Slim, LG Gram, MateBook, MatePad, FreeBuds, Fairphone,
Nothing Phone, Nothing Ear, Phone (1), OnePlus Nord, OnePlus Open, OnePlus Buds, OnePlus Pad, Xperia,
Lumia, Razr, Moto G, Moto E, Moto X, Moto Edge, Redmi Note, Redmi Pad, Redmi Buds, Mi Band, Smart Band,
Xiaomi Pad, Xiaomi Watch, Mi Mix, Oppo Find, Find X, Find N, Oppo Reno, Honor Magic, Huawei Mate,
Huawei Nova, Mate XT, Galaxy Nexus, Galaxy Mini, Galaxy S, Galaxy XCover, Essential Phone, Sonos Arc,
Sonos Beam, Sonos Ray, Sonos Era, Sonos One, Sonos Five, Sonos Move, Sonos Roam, Sonos Ace, Sonos Sub,
QuietComfort, QuietComfort Ultra, SoundLink, LinkBuds, Momentum True Wireless, WF-1000XM, Galaxy Buds Pro,
Bose Soundbar, Beats Studio, Beats Fit Pro, Beats Solo, Studio Buds, Jabra Elite, JBL Flip, JBL Charge,
Hero Black, Osmo Pocket, Osmo Action, DJI Pocket, DJI Neo, DJI Mini, DJI Mavic, DJI Air, DJI Avata,
Mavic Pro, Mavic Mini, Roomba, Deebot, Garmin Fenix, @Fenix, Forerunner, Garmin Venu, vívoactive,
Fitbit Charge, Fitbit Versa, Fitbit Sense, Fitbit Inspire, ScanWatch, Oura Ring, MX Master, MX Anywhere,
MX Keys, G Pro X, Razer Blade, BlackWidow, DeathAdder, GeForce, Radeon, Ryzen, Threadripper, EPYC, Xeon,
Core Ultra, Snapdragon X Elite, Snapdragon X Plus, Snapdragon, Exynos, Dimensity, Tegra, Intel Arc,
Cybertruck, Cybercab, Ioniq, ë-C3, e-208, E-Tech, F-150 Lightning, Mustang Mach-E, ID. Buzz, Taycan,
Cayenne, Model S, Model X, Model Y, Concorde, Falcon Heavy, Starship, Rabbit R1, Humane AI Pin, AI Pin,
Segway Ninebot, Minitel, PalmPilot, Palm Pre, Philips Hue, Hue Bridge, Ring Doorbell, Bambu Lab,
Thermomix, Airwrap, Nespresso Vertuo
"""

# Lines that are a product only with a model behind them.
FAMILIES = """
Galaxy, Pixel, Nexus, Poco, Realme, OnePlus, EOS, PowerShot, Coolpix, Lumix, RTX, GTX, RX, GeForce RTX,
GeForce GTX, Radeon RX, Radeon Pro, Ryzen AI, Core i3, Core i5, Core i7, Core i9, Celeron, Athlon, Bravia,
Neo QLED, OptiPlex, PowerEdge, Moto, Desire, GTA, Grand Theft Auto, FIFA, Final Fantasy, Battlefield,
Resident Evil, Civilization, Diablo, Street Fighter, Mario Kart, The Last of Us, Borderlands,
Forza Horizon, Call of Duty, Redmi, Ioniq, Mégane, Golf GTI
"""

SERVICES = """
Amazon Prime Video, Netflix, Disney+, Disney Plus, Hulu, HBO Max, @Max, Paramount+, Paramount Plus,
Peacock Premium, Discovery+, Apple TV+, Apple TV Plus, Apple Music, Apple Music Classical, Apple One,
Apple Arcade, Apple News+, Apple Fitness+, Apple Pay, Apple Card, Apple Intelligence, Apple Maps,
Apple CarPlay, CarPlay, Android Auto, AppleCare, AppleCare+, iCloud, iCloud+, iMessage, FaceTime, AirDrop,
Siri, App Store, Amazon Prime, Prime Video, Prime Gaming, Amazon Music, Amazon Music Unlimited,
Kindle Unlimited, Audible, Alexa, Alexa+, Amazon Web Services, AWS, Amazon Luna, Spotify, Spotify Premium,
Spotify Free, Spotify Duo, Deezer, Deezer Premium, Qobuz, @Tidal, SoundCloud Go, Napster, YouTube Premium,
YouTube Music, YouTube TV, YouTube Kids, YouTube Shorts, Canal+, MyCanal, Molotov TV, @Salto, OCS,
Crunchyroll, Rakuten TV, Pluto TV, DAZN, beIN Connect, RMC Sport, Ligue1+, Paramount+ Premium, Plex,
Plex Pass, Twitch Turbo, PlayStation Plus, PlayStation Plus Essential, PlayStation Plus Extra,
PlayStation Plus Premium, PlayStation Now, PlayStation Network, PlayStation Store, PS Plus, PS Now, PSN,
Xbox Live, Xbox Live Gold, Xbox Game Pass, Game Pass, Xbox Game Pass Ultimate, Xbox Cloud Gaming,
Xbox Game Pass Core, PC Game Pass, Game Pass Ultimate, EA Play, Ubisoft+, Ubisoft Connect,
Nintendo Switch Online, Nintendo eShop, GeForce Now, Google Stadia, Stadia, Steam, @Origin,
Epic Games Store, Google Play, Play Store, Google Play Pass, Google One, Google Drive, Google Photos,
Google Maps, Google Docs, Google Meet, Google Pay, Google Wallet, Google Workspace, Google Assistant,
Google Chat, Google Home, Google News, Google Translate, Google Fi, Google Fiber, Google Search,
Google Classroom, Google Authenticator, @Gemini, Gemini Advanced, Gemini Live, Google Bard, @Bard,
NotebookLM, Gmail, Outlook.com, Hotmail, OneDrive, SharePoint, Microsoft Teams, Microsoft Copilot,
Copilot+, Copilot Pro, GitHub Copilot, Microsoft 365, Microsoft 365 Copilot, Office 365, Bing, Bing Chat,
Azure, Microsoft Azure, ChatGPT, ChatGPT Plus, ChatGPT Pro, ChatGPT Enterprise, DALL-E, @Sora, Midjourney,
Claude Pro, Le Chat, Perplexity, Perplexity Pro, @Grok, Character.AI, DeepSeek, Meta AI, WhatsApp,
WhatsApp Business, @Signal, @Telegram, @Messenger, Facebook Messenger, Viber, Skype, Discord Nitro,
Zoom Workplace, @Slack, Dropbox, WeTransfer, Proton Mail, ProtonMail, Proton VPN, ProtonVPN, Proton Drive,
Proton Pass, NordVPN, ExpressVPN, Surfshark, Mullvad VPN, 1Password, LastPass, Bitwarden, Dashlane,
KeePass, Waze, Uber Eats, Deliveroo Plus, BlaBlaCar, PayPal, Apple Cash, Samsung Pay, Lydia,
Revolut Metal, Twitter Blue, X Premium, Starlink, Strava, Duolingo, Tinder Gold, Bumble, Vinted,
Le Bon Coin, Leboncoin, Amazon Fresh, Bluesky, Mastodon, BeReal
"""

PROGRAMS = """
Firefox, Google Chrome, @Chrome, Chromium, @Safari, Microsoft Edge, Internet Explorer, Vivaldi,
Tor Browser, @Brave Browser, LibreOffice, OpenOffice, Microsoft Office, Microsoft Word, Microsoft Excel,
PowerPoint, OneNote, Photoshop, Lightroom, Premiere Pro, After Effects, Illustrator, InDesign,
Acrobat Reader, Adobe Acrobat, Creative Cloud, Final Cut Pro, Logic Pro, DaVinci Resolve, Blender, GIMP,
Inkscape, Krita, Audacity, VLC, OBS Studio, HandBrake, AutoCAD, SketchUp, Figma, Visual Studio,
Visual Studio Code, VS Code, Xcode, Android Studio, IntelliJ IDEA, PyCharm, Thunderbird, Windows Defender,
Malwarebytes, Winamp, WinRAR, 7-Zip, VirtualBox, VMware Workstation, Parallels Desktop, Docker Desktop,
Kubernetes, WordPress, Drupal, Joomla, PostgreSQL, MySQL, MariaDB, SQLite, MongoDB, Redis, Nextcloud,
Jellyfin, Home Assistant, Pi-hole, Minecraft, Fortnite, Windows Subsystem for Linux, Unreal Engine, BBM,
BlackBerry Messenger, QNX, Adobe Firefly, Stable Diffusion, TensorFlow, PyTorch, MediaCreationTool
"""

# Programs that are a product only with a version behind them.
PLATFORMS = """
Windows, Windows Server, Windows Phone, Windows Mobile, Windows Vista, Windows XP, Android, Android TV,
iOS, iPadOS, macOS, Mac OS X, OS X, watchOS, tvOS, visionOS, One UI, MIUI, HyperOS, ColorOS, OxygenOS,
HarmonyOS, EMUI, Wear OS, ChromeOS, Tizen, webOS, BlackBerry OS, Symbian, Ubuntu, Debian, Fedora,
Linux Mint, openSUSE, Arch Linux, AlmaLinux, Rocky Linux, RHEL, FreeBSD, Linux, SteamOS, GNOME,
KDE Plasma, Plasma, @Office, @Access, @Word, @Excel, @Outlook, @Teams, DirectX, OpenGL, Vulkan, Python,
PHP, Java, Node.js, Ruby, Rust, Kotlin, TypeScript, Angular, Django, Laravel, Symfony, Chrome OS, Llama,
Claude, Gemini, Gemma, Mistral Large, Mistral Small, Mistral Medium, Mixtral, Grok, Phi, Stable Diffusion,
DLSS, FSR, Unity, Godot, .NET, MS-DOS, WSL, DaVinci Resolve
"""

# Complete by themselves, though a version would be words: macOS Sonoma.
RELEASES = """
macOS Sonoma, macOS Ventura, macOS Monterey, macOS Big Sur, macOS Sequoia, macOS Tahoe, macOS Catalina,
macOS Mojave, OS X Yosemite, OS X Mavericks, Windows XP, Windows Vista, Windows Phone, Windows RT,
Android Oreo, Android Pie, Android Nougat, Claude Opus, Claude Sonnet, Claude Haiku, Gemini Nano,
Gemini Pro, Gemini Ultra, GPT-4 Turbo, GPT-4o, GPT-4o mini, GPT-4, GPT-5, GPT-3.5
"""

# Other spellings of the whole, or of its beginning.
ALIASES = {
    "ps": "playstation",
    "playstation": "playstation",
    "disney plus": "disney+",
    "paramount plus": "paramount+",
    "apple tv plus": "apple tv+",
    "ps plus": "playstation plus",
    "ps now": "playstation now",
    "ps vita": "playstation vita",
    "psn": "playstation network",
    "psvr": "playstation vr",
    "ps vr": "playstation vr",
    "gta": "grand theft auto",
    "vs code": "visual studio code",
    "game pass": "xbox game pass",
    "prime video": "amazon prime video",
    "office 365": "microsoft 365",
    "protonmail": "proton mail",
    "vw": "volkswagen",
    "mercedes-benz": "mercedes",
    "leboncoin": "le bon coin",
}

# Whose bare codes are known where the maker is named in the same text.
OWNED_CODES = {"BlackBerry": r"[QZ]\d{1,2}"}
