package io.rehearse.journeys.plan;

import java.net.URI;
import java.util.Optional;

/**
 * Where the tokens of {@code auth oauth2('name')} come from (RFC 6749): client credentials, or a refresh token.
 *
 * @param name as in the environment
 * @param tokenUrl the token endpoint
 * @param clientId who asks
 * @param clientSecret never shown; empty for a public client
 * @param secretInBody whether id and secret stand in the body instead of the Authorization header
 * @param scope what is asked for; the server's default without
 * @param audience for servers that want to know it
 * @param refreshToken asked with, instead of the client's credentials alone; never shown
 * @param tls how the token endpoint is verified
 * @param proxy through which it is asked
 * @param timeoutNanos from the start of the connect to the last byte of its answer
 */
public record OAuth2(
        String name,
        URI tokenUrl,
        String clientId,
        String clientSecret,
        boolean secretInBody,
        Optional<String> scope,
        Optional<String> audience,
        Optional<String> refreshToken,
        Target.Tls tls,
        Optional<Route.Proxy> proxy,
        long timeoutNanos) {

    /** Secrets are left out on purpose. */
    @Override
    public String toString() {
        return "oauth2 '" + name + "' at " + tokenUrl;
    }
}
