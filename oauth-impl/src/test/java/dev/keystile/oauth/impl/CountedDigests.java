package dev.keystile.oauth.impl;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.MessageDigestSpi;
import java.security.Provider;
import java.security.Security;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the SHA-256 digests that this thread makes while it is open. */
final class CountedDigests extends Provider implements AutoCloseable {
    private static final long serialVersionUID = 1;
    private static final String SHA_256 = "SHA-256";

    private final transient AtomicInteger count = new AtomicInteger();
    private final transient Thread owner = Thread.currentThread();

    CountedDigests() {
        super("CountedDigests", "1", "counts digests");
        putService(
                new Service(this, "MessageDigest", SHA_256, Counted.class.getName(), null, null) {
                    @Override
                    public Object newInstance(Object parameter) {
                        return new Counted(CountedDigests.this, plain());
                    }
                });
        Security.insertProviderAt(this, 1);
    }

    /** How many there were since this was last asked. */
    int taken() {
        return count.getAndSet(0);
    }

    @Override
    public void close() {
        Security.removeProvider(getName());
    }

    private void note() {
        if (Thread.currentThread() == owner) {
            count.incrementAndGet();
        }
    }

    private static MessageDigest plain() {
        try {
            return MessageDigest.getInstance(SHA_256, "SUN");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Counted extends MessageDigestSpi {
        private final CountedDigests counts;
        private final MessageDigest digest;

        Counted(CountedDigests counts, MessageDigest digest) {
            this.counts = counts;
            this.digest = digest;
        }

        @Override
        protected void engineUpdate(byte input) {
            digest.update(input);
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {
            digest.update(input, offset, length);
        }

        @Override
        protected byte[] engineDigest() {
            counts.note();
            return digest.digest();
        }

        @Override
        protected void engineReset() {
            digest.reset();
        }

        @Override
        protected int engineGetDigestLength() {
            return digest.getDigestLength();
        }
    }
}
