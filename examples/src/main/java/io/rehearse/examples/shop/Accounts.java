package io.rehearse.examples.shop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who may log in: exactly the users of {@code users.csv}. */
final class Accounts {
    private final Map<String, String> passwords;

    private Accounts(Map<String, String> passwords) {
        this.passwords = passwords;
    }

    static Accounts bundled() {
        try (InputStream csv = Accounts.class.getResourceAsStream("users.csv")) {
            if (csv == null) {
                throw new IllegalStateException("users.csv is missing beside " + Accounts.class.getName());
            }
            return read(new String(csv.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Accounts read(String csv) {
        List<List<String>> rows = rows(csv);
        if (rows.isEmpty() || !rows.get(0).equals(List.of("username", "password"))) {
            throw new IllegalStateException("users.csv: expected the columns username,password");
        }
        Map<String, String> passwords = new HashMap<>();
        for (List<String> row : rows.subList(1, rows.size())) {
            if (row.size() != 2 || passwords.put(row.get(0), row.get(1)) != null) {
                throw new IllegalStateException("users.csv: expected a new name and a password, found " + row.get(0));
            }
        }
        return new Accounts(passwords);
    }

    boolean accepts(String user, String password) {
        return user != null && password != null && password.equals(passwords.get(user));
    }

    int size() {
        return passwords.size();
    }

    /** RFC 4180: fields may be quoted, a quote in them is doubled. */
    private static List<List<String>> rows(String csv) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < csv.length(); i++) {
            char c = csv.charAt(i);
            if (quoted) {
                if (c != '"') {
                    field.append(c);
                } else if (i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
                    field.append(csv.charAt(++i));
                } else {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == ',' || c == '\n') {
                row.add(field.toString());
                field.setLength(0);
                if (c == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            } else if (c != '\r') {
                field.append(c);
            }
        }
        if (field.length() > 0 || !row.isEmpty()) {
            row.add(field.toString());
            rows.add(row);
        }
        return rows;
    }
}
