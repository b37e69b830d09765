package io.rehearse.journeys.dsl;

import groovy.lang.GString;
import groovy.transform.NamedParam;
import io.rehearse.journeys.data.SecretNames;
import io.rehearse.journeys.plan.FromPage;
import io.rehearse.journeys.plan.Headers;
import io.rehearse.journeys.plan.Request;
import io.rehearse.journeys.plan.Request.Header;
import io.rehearse.journeys.plan.Template;
import io.rehearse.journeys.plan.Template.Encoding;
import io.rehearse.journeys.plan.Template.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The words that send: the same in a step and in {@code afterwards}. */
public abstract class SendSpec extends Words {
    /** A field of a query as it stands in a URL. */
    private static final Pattern QUERY_FIELD = Pattern.compile("[?&]([^=&#]+)=([^&#$]+)");

    private static final String MULTIPART = "multipart/form-data";
    static final long TIMEOUT_NANOS = 30_000_000_000L;
    static final String SENDING_JSON = "json('$.…') reads an answer; to send JSON write json name: value, …"
            + " or json([…]), and body '…' for text of your own";

    final Block block;
    final WalkSpec journey;
    final int line;
    final String where;
    private final Map<String, Object> query = new LinkedHashMap<>();
    private final List<Header> headers = new ArrayList<>();
    private final List<Header> cookies = new ArrayList<>();
    boolean clearsCookies;
    private Optional<Request.Body> body = Optional.empty();
    private String bodyWord = "";
    private String method = "";
    private int methodLine;
    private Object url;
    private Optional<FromPage> fromPage = Optional.empty();
    private int redirectsMax = Request.REDIRECTS_DEFAULT;
    private Optional<Request.Digest> digest = Optional.empty();
    private int authLine;
    long timeoutNanos;

    /** @param where the block, for messages: {@code step 'Log in'} */
    SendSpec(WalkSpec journey, String where, long timeoutNanos) {
        super(journey.reading);
        this.journey = journey;
        this.where = where;
        this.timeoutNanos = timeoutNanos;
        this.block = new Block(reading, journey.templates);
        this.line = reading.line();
    }

    public Vars getVars() {
        return journey.vars;
    }

    /** What {@code before} saved. */
    public Vars getRun() {
        return journey.run;
    }

    public TargetWords getTarget() {
        return journey.targetWords();
    }

    public void get(Object url) {
        send("get", url);
    }

    public void post(Object url) {
        send("post", url);
    }

    public void put(Object url) {
        send("put", url);
    }

    public void patch(Object url) {
        send("patch", url);
    }

    public void delete(Object url) {
        send("delete", url);
    }

    public void head(Object url) {
        send("head", url);
    }

    public void options(Object url) {
        send("options", url);
    }

    /** What the page before says; {@code what} is shown as the URL. */
    final void sendFromPage(String word, String what, FromPage request) {
        send(word, what);
        if (fromPage.isEmpty()) {
            fromPage = Optional.of(request);
        }
    }

    private void send(String word, Object url) {
        if (!method.isEmpty()) {
            reading.error(
                    word,
                    where + " already sends: " + method + ", " + reading.source.line(methodLine)
                            + "; a step is one request: give this one a step of its own, and sum them up with"
                            + " group('…') { step(…) { … }; step(…) { … } }");
            return;
        }
        this.method = word;
        this.methodLine = reading.line();
        this.url = url;
        QUERY_FIELD.matcher(Templates.constants(url)).results().forEach(field -> {
            if (SecretNames.matches(field.group(1))) {
                reading.secret(field.group(1), field.group(2));
            }
        });
    }

    /** Added to the query of the URL. */
    public void query(Map<String, ?> fields) {
        noteSecrets(fields);
        query.putAll(fields);
    }

    public void header(String name, Object value) {
        String problem = Headers.problemOfName(name);
        if (!problem.isEmpty()) {
            reading.error(Reading.quoted(name), problem);
            return;
        }
        noteSecrets(Map.of(name, value));
        boolean secret = SecretNames.matches(name) || value instanceof Secret;
        headers.add(new Header(name, journey.templates.text(value, Encoding.HEADER), secret));
    }

    /** Several headers at once. */
    public void header(Map<String, ?> values) {
        values.forEach((name, value) -> header(name, (Object) value));
    }

    /** Set for this request and the rest of the walk; null deletes. */
    public void cookie(Map<String, ?> values) {
        values.forEach((name, value) -> cookies.add(
                new Header(name, journey.templates.text(value == null ? "" : value, Encoding.HEADER), true)));
    }

    /** The cookies of the walk so far. */
    public CookiesWords getCookies() {
        return new CookiesWords(this);
    }

    /** A form as a browser sends it: with files it is multipart. */
    public void form(Map<String, ?> fields) {
        noteSecrets(fields);
        if (Templates.hasPayload(fields)) {
            body("form", MULTIPART, journey.templates.multipart(fields));
            return;
        }
        body("form", "application/x-www-form-urlencoded", journey.templates.form(fields));
    }

    /** A file beside the script, as the value of a field. */
    public Payload file(String name) {
        return file(Map.of(), name);
    }

    /** A file beside the script with its content type, as the value of a field. */
    public Payload file(@NamedParam(value = "type", type = String.class) Map<String, ?> options, String name) {
        String type = String.valueOf(options.containsKey("type") ? options.get("type") : "application/octet-stream");
        if (!type.matches("[!-~]+/[!-~]+(; ?[!-~]+)*")) {
            reading.error("type", "type: is a content type like 'image/png', not '" + type + "'");
        }
        Path file = reading.directory.resolve(name);
        Path last = file.getFileName();
        return new Payload(last == null ? name : last.toString(), type, Optional.of(file), length(name, file));
    }

    private long length(String name, Path file) {
        if (!Files.exists(file)) {
            reading.error(Reading.quoted(name), "there is no file " + name + " beside the script");
        } else if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            String why = Files.isDirectory(file) ? ": it is a directory" : "";
            reading.error(Reading.quoted(name), "file " + name + " cannot be read" + why);
        } else {
            try {
                return Files.size(file);
            } catch (IOException unreadable) {
                reading.error(Reading.quoted(name), "file " + name + " cannot be read: " + unreadable.getMessage());
            }
        }
        return 0;
    }

    /** So many bytes without a meaning, as the value of a field. */
    public Payload bytes(Size size) {
        return new Payload("bytes", "application/octet-stream", Optional.empty(), size.bytes());
    }

    /** A JSON object. */
    public void json(Map<String, ?> members) {
        noteSecrets(members);
        body("json", "application/json", journey.templates.json(members));
    }

    /** A JSON array. */
    public void json(List<?> elements) {
        body("json", "application/json", journey.templates.json(elements));
    }

    /** A JSON document that an answer gave. */
    public void json(Ref document) {
        body("json", "application/json", journey.templates.json(document));
    }

    /** Text reads, it does not send; see the message. */
    public void json(GString text) {
        throw new Fault(SENDING_JSON, "json");
    }

    /** Text of the script's own. */
    public void body(Object text) {
        body("body", "text/plain; charset=UTF-8", journey.templates.text(text, Encoding.RAW));
    }

    /** Text of the script's own with its content type. */
    public void body(@NamedParam(value = "type", type = String.class) Map<String, ?> options, Object text) {
        String type = String.valueOf(options.get("type"));
        body("body", type, journey.templates.text(text, Encoding.RAW));
    }

    private void body(String word, String contentType, Template content) {
        if (!bodyWord.isEmpty()) {
            reading.error(word, where + " has a body already: " + bodyWord);
        }
        bodyWord = word;
        body = Optional.of(new Request.Body(contentType, content));
    }

    public void auth(Auth auth) {
        if (authLine != 0) {
            reading.error("auth", where + " has an auth already, in " + reading.source.line(authLine));
            return;
        }
        authLine = reading.line();
        if (auth instanceof Auth.Header header) {
            headers.add(new Header("Authorization", header.value(), true));
        } else if (auth instanceof Auth.Digest asked) {
            digest = Optional.of(asked.login());
        }
    }

    public Auth basic(Object user, Object password) {
        noteSecret("basic password", password);
        List<Template.Part> parts =
                new ArrayList<>(journey.templates.text(user, Encoding.RAW).parts());
        parts.add(Template.Text.of(":"));
        parts.addAll(journey.templates.text(password, Encoding.RAW).parts());
        return new Auth.Header(
                new Template(List.of(Template.Text.of("Basic "), new Template.Base64Of(new Template(parts)))));
    }

    public Auth bearer(Object token) {
        noteSecret("bearer token", token);
        List<Template.Part> parts = new ArrayList<>(List.of(Template.Text.of("Bearer ")));
        parts.addAll(journey.templates.text(token, Encoding.HEADER).parts());
        return new Auth.Header(new Template(parts));
    }

    /** Proves to know the password when the server asks, without sending it. */
    public Auth digest(Object user, Object password) {
        noteSecret("digest password", password);
        return new Auth.Digest(new Request.Digest(
                journey.templates.text(user, Encoding.HEADER), journey.templates.text(password, Encoding.RAW)));
    }

    /** With the token that a login of the environment has at the time. */
    public Auth oauth2(String name) {
        return new Auth.Header(new Template(List.of(Template.Text.of("Bearer "), reading.oauth2(name))));
    }

    /** For each try, waiting, connecting and redirects included. */
    public void timeout(Time time) {
        if (time.nanos() <= 0 || time.nanos() > Quantities.TIME_MAX_NANOS) {
            reading.error("timeout", "a timeout is longer than 0 and has an end");
            return;
        }
        timeoutNanos = time.nanos();
    }

    /** {@code redirects off}: the answer that redirects is the answer. */
    public void redirects(Off off) {
        redirectsMax = 0;
    }

    /** {@code redirects 20}: so many are followed. */
    public void redirects(int most) {
        if (most < 1 || most > Request.REDIRECTS_HIGHEST) {
            reading.error(
                    "redirects",
                    "redirects is a number from 1 to " + Request.REDIRECTS_HIGHEST + ", not " + most
                            + "; redirects off follows none");
            return;
        }
        redirectsMax = most;
    }

    public Off getOff() {
        return Off.OFF;
    }

    final void noteSecrets(Map<String, ?> fields) {
        fields.forEach((name, value) -> {
            if (SecretNames.matches(name)) {
                Templates.repeated(value).forEach(one -> noteSecret(name, one));
            } else if (value instanceof Map<?, ?> inner) {
                Map<String, Object> named = new LinkedHashMap<>();
                inner.forEach((key, member) -> named.put(String.valueOf(key), member));
                noteSecrets(named);
            }
        });
    }

    private void noteSecret(String name, Object value) {
        if (value instanceof Map || value instanceof List || value instanceof Payload) {
            return;
        }
        Templates.refs(value).forEach(journey.scope::markSecret);
        String constant = Templates.constant(value);
        if (!constant.isEmpty()) {
            reading.secret(name, constant);
        }
    }

    /** Fields, query and body are the page's; cookies, headers and the rest are as everywhere. */
    private Request requestOfPage() {
        String wrong = !bodyWord.isEmpty() ? bodyWord : query.isEmpty() ? "" : "query";
        if (!wrong.isEmpty()) {
            reading.error(
                    methodLine,
                    wrong,
                    "'" + wrong + "' does not go with '" + method
                            + "', which sends what the page says; fields of a form"
                            + " are written behind it: submit 'form', name: 'value'");
        }
        return new Request(
                method.toUpperCase(java.util.Locale.ROOT),
                Template.of(String.valueOf(url)),
                headers,
                cookies,
                Optional.empty(),
                redirectsMax,
                fromPage,
                digest,
                clearsCookies);
    }

    boolean sends() {
        return !method.isEmpty();
    }

    Request request() {
        if (digest.isPresent()) {
            headers.stream()
                    .filter(header -> header.name().equalsIgnoreCase("Authorization"))
                    .forEach(header -> reading.error(
                            authLine,
                            "digest",
                            "auth digest(…) writes the Authorization header itself: leave the header out"));
        }
        if (fromPage.isPresent()) {
            return requestOfPage();
        }
        if (body.isPresent() && body.get().contentType().equals(MULTIPART)) {
            headers.stream()
                    .filter(header -> header.name().equalsIgnoreCase("Content-Type"))
                    .forEach(header -> reading.error(
                            methodLine,
                            header.name(),
                            "the Content-Type of a form with files names the line between its parts, which is drawn for"
                                    + " each request: leave the header out"));
        }
        Template whole = journey.templates.url(url, query);
        return new Request(
                method.toUpperCase(java.util.Locale.ROOT),
                journey.belowTarget(whole, methodLine),
                headers,
                cookies,
                body,
                redirectsMax,
                fromPage,
                digest,
                clearsCookies);
    }
}
