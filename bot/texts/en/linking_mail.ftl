## A code by mail

link-way-mail = Code by mail from { $publisher }
mail-title = A code by mail
mail-label = The address of your subscription
mail-label-hint = The code goes to this address, if { $publisher } has it.
mail-no-address = That is no email address. Please type it in whole, for example lea@example.org.
mail-asked = If { $publisher } has a subscription with this address, a code is on its way there. It is valid for 10 minutes, for your Discord account alone. Nothing comes? Look among the spam, check the address with { $publisher }, or link in another way.
mail-none-set = { $publisher } sends no codes by mail.
mail-subject = Your code for { $publisher } on Discord
mail-text = Hello,

    here is the code that links your subscription to { $publisher } to your Discord account:

        { $code }

    On Discord, press “I have a code” below the bot’s message, or type /link with this code. It is valid for { $minutes } minutes, once, and only for the Discord account that asked for it: { $name }.

    You asked for nothing, or that account is not yours? Then do nothing, and give this code to nobody: whoever has it could use your subscription.

## For managers

alert-guessing = More than { $count } wrong linking codes were tried within { $minutes } minutes: somebody is probably guessing. Nobody got in, right codes still work, and whoever guesses is locked. You need do nothing.
alert-mail-server = I can’t send linking codes by mail: { $reason }. They wait, at most 10 minutes; it goes on by itself as soon as I can.
alert-mail-flood = { $count } codes by mail were asked for within an hour. I send no more than that for now; the other ways to link still work. If these are real readers, raise per_server and per_hour under [mail].
