## The panel of /link

link-panel = How would you like to show that the subscription is yours? Only you see this message; its buttons work for 10 minutes.
link-way-sign-in = Sign in at { $publisher }
link-way-account = My account at { $publisher }
link-way-code = I have a code
link-code-title = Link your subscription
link-code-label = The code from the site or the mail

## The pages of linking by the web. ** marks what is bold.

link-page-question-title = Link your subscription?
link-page-question = Your subscription to **{ $publisher }** will be linked to the Discord account **@{ $account }**.
link-page-button = Yes, link it
link-page-note = Not your account? Close this page: nothing is linked. /unlink on Discord undoes it at any time.
link-page-done-title = Linked
link-page-done = Your subscription to **{ $publisher }** is linked to **@{ $account }**. Your role comes within seconds; /subscription on Discord shows it. You can close this page.
link-page-refused-title = This didn’t work
link-page-refused = This link is over, was used, or belongs to another browser. Begin again: with /link on Discord, or on your account page.
link-page-unavailable-title = No answer
link-page-unavailable = The sign-in didn’t work just now; nothing is linked. Begin again in a moment: with /link on Discord, or on your account page.
link-page-cancelled-title = Cancelled
link-page-cancelled = Nothing is linked. Begin again whenever you like: with /link on Discord, or on your account page.
link-other-account = You are signed in to Discord as @{ $account }, but the button was for another account. Nothing is linked. Use /link with the account that you want to link.
