package dev.keystile.oauth.api;

/**
 * One of something that is limited, and on whose account. The key is no secret: an API key comes as
 * its fingerprint, a token never.
 *
 * @param key of a text that is longer than {@value #LONGEST} characters the beginning counts
 */
public record Charge(LimitRule rule, String key) {
    /** The most characters of a key. */
    public static final int LONGEST = 512;

    /** Cuts the key. */
    public Charge {
        key = key.length() > LONGEST ? key.substring(0, LONGEST) : key;
    }

    /** One of a network, under the rule that holds for it. */
    public static Charge in(Network network, LimitRule rule) {
        return new Charge(rule.in(network), network.text());
    }

    /** One of somebody in a network, under the rule that holds for it. */
    public static Charge in(Network network, LimitRule rule, String whose) {
        return new Charge(rule.in(network), network.text() + " " + whose);
    }
}
