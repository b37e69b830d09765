package io.rehearse.journeys.dsl;

import groovy.lang.GroovyClassLoader;
import groovy.transform.CompileStatic;
import groovy.transform.ThreadInterrupt;
import io.rehearse.journeys.error.Nearest;
import io.rehearse.journeys.error.ScriptError;
import io.rehearse.journeys.error.ScriptErrors;
import io.rehearse.journeys.plan.Journey;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.PlanText;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.Phases;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.ASTTransformationCustomizer;

/** One reading of one script, in this order: compile, run, make the plan. */
final class ScriptRun {
    /** After so many tries with statements left out the rest is not looked at. */
    private static final int TRIES_MAX = 8;

    private final Reading reading;
    private final Includes includes;
    /** Of the journey file and all it includes. */
    private final String text;

    private final Optional<CompiledScripts> kept;

    /** @param text of the journey file */
    ScriptRun(Reading reading, Includes includes, String text, Optional<CompiledScripts> kept) {
        this.reading = reading;
        this.includes = includes;
        this.kept = kept;
        this.text = includes.hasFiles() ? reading.source.text() : text;
    }

    /** @throws ScriptErrors with everything that was found */
    Plan plan() {
        if (!reading.errors.isEmpty()) {
            throw new ScriptErrors(reading.errors.stream()
                    .map(error -> error.withMessage(PlanText.masked(error.message(), reading.secrets)))
                    .toList());
        }
        reading.secrets.removeIf(String::isEmpty);
        return new Plan(
                new Plan.Script(reading.source.name(), sha256(text)),
                reading.environment.name(),
                reading.resolved,
                List.copyOf(reading.targets.values()),
                reading.journeys,
                reading.measured.steps,
                reading.loads,
                reading.pass.pass(),
                reading.secrets,
                reading.secretNames,
                List.copyOf(reading.logins.values()),
                reading.before.map(OnceSpec::made),
                reading.after.map(OnceSpec::made));
    }

    /** The script's class, as it was kept or compiled. */
    Optional<Class<?>> load() {
        String key = reading.source.outline() + text;
        Optional<CompiledScripts.Compiled> known = kept.flatMap(scripts -> scripts.find(key));
        if (known.isPresent()) {
            kept.ifPresent(includes::keep);
            reading.namesInClosures.addAll(known.get().namesInClosures());
            return Optional.of(define(known.get().classes()));
        }
        Optional<List<CompiledScripts.ClassFile>> classes = compile();
        if (classes.isPresent() && reading.errors.isEmpty()) {
            CompiledScripts.Compiled compiled =
                    new CompiledScripts.Compiled(classes.get(), List.copyOf(reading.namesInClosures));
            kept.ifPresent(scripts -> scripts.keep(key, compiled));
            kept.ifPresent(includes::keep);
        }
        return classes.map(ScriptRun::define);
    }

    /** The script's classes; without the statements that do not compile, so that the other mistakes are found too. */
    private Optional<List<CompiledScripts.ClassFile>> compile() {
        if (Dollars.tell(reading, text)) {
            return Optional.empty();
        }
        String rest = text;
        for (int i = 0; i < TRIES_MAX; i++) {
            CompileNet net = new CompileNet(reading, rest);
            try {
                CompilationUnit unit = new CompilationUnit(configuration(), null, loader());
                SourceUnit source = unit.addSource(Reading.FILE, rest);
                unit.compile(Phases.CONVERSION);
                includes.arrange(source.getAST());
                net.check(source.getAST());
                if (!net.hasFound()) {
                    unit.compile(Phases.CLASS_GENERATION);
                    return Optional.of(unit.getClasses().stream()
                            .map(each -> new CompiledScripts.ClassFile(each.getName(), each.getBytes()))
                            .toList());
                }
            } catch (MultipleCompilationErrorsException wrong) {
                net.translate(wrong);
            }
            if (net.rest().equals(rest)) {
                return Optional.empty();
            }
            rest = net.rest();
        }
        return Optional.empty();
    }

    private static CompilerConfiguration configuration() {
        CompilerConfiguration configuration = new CompilerConfiguration();
        configuration.setScriptBaseClass(JourneyScript.class.getName());
        configuration.setTolerance(100);
        configuration.setSourceEncoding(StandardCharsets.UTF_8.name());
        configuration.addCompilationCustomizers(
                new ASTTransformationCustomizer(ThreadInterrupt.class),
                new ASTTransformationCustomizer(
                        Map.of("extensions", List.of(ClosureTyping.class.getName(), TypeNet.class.getName())),
                        CompileStatic.class));
        return configuration;
    }

    private static GroovyClassLoader loader() {
        return new GroovyClassLoader(JourneyScript.class.getClassLoader());
    }

    private static Class<?> define(List<CompiledScripts.ClassFile> classes) {
        GroovyClassLoader loader = loader();
        Class<?> script = null;
        for (CompiledScripts.ClassFile each : classes) {
            Class<?> defined = loader.defineClass(each.name(), each.code());
            if (JourneyScript.class.isAssignableFrom(defined)) {
                script = defined;
            }
        }
        return script;
    }

    /** Runs the script and checks what only the whole can show. */
    void run(Class<?> compiled) {
        try {
            JourneyScript script =
                    (JourneyScript) compiled.getDeclaredConstructor().newInstance();
            script.read(reading);
            script.run();
        } catch (Fault fault) {
            reading.fault(fault);
        } catch (InvocationTargetException field) {
            reading.fault(field.getCause()); // what a @Field is set to is computed when the script is made
        } catch (OutOfMemoryError thrown) {
            reading.error(
                    Reading.lineOf(thrown),
                    "",
                    "the script takes more memory than there is; it says what users do and must come to its end: look for"
                            + " a loop without one, or a list that grows in it");
        } catch (Exception | Error thrown) {
            reading.fault(thrown);
        }
        reading.performing.clear();
        checkWhole();
    }

    /** What can be checked when everything has been read. */
    private void checkWhole() {
        if (reading.journeys.isEmpty()) {
            reading.missing(1, "", "no journey in this file: write journey('name') { … }");
        }
        for (PassParts.Named named : reading.pass.named) {
            List<String> known = switch (named.scope()) {
                case STEP -> List.copyOf(reading.measured.stepNames);
                case GROUP -> List.copyOf(reading.measured.groupNames);
                default -> reading.journeys.stream().map(Journey::name).toList();
            };
            if (!named.name().isEmpty() && !known.contains(named.name()) && !reading.mayBeLost(named.name())) {
                String kind = named.scope().name().toLowerCase(java.util.Locale.ROOT);
                reading.error(
                        named.line(),
                        Reading.quoted(named.name()),
                        "no " + kind + " '" + named.name() + "'; "
                                + (known.isEmpty() ? "there is none" : kind + "s are: " + String.join(", ", known)));
            }
        }
        for (String setting : reading.environment.settings()) {
            if (!reading.parameters.containsKey(setting) && !reading.mayBeLost(setting)) {
                reading.errors.add(ScriptError.of(
                        "--set " + setting,
                        "no parameter '" + setting + "'" + Nearest.hint(setting, reading.parameters.keySet())
                                + (reading.parameters.isEmpty()
                                        ? "; the script has none"
                                        : "; parameters: " + String.join(", ", reading.parameters.keySet()))));
            }
        }
        for (String target : reading.environment.connectTo()) {
            if (!reading.targets.containsKey(target) && !reading.mayBeLost(target)) {
                reading.errors.add(ScriptError.of(
                        "--connect-to " + target,
                        "no target '" + target + "'" + Nearest.hint(target, reading.targets.keySet()) + "; targets: "
                                + String.join(", ", reading.targets.keySet())));
            }
        }
        UniqueRows.check(reading);
        reading.run.check();
    }

    static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
