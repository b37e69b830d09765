package io.rehearse.journeys.dsl;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.CodeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Scripts as they were compiled, kept between two starts, because the compiler takes longer than all else before the first
 * request. The key is a hash of the script with all it includes, of this tool and of the JDK. Beside it is kept which files a
 * text includes, so that nothing has to be parsed to find all that the hash is of; those files are read at every start. Only
 * what compiled without a mistake is kept. Lost, damaged or refused, the script is compiled again: nothing else changes.
 *
 * <p>What is kept is code that will be run, so only a directory of this user that nobody else can write to is used.
 */
final class CompiledScripts {
    /** How many scripts are kept; those not used for the longest time go first. */
    static final int KEPT_MAX = 50;

    private static final String CLASSES = ".classes";
    private static final String INCLUDES = ".includes";
    private static final int ENTRIES_MAX = 100_000;
    private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rwx------");

    private final Path directory;
    private final String tool;

    /** @param tool what must be the same beside the script */
    CompiledScripts(Path directory, String tool) {
        this.directory = directory;
        this.tool = tool;
    }

    record Compiled(List<ClassFile> classes, List<Reading.NameInClosure> namesInClosures) {}

    record ClassFile(String name, byte[] code) {}

    /** In the user's cache directory; none when there is no such directory, or when the tool does not run from its jar. */
    static Optional<CompiledScripts> of(Map<String, String> variables) {
        String cache = variables.getOrDefault("XDG_CACHE_HOME", "");
        String home = variables.getOrDefault("HOME", "");
        if (cache.isEmpty() && home.isEmpty()) {
            return Optional.empty();
        }
        Path parent = cache.isEmpty() ? Path.of(home, ".cache") : Path.of(cache);
        return tool().map(tool -> new CompiledScripts(parent.resolve("rehearse").resolve("scripts"), tool));
    }

    /** The jar, by place, time and size, and the JDK. */
    private static Optional<String> tool() {
        CodeSource source = CompiledScripts.class.getProtectionDomain().getCodeSource();
        try {
            Path jar = Path.of(source.getLocation().toURI());
            return Files.isRegularFile(jar)
                    ? Optional.of(jar + " " + Files.getLastModifiedTime(jar) + ' ' + Files.size(jar) + ' '
                            + Runtime.version())
                    : Optional.empty();
        } catch (URISyntaxException | IOException notFromFile) {
            return Optional.empty();
        }
    }

    /** @param script the text of the file and of all it includes, and which line is of which */
    Optional<Compiled> find(String script) {
        try {
            Optional<DataInputStream> content = content(file(script, CLASSES));
            return content.isEmpty() ? Optional.empty() : Optional.of(read(content.get()));
        } catch (IOException unreadable) {
            return Optional.empty(); // it is compiled again
        }
    }

    /**
     * What the files of a script included when it was compiled last.
     *
     * @param text of the journey file alone
     * @return by {@link Includes#key} of a file's text, so that a file that has changed is not among them
     */
    Map<String, List<Includes.Include>> findIncludes(String text) {
        try {
            Optional<DataInputStream> content = content(file(text, INCLUDES));
            return content.isEmpty() ? Map.of() : readIncludes(content.get());
        } catch (IOException unreadable) {
            return Map.of(); // they are looked for again
        }
    }

    private Optional<DataInputStream> content(Path file) throws IOException {
        if (!isOurs(directory) || !Files.exists(file)) {
            return Optional.empty();
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(file)));
        long checksum = in.readLong();
        byte[] content = in.readAllBytes();
        if (checksum != checksum(content)) {
            return Optional.empty();
        }
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        return Optional.of(new DataInputStream(new ByteArrayInputStream(content)));
    }

    void keep(String script, Compiled compiled) {
        keep(file(script, CLASSES), out -> write(compiled, out));
    }

    /** @param includes see {@link #findIncludes} */
    void keepIncludes(String text, Map<String, List<Includes.Include>> includes) {
        keep(file(text, INCLUDES), out -> writeIncludes(includes, out));
    }

    private interface Content {
        void write(DataOutputStream out) throws IOException;
    }

    private void keep(Path file, Content what) {
        try {
            if (Files.notExists(directory)) {
                Files.createDirectories(directory.getParent());
                Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWN));
            }
            if (!isOurs(directory)) {
                return;
            }
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            what.write(new DataOutputStream(content));
            Path part = Files.createTempFile(directory, "", ".part");
            try {
                try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(part))) {
                    out.writeLong(checksum(content.toByteArray()));
                    content.writeTo(out);
                }
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
            dropOldest(CLASSES);
            dropOldest(INCLUDES);
        } catch (IOException | UnsupportedOperationException notKept) {
            // a full disk, a home that is read only, a file system without owners: it is compiled the next time too
        }
    }

    /** Against what was torn or damaged; who may write here is asked before. */
    private static long checksum(byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        return crc.getValue();
    }

    private static boolean isOurs(Path directory) throws IOException {
        try {
            return Files.isDirectory(directory)
                    && Files.getOwner(directory)
                            .equals(directory
                                    .getFileSystem()
                                    .getUserPrincipalLookupService()
                                    .lookupPrincipalByName(System.getProperty("user.name")))
                    && Files.getPosixFilePermissions(directory).equals(OWN);
        } catch (UnsupportedOperationException noOwners) {
            return false;
        }
    }

    private Path file(String script, String suffix) {
        return directory.resolve(ScriptRun.sha256(tool + '\n' + script) + suffix);
    }

    private void dropOldest(String suffix) throws IOException {
        List<Path> kept;
        try (Stream<Path> files = Files.list(directory)) {
            kept = new ArrayList<>(
                    files.filter(file -> file.toString().endsWith(suffix)).toList());
        }
        if (kept.size() > KEPT_MAX) {
            kept.sort(Comparator.comparing(file -> file.toFile().lastModified()));
            for (Path old : kept.subList(0, kept.size() - KEPT_MAX)) {
                Files.deleteIfExists(old);
            }
        }
    }

    private static void write(Compiled compiled, DataOutputStream out) throws IOException {
        out.writeInt(compiled.classes().size());
        for (ClassFile each : compiled.classes()) {
            out.writeUTF(each.name());
            out.writeInt(each.code().length);
            out.write(each.code());
        }
        out.writeInt(compiled.namesInClosures().size());
        for (Reading.NameInClosure each : compiled.namesInClosures()) {
            out.writeUTF(each.name());
            out.writeInt(each.line());
            out.writeInt(each.from());
            out.writeInt(each.to());
            out.writeBoolean(each.written());
            out.writeBoolean(each.ofRun());
            out.writeUTF(each.shown());
        }
    }

    private static Compiled read(DataInputStream in) throws IOException {
        List<ClassFile> classes = new ArrayList<>();
        for (int i = count(in); i > 0; i--) {
            String name = in.readUTF();
            byte[] code = in.readNBytes(in.readInt());
            classes.add(new ClassFile(name, code));
        }
        List<Reading.NameInClosure> names = new ArrayList<>();
        for (int i = count(in); i > 0; i--) {
            names.add(new Reading.NameInClosure(
                    in.readUTF(),
                    in.readInt(),
                    in.readInt(),
                    in.readInt(),
                    in.readBoolean(),
                    in.readBoolean(),
                    in.readUTF()));
        }
        return new Compiled(classes, names);
    }

    private static void writeIncludes(Map<String, List<Includes.Include>> includes, DataOutputStream out)
            throws IOException {
        out.writeInt(includes.size());
        for (Map.Entry<String, List<Includes.Include>> file : includes.entrySet()) {
            out.writeUTF(file.getKey());
            out.writeInt(file.getValue().size());
            for (Includes.Include each : file.getValue()) {
                out.writeUTF(each.name());
                out.writeInt(each.line());
            }
        }
    }

    private static Map<String, List<Includes.Include>> readIncludes(DataInputStream in) throws IOException {
        Map<String, List<Includes.Include>> includes = new HashMap<>();
        for (int files = count(in); files > 0; files--) {
            String key = in.readUTF();
            List<Includes.Include> ofFile = new ArrayList<>();
            for (int i = count(in); i > 0; i--) {
                ofFile.add(new Includes.Include(in.readUTF(), in.readInt()));
            }
            includes.put(key, ofFile);
        }
        return includes;
    }

    private static int count(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > ENTRIES_MAX) {
            throw new IOException("no count: " + count);
        }
        return count;
    }
}
