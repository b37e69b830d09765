package io.rehearse.runtime.http;

import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.rehearse.journeys.plan.Target;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** TLS of a target: BoringSSL where its native library loads, the JDK's otherwise; and its failures in words. */
public final class Tls {
    private Tls() {}

    static SslContext context(Target target) {
        return context(target, OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK);
    }

    /** Chain, name and date are verified unless the target says insecure. */
    static SslContext context(Target target, SslProvider provider) {
        return context("target '" + target.name() + "'", target.tls(), provider);
    }

    /**
     * The same for a client that is not one of the lanes.
     *
     * @param whose for the message, {@code oauth2 'shop'}
     * @throws IllegalArgumentException if a file is not what it should be
     */
    public static SSLContext ofClient(String whose, Target.Tls tls) {
        return ((JdkSslContext) context(whose, tls, SslProvider.JDK)).context();
    }

    private static SslContext context(String whose, Target.Tls tls, SslProvider provider) {
        try {
            SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(provider);
            if (tls.resumption() == Target.Tls.Resumption.OFF) {
                builder.sessionCacheSize(1); // none of them is looked for again
            }
            if (tls.insecure()) {
                builder.trustManager(InsecureTrustManagerFactory.INSTANCE).endpointIdentificationAlgorithm(null);
            } else {
                builder.trustManager(
                                new NamedBySubjectAltName(trust(tls.caFile().orElse(null))))
                        .endpointIdentificationAlgorithm("HTTPS");
            }
            if (tls.certificateFile().isPresent()) {
                builder.keyManager(
                        new File(tls.certificateFile().get()),
                        new File(tls.keyFile().orElse(tls.certificateFile().get())));
            }
            return builder.build();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(whose + ": TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    /**
     * What a server of our own shows.
     *
     * @param certificate PEM file, the whole chain
     * @param key PEM file, PKCS#8, without a password
     * @throws IOException if that is no certificate with its key
     */
    public static SSLContext ofServer(Path certificate, Path key) throws IOException {
        try {
            SslContext context = SslContextBuilder.forServer(certificate.toFile(), key.toFile())
                    .sslProvider(SslProvider.JDK)
                    .build();
            return ((JdkSslContext) context).context();
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException(
                    "TLS cannot be set up with certificate " + certificate + " and key " + key + ": " + e.getMessage(),
                    e);
        }
    }

    private static X509ExtendedTrustManager trust(String caFile) throws IOException, GeneralSecurityException {
        KeyStore store = null;
        if (caFile != null) {
            store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            try (InputStream in = Files.newInputStream(Path.of(caFile))) {
                for (Certificate certificate :
                        CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                    store.setCertificateEntry("ca" + store.size(), certificate);
                }
            }
            if (store.size() == 0) {
                throw new IOException("no certificate in " + caFile);
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager trust) {
                return trust;
            }
        }
        throw new GeneralSecurityException("this JDK has no X.509 trust manager");
    }

    /** What was wrong with a handshake. */
    public static String words(Throwable failure, String host) {
        // dates first: the JDK wraps them in words that would also fit an unknown authority
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException) {
                return "the certificate of " + host + " has expired: " + cause.getMessage();
            }
            if (cause instanceof CertificateNotYetValidException) {
                return "the certificate of " + host + " is not valid yet: " + cause.getMessage();
            }
        }
        String deepest = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof io.netty.handler.ssl.NotSslRecordException) {
                return host + " does not speak TLS on this port";
            }
            String message = cause.getMessage();
            if (message != null) {
                if (message.startsWith("No subject alternative") || message.startsWith("No name matching")) {
                    return "the certificate of " + host + " is for another name: " + message;
                }
                if (message.contains("PKIX path") || message.contains("unable to find valid certification path")) {
                    return "the certificate of " + host + " is not signed by a trusted authority: " + message;
                }
                deepest = message;
            }
        }
        return "the TLS handshake with " + host + " failed: "
                + (deepest == null ? failure.getClass().getSimpleName() : deepest);
    }

    /** Whether a failure is one of TLS and not of the connection below. */
    static boolean isFailure(Throwable failure) {
        return failure instanceof SSLException
                || failure instanceof io.netty.handler.codec.DecoderException
                        && failure.getCause() instanceof SSLException;
    }
}
