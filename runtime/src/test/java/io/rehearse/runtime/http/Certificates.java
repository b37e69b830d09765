package io.rehearse.runtime.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509KeyManager;

/** An authority of the test's own, made with the JDK's keytool, and certificates it signs; all for one key. */
public final class Certificates {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path directory;
    private final Path authorities;
    private final Certificate authority;
    private final PrivateKey key;

    /** PEM files. */
    public final Path authorityFile;

    public final Path strangerFile;
    public final Path keyFile;

    public Certificates(Path directory) throws Exception {
        this.directory = directory;
        this.authorities = directory.resolve("authorities.p12");
        Path leaf = directory.resolve("leaf.p12");
        keytool("-genkeypair", authorities, "ca", "-dname", "CN=Test authority", "-ext", "bc:c");
        keytool("-genkeypair", authorities, "stranger", "-dname", "CN=Another authority", "-ext", "bc:c");
        keytool("-genkeypair", leaf, "leaf", "-dname", "CN=leaf");
        keytool("-certreq", leaf, "leaf", "-file", directory.resolve("leaf.csr").toString());
        this.authority = load(authorities).getCertificate("ca");
        this.key = (PrivateKey) load(leaf).getKey("leaf", PASSWORD);
        this.authorityFile = pem("ca.pem", "CERTIFICATE", authority.getEncoded());
        this.strangerFile = pem(
                "stranger.pem",
                "CERTIFICATE",
                load(authorities).getCertificate("stranger").getEncoded());
        this.keyFile = pem("key.pem", "PRIVATE KEY", key.getEncoded());
    }

    /** PEM file of a certificate signed by the authority; the options are those of {@code keytool -gencert}. */
    public Path signed(String commonName, String... options) throws Exception {
        Path file = Files.createTempFile(directory, "signed", ".pem");
        List<String> all = new ArrayList<>(List.of("-rfc", "-dname", "CN=" + commonName, "-infile"));
        all.add(directory.resolve("leaf.csr").toString());
        all.addAll(List.of("-outfile", file.toString()));
        all.addAll(List.of(options));
        keytool("-gencert", authorities, "ca", all.toArray(String[]::new));
        return file;
    }

    /** A listener on loopback that shows this certificate; clients may show one, and must if so told. */
    public ServerSocket listener(Path certificateFile, boolean needsClient) throws Exception {
        return listener(certificateFile, needsClient, () -> {});
    }

    /** @param shown called on the connection's thread when the private key is looked up, which only a full handshake does */
    SSLServerSocket listener(Path certificateFile, boolean needsClient, Runnable shown) throws Exception {
        SSLContext context = context(certificateFile, shown);
        SSLServerSocket listener = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 200, InetAddress.getByName("127.0.0.1"));
        listener.setNeedClientAuth(needsClient);
        return listener;
    }

    /** Makes sockets of this end out of connected ones. */
    SSLSocketFactory sockets(Path certificateFile) throws Exception {
        return context(certificateFile, () -> {}).getSocketFactory();
    }

    private SSLContext context(Path certificateFile, Runnable shown) throws Exception {
        KeyStore own = empty();
        own.setKeyEntry("own", key, PASSWORD, new Certificate[] {read(certificateFile), authority});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, PASSWORD);
        KeyStore trusted = empty();
        trusted.setCertificateEntry("ca", authority);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(telling(keys.getKeyManagers(), shown), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyManager[] telling(KeyManager[] managers, Runnable shown) {
        X509KeyManager keys = (X509KeyManager) managers[0];
        X509KeyManager telling = (X509KeyManager) Proxy.newProxyInstance(
                Certificates.class.getClassLoader(),
                new Class<?>[] {X509KeyManager.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("getPrivateKey") && !isRestoringASession()) {
                        shown.run();
                    }
                    return method.invoke(keys, arguments);
                });
        return new KeyManager[] {telling};
    }

    /** From JDK 24 on the server looks the key up for a session out of a ticket, too, to see whether it still has it. */
    private static boolean isRestoringASession() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getClassName().endsWith(".SSLSessionImpl")));
    }

    private Path pem(String name, String type, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(
                directory.resolve(name), "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n");
    }

    private static Certificate read(Path file) throws IOException, GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(file.toFile(), PASSWORD);
    }

    private void keytool(String what, Path store, String alias, String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(what, "-keystore", store.toString(), "-storetype", "PKCS12"));
        command.addAll(List.of("-storepass", new String(PASSWORD), "-alias", alias));
        if (what.equals("-genkeypair")) {
            command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
        }
        command.addAll(List.of(options));
        Path output = directory.resolve("keytool.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("keytool did not end: " + command);
        }
        if (process.exitValue() != 0) {
            throw new IOException(command + ": " + Files.readString(output, StandardCharsets.UTF_8));
        }
    }
}
