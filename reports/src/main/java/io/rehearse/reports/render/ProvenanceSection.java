package io.rehearse.reports.render;

import io.rehearse.reports.objective.Figures;
import io.rehearse.reports.run.RunManifest;

/** Where the numbers come from, so that somebody else can get them again. */
final class ProvenanceSection {
    private final Html html = new Html();

    private ProvenanceSection() {}

    static Html of(Page page) {
        ProvenanceSection section = new ProvenanceSection();
        section.write(page);
        return section.html;
    }

    private void write(Page page) {
        RunManifest manifest = page.manifest();
        html.heading("provenance", "Provenance").open("dl", "class", "kv").line();
        code("Run", manifest.id());
        code("Script", manifest.script().name());
        code("SHA-256 of the script", manifest.script().sha256());
        code("Commit", manifest.gitCommit());
        fact("Seed", String.valueOf(manifest.seed()));
        fact("Load", load(page));
        for (RunManifest.Side side : manifest.sides()) {
            for (RunManifest.Target target : side.targets()) {
                fact(
                        "Target " + target.name() + ", " + side.name(),
                        target.url() + ", connections " + target.connections());
            }
        }
        for (RunManifest.Parameter p : manifest.parameters()) {
            fact("Parameter " + p.name(), p.value() + " (" + p.origin() + ")");
        }
        manifest.settings().forEach((name, value) -> fact(Typography.capital(name), value));
        if (manifest.fingerprint() != null) {
            code("Fingerprint of the plan", manifest.fingerprint().sha256());
        }
        fact("Tool", manifest.tool() + ", measurement version " + manifest.measurement());
        RunManifest.Host host = manifest.host();
        if (host != null) {
            fact(
                    "Generator",
                    host.name() + ", " + host.os() + ", " + host.cpus() + " CPUs, "
                            + Figures.digits(host.memoryBytes() / 1e9) + " GB, JDK " + host.jdk() + ", "
                            + manifest.lanes() + (manifest.lanes() == 1 ? " lane" : " lanes"));
        }
        fact("Precision", "histograms with 3 significant digits, every " + Figures.seconds(manifest.intervalSeconds()));
        html.close("dl").line();
    }

    private static String load(Page page) {
        RunManifest.Load load = page.manifest().load();
        StringBuilder text = new StringBuilder(load.name()).append(": ");
        for (RunManifest.Phase phase : load.phases()) {
            text.append(phase.index() == 0 ? "" : ", ").append(phase.name());
            if (phase.durationSeconds() != null && phase.kind() != RunManifest.PhaseKind.DRAIN) {
                text.append(' ').append(Figures.seconds(phase.durationSeconds()));
            }
            if (phase.toPerSecond() != null) {
                text.append(" at ").append(Figures.digits(phase.toPerSecond())).append("/s");
            } else if (phase.users() != null) {
                text.append(" with ").append(phase.users()).append(" users");
            }
        }
        text.append("; ").append(page.summary().model()).append(" model");
        return text.append(load.arrivals() == null ? "" : ", arrivals " + load.arrivals())
                .toString();
    }

    /** Of what can be searched or typed. */
    private void code(String name, String value) {
        if (value != null && !value.isEmpty()) {
            html.element("dt", "", name)
                    .open("dd")
                    .element("code", "", value)
                    .close("dd")
                    .line();
        }
    }

    private void fact(String name, String value) {
        if (value != null && !value.isEmpty()) {
            html.element("dt", "", name)
                    .element("dd", "", Typography.figures(value))
                    .line();
        }
    }
}
