package io.rehearse.journeys.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import groovy.lang.Binding;
import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.lang.GroovyShell;
import groovy.lang.Script;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What an editor knows of the language: {@code rehearse.gdsl} in the jar, and the annotations of the words. */
class IdeTest {
    private static final Path GDSL = Path.of("src/main/resources/rehearse.gdsl");

    /** Words whose names the script chooses: fields, headers, variables. */
    private static final Set<String> NAMES_ARE_FREE =
            Set.of("cookie", "form", "header", "json", "let", "query", "save", "submit", "tag");

    /** Where the words of a block stand, for the editor. */
    private static final Map<String, String> PLACES = new LinkedHashMap<>();

    static {
        PLACES.put("journey", "enclosingCall('journey') && !enclosingCall('step') && !enclosingCall('pass')");
        PLACES.put("before or after", "enclosingCall('before') || enclosingCall('after')");
        PLACES.put(
                "group, repeat, when or chance",
                "['group', 'repeat', 'when', 'chance', 'fragment', 'otherwise'].any { enclosingCall(it) } && !enclosingCall('pass')");
        PLACES.put("step", "enclosingCall('step') && !enclosingCall('pass')");
        PLACES.put("afterwards", "enclosingCall('afterwards')");
        PLACES.put("expect", "enclosingCall('expect') || enclosingCall('expectOnly')");
        PLACES.put(
                "check, map or a condition", "enclosingCall('check') || enclosingCall('map') || enclosingCall('when')");
        PLACES.put("load", "enclosingCall('load')");
        PLACES.put("pass", "enclosingCall('pass')");
        PLACES.put(
                "step or journey of pass",
                "enclosingCall('pass') && ['step', 'group', 'journey'].any { enclosingCall(it) }");
        PLACES.put("against", "enclosingCall('against')");
        PLACES.put(
                "step or journey of against",
                "enclosingCall('against') && ['step', 'journey'].any { enclosingCall(it) }");
        PLACES.put("abortWhen", "enclosingCall('abortWhen')");
    }

    /** It is made from the vocabulary: after a change of words, copy target/rehearse.gdsl to its place. */
    @Test
    void theFileOfTheEditorIsMadeFromTheVocabulary() throws IOException {
        String made = gdsl();
        Files.writeString(Path.of("target/rehearse.gdsl"), made);
        assertThat(Files.readString(GDSL)).isEqualTo(made);
    }

    @Test
    void itOffersEveryWordOfEveryBlock() throws IOException {
        Map<String, Set<String>> offered = new TreeMap<>();
        Vocabulary.BLOCKS.forEach((name, block) -> {
            boolean top = !PLACES.containsKey(name);
            Set<String> words = offeredIn(top ? Set.of() : Set.of(calls(name)), top ? "script" : "closure");
            assertThat(words).as(name).containsAll(Vocabulary.words(block).keySet());
            offered.put(name, words);
        });
        assertThat(offered.get("the top level"))
                .containsExactlyInAnyOrderElementsOf(
                        Vocabulary.words(JourneyScript.class).keySet());
        assertThat(offered.get("load"))
                .containsExactlyInAnyOrderElementsOf(
                        Vocabulary.words(LoadSpec.class).keySet());
        assertThat(offeredIn(Set.of(), "java.lang.Number")).containsExactlyInAnyOrderElementsOf(Vocabulary.UNITS);
    }

    /** A place in a script: the calls around it. */
    private static String[] calls(String block) {
        return switch (block) {
            case "before or after" -> new String[] {"before"};
            case "group, repeat, when or chance" -> new String[] {"journey", "group"};
            case "step" -> new String[] {"journey", "step"};
            case "expect" -> new String[] {"journey", "step", "expect"};
            case "check, map or a condition" -> new String[] {"journey", "step", "check"};
            case "step or journey of pass" -> new String[] {"pass", "step"};
            case "step or journey of against" -> new String[] {"pass", "against", "step"};
            case "against", "abortWhen" -> new String[] {"pass", block};
            case "afterwards" -> new String[] {"journey", block};
            default -> new String[] {block};
        };
    }

    /** Runs the file as an editor does, with the words an editor has for it, and collects what is offered at a place. */
    private static Set<String> offeredIn(Set<String> calls, String place) {
        Set<String> words = new TreeSet<>();
        Binding binding = new Binding();
        GroovyShell shell = new GroovyShell(binding);
        Script offers = shell.parse("""
                context = { it }
                scriptScope = { 'script' }
                closureScope = { 'closure' }
                enclosingCall = { calls.contains(it) }
                method = { words << it.name }
                property = { words << it.name }
                contributor = { where, offer -> if ((where.scope ?: where.ctype) == place) offer() }
                """);
        binding.setVariable("calls", calls);
        binding.setVariable("place", place);
        binding.setVariable("words", words);
        offers.run();
        try {
            shell.evaluate(GDSL.toFile());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return words;
    }

    @Test
    void everyBlockAndEveryOptionIsDeclared() {
        List<String> undeclared = new ArrayList<>();
        for (Class<?> block : Vocabulary.BLOCKS.values()) {
            Vocabulary.words(block)
                    .forEach((word, forms) -> forms.forEach(form -> {
                        for (Parameter parameter : form.getParameters()) {
                            boolean closure = parameter.getType() == Closure.class;
                            boolean options = parameter.getType() == Map.class && !NAMES_ARE_FREE.contains(word);
                            if (closure && parameter.getAnnotation(DelegatesTo.class) == null
                                    || options && Vocabulary.options(form).isEmpty()) {
                                undeclared.add(block.getSimpleName() + "." + word);
                            }
                        }
                    }));
        }
        assertThat(undeclared).isEmpty();
    }

    // ---- the file

    private static String gdsl() {
        StringBuilder text = new StringBuilder("""
                // Words of journey files for IntelliJ IDEA, which reads this in the jar. Made from the vocabulary by IdeTest.

                contributor(context(filetypes: ['groovy'], scope: scriptScope())) {
                """);
        words(text, "    ", JourneyScript.class);
        text.append("}\n\ncontributor(context(filetypes: ['groovy'], scope: closureScope())) {\n");
        PLACES.forEach((block, place) -> {
            text.append("    // ")
                    .append(block)
                    .append("\n    if (")
                    .append(place)
                    .append(") {\n");
            words(text, "        ", Vocabulary.BLOCKS.get(block));
            text.append("    }\n");
        });
        text.append("}\n\ncontributor(context(filetypes: ['groovy'], ctype: 'java.lang.Number')) {\n");
        for (String unit : Vocabulary.UNITS) {
            text.append("    property name: '")
                    .append(unit)
                    .append("', type: '")
                    .append(typeOf(unit))
                    .append("'\n");
        }
        return text.append("}\n").toString();
    }

    private static String typeOf(String unit) {
        for (Method method : Units.class.getMethods()) {
            if (method.getName().equalsIgnoreCase("get" + unit)) {
                return method.getReturnType().getName();
            }
        }
        throw new AssertionError(unit);
    }

    private static void words(StringBuilder text, String indent, Class<?> block) {
        Vocabulary.words(block)
                .forEach((word, forms) -> forms.stream()
                        .map(form -> word(block, word, form))
                        .distinct()
                        .sorted()
                        .forEach(line -> text.append(indent).append(line).append('\n')));
    }

    private static String word(Class<?> block, String word, Method form) {
        String type = Vocabulary.resolved(block, form).getCanonicalName();
        if (Vocabulary.isProperty(form)) {
            return "property name: '" + word + "', type: '" + type + "'";
        }
        String parameters = List.of(form.getParameters()).stream()
                .map(parameter ->
                        parameter.getName() + ": '" + parameter.getType().getCanonicalName() + "'")
                .collect(Collectors.joining(", ", "[", "]"));
        return "method name: '" + word + "', type: '" + type + "'"
                + (parameters.equals("[]") ? "" : ", params: " + parameters);
    }
}
