package io.rehearse.journeys.dsl;

import io.rehearse.journeys.plan.Step;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Steps and groups that are numbered together: those of all journeys, those of {@code before}, those of {@code after}. */
final class Steps {
    final List<Step> steps = new ArrayList<>();
    final Set<String> stepNames = new LinkedHashSet<>();
    final Set<String> groupNames = new LinkedHashSet<>();
    int groups;
}
