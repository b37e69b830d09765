package io.rehearse.runtime.page;

import java.io.ByteArrayOutputStream;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * How the lines of a form are written (URL standard, "application/x-www-form-urlencoded serializing"; HTML standard,
 * "multipart form data"). Line breaks in names and values are CRLF; what the charset cannot write is a numeric entity.
 */
final class FormBody {
    private static final String UNRESERVED = "*-._";

    private FormBody() {}

    /** ASCII only. */
    static String urlEncoded(List<FormEntry> entries, Charset charset) {
        StringBuilder text = new StringBuilder();
        for (FormEntry entry : entries) {
            text.append(text.isEmpty() ? "" : "&");
            percent(entry.name(), charset, text);
            text.append('=');
            percent(entry.value(), charset, text);
        }
        return text.toString();
    }

    private static void percent(String value, Charset charset, StringBuilder text) {
        for (byte b : bytes(value, charset)) {
            boolean stays =
                    b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || UNRESERVED.indexOf(b) >= 0;
            if (stays) {
                text.append((char) b);
            } else if (b == ' ') {
                text.append('+');
            } else {
                text.append('%');
                text.append(Character.toUpperCase(Character.forDigit(b >> 4 & 15, 16)));
                text.append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
            }
        }
    }

    /** @param files to which the places of files are added */
    static byte[] multipart(
            List<FormEntry> entries, Charset charset, String boundary, List<FormRequest.FilePlace> files) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (FormEntry entry : entries) {
            String head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + quoted(entry.name()) + "\"";
            if (entry.isFile()) {
                head += "; filename=\""
                        + quoted(entry.file().map(FormFile::name).orElse(""))
                        + "\"\r\nContent-Type: "
                        + entry.file().map(FormFile::type).orElse("application/octet-stream");
            }
            out.writeBytes(bytesAsTheyAre(head + "\r\n\r\n", charset));
            out.writeBytes(bytes(entry.value(), charset));
            entry.file().ifPresent(file -> files.add(new FormRequest.FilePlace(out.size(), file.number())));
            out.writeBytes(new byte[] {'\r', '\n'});
        }
        out.writeBytes(bytesAsTheyAre("--" + boundary + "--\r\n", charset));
        return out.toByteArray();
    }

    /** A boundary that stands in none of the values. */
    static String boundary(List<FormEntry> entries, LongSupplier random) {
        while (true) {
            String boundary = String.format("----rehearse%016x", random.getAsLong());
            if (entries.stream().noneMatch(entry -> entry.value().contains(boundary))) {
                return boundary;
            }
        }
    }

    static String plain(List<FormEntry> entries) {
        StringBuilder text = new StringBuilder();
        for (FormEntry entry : entries) {
            text.append(broken(entry.name()))
                    .append('=')
                    .append(broken(entry.value()))
                    .append("\r\n");
        }
        return text.toString();
    }

    /** A name inside the quotes of Content-Disposition. */
    private static String quoted(String name) {
        return broken(name).replace("\r", "%0D").replace("\n", "%0A").replace("\"", "%22");
    }

    /** With CRLF where a line ends. */
    private static String broken(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\r\n");
    }

    private static byte[] bytes(String text, Charset charset) {
        return bytesAsTheyAre(broken(text), charset);
    }

    private static byte[] bytesAsTheyAre(String text, Charset charset) {
        CharsetEncoder encoder = charset.newEncoder();
        if (encoder.canEncode(CharBuffer.wrap(text))) {
            return text.getBytes(charset);
        }
        StringBuilder entities = new StringBuilder();
        text.codePoints().forEach(c -> {
            String one = Character.toString(c);
            entities.append(charset.newEncoder().canEncode(one) ? one : "&#" + c + ";");
        });
        return entities.toString().getBytes(charset);
    }
}
