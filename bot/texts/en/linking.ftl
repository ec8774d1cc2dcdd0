## The panel of /link

link-panel = How would you like to show that the subscription is yours? Only you see this message; its buttons work for 10 minutes.
link-way-sign-in = Sign in at { $publisher }
link-way-account = My account at { $publisher }
link-way-code = I have a code
link-code-title = Link your subscription
link-code-label = The code from the site
