package io.rehearse.runtime.page;

/**
 * What submitting a form asks for.
 *
 * @param method GET or POST
 * @param reference where to, as the page writes it, the fields of a GET in its query; empty for the page itself
 * @param contentType of the body; empty for GET
 * @param body empty for GET
 */
public record FormRequest(String method, String reference, String contentType, byte[] body) {}
