package io.rehearse.reports.baseline;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** A baseline as one object: a zip of its files, the same bytes for the same files, with a SHA-256 that goes beside it. */
public final class BaselineArchive {
    /** Largest archive, and largest content, that is taken. */
    public static final int BYTES_MAX = 512 * 1024 * 1024;

    private BaselineArchive() {}

    /** @throws BaselineFormatException if a file is damaged: that is not passed on */
    public static byte[] pack(BaselineStore store, String name) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String load : store.loads(name)) {
                store.read(name, load);
                Path file = store.file(name, load);
                ZipEntry entry = new ZipEntry(file.getFileName().toString());
                entry.setTime(0);
                zip.putNextEntry(entry);
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    public static String sha256(byte[] archive) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Takes the place of what is there, whole or not at all: unpacked beside, read once, then renamed.
     *
     * @throws IOException if the archive has anything else than files of this baseline, or one is damaged; what is there stays
     */
    public static List<String> unpack(byte[] archive, BaselineStore store, String name) throws IOException {
        Path place = store.directory(name);
        Files.createDirectories(place.toAbsolutePath().getParent());
        Path beside = Files.createTempDirectory(place.toAbsolutePath().getParent(), ".pull-");
        try {
            BaselineStore unpacked = new BaselineStore(beside);
            Path directory = Files.createDirectory(unpacked.directory(name));
            extract(archive, directory);
            List<String> loads = unpacked.loads(name);
            if (loads.isEmpty()) throw new IOException("the archive of baseline " + name + " is empty");
            for (String load : loads) unpacked.read(name, load);
            if (Files.exists(place)) Files.move(place, beside.resolve("before"), StandardCopyOption.ATOMIC_MOVE);
            Files.move(directory, place, StandardCopyOption.ATOMIC_MOVE);
            return loads;
        } finally {
            delete(beside);
        }
    }

    private static void extract(byte[] archive, Path directory) throws IOException {
        long left = BYTES_MAX;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = entry.getName();
                boolean plain = name.endsWith(".ndjson") && name.matches("[A-Za-z0-9%+_-][A-Za-z0-9%+._-]{0,250}");
                if (!plain)
                    throw new IOException("the archive has a file '" + name + "', expected files of a baseline only");
                byte[] content = zip.readNBytes((int) Math.min(left + 1, Integer.MAX_VALUE - 8));
                left -= content.length;
                if (left < 0) throw new IOException("the archive has more than " + BYTES_MAX + " bytes");
                Files.write(directory.resolve(name), content);
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
