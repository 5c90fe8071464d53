package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where a grant is in its life. Each stage holds only what exists in it. */
sealed interface Stage {
    /** From here on nothing of the grant is of use; the store may drop it. */
    Instant ends();

    /**
     * What a redemption of the code has to show (RFC 6749 section 4.1.3, RFC 7636 section 4.6).
     *
     * @param codeChallenge S256, base64url
     * @param redirectUri as sent in the authorization request
     */
    record CodeTerms(Digest code, String codeChallenge, String redirectUri) {
        SpentCode spent() {
            return new SpentCode(SpentCode.digest(code, new Digest(codeChallenge)), redirectUri);
        }
    }

    /**
     * What is left of the terms of a redeemed code: enough to recognise a fully valid second use.
     *
     * @param digest of code and challenge in one
     */
    record SpentCode(Digest digest, String redirectUri) {
        static Digest digest(Digest code, Digest challenge) {
            return Digest.of(Crypto.utf8(code.value() + "." + challenge.value()));
        }
    }

    /**
     * A live credential: its digest, its end, and the grant's private key wrapped for it.
     *
     * @param generation of the refresh token it came with
     */
    record Live(Digest digest, int generation, Instant ends, String wrap) {}

    /**
     * A live access token.
     *
     * @param scope what it covers: the grant's, or what a refresh asked for instead
     */
    record Access(Live token, Scope scope) {}

    /**
     * A rotation of the last grace: enough to derive its successors again for whoever repeats it.
     *
     * @param old the refresh token that was rotated
     * @param salt erased when the grace is over
     * @param under the id of the operator's secret that the successors are derived under
     */
    record Rotation(
            Digest old,
            int generation,
            Bytes salt,
            Bytes under,
            Instant at,
            Instant accessEnds,
            Scope scope) {}

    /** A code is out and was not redeemed yet. */
    record AwaitingExchange(CodeTerms terms, Instant ends, String wrap) implements Stage {}

    /**
     * The code was redeemed; tokens are out.
     *
     * @param rotations of the last grace, oldest first
     * @param access tokens that were alive at the last change, oldest first
     */
    record Active(
            SpentCode redeemed,
            Instant redeemedAt,
            Live refresh,
            List<Rotation> rotations,
            List<Access> access)
            implements Stage {
        /** Most access tokens alive at once; also the most rotations within one grace. */
        static final int MOST_ALIVE = 4;

        public Active {
            rotations = List.copyOf(rotations);
            access = List.copyOf(access);
        }

        /** The live access token with this digest. */
        Optional<Access> access(Digest token) {
            return access.stream().filter(live -> live.token().digest().matches(token)).findFirst();
        }

        /** Less one access token, whose wrap goes with it. */
        Active without(Access ended) {
            List<Access> rest = access.stream().filter(live -> !live.equals(ended)).toList();
            return new Active(redeemed, redeemedAt, refresh, rotations, rest);
        }

        @Override
        public Instant ends() {
            return refresh.ends();
        }
    }

    /**
     * Nothing works any more. Kept until the grant would have ended, so that it is known to be
     * revoked.
     */
    record Revoked(Reason reason, Instant at, Instant ends) implements Stage {
        /** Why. */
        enum Reason {
            CODE_REPLAYED,
            REFRESH_TOKEN_REUSED,
            /** The client asked for it (RFC 7009). */
            BY_CLIENT,
            /** Its client or its account is gone, or the person ended it. */
            DISCONNECTED;

            String value() {
                return name().toLowerCase(Locale.ROOT);
            }
        }
    }
}
