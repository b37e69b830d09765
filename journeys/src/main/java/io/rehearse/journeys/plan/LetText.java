package io.rehearse.journeys.plan;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What {@code let} computes, as the script writes it; for people and the fingerprint. */
final class LetText {
    private LetText() {}

    static String of(Let.Function function, List<String> variables) {
        if (function instanceof Let.Uuid) {
            return "uuid()";
        } else if (function instanceof Let.Now now) {
            String offset = now.offsetNanos() == 0
                    ? ""
                    : (now.offsetNanos() < 0 ? ".minus(" : ".plus(") + PlanText.time(Math.abs(now.offsetNanos())) + ")";
            return "now()" + offset + "." + now.clock().name().toLowerCase(Locale.ROOT) + "()";
        } else if (function instanceof Let.Sequence sequence) {
            return "sequence(" + sequence.name() + ")";
        } else if (function instanceof Let.RandomNumber number) {
            return "random.number(" + number.from() + ", " + number.to() + ")";
        } else if (function instanceof Let.RandomText text) {
            return "random.text(" + text.length() + ")";
        } else if (function instanceof Let.RandomPick pick) {
            return pick.texts().stream()
                    .map(text -> text.text(variables))
                    .collect(Collectors.joining(", ", "random.pick(", ")"));
        } else if (function instanceof Let.Digest digest) {
            String word = digest.algorithm().replace("-", "").toLowerCase(Locale.ROOT);
            return word + "(" + digest.text().text(variables) + ")";
        } else if (function instanceof Let.HmacSha256 hmac) {
            String key = hmac.key().isConstant() ? "***" : hmac.key().text(variables);
            return "hmacSha256(" + key + ", " + hmac.text().text(variables) + ")";
        } else if (function instanceof Let.Base64 base64) {
            return "base64(" + base64.text().text(variables) + ")";
        } else if (function instanceof Let.Text text) {
            return text.text().text(variables);
        }
        throw new IllegalStateException("no words for " + function);
    }
}
