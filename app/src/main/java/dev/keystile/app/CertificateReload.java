package dev.keystile.app;

import dev.keystile.app.config.InvalidSettingException;
import dev.keystile.app.config.TlsFiles;
import dev.keystile.app.tls.CertificateChain;
import dev.keystile.app.tls.ServerTls;
import dev.keystile.app.tls.TlsIdentity;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's own certificate, and whatever takes its place in the files while the gateway runs.
 * What is wrong with that is said once, and the one before goes on.
 */
final class CertificateReload {
    private static final System.Logger LOG = System.getLogger(CertificateReload.class.getName());

    /** From how long before its end on the log says that it ends. */
    static final Duration NOTICE = Duration.ofDays(7);

    private static final Duration DAY = Duration.ofDays(1);

    private final TlsFiles files;
    private final ServerTls tls;
    private final InstantSource clock;
    private final Settling settling;
    private Instant silentUntil = Instant.MIN;

    /** When a certificate that was refused begins to be valid; never for any other. */
    private Instant begins = Instant.MAX;

    private volatile @Nullable String problem;

    private CertificateReload(TlsFiles files, ServerTls tls, String digest, InstantSource clock) {
        this.files = files;
        this.tls = tls;
        this.clock = clock;
        this.settling = new Settling(digest);
    }

    /**
     * Reads them for the start. A certificate that has ended is used all the same: who restarts a
     * gateway at night gets one that takes the next certificate, and says what is wrong.
     *
     * @throws InvalidSettingException when the files cannot be used
     */
    static CertificateReload start(TlsFiles files, InstantSource clock) {
        // Before they are read: what is written in between is then another than this.
        String digest = files.digest();
        TlsIdentity identity = files.read();
        var reload = new CertificateReload(files, new ServerTls(identity), digest, clock);
        reload.say(identity.chain());
        reload.remind();
        return reload;
    }

    /** What the public socket is opened with. */
    ServerTls tls() {
        return tls;
    }

    /** When the one in use ends. */
    Instant ends() {
        return tls.identity().chain().ends();
    }

    /** What is wrong with the files, for which they were refused; null when they were not. */
    @Nullable String problem() {
        return problem;
    }

    /**
     * Looks whether there is something new, and takes it when it has settled, or when it begins to
     * be valid; then whether the one in use is good for long.
     */
    synchronized void look() {
        if (settling.isDue(files.digest()) || !clock.instant().isBefore(begins)) {
            reload();
        }
        remind();
    }

    /** Takes what is there now. */
    synchronized void reload() {
        settling.done(files.digest());
        begins = Instant.MAX;
        try {
            TlsIdentity next = files.read();
            if (next.chain().validAt(clock.instant())) {
                tls.replace(next);
                problem = null;
                silentUntil = Instant.MIN;
                say(next.chain());
            } else {
                begins = later(clock.instant(), next.chain().begins());
                refuse("expected a certificate that is valid now, found " + dates(next.chain()));
            }
        } catch (InvalidSettingException e) {
            refuse(e.line());
        }
    }

    /** Says once a day of a certificate that it is not valid, or soon will be no more. */
    private void remind() {
        Instant now = clock.instant();
        if (now.isBefore(silentUntil)) {
            return;
        }
        CertificateChain chain = tls.identity().chain();
        Instant notice = chain.ends().minus(NOTICE);
        if (!chain.validAt(now)) {
            LOG.log(Level.ERROR, () -> "tls.not-valid " + dates(chain));
            silentUntil = now.plus(DAY);
        } else if (now.isBefore(notice)) {
            silentUntil = notice;
        } else {
            LOG.log(Level.WARNING, () -> "tls.ends-soon " + dates(chain));
            silentUntil = earlier(now.plus(DAY), chain.ends().plusMillis(1));
        }
    }

    /** The other one if that is yet to come, else never. */
    private static Instant later(Instant now, Instant other) {
        return now.isBefore(other) ? other : Instant.MAX;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private void refuse(String reason) {
        problem = reason;
        LOG.log(Level.ERROR, "tls.refused reason=\"{0}\"", reason);
    }

    private void say(CertificateChain chain) {
        LOG.log(
                Level.INFO,
                () -> "tls.in-use names=" + String.join(",", chain.names()) + " " + dates(chain));
        if (files.keyIsOpen()) {
            LOG.log(Level.WARNING, "tls.key-open file={0}", files.key());
        }
    }

    private static String dates(CertificateChain chain) {
        return "begins=" + chain.own().getNotBefore().toInstant() + " ends=" + chain.ends();
    }
}
