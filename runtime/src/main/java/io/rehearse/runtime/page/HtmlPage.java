package io.rehearse.runtime.page;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;

/** A parsed page. Any bytes make one, if need be one without forms and links. Belongs to the lane that made it. */
public final class HtmlPage {
    private static final Pattern CHARSET = Pattern.compile("(?i)charset\\s*=\\s*[\"']?([\\w.:+-]+)");
    private static final int LISTED_MAX = 20;
    private static final int NAME_CHARS_MAX = 60;

    private final Document document;

    private HtmlPage(Document document) {
        this.document = document;
    }

    /**
     * @param body the first {@code length} bytes of it
     * @param contentType value of the header, for the charset; empty if there is none. Without a charset there the page
     *     itself says it (byte order mark, meta), else it is UTF-8
     */
    public static HtmlPage parse(byte[] body, int length, String contentType) {
        try {
            return new HtmlPage(Jsoup.parse(new ByteArrayInputStream(body, 0, length), charset(contentType), ""));
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading from memory", impossible);
        }
    }

    private static String charset(String contentType) {
        Matcher named = CHARSET.matcher(contentType);
        return named.find() && isKnown(named.group(1)) ? named.group(1) : null;
    }

    private static boolean isKnown(String charset) {
        try {
            return Charset.isSupported(charset);
        } catch (IllegalArgumentException notAName) {
            return false;
        }
    }

    /** Elements a selector matches, in the order of the page. */
    public List<Element> select(String selector) {
        return document.select(selector);
    }

    /** The text of an element as people read it, or one of its attributes. */
    public static String value(Element element, String attribute) {
        return attribute.isEmpty() ? element.text() : element.attr(attribute);
    }

    /** HTML entities as the characters they stand for. */
    public static String unescape(String text) {
        return org.jsoup.parser.Parser.unescapeEntities(text, false);
    }

    /** What relative references on the page are resolved against, if it says so itself; empty otherwise. */
    public String base() {
        Element base = document.selectFirst("base[href]");
        return base == null ? "" : reference(base.attr("href"));
    }

    Document document() {
        return document;
    }

    /**
     * The form a selector matches, or the one that the matched element is in.
     *
     * @throws NotOnPage with the forms that are there
     */
    public HtmlForm form(String selector) {
        for (Element match : document.select(selector)) {
            Element form = match instanceof FormElement ? match : match.closest("form");
            if (form instanceof FormElement found) {
                return new HtmlForm(this, found, selector);
            }
        }
        throw new NotOnPage("no form matches '" + selector + "'; "
                + listed("forms", document.select("form").stream().map(HtmlPage::formInWords)));
    }

    /**
     * Where the link leads that a selector matches, as the page writes it.
     *
     * @throws NotOnPage with what is there
     */
    public String link(String selector) {
        List<Element> matches = document.select(selector);
        for (Element match : matches) {
            if (match.hasAttr("href")) {
                return reference(match.attr("href"));
            }
        }
        if (!matches.isEmpty()) {
            throw new NotOnPage("'" + selector + "' matches <"
                    + shown(matches.get(0).normalName()) + ">, which is no link: it has no href");
        }
        throw new NotOnPage("no link matches '" + selector + "'; "
                + listed("links", document.select("a[href]").stream().map(a -> shown(a.attr("href")))));
    }

    /**
     * Where the first link of a relation leads ({@code rel="next"} on {@code a}, {@code area} or {@code link}).
     *
     * @throws NotOnPage with the relations that are there
     */
    public String linkOfRelation(String relation) {
        List<Element> related = document.select("a[href][rel], area[href][rel], link[href][rel]");
        for (Element link : related) {
            if (relations(link).contains(relation.toLowerCase(Locale.ROOT))) {
                return reference(link.attr("href"));
            }
        }
        throw new NotOnPage("no link has rel=" + relation + "; "
                + listed(
                        "relations",
                        related.stream()
                                .flatMap(link -> relations(link).stream())
                                .map(HtmlPage::shown)));
    }

    private static List<String> relations(Element link) {
        return List.of(link.attr("rel").toLowerCase(Locale.ROOT).trim().split("\\s+"));
    }

    /** A reference as the URL standard takes it from an attribute: no space around it, no line breaks or tabs in it. */
    static String reference(String attribute) {
        return attribute.strip().replaceAll("[\\t\\r\\n]", "");
    }

    private static String formInWords(Element form) {
        StringBuilder words = new StringBuilder("form");
        if (!form.id().isEmpty()) {
            words.append('#').append(form.id());
        }
        if (form.hasAttr("name")) {
            words.append("[name=").append(form.attr("name")).append(']');
        }
        if (words.length() == 4) {
            words.append(" to ").append(form.hasAttr("action") ? form.attr("action") : "the page itself");
        }
        return shown(words.toString());
    }

    /** Names from a page in a message: distinct, bounded, harmless on a terminal. */
    static String listed(String kind, Stream<String> names) {
        List<String> all = names.distinct().toList();
        if (all.isEmpty()) {
            return "the page has no " + kind;
        }
        List<String> shown = new ArrayList<>(all.subList(0, Math.min(LISTED_MAX, all.size())));
        if (all.size() > LISTED_MAX) {
            shown.add("… (" + all.size() + ")");
        }
        return kind + ": " + String.join(", ", shown);
    }

    static String shown(String name) {
        String clean = name.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", " ");
        return clean.length() <= NAME_CHARS_MAX ? clean : clean.substring(0, NAME_CHARS_MAX) + "…";
    }
}
