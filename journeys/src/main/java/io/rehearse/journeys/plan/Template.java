package io.rehearse.journeys.plan;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Text with slots, cut once: constant bytes and places where a variable's value goes, each with the encoding of its
 * place. Rendering walks the parts and copies bytes.
 *
 * @param parts in order; neighbouring constants are joined
 */
public record Template(List<Part> parts) {

    public Template {
        List<Part> joined = new ArrayList<>(parts.size());
        for (Part part : parts) {
            Part last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (part instanceof Text text && last instanceof Text before) {
                byte[] both = new byte[before.bytes.length + text.bytes.length];
                System.arraycopy(before.bytes, 0, both, 0, before.bytes.length);
                System.arraycopy(text.bytes, 0, both, before.bytes.length, text.bytes.length);
                joined.set(joined.size() - 1, new Text(both));
            } else if (!(part instanceof Text empty && empty.bytes.length == 0)) {
                joined.add(part);
            }
        }
        parts = List.copyOf(joined);
    }

    /** A template without slots. */
    public static Template of(String constant) {
        return new Template(List.of(Text.of(constant)));
    }

    /** Whether it has no slots. */
    public boolean isConstant() {
        return parts.isEmpty() || (parts.size() == 1 && parts.get(0) instanceof Text);
    }

    /** The text with each slot shown as {@code ${name}}; for plans, reports and fingerprints. */
    public String text(List<String> variables) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof Text constant) {
                text.append(constant.text());
            } else if (part instanceof Slot slot) {
                text.append("${").append(variables.get(slot.variable())).append('}');
            } else if (part instanceof Base64Of encoded) {
                text.append(encoded.content().text(variables));
            } else if (part instanceof Token token) {
                text.append("(oauth2 '").append(token.name()).append("')");
            } else if (part instanceof Boundary) {
                text.append("boundary");
            } else if (part instanceof Payload payload) {
                text.append('(').append(payload.length()).append(" bytes");
                text.append(payload.file().isPresent() ? " of " + payload.name() + ")" : ")");
            }
        }
        return text.toString();
    }

    /** A piece of a template. */
    public sealed interface Part permits Text, Slot, Base64Of, Boundary, Payload, Token {}

    /** Constant bytes, already encoded for their place. */
    public record Text(byte[] bytes) implements Part {
        public static Text of(String text) {
            return new Text(text.getBytes(StandardCharsets.UTF_8));
        }

        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Text text && java.util.Arrays.equals(bytes, text.bytes);
        }

        @Override
        public int hashCode() {
            return java.util.Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Text[" + text() + "]";
        }
    }

    /**
     * The value of a variable.
     *
     * @param variable index into {@link Journey#variables()}
     * @param encoding how its bytes are written here
     */
    public record Slot(int variable, Encoding encoding) implements Part {}

    /** The Base64 form of another template (credentials of basic authentication). */
    public record Base64Of(Template content) implements Part {}

    /** What separates the parts of a multipart body: drawn anew for each request, so that no value can know it. */
    public record Boundary() implements Part {}

    /**
     * Bytes that need not fit into memory: read, or made, while the connection takes them.
     *
     * @param name as the server is told it
     * @param type content type
     * @param file where they are; empty for bytes without a meaning, which do not compress
     * @param length in bytes, as it was when the script was read
     */
    public record Payload(String name, String type, Optional<Path> file, long length) implements Part {}

    /**
     * The token that {@code oauth2} has now.
     *
     * @param login index into {@link Plan#logins()}
     * @param name of it, for people
     */
    public record Token(int login, String name) implements Part {}

    /** How a slot's value is written. */
    public enum Encoding {
        /** As it is: a body of the user's own making, a right-hand side of a check. */
        RAW,
        /** A whole URL that came from a response; as it stands, control characters and spaces refused. */
        URL,
        /** RFC 3986 unreserved characters stay, all else is percent-encoded. */
        PATH,
        /** As {@link #PATH}; for a key or value of the query. */
        QUERY,
        /** application/x-www-form-urlencoded, UTF-8, space as plus. */
        FORM,
        /** Inside a JSON string: escaped, no quotes added. */
        JSON_STRING,
        /** A whole JSON value: numbers, booleans and documents as they are, text quoted and escaped. */
        JSON_VALUE,
        /** A header's value: control characters refused. */
        HEADER
    }
}
