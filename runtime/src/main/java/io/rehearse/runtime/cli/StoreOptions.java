package io.rehearse.runtime.cli;

import io.rehearse.runtime.store.ObjectStore;
import java.net.URI;
import java.net.URISyntaxException;

/** The address of an object store. */
final class StoreOptions {
    private StoreOptions() {}

    static ObjectStore open(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw Failure.invalid(
                    "'" + url + "' is no address: " + e.getReason() + "; write https://store.example/baselines");
        }
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http || uri.getHost() == null) {
            throw Failure.invalid(
                    "'" + url + "' is no address of an object store; write https://store.example/baselines");
        }
        if (uri.getRawUserInfo() != null) {
            throw Failure.invalid(
                    "credentials do not belong in the address, where others see them: set REHEARSE_STORE_TOKEN, or"
                            + " REHEARSE_STORE_USER and REHEARSE_STORE_PASSWORD");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw Failure.invalid(
                    "the address of a store has neither ? nor #: " + uri.getScheme() + "://" + uri.getHost() + "…");
        }
        return new ObjectStore(uri, ObjectStore.authorization(System.getenv()));
    }
}
