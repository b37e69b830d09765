package io.rehearse.journeys.data;

import java.util.regex.Pattern;

/** Names whose values are masked wherever they are shown. */
public final class SecretNames {
    private static final Pattern SECRET =
            Pattern.compile("pass|secret|token|key|session|auth|^(set-)?cookie$", Pattern.CASE_INSENSITIVE);

    private SecretNames() {}

    /** Whether a field, column, query, form, header or variable of that name holds something secret. */
    public static boolean matches(String name) {
        return SECRET.matcher(name).find();
    }
}
