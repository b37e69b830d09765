package io.rehearse.runtime.probe;

import java.time.Instant;

/** Something that changed around the target or the prober, in words: it may explain what is seen next. */
public record Note(Instant at, String text) {}
