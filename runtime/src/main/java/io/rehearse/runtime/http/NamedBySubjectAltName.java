package io.rehearse.runtime.http;

import io.netty.util.NetUtil;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts as another trust manager does, and takes a server's name from subjectAltName only: the JDK still falls back to
 * the common name where a certificate has no DNS name there (RFC 9525, 2 says not to).
 */
final class NamedBySubjectAltName extends X509ExtendedTrustManager {
    /** Type of an entry of {@link X509Certificate#getSubjectAlternativeNames()}. */
    private static final Integer DNS_NAME = 2;

    private final X509ExtendedTrustManager trust;

    NamedBySubjectAltName(X509ExtendedTrustManager trust) {
        this.trust = trust;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        trust.checkServerTrusted(chain, type, engine);
        checkNamed(chain, engine.getPeerHost());
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        if (!(socket instanceof SSLSocket connection)) {
            throw nameless();
        }
        trust.checkServerTrusted(chain, type, socket);
        checkNamed(chain, connection.getHandshakeSession().getPeerHost());
    }

    private static void checkNamed(X509Certificate[] chain, String host) throws CertificateException {
        if (!isAddress(host) && !hasDnsName(chain[0])) {
            throw new CertificateException("No subject alternative DNS name present; its common name does not count");
        }
    }

    /** An address is compared by the JDK with the addresses in subjectAltName alone. */
    private static boolean isAddress(String host) {
        return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
    }

    private static boolean hasDnsName(X509Certificate certificate) throws CertificateException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names != null && names.stream().anyMatch(name -> name.get(0).equals(DNS_NAME));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw nameless();
    }

    /** Without a connection there is no name to compare with, so nobody is trusted. */
    private static CertificateException nameless() {
        return new CertificateException("a server is verified by the name its connection was made for; there is none");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        trust.checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        trust.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        trust.checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return trust.getAcceptedIssuers();
    }
}
