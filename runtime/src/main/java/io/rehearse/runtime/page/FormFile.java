package io.rehearse.runtime.page;

/**
 * A file for a field of a form. Its bytes are not here.
 *
 * @param name as the server is told it
 * @param type content type
 * @param number by which whoever has the bytes knows it
 */
public record FormFile(String name, String type, int number) {}
