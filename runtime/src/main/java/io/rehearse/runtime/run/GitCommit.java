package io.rehearse.runtime.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The commit the journey file lies at, for provenance; null where there is no git or no repository. */
final class GitCommit {
    private static final int SECONDS_MAX = 2;

    private GitCommit() {}

    static String of(Path directory) {
        try {
            Process git = new ProcessBuilder("git", "rev-parse", "HEAD")
                    .directory(directory.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            git.getOutputStream().close();
            if (!git.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                git.destroyForcibly();
                return null;
            }
            String commit = new String(git.getInputStream().readNBytes(100), StandardCharsets.US_ASCII).trim();
            return git.exitValue() == 0 && commit.matches("[0-9a-f]{40,64}") ? commit : null;
        } catch (IOException noGit) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
