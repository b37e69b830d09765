package io.rehearse.runtime.cli;

import io.rehearse.runtime.run.Machine;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Measures this machine for five seconds and says what it can measure. */
@Command(
        name = "doctor",
        description = {
            "Say what this machine can measure: limits, time taken by other guests, how punctual its timers are.",
            "Measures for 5 s. Exit code 0, or 5 if times measured here could not be trusted."
        })
final class DoctorCommand implements Callable<Integer> {
    private static final int SECONDS = 5;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().getErr().println("measuring for " + SECONDS + " s, please leave the machine alone …");
        Diagnosis diagnosis = Diagnosis.of(Machine.measured(SECONDS));
        diagnosis.lines().forEach(spec.commandLine().getOut()::println);
        return diagnosis.canMeasure() ? ExitCode.OK : ExitCode.ENVIRONMENT;
    }
}
