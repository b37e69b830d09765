package io.rehearse.runtime.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rehearse.reports.run.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the dashboard and the alert rules that are shipped ask for is what a probe exports. */
@Timeout(120)
class DashboardTest {
    private static final Path DEPLOY = Path.of("../examples/deploy");
    private static final Pattern METRIC = Pattern.compile("rehearse_[a-z_]+");

    @TempDir
    private Path directory;

    /** With everything there can be: an old side, a budget, failures, a downtime to come. */
    private Set<String> exported() throws Exception {
        try (ProbedRun probed = ProbedRun.sideBySide(directory)) {
            Instant later = probed.began().plusSeconds(3600);
            probed.run().expectDown(List.of(new Announcement(later, later.plusSeconds(60), "copy", false)));
            probed.walks(60, true);
            probed.walks(3, false);
            Set<String> names = new TreeSet<>();
            Metrics.of(probed.run().seen(), probed.now())
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> names.add(line.substring(0, line.indexOf('{'))));
            return names;
        }
    }

    private static Set<String> asked(String text) {
        Set<String> names = new TreeSet<>();
        Matcher metric = METRIC.matcher(text);
        while (metric.find()) {
            names.add(metric.group());
        }
        return names;
    }

    /** Queries of panels and of annotations. */
    static List<String> queries() throws IOException {
        JsonNode dashboard =
                Json.mapper().readTree(DEPLOY.resolve("grafana-dashboard.json").toFile());
        return new ArrayList<>(dashboard.findValuesAsText("expr"));
    }

    @Test
    void whatTheDashboardAsksForIsExported() throws Exception {
        Set<String> exported = exported();
        assertThat(queries())
                .hasSizeGreaterThan(15)
                .allSatisfy(
                        query -> assertThat(asked(query)).as(query).isNotEmpty().isSubsetOf(exported));
        String whole = Files.readString(DEPLOY.resolve("grafana-dashboard.json"));
        assertThat(asked(whole)).as("variables, too").isSubsetOf(exported);
    }

    @Test
    void whatTheAlertRulesAskForIsExported() throws Exception {
        String rules = Files.readString(DEPLOY.resolve("rehearse-probe.rules.yml"));
        assertThat(asked(rules)).hasSizeGreaterThan(10).isSubsetOf(exported());
    }
}
