## Why a sign-in failed

cause-sign-in-no-code = no code came back from the sign-in
cause-sign-in-code-refused = the sign-in’s code was not taken ({ $status })
cause-sign-in-no-access-token = the sign-in gave no access token
cause-sign-in-no-object = the sign-in’s answer is no JSON object
cause-sign-in-other-provider = another provider answers than was asked
cause-sign-in-no-claim = the sign-in tells no "{ $claim }"
cause-sign-in-two-people = the sign-in tells of two people
cause-sign-in-no-id-token = the sign-in gave no id token; is openid among oauth.scopes?
cause-sign-in-wrong-id-token = the sign-in’s id token is not right ({ $fault })
cause-sign-in-other-visit = the sign-in’s id token is of another visit
cause-sign-in-for-another = the sign-in’s id token is for somebody else
cause-sign-in-unknown-key = the sign-in’s id token names a key that its provider does not have
cause-sign-in-other-issuer = the provider names another issuer than oauth.issuer in the settings
cause-sign-in-no-address = the provider tells no usable { $name }
cause-sign-in-nobody = the sign-in does not say who it was
cause-discord-silent = Discord did not say who signed in
