package io.rehearse.runtime.cli;

import io.rehearse.reports.gate.Downtimes;
import io.rehearse.runtime.probe.Announcement;
import io.rehearse.runtime.probe.DamagedJournalException;
import io.rehearse.runtime.probe.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Downtimes that are known before the probe begins. */
final class DowntimeOptions {
    /** Day and zone are always written: a probe that is started again after midnight must not mean another night. */
    private static final Pattern FORM = Pattern.compile("(\\d{4}-\\d\\d-\\d\\dT[^/\\s]+)/([^/\\s]+)(/counts)?(\\s.*)?");

    @Option(
            names = "--expect-down",
            paramLabel = "START/TIME",
            description =
                    "It will be down then and nobody is called, as 2026-11-27T22:00Z/30m; with /counts behind it failures"
                            + " use the budget; a reason may follow a blank. May be given several times.")
    private List<String> texts = new ArrayList<>();

    /**
     * All of them, in the order they were given.
     *
     * @param journal what is over must be known there
     */
    List<Announcement> announced(Path journal, Instant now) throws IOException {
        if (texts.size() > Downtimes.MAX) {
            throw Failure.invalid(
                    "--expect-down is given " + texts.size() + " times: expected at most " + Downtimes.MAX);
        }
        List<Announcement> all = new ArrayList<>();
        for (String text : texts) {
            Announcement one = parsed(text);
            for (int i = 0; i < all.size(); i++) {
                if (one.from().isBefore(all.get(i).to()) && all.get(i).from().isBefore(one.to())) {
                    throw Failure.invalid(
                            "--expect-down '" + text + "' overlaps '" + texts.get(i) + "': write one that covers both");
                }
            }
            if (isOverUnknown(journal, one, now)) {
                throw Failure.invalid("--expect-down '" + text + "' was over at " + one.to() + ", and the journal "
                        + journal + " does not have it: check day and zone, it is "
                        + now.truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
            }
            all.add(one);
        }
        return all;
    }

    private static boolean isOverUnknown(Path journal, Announcement one, Instant now) throws IOException {
        try {
            return Probe.isOverUnknown(journal, one, now);
        } catch (DamagedJournalException damaged) {
            throw Failure.environment(damaged.getMessage(), damaged);
        }
    }

    private static Announcement parsed(String text) {
        Matcher form = FORM.matcher(text.strip());
        try {
            if (form.matches()) {
                Instant from = OffsetDateTime.parse(form.group(1)).toInstant();
                java.time.Duration length =
                        java.time.Duration.ofNanos(Duration.parse(form.group(2)).nanos());
                if (length.compareTo(Announcement.LENGTH_MAX) > 0) {
                    throw Failure.invalid("--expect-down '" + text + "': expected at most "
                            + Announcement.LENGTH_MAX.toHours() + "h at once; nobody is called meanwhile");
                }
                String reason = form.group(4) == null ? "" : form.group(4).strip();
                return new Announcement(
                        from,
                        from.plus(length),
                        reason.isEmpty() ? "announced beforehand" : reason,
                        form.group(3) != null);
            }
        } catch (DateTimeException | TypeConversionException unreadable) {
            throw unreadable(text);
        }
        throw unreadable(text);
    }

    private static Failure unreadable(String text) {
        return Failure.invalid(
                "--expect-down '" + text + "': expected day, time and zone of its beginning and how long it"
                        + " takes, as 2026-11-27T22:00Z/30m or '2026-11-27T23:00+01:00/30m/counts the database moves'");
    }
}
