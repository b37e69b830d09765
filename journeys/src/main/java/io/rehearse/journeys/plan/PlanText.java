package io.rehearse.journeys.plan;

import io.rehearse.journeys.data.Feeder;
import io.rehearse.journeys.data.Value;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A plan as text, the same text for the same plan: what {@code plan} shows and golden tests compare. Secrets are
 * {@code ***}.
 */
public final class PlanText {
    /** A shorter secret is hidden where it stands alone: of the password x nothing is known from the x in expected. */
    private static final int ANYWHERE_LENGTH_MIN = 3;

    private static final String INDENT = "  ";

    private final Plan plan;
    private final StringBuilder text = new StringBuilder();

    private PlanText(Plan plan) {
        this.plan = plan;
    }

    /** The whole plan with one load. */
    public static String of(Plan plan, Load load) {
        PlanText page = new PlanText(plan);
        page.head();
        plan.targets().forEach(page::target);
        plan.logins().forEach(page::login);
        plan.before().ifPresent(page::once);
        plan.journeys().forEach(page::journey);
        plan.after().ifPresent(page::once);
        page.load(load);
        page.pass();
        return masked(page.text.toString(), plan.secrets());
    }

    private void head() {
        line(0, "script " + plan.script().name());
        line(0, "environment " + plan.environment());
        for (Plan.Parameter parameter : plan.parameters()) {
            String meaning = parameter.meaning().isEmpty() ? "" : ": " + parameter.meaning();
            line(
                    0,
                    "param " + parameter.name() + " = " + parameter.value() + " (" + parameter.origin() + ")"
                            + meaning);
        }
    }

    private void target(Target target) {
        String url = target.embedded()
                .map(name -> "embedded " + name)
                .orElse(target.url().toString());
        line(0, "target " + target.name() + " " + url);
        line(
                1,
                "connections " + target.connections().text() + ", connect timeout "
                        + time(target.connections().connectTimeoutNanos()));
        target.headers()
                .forEach((name, value) -> line(
                        1,
                        "header " + name + ": "
                                + (io.rehearse.journeys.data.SecretNames.matches(name) ? "***" : value)));
        Route route = target.route();
        route.connectTo().ifPresent(place -> line(1, "connects to " + place.text()));
        if (!route.sources().isEmpty()) {
            line(1, "from " + String.join(", ", route.sources()));
        }
        route.proxy().ifPresent(proxy -> line(1, "through " + proxy));
        target.tls().serverName().ifPresent(name -> line(1, "TLS name " + name));
        switch (target.tls().resumption()) {
            case ON -> {}
            case OFF -> line(1, "TLS sessions are not resumed");
            case PER_USER -> line(1, "TLS sessions are resumed by the same user only");
        }
        if (target.tls().insecure()) {
            line(1, "certificates are not verified");
        }
        line(1, "limits " + target.limits().text() + "; " + Request.REDIRECTS_DEFAULT + " redirects a step");
    }

    private void login(OAuth2 login) {
        line(
                0,
                "oauth2 " + login.name() + " " + login.tokenUrl() + ", timeout " + time(login.timeoutNanos())
                        + login.proxy().map(proxy -> ", through " + proxy).orElse("")
                        + (login.tls().insecure() ? ", certificates are not verified" : ""));
    }

    private void once(Journey walk) {
        line(
                0,
                walk.name() + " (once, not measured), target "
                        + (plan.targets().isEmpty()
                                ? "none"
                                : plan.targets().get(walk.target()).name()));
        lets(walk).forEach(let -> line(1, let));
        if (!walk.traced()) {
            line(1, "tracing off");
        }
        nodes(1, walk, walk.body());
    }

    private void journey(Journey journey) {
        line(
                0,
                "journey '" + journey.name() + "' weight " + journey.weight() + ", target "
                        + (plan.targets().isEmpty()
                                ? "none"
                                : plan.targets().get(journey.target()).name()));
        for (Journey.Feed feed : journey.feeds()) {
            Feeder feeder = feed.feeder();
            line(
                    1,
                    "feed " + feeder.source() + ", " + feeder.rows() + " rows, " + word(feeder.order()) + ": "
                            + String.join(", ", feeder.columns()));
        }
        lets(journey).forEach(let -> line(1, let));
        if (!journey.traced()) {
            line(1, "tracing off");
        }
        if (journey.onFailure() != Journey.OnFailure.END) {
            line(1, "on failure " + journey.onFailure().word());
        }
        nodes(1, journey, journey.body());
        for (Step step : journey.afterwards()) {
            line(1, step.name() + " (not counted)");
            request(2, journey, step);
        }
    }

    /** Values a walk starts with; part of what is measured. */
    static List<String> lets(Journey journey) {
        return journey.lets().stream()
                .map(let -> "let " + journey.variables().get(let.variable()) + ": "
                        + LetText.of(let.function(), journey.variables()) + (let.secret() ? " (secret)" : ""))
                .toList();
    }

    private void nodes(int depth, Journey journey, List<Node> nodes) {
        for (Node node : nodes) {
            if (node instanceof Step step) {
                line(depth, "step " + step.index() + " '" + step.name() + "'" + tags(step.tags()));
                request(depth + 1, journey, step);
                answer(depth + 1, journey, step);
            } else {
                line(depth, head(journey, node));
                List<List<Node>> blocks = node.blocks();
                for (int i = 0; i < blocks.size(); i++) {
                    if (i > 0 && !blocks.get(i).isEmpty()) {
                        line(depth, "otherwise");
                    }
                    nodes(depth + 1, journey, blocks.get(i));
                }
            }
        }
    }

    /** What a node says about its blocks, or a pause; part of what is measured. */
    static String head(Journey journey, Node node) {
        if (node instanceof Node.Think think) {
            return think(think);
        } else if (node instanceof Node.Pace pace) {
            return "pace " + time(pace.everyNanos());
        } else if (node instanceof Node.Group group) {
            return "group '" + group.name() + "'";
        } else if (node instanceof Node.Repeat repeat) {
            return "repeat " + repeat.times() + " times";
        } else if (node instanceof Node.ForEach each) {
            return "repeat for each " + journey.variables().get(each.element()) + " of "
                    + journey.variables().get(each.list());
        } else if (node instanceof Node.When when) {
            return "when " + condition(journey, when.condition());
        } else if (node instanceof Node.Chance chance) {
            return "chance " + number(chance.share() * 100) + " %";
        }
        throw new IllegalStateException("no words for " + node);
    }

    private static String condition(Journey journey, Condition condition) {
        if (condition instanceof Condition.Present present) {
            return journey.variables().get(present.variable()) + " is present";
        } else if (condition instanceof Condition.Holds) {
            return "{ … }";
        }
        throw new IllegalStateException("no words for " + condition);
    }

    static String think(Node.Think think) {
        if (think.distribution() == Node.Distribution.EXPONENTIAL) {
            return "think exponential, mean " + time(think.fromNanos());
        }
        return think.fromNanos() == think.toNanos()
                ? "think " + time(think.fromNanos())
                : "think " + time(think.fromNanos()) + " to " + time(think.toNanos());
    }

    private static String tags(Map<String, String> tags) {
        return tags.isEmpty() ? "" : " " + new TreeMap<>(tags);
    }

    private void request(int depth, Journey journey, Step step) {
        requestLines(journey, step.request()).forEach(each -> line(depth, each));
        int redirects = step.request().redirectsMax();
        line(
                depth,
                "timeout " + time(step.timeoutNanos())
                        + (redirects == 0 || redirects == Request.REDIRECTS_DEFAULT ? "" : ", redirects " + redirects));
    }

    /** Method, path, headers, cookies, body; part of what is measured. */
    static List<String> requestLines(Journey journey, Request request) {
        List<String> variables = journey.variables();
        List<String> lines = new java.util.ArrayList<>();
        lines.add(request.method() + " " + request.url().text(variables)
                + (request.redirectsMax() == 0 ? ", redirects off" : ""));
        if (request.fromPage().orElse(null) instanceof FromPage.Submit submit) {
            submit.button().ifPresent(button -> lines.add("button " + button));
            submit.fields().forEach(field -> lines.add("field " + field.name() + ": " + values(field, variables)));
        }
        for (Request.Header header : request.headers()) {
            lines.add("header " + header.name() + ": "
                    + (header.secret() && header.value().isConstant()
                            ? "***"
                            : header.value().text(variables)));
        }
        request.digest()
                .ifPresent(digest -> lines.add("auth digest " + digest.user().text(variables)));
        if (request.clearsCookies()) {
            lines.add("cookies cleared");
        }
        for (Request.Header cookie : request.cookies()) {
            lines.add("cookie " + cookie.name() + ": "
                    + (cookie.value().isConstant() ? "***" : cookie.value().text(variables)));
        }
        request.body()
                .ifPresent(body -> lines.add("body " + body.contentType() + ": "
                        + body.content().text(variables).replace("\r\n", " ")));
        return lines;
    }

    private static String values(FromPage.Field field, List<String> variables) {
        return field.values().isEmpty()
                ? "left out"
                : field.values().stream().map(value -> value.text(variables)).collect(Collectors.joining(", "));
    }

    private void answer(int depth, Journey journey, Step step) {
        if (!step.tries().equals(Tries.ONCE)) {
            line(depth, step.tries().text());
        }
        step.checks().forEach(check -> line(depth, check(journey, check)));
        for (Capture capture : step.captures()) {
            line(
                    depth,
                    "save " + journey.variables().get(capture.variable()) + ": "
                            + capture.extraction().text() + (capture.secret() ? " (secret)" : ""));
        }
    }

    static String check(Journey journey, Check check) {
        String right = check.expected().text(journey.variables());
        return "expect " + (check.name().isEmpty() ? "" : "'" + check.name() + "': ")
                + check.subject().text() + " " + check.verb().word()
                + (right.isEmpty() ? "" : " " + right)
                + (check.numeric() ? " (number)" : check.type() == Value.Kind.BOOLEAN ? " (boolean)" : "");
    }

    private void load(Load load) {
        String kind = load.model().name().toLowerCase(java.util.Locale.ROOT)
                + (load.arrivals() == Load.Arrivals.POISSON ? ", poisson" : "");
        line(
                0,
                "load '" + load.name() + "' " + kind + ", " + time(load.durationNanos())
                        + (load.untilObjectivesFail() ? ", until objectives fail" : ""));
        for (Load.Phase phase : load.phases()) {
            line(
                    1,
                    phase.index() + " " + phase.kind().word() + " " + size(load, phase)
                            + (phase.measured() ? "" : ", not measured"));
        }
        endsEarly(plan, load).forEach(end -> line(1, end));
    }

    private static String size(Load load, Load.Phase phase) {
        return switch (load.model()) {
            case OPEN ->
                (phase.fromPerSecond() == phase.toPerSecond()
                                ? number(phase.toPerSecond())
                                : number(phase.fromPerSecond()) + " to " + number(phase.toPerSecond()))
                        + "/s for " + time(phase.durationNanos());
            case CLOSED ->
                phase.users() + " users for " + time(phase.durationNanos()) + ", starting over "
                        + time(load.spreadNanos());
            case WALKS -> phase.walks() + " walks, " + phase.users() + " at once";
        };
    }

    /** When rows that are used once run out, for a schedule that asks for more of them: {@code ends after 3 s: …}. */
    public static List<String> endsEarly(Plan plan, Load load) {
        return plan.journeys().stream()
                .flatMap(journey -> journey.feeds().stream())
                .flatMap(feed -> ends(load, feed.feeder()).stream())
                .toList();
    }

    private static Optional<String> ends(Load load, Feeder feeder) {
        if (feeder.order() != Feeder.Order.UNIQUE || load.model() != Load.Model.OPEN) {
            return Optional.empty();
        }
        double users = 0;
        double seconds = 0;
        for (Load.Phase phase : load.phases()) {
            double length = phase.durationNanos() == Load.FOREVER ? Double.MAX_VALUE : phase.durationNanos() / 1e9;
            double rate = (phase.fromPerSecond() + phase.toPerSecond()) / 2;
            if (users + rate * length > feeder.rows()) {
                double left = feeder.rows() - users;
                double slope = (phase.toPerSecond() - phase.fromPerSecond()) / length;
                double from = phase.fromPerSecond();
                double after = slope == 0 ? left / from : (Math.sqrt(from * from + 2 * slope * left) - from) / slope;
                return Optional.of("ends after " + number(Math.round((seconds + after) * 10) / 10.0) + " s: "
                        + feeder.source() + " has " + feeder.rows() + " rows, each used once");
            }
            users += rate * length;
            seconds += length;
        }
        return Optional.empty();
    }

    private void pass() {
        line(0, "pass");
        plan.pass().objectives().forEach(one -> line(1, scope(one.scope(), one.name()) + one.text()));
        for (Pass.Against against : plan.pass().baselines()) {
            line(1, "against '" + against.baseline() + "'");
            for (Pass.Margin margin : against.margins()) {
                line(
                        2,
                        scope(margin.scope(), margin.name()) + metric(margin.metric()) + " worse by "
                                + (margin.points() > 0
                                        ? number(margin.points() * 100) + " points"
                                        : number(margin.relative() * 100) + " %")
                                + (margin.atLeastMs() > 0 ? ", at least " + number(margin.atLeastMs()) + " ms" : ""));
            }
        }
        for (Pass.AbortRule rule : plan.pass().abortRules()) {
            line(1, "abort when " + rule.objective().text() + " during " + time(rule.windowNanos()));
        }
        Pass.Budget budget = plan.pass().budget();
        if (budget != null) {
            line(
                    1,
                    "budget of a probe: " + number(budget.goal() * 100) + " % of walks are good in any "
                            + time(budget.windowNanos()));
        }
    }

    private static String scope(Pass.Scope scope, String name) {
        return switch (scope) {
            case ALL -> "";
            case STEP -> "step '" + name + "' ";
            case GROUP -> "group '" + name + "' ";
            case JOURNEY -> name.isEmpty() ? "journey " : "journey '" + name + "' ";
        };
    }

    private static String metric(Pass.Metric metric) {
        return switch (metric.kind()) {
            case PERCENTILE -> "p" + number(metric.quantile() * 100);
            case MAX -> "max";
            case ERROR_RATE -> "errorRate";
            case OUTAGE -> "outage";
            case THROUGHPUT -> "throughput";
        };
    }

    static String word(Feeder.Order order) {
        return order.name().toLowerCase(java.util.Locale.ROOT);
    }

    private void line(int depth, String line) {
        text.append(INDENT.repeat(depth)).append(line).append('\n');
    }

    static String time(long nanos) {
        if (nanos == Load.FOREVER) {
            return "forever";
        }
        return nanos < 1_000_000_000L && nanos > 0 ? number(nanos / 1e6) + " ms" : number(nanos / 1e9) + " s";
    }

    /** Shortest plain form, at most nine significant digits. */
    public static String number(double value) {
        return new BigDecimal(Double.toString(value))
                .round(new MathContext(9))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** Secrets in constant text, longest first, also as they look in a URL, a form or a JSON string. */
    public static String masked(String text, Set<String> secrets) {
        List<String> forms = secrets.stream()
                .filter(secret -> !secret.isEmpty())
                .flatMap(secret -> java.util.stream.Stream.of(
                        secret,
                        java.net.URLEncoder.encode(secret, java.nio.charset.StandardCharsets.UTF_8),
                        java.net.URLEncoder.encode(secret, java.nio.charset.StandardCharsets.UTF_8)
                                .replace("+", "%20"),
                        java.net.URLEncoder.encode(secret, java.nio.charset.StandardCharsets.UTF_8)
                                .replace("+", "%20")
                                .replace("*", "%2A")
                                .replace("%7E", "~"),
                        secret.replace("\\", "\\\\").replace("\"", "\\\"")))
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .collect(Collectors.toList());
        String masked = text;
        for (String secret : forms) {
            masked = masked.replaceAll(hidden(secret, Pattern.quote(secret)), "***");
        }
        return masked;
    }

    /** The pattern of one form of a secret where it has to be hidden: of a short one only where it stands alone. */
    public static String hidden(String form, String pattern) {
        return form.length() < ANYWHERE_LENGTH_MIN
                ? "(?<![\\p{L}\\p{N}])(?:" + pattern + ")(?![\\p{L}\\p{N}])"
                : pattern;
    }
}
