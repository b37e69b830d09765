package io.rehearse.journeys.dsl;

import groovy.lang.DelegatesTo;
import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import io.rehearse.journeys.data.Feeder;
import io.rehearse.journeys.plan.Journey;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which words stand where: the public methods of a block's class are its words, {@code getX()} is the word {@code x}.
 * The one table that the compile net, its messages and the golden test of words read.
 */
final class Vocabulary {
    /** Blocks by the name they have in messages, in the order they are told. */
    static final Map<String, Class<?>> BLOCKS = new LinkedHashMap<>();

    static {
        BLOCKS.put("the top level", JourneyScript.class);
        BLOCKS.put("journey", JourneySpec.class);
        BLOCKS.put("before or after", OnceSpec.class);
        BLOCKS.put("group, repeat, when or chance", PartSpec.class);
        BLOCKS.put("step", StepSpec.class);
        BLOCKS.put("afterwards", AfterwardsSpec.class);
        BLOCKS.put("expect", ExpectSpec.class);
        BLOCKS.put("check, map or a condition", WalkWords.class);
        BLOCKS.put("load", LoadSpec.class);
        BLOCKS.put("pass", PassSpec.class);
        BLOCKS.put("step or journey of pass", ObjectiveSpec.class);
        BLOCKS.put("against", AgainstSpec.class);
        BLOCKS.put("step or journey of against", MarginSpec.class);
        BLOCKS.put("abortWhen", AbortSpec.class);
    }

    /** Words of the language that a later version will know. */
    static final List<String> NOT_YET = List.of("xpath", "resources", "cache", "login", "share", "shared", "arrivals");

    /** Values that a walk starts with. */
    static final List<String> LET =
            List.of("uuid", "now", "sequence", "random", "sha256", "md5", "hmacSha256", "base64");

    /** What other tools and languages call a word of ours. */
    static final Map<String, String> MEANT = Map.ofEntries(
            Map.entry("sleep", "think"),
            Map.entry("wait", "think"),
            Map.entry("pause", "think"),
            Map.entry("size", "count"),
            Map.entry("length", "count"),
            Map.entry("equals", "is"),
            Map.entry("equalTo", "is"),
            Map.entry("isEqualTo", "is"),
            Map.entry("greaterThan", "above"),
            Map.entry("lessThan", "below"),
            Map.entry("errors", "errorRate"),
            Map.entry("retries", "retry"),
            Map.entry("loop", "repeat"),
            Map.entry("foreach", "repeat"));

    static final List<String> UNITS =
            List.of("ms", "s", "min", "h", "perSecond", "perMinute", "perHour", "percent", "points", "kB", "MB", "GB");

    private static final Map<Class<?>, Map<String, List<Method>>> WORDS = new LinkedHashMap<>();

    private Vocabulary() {}

    /** The words of a class with their methods, by name. */
    static Map<String, List<Method>> words(Class<?> block) {
        synchronized (WORDS) {
            return WORDS.computeIfAbsent(block, Vocabulary::read);
        }
    }

    private static Map<String, List<Method>> read(Class<?> block) {
        Map<String, List<Method>> words = new TreeMap<>();
        for (Method method : block.getMethods()) {
            boolean ours = method.getDeclaringClass().getPackage() == Vocabulary.class.getPackage();
            if (ours && !method.isBridge() && !Modifier.isStatic(method.getModifiers())) {
                words.computeIfAbsent(word(method), name -> new ArrayList<>()).add(method);
            }
        }
        return words;
    }

    private static String word(Method method) {
        String name = method.getName();
        return isProperty(method) ? Character.toLowerCase(name.charAt(3)) + name.substring(4) : name;
    }

    static boolean isProperty(Method method) {
        return method.getName().length() > 3 && method.getName().startsWith("get") && method.getParameterCount() == 0;
    }

    /** The type a word without arguments gives. */
    static Optional<Class<?>> property(Class<?> block, String word) {
        return words(block).getOrDefault(word, List.of()).stream()
                .filter(Vocabulary::isProperty)
                .findFirst()
                .map(method -> resolved(block, method));
    }

    /** The return type as it is in this class, type parameters filled in. */
    static Class<?> resolved(Class<?> block, Method method) {
        java.lang.reflect.Type type = method.getGenericReturnType();
        if (type instanceof java.lang.reflect.TypeVariable<?> variable) {
            for (Class<?> at = block; at != null; at = at.getSuperclass()) {
                if (at.getGenericSuperclass() instanceof java.lang.reflect.ParameterizedType base
                        && base.getRawType() == method.getDeclaringClass()) {
                    int index = Arrays.asList(method.getDeclaringClass().getTypeParameters())
                            .indexOf(variable);
                    if (base.getActualTypeArguments()[index] instanceof Class<?> actual) {
                        return actual;
                    }
                }
            }
        }
        return method.getReturnType();
    }

    /** Blocks in which a word stands, by their names. */
    static List<String> blocksOf(String word) {
        return BLOCKS.entrySet().stream()
                .filter(block -> words(block.getValue()).containsKey(word))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The class of the block a method takes, if it takes one. */
    static Optional<Class<?>> block(Method method) {
        return block(method, 0);
    }

    /** The class of the block that is a method's n-th argument from the end; the last is number 0. */
    static Optional<Class<?>> block(Method method, int fromEnd) {
        int place = method.getParameterCount() - 1 - fromEnd;
        DelegatesTo delegates = place < 0 ? null : method.getParameters()[place].getAnnotation(DelegatesTo.class);
        return Optional.ofNullable(delegates).map(DelegatesTo::value);
    }

    /** Named arguments of a method with their types; empty when any name is allowed. */
    static Map<String, NamedParam> options(Method method) {
        Map<String, NamedParam> options = new LinkedHashMap<>();
        if (method.getParameterCount() > 0) {
            Parameter first = method.getParameters()[0];
            NamedParams many = first.getAnnotation(NamedParams.class);
            NamedParam one = first.getAnnotation(NamedParam.class);
            for (NamedParam option :
                    many != null ? many.value() : one != null ? new NamedParam[] {one} : new NamedParam[0]) {
                options.put(option.value(), option);
            }
        }
        return options;
    }

    /** How a word is written: {@code hold rate, time}. */
    static String written(String word, Collection<Method> methods) {
        TreeSet<String> forms = new TreeSet<>();
        for (Method method : methods) {
            List<String> parts = new ArrayList<>();
            String named = "";
            for (Parameter parameter : method.getParameters()) {
                if (Map.class.isAssignableFrom(parameter.getType())) {
                    named = options(method).isEmpty()
                            ? "name: value"
                            : String.join(
                                    ", ",
                                    options(method).keySet().stream()
                                            .map(key -> key + ": …")
                                            .toList());
                } else {
                    String noun = noun(parameter.getType());
                    parts.add(noun.equals("value") ? parameter.getName() : noun);
                }
            }
            String block = block(method).isPresent() ? parts.remove(parts.size() - 1) : "";
            if (!named.isEmpty()) {
                parts.add(named);
            }
            if (!parts.contains("a parameter")) {
                String before = String.join(", ", parts);
                forms.add(
                        isProperty(method)
                                ? word
                                : block.isEmpty()
                                        ? before.isEmpty() ? word + "()" : word + " " + before
                                        : before.isEmpty() ? word + " " + block : word + "(" + before + ") " + block);
            }
        }
        return String.join("' or '", forms);
    }

    static String noun(Class<?> type) {
        if (type == Time.class) {
            return "time";
        } else if (type == Rate.class) {
            return "rate";
        } else if (type == Share.class) {
            return "share";
        } else if (type == Points.class) {
            return "points";
        } else if (type == Size.class) {
            return "size";
        } else if (type == int.class || type == Integer.class) {
            return "number";
        } else if (type == String.class) {
            return "'text'";
        } else if (type == groovy.lang.Closure.class) {
            return "{ … }";
        } else if (type == Journey.OnFailure.class) {
            return "end, go or restart";
        } else if (type == Feeder.Order.class) {
            return "circular, shuffled or unique";
        } else if (type == Present.class) {
            return "vars.x.present";
        } else if (type == Ref.class) {
            return "vars.x";
        } else if (type == Fragment.class) {
            return "a fragment";
        } else if (type == Param.class) {
            return "a parameter";
        } else {
            String words = giving(type);
            return words.isEmpty() ? "value" : words;
        }
    }

    /** The words that give a value of a type, as in {@code csv(…) or jsonLines(…)}; empty if none does. */
    static String giving(Class<?> type) {
        TreeSet<String> giving = new TreeSet<>();
        for (Class<?> block : BLOCKS.values()) {
            words(block)
                    .forEach((word, forms) -> forms.stream()
                            .filter(form -> resolved(block, form) == type)
                            .forEach(form -> giving.add(isProperty(form) ? word : word + "(…)")));
        }
        return String.join(" or ", giving);
    }
}
