package dev.keystile.app.check;

/** What the token endpoint handed out. Never printed. */
record IssuedTokens(String accessToken, String refreshToken) {
    @Override
    public String toString() {
        return "IssuedTokens[redacted]";
    }
}
