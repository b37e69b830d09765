package io.rehearse.runtime.page;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;

/**
 * One form of a page. Which fields are sent follows the HTML standard, 4.10.22.4 "Constructing the entry list": named,
 * not disabled, boxes and buttons only if checked or pressed, in the order of the page.
 */
public final class HtmlForm {
    private static final Set<String> BUTTONS = Set.of("submit", "image");
    private static final Set<String> NEVER_SENT = Set.of("button", "reset");

    private final HtmlPage page;
    private final FormElement form;
    private final String selector;
    private final List<Element> controls = new ArrayList<>();

    HtmlForm(HtmlPage page, FormElement form, String selector) {
        this.page = page;
        this.form = form;
        this.selector = selector;
        Set<Element> nested = new HashSet<>(form.elements());
        for (Element control : page.document().select("button, input, select, textarea")) {
            if (isOwn(control, nested) && control.closest("datalist") == null) {
                controls.add(control);
            }
        }
    }

    /** A {@code form} attribute decides; without one the form around it, or the one the parser gave it to. */
    private boolean isOwn(Element control, Set<Element> nested) {
        if (control.hasAttr("form")) {
            return !form.id().isEmpty() && control.attr("form").equals(form.id());
        }
        return nested.contains(control) || control.closest("form") == form;
    }

    /**
     * What the browser would ask for.
     *
     * @param pressed name of the button that is pressed, {@code name=value} where several share the name; empty for the
     *     form's first one, which Enter presses
     * @param given what the user fills in, by the field's name
     * @param random bits for the boundary of a multipart body
     * @throws NotOnPage if a field or the button is not there, with those that are
     */
    public FormRequest submit(String pressed, List<FormField> given, LongSupplier random) {
        Map<String, FormField> values = new LinkedHashMap<>();
        given.forEach(field -> values.put(field.name(), field));
        Element button = button(pressed);
        for (String name : values.keySet()) {
            check(name);
        }
        List<FormEntry> entries = entries(values, button);
        Charset charset = charset();
        String reference = HtmlPage.reference(said(button, "action"));
        boolean posts = said(button, "method").equalsIgnoreCase("post");
        if (!posts || !said(button, "enctype").equalsIgnoreCase("multipart/form-data")) {
            entries.stream()
                    .filter(entry -> entry.file().isPresent())
                    .findFirst()
                    .ifPresent(entry -> {
                        throw new NotOnPage(
                                inWords() + " has no method=post with enctype=multipart/form-data: a browser would"
                                        + " send the name of the file in '" + entry.name() + "' and not the file");
                    });
        }
        return switch (said(button, "method").toLowerCase(Locale.ROOT)) {
            case "post" ->
                post(entries, charset, reference, said(button, "enctype").toLowerCase(Locale.ROOT), random);
            case "dialog" ->
                throw new NotOnPage(inWords() + " has method=dialog: it closes a dialog and sends nothing");
            default ->
                new FormRequest("GET", withQuery(reference, FormBody.urlEncoded(entries, charset)), "", new byte[0]);
        };
    }

    private static FormRequest post(
            List<FormEntry> entries, Charset charset, String reference, String enctype, LongSupplier random) {
        return switch (enctype) {
            case "multipart/form-data" -> {
                String boundary = FormBody.boundary(entries, random);
                List<FormRequest.FilePlace> files = new ArrayList<>();
                byte[] body = FormBody.multipart(entries, charset, boundary, files);
                yield new FormRequest("POST", reference, "multipart/form-data; boundary=" + boundary, body, files);
            }
            case "text/plain" ->
                new FormRequest(
                        "POST", reference, "text/plain", FormBody.plain(entries).getBytes(charset));
            default ->
                new FormRequest(
                        "POST",
                        reference,
                        "application/x-www-form-urlencoded",
                        FormBody.urlEncoded(entries, charset).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        };
    }

    /** What the button says overrides what the form says. */
    private String said(Element button, String attribute) {
        return button != null && button.hasAttr("form" + attribute)
                ? button.attr("form" + attribute)
                : form.attr(attribute);
    }

    /** The query of a GET form's action is replaced (HTML standard, "mutate action URL"). */
    private static String withQuery(String reference, String query) {
        int end = reference.length();
        for (char mark : new char[] {'#', '?'}) {
            int at = reference.indexOf(mark);
            end = at >= 0 ? Math.min(end, at) : end;
        }
        return reference.substring(0, end) + "?" + query;
    }

    private Charset charset() {
        for (String name : form.attr("accept-charset").trim().split("[\\s,]+")) {
            try {
                if (!name.isEmpty() && Charset.isSupported(name)) {
                    return Charset.forName(name);
                }
            } catch (IllegalArgumentException notAName) {
                continue;
            }
        }
        Charset ofPage = page.document().charset();
        return ofPage.name().startsWith("UTF-") ? java.nio.charset.StandardCharsets.UTF_8 : ofPage;
    }

    // ---- the button

    private Element button(String pressed) {
        Element first = null;
        for (Element control : controls) {
            if (BUTTONS.contains(type(control)) && !isDisabled(control)) {
                String name = control.attr("name");
                if (!pressed.isEmpty()
                        && (name.equals(pressed) || (name + "=" + control.attr("value")).equals(pressed))) {
                    return control;
                }
                first = first == null ? control : first;
            }
        }
        if (!pressed.isEmpty()) {
            throw new NotOnPage(inWords() + " has no button '" + pressed + "'; " + buttons());
        }
        return first;
    }

    private String buttons() {
        return HtmlPage.listed(
                "buttons",
                controls.stream()
                        .filter(control -> BUTTONS.contains(type(control))
                                && !control.attr("name").isEmpty())
                        .map(control -> HtmlPage.shown(control.attr("name"))));
    }

    // ---- what is filled in

    private void check(String name) {
        boolean disabled = false;
        for (Element control : controls) {
            if (isField(control) && control.attr("name").equals(name)) {
                if (!isDisabled(control)) {
                    return;
                }
                disabled = true;
            }
        }
        if (disabled) {
            throw new NotOnPage(inWords() + ": the field '" + name + "' is disabled, so a browser does not send it");
        }
        throw new NotOnPage(inWords() + " has no field '" + name + "'; "
                + HtmlPage.listed(
                        "fields",
                        controls.stream()
                                .filter(control -> isField(control)
                                        && !control.attr("name").isEmpty()
                                        && !isDisabled(control))
                                .map(control -> HtmlPage.shown(control.attr("name"))))
                + "; " + buttons());
    }

    private static boolean isField(Element control) {
        return !BUTTONS.contains(type(control)) && !NEVER_SENT.contains(type(control));
    }

    private List<FormEntry> entries(Map<String, FormField> given, Element button) {
        List<FormEntry> entries = new ArrayList<>();
        Set<String> filled = new HashSet<>();
        Map<String, Element> radios = checkedRadios();
        for (Element control : controls) {
            String name = control.attr("name");
            String type = type(control);
            if (isDisabled(control)) {
                continue;
            }
            if (BUTTONS.contains(type)) {
                if (control == button) {
                    press(control, type, name, entries);
                }
            } else if (name.isEmpty() || NEVER_SENT.contains(type)) {
                continue;
            } else if (given.containsKey(name)) {
                if (filled.add(name)) {
                    FormField field = given.get(name);
                    checkFiles(control, type, field);
                    field.files().forEach(file -> entries.add(FormEntry.of(name, file)));
                    for (String value : chosen(control, type, name, field.values())) {
                        entries.add(new FormEntry(name, value, false));
                    }
                }
            } else {
                leave(control, type, name, radios, entries);
            }
        }
        return entries;
    }

    private static void press(Element button, String type, String name, List<FormEntry> entries) {
        if (type.equals("image")) {
            String prefix = name.isEmpty() ? "" : name + ".";
            entries.add(new FormEntry(prefix + "x", "0", false));
            entries.add(new FormEntry(prefix + "y", "0", false));
        } else if (!name.isEmpty()) {
            entries.add(new FormEntry(name, button.attr("value"), false));
        }
    }

    /** What a field sends that nobody touched. */
    private void leave(
            Element control, String type, String name, Map<String, Element> radios, List<FormEntry> entries) {
        switch (type) {
            case "checkbox" -> {
                if (control.hasAttr("checked")) {
                    entries.add(new FormEntry(name, boxValue(control), false));
                }
            }
            case "radio" -> {
                if (radios.get(name) == control) {
                    entries.add(new FormEntry(name, boxValue(control), false));
                }
            }
            case "file" -> entries.add(new FormEntry(name, "", true));
            case "select" ->
                selected(control).forEach(option -> entries.add(new FormEntry(name, optionValue(option), false)));
            case "textarea" -> entries.add(new FormEntry(name, text(control), false));
            case "hidden" ->
                entries.add(new FormEntry(
                        name, name.equals("_charset_") ? charset().name() : control.attr("value"), false));
            default -> entries.add(new FormEntry(name, control.attr("value").replaceAll("[\\r\\n]", ""), false));
        }
    }

    private void checkFiles(Element control, String type, FormField field) {
        if (field.files().isEmpty()) {
            return;
        }
        if (!type.equals("file")) {
            throw new NotOnPage(inWords() + ": the field '" + field.name() + "' takes text, not a file");
        }
        if (field.files().size() > 1 && !control.hasAttr("multiple")) {
            throw new NotOnPage(inWords() + ": the field '" + field.name() + "' takes one file, not "
                    + field.files().size());
        }
    }

    /** The values a user chose, checked against what there is to choose from. */
    private List<String> chosen(Element control, String type, String name, List<String> values) {
        switch (type) {
            case "file" -> {
                if (!values.isEmpty()) {
                    throw new NotOnPage(inWords() + ": the field '" + name + "' takes a file, not text");
                }
                return List.of();
            }
            case "select" -> {
                List<String> options = options(control).stream()
                        .filter(option -> !isOptionDisabled(option))
                        .map(HtmlForm::optionValue)
                        .toList();
                values.forEach(value -> choose(name, value, options));
            }
            case "radio", "checkbox" -> {
                List<String> boxes = boxes(type, name);
                if (boxes.size() == 1 && values.size() == 1 && !boxes.contains(values.get(0))) {
                    if (values.get(0).equals("true")) {
                        return boxes;
                    } else if (values.get(0).equals("false")) {
                        return List.of();
                    }
                }
                values.forEach(value -> choose(name, value, boxes));
            }
            default -> {}
        }
        return values;
    }

    private void choose(String name, String value, List<String> choices) {
        if (!choices.contains(value)) {
            throw new NotOnPage(inWords() + ": the field '" + name + "' cannot be '" + HtmlPage.shown(value) + "'; "
                    + HtmlPage.listed("choices", choices.stream().map(HtmlPage::shown)));
        }
    }

    private List<String> boxes(String type, String name) {
        return controls.stream()
                .filter(control ->
                        type(control).equals(type) && control.attr("name").equals(name) && !isDisabled(control))
                .map(HtmlForm::boxValue)
                .toList();
    }

    // ---- controls

    private static String type(Element control) {
        return switch (control.normalName()) {
            case "input" -> {
                String type = control.attr("type").toLowerCase(Locale.ROOT);
                yield type.isEmpty() ? "text" : type;
            }
            case "button" -> {
                String type = control.attr("type").toLowerCase(Locale.ROOT);
                yield NEVER_SENT.contains(type) ? type : "submit";
            }
            default -> control.normalName();
        };
    }

    /** Of several checked buttons of a group the last one is. */
    private Map<String, Element> checkedRadios() {
        Map<String, Element> checked = new LinkedHashMap<>();
        for (Element control : controls) {
            if (type(control).equals("radio") && control.hasAttr("checked")) {
                checked.put(control.attr("name"), control);
            }
        }
        return checked;
    }

    private static String boxValue(Element box) {
        return box.hasAttr("value") ? box.attr("value") : "on";
    }

    private static String text(Element textarea) {
        return textarea.wholeText();
    }

    private static List<Element> options(Element select) {
        return select.select("option");
    }

    /** A list of one choice always has one: the last that is selected, else the first that can be. */
    private static List<Element> selected(Element select) {
        List<Element> selected = new ArrayList<>();
        for (Element option : options(select)) {
            if (option.hasAttr("selected")) {
                selected.add(option);
            }
        }
        if (!select.hasAttr("multiple")) {
            if (selected.isEmpty() && shownRows(select) <= 1) {
                options(select).stream()
                        .filter(option -> !isOptionDisabled(option))
                        .findFirst()
                        .ifPresent(selected::add);
            } else if (selected.size() > 1) {
                selected = new ArrayList<>(selected.subList(selected.size() - 1, selected.size()));
            }
        }
        selected.removeIf(HtmlForm::isOptionDisabled);
        return selected;
    }

    private static int shownRows(Element select) {
        return select.attr("size").matches("\\d{1,4}") ? Integer.parseInt(select.attr("size")) : 1;
    }

    private static boolean isOptionDisabled(Element option) {
        Element parent = option.parent();
        return option.hasAttr("disabled")
                || parent != null && parent.normalName().equals("optgroup") && parent.hasAttr("disabled");
    }

    private static String optionValue(Element option) {
        return option.hasAttr("value") ? option.attr("value") : option.text();
    }

    /** Its own attribute, or a disabled fieldset around it, unless it stands in that fieldset's first legend. */
    private static boolean isDisabled(Element control) {
        if (control.hasAttr("disabled")) {
            return true;
        }
        Element inside = control;
        for (Element at = control.parent(); at != null; inside = at, at = at.parent()) {
            if (at.normalName().equals("fieldset") && at.hasAttr("disabled")) {
                Element legend = at.children().stream()
                        .filter(child -> child.normalName().equals("legend"))
                        .findFirst()
                        .orElse(null);
                if (inside != legend) {
                    return true;
                }
            }
        }
        return false;
    }

    private String inWords() {
        return "the form '" + selector + "'";
    }
}
