package io.rehearse.runtime.page;

import java.util.List;

/**
 * What submitting a form asks for.
 *
 * @param method GET or POST
 * @param reference where to, as the page writes it, the fields of a GET in its query; empty for the page itself
 * @param contentType of the body; empty for GET
 * @param body empty for GET; without the bytes of files
 * @param files where they go, in the order of the body
 */
public record FormRequest(String method, String reference, String contentType, byte[] body, List<FilePlace> files) {
    FormRequest(String method, String reference, String contentType, byte[] body) {
        this(method, reference, contentType, body, List.of());
    }

    /**
     * @param at bytes of the body before the file's
     * @param file its {@link FormFile#number}
     */
    public record FilePlace(int at, int file) {}
}
