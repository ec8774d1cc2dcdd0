## Products

product-mentions = Mentions
product-count = { $texts ->
    [one] { $texts } text names it
   *[other] { $texts } texts name it
}{ $comments ->
    [0] {""}
    [one] , one of them a reader’s comment
   *[other] , { $comments } of them readers’ comments
}
product-first = First: { $source }
product-latest = Latest: { $source }
product-prices = Prices mentioned
product-price = - **{ $amount }** — { $source }
product-points = What readers discuss
product-point = { $readers ->
    [one] **{ $aspect }**: { $readers } reader
   *[other] **{ $aspect }**: { $readers } readers
}
product-felt = { $pleased } pleased, { $displeased } not
product-readers = What readers say
product-articles = Latest articles
product-siblings = Of the same family
product-chart = Texts that name it, by month
product-unknown = No article names “{ $name }”.
product-unknown-near = No article names “{ $name }”. Did you mean { $near }?
product-same = **{ $name }** is one product already.
product-no-form = No text writes “{ $form }” for **{ $name }**. Its forms: { $forms }
product-forms = **{ $name }** is written: { $forms }
product-merged = **{ $gone }** is now a name of **{ $kept }**, also in texts that come later.
product-split = “{ $form }” no longer stands for **{ $was }** but for **{ $name }**, also in texts that come later.
aspect-battery = Battery
aspect-screen = Screen
aspect-price = Price
aspect-camera = Camera
aspect-sound = Sound
aspect-keyboard = Keyboard
aspect-speed = Speed
aspect-software = Software
aspect-design = Design and build
aspect-reliability = Reliability
aspect-repair = Repair and service
aspect-network = Network
aspect-privacy = Privacy and security
aspect-subscription = Subscription

command-product = product
command-product-description = What is known of a product: prices, opinions, articles
command-product-name = name
command-product-name-description = The product’s name, for example: Q10
command-products = products
command-products-description = Names of products that were wrongly joined or parted
command-products-names = names
command-products-names-description = How texts write a product
command-products-merge = merge
command-products-merge-description = Two names are one product
command-products-into = into
command-products-into-description = The product that both are
command-products-split = split
command-products-split-description = A written form is another product
command-products-form = form
command-products-form-description = The name as texts write it
command-products-as = as
command-products-as-description = The product that it is, where it is not its own
