package dev.keystile.app.check;

/** A person's yes: the request and the code that answers it. Never printed. */
record Consent(Attempt attempt, String code) {
    /** The token request for this code. */
    Form tokenParameters(String verifier) {
        return attempt.tokenParameters(code, verifier);
    }

    @Override
    public String toString() {
        return "Consent[redacted]";
    }
}
