package io.rehearse.runtime.response;

import io.rehearse.journeys.data.Value;
import io.rehearse.journeys.plan.Code;
import io.rehearse.journeys.plan.Extraction;
import io.rehearse.journeys.plan.Reader;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One lane's copies of the script's closures, and what they can reach while one of them runs. */
final class Closures implements Code.Context {
    private final Map<Code, Code.Call> copies = new IdentityHashMap<>();
    private final Extractor extractor;
    private final Found found = new Found();
    private final Value read = new Value();
    private List<String> names = List.of();
    private Value[] values = {};
    private boolean hasAnswer;
    private boolean ran;
    private final Map<Code, Value> gave = new IdentityHashMap<>();
    private final Map<Code, Code.Failed> threw = new IdentityHashMap<>();
    private boolean repeating;

    /** @param extractor over the answer at hand */
    Closures(Extractor extractor) {
        this.extractor = extractor;
    }

    /** Goes on to another session. */
    void turnTo(List<String> names, Value[] values, boolean hasAnswer) {
        this.names = names;
        this.values = values;
        this.hasAnswer = hasAnswer;
        repeating = false;
        gave.clear();
        threw.clear();
    }

    /** From now on no closure runs; each gives what it gave, because running it again could change the walk again. */
    void repeat() {
        repeating = true;
    }

    /** @throws Code.Failed if the closure throws */
    void run(Code code, Value in, Value out) {
        if (repeating) {
            giveAgain(code, out);
            return;
        }
        ran = true;
        Code.Call copy = copies.get(code);
        if (copy == null) {
            copy = code.forLane();
            copies.put(code, copy);
        }
        try {
            copy.run(in, this, out);
        } catch (Code.Failed failed) {
            threw.put(code, failed);
            throw failed;
        }
        Value kept = new Value();
        kept.copy(out.kind(), out.bytes(), out.start(), out.length());
        gave.put(code, kept);
    }

    private void giveAgain(Code code, Value out) {
        if (threw.containsKey(code)) {
            throw threw.get(code);
        }
        Value before = gave.get(code);
        if (before == null) {
            out.clear();
        } else {
            out.copy(before.kind(), before.bytes(), before.start(), before.length());
        }
    }

    /** Whether any has run since the last time this was asked. */
    boolean haveRun() {
        boolean has = ran;
        ran = false;
        return has;
    }

    @Override
    public Value variable(String name) {
        int slot = names.indexOf(name);
        return slot < 0 ? null : values[slot];
    }

    @Override
    public Value read(Reader reader) {
        Extraction first = new Extraction(reader, Extraction.Pick.FIRST, Optional.empty(), false, reader.text());
        if (!hasAnswer || !extractor.find(first, 0, found)) {
            return null;
        }
        found.copyTo(read, false);
        return read;
    }
}
