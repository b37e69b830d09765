package io.rehearse.reports.render;

import io.rehearse.reports.compare.Compared;
import io.rehearse.reports.compare.Concern;
import io.rehearse.reports.objective.Figures;
import io.rehearse.reports.objective.ObjectiveResult;
import io.rehearse.reports.objective.Verdict;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.summary.Summary;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The verdict in words, what to do next, and whether the numbers can be trusted: who reads no further knows enough. */
final class TopSection {
    private static final int REASONS_MAX = 6;
    private static final int COMMAND_WIDTH = 44;

    private final Page page;
    private final Summary summary;
    private final Html html = new Html();

    private TopSection(Page page) {
        this.page = page;
        this.summary = page.summary();
    }

    static Html of(Page page) {
        TopSection top = new TopSection(page);
        top.write();
        return top.html;
    }

    private void write() {
        RunManifest manifest = page.manifest();
        html.open("header", "class", "top");
        html.open("span").element("b", "", page.report().journeys()).text(", load ");
        html.element("b", "", manifest.load().name()).text(", environment ");
        html.element("b", "", page.report().environments());
        page.reference()
                .filter(r -> !page.duet())
                .ifPresent(r ->
                        html.text(", against ").element("b", "", r.compared().baseline()));
        html.close("span");
        html.element(
                "span",
                "",
                Typography.figures(manifest.created()
                                .truncatedTo(ChronoUnit.SECONDS)
                                .toString()
                                .replace('T', ' ')
                                .replace("Z", " UTC")
                        + ", " + Typography.duration(page.timeline().seconds())));
        html.element("span", "", "Rehearse run report").close("header").line();
        Mark mark = Mark.of(summary.verdict());
        html.open("p", "class", "verdict")
                .add(mark.html(Sentences.verdict(summary)))
                .close("p");
        Headline headline = Headline.of(summary.reasons().get(0));
        html.element("h1", "", Typography.sentence(headline.first())).line();
        html.element(
                "p", "lead", (headline.rest().isEmpty() ? "" : Typography.sentence(headline.rest()) + " ") + lead());
        html.open("div", "class", "two");
        reasons();
        next();
        html.close("div").line();
        facts();
    }

    private String lead() {
        String judged = Typography.sentence("judged: " + Sentences.judged(page.report())) + " ";
        String trust = summary.trusted()
                ? "The generator's times can be trusted."
                : "The generator was the bottleneck, so times prove nothing.";
        return judged + trust;
    }

    private void reasons() {
        html.open("ul", "class", "say");
        page.reference()
                .map(Reference::compared)
                .ifPresent(c -> TopComparison.of(c).forEach(l -> say(l.mark(), l.text())));
        List<String> told = new ArrayList<>();
        summary.reasons().stream().skip(1).filter(reason -> !ofRow(reason)).forEach(told::add);
        summary.distrust().stream().filter(r -> !summary.reasons().contains(r)).forEach(told::add);
        for (String reason : told.subList(0, Math.min(REASONS_MAX, told.size()))) {
            say(mark(reason), reason);
        }
        if (told.size() > REASONS_MAX) {
            say(Mark.NONE, (told.size() - REASONS_MAX) + " more below");
        }
        objectives();
        summary.notes().forEach(note -> say(Mark.NONE, note));
        html.close("ul");
    }

    private void objectives() {
        List<ObjectiveResult> objectives = summary.objectives();
        boolean hold = objectives.stream().allMatch(o -> o.verdict() == Verdict.PASS);
        if (!objectives.isEmpty()
                && !summary.functional()
                && summary.reasons().stream().noneMatch(r -> r.endsWith("objectives hold"))) {
            say(hold ? Mark.PASS : Mark.NONE, "objectives: " + Sentences.objectives(objectives));
        }
    }

    /** Rows of a comparison are told together, see {@link TopComparison}. */
    private boolean ofRow(String reason) {
        return page.reference().stream()
                .map(Reference::compared)
                .anyMatch(c -> reason.startsWith("This load cannot decide")
                        || c.comparison().rows().stream()
                                .anyMatch(row -> reason.equals(c.words().row(row))));
    }

    private void say(Mark mark, String text) {
        html.open("li").add(mark.shape()).text(Typography.sentence(text)).close("li");
    }

    private Mark mark(String reason) {
        if (page.reference().isPresent()) {
            Compared compared = page.reference().get().compared();
            for (Concern concern : compared.comparison().concerns()) {
                if (reason.equals(compared.words().concern(concern))) {
                    return ComparedWords.mark(concern);
                }
            }
        }
        if (reason.endsWith("objectives hold")) {
            return Mark.PASS;
        }
        return summary.objectives().stream()
                .filter(o -> reason.endsWith(o.reason()))
                .map(ObjectiveResult::verdict)
                .map(Mark::of)
                .findFirst()
                .orElse(summary.distrust().contains(reason) ? Mark.INCONCLUSIVE : Mark.NONE);
    }

    private void next() {
        List<NextStep> steps = NextStep.of(page.report());
        if (steps.isEmpty()) {
            return;
        }
        html.open("div", "class", "next").element("h2", "", "What to do next").open("ol");
        for (NextStep step : steps) {
            html.open("li").text(Typography.figures(step.text()));
            if (step.section() != null) {
                html.text(" ")
                        .open("a", "href", "#" + step.section())
                        .text(step.sectionName())
                        .close("a");
            }
            if (step.command() != null) {
                html.open("pre").text(step.wrapped(COMMAND_WIDTH)).close("pre");
            }
            html.close("li");
        }
        html.close("ol").close("div");
    }

    private void facts() {
        html.open("dl", "class", "facts");
        fact("Exit code", String.valueOf(summary.exitCode()), word(summary.exitCode()));
        fact(
                "Judged",
                summary.functional() ? "all walks" : Typography.duration(summary.seconds()),
                "of " + Typography.duration(page.timeline().seconds()));
        Summary.HealthRow health = summary.health();
        fact(
                "Load",
                Figures.digits(health.startedPerSecond()) + " users/s",
                health.plannedPerSecond() == null
                        ? summary.model() + " model"
                        : "of " + Figures.digits(health.plannedPerSecond()) + " planned");
        long walks = summary.journeys().stream()
                .mapToLong(Summary.JourneyRow::started)
                .sum();
        fact("Walks", Typography.count(walks), "started");
        long failed =
                summary.steps().stream().mapToLong(Summary.StepRow::failed).sum();
        long ended =
                failed + summary.steps().stream().mapToLong(Summary.StepRow::ok).sum();
        fact("Errors", Typography.count(failed), "of " + Typography.count(ended) + " steps");
        fact(
                "Generator trusted",
                summary.trusted() ? "yes" : "no",
                Typography.count(health.lateStarts()) + " late starts");
        html.close("dl").line();
    }

    private void fact(String name, String value, String more) {
        html.open("div")
                .element("dt", "", name)
                .open("dd")
                .text(Typography.figures(value))
                .text(" ");
        html.element("span", "", Typography.figures(more)).close("dd").close("div");
    }

    private static String word(int exitCode) {
        return switch (exitCode) {
            case 0 -> "pass";
            case 1 -> "fail";
            case 3 -> "inconclusive";
            case 4 -> "stopped by a rule";
            case 5 -> "tool or environment";
            default -> "signal";
        };
    }
}
