package io.rehearse.runtime.cli;

import io.rehearse.reports.render.RunReport;
import io.rehearse.runtime.run.RunSink;

/** What a run shows while it goes on. All calls come one after the other. */
interface View extends RunSink {
    @Override
    void notice(String line);

    /** The run is judged; the last thing that is shown. */
    void judged(RunReport report, int exitCode);
}
