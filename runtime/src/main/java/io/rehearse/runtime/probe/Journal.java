package io.rehearse.runtime.probe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * What a probe saw, concluded and did, in {@code journal.jsonl}: append-only, every entry on the disk before {@link #append}
 * returns, each carrying the hash of the one before. A line that a crash tore at the end is no entry: it is cut off when the
 * journal is opened again. Belongs to one thread, and, by a lock on the file, to one process.
 */
public final class Journal implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final InstantSource clock;
    private long seq;
    private String prev = Entry.FIRST_PREV;
    private long soundBytes;

    private Journal(Path file, FileChannel channel, InstantSource clock) {
        this.file = file;
        this.channel = channel;
        this.clock = clock;
    }

    /**
     * Opens or creates it and tells what is in it.
     *
     * @param reader is given every entry, in order
     * @throws DamagedJournalException if an entry is not as it was written
     * @throws IOException if the file cannot be read or written, or another process has it
     */
    public static Journal open(Path file, InstantSource clock, Consumer<Entry> reader) throws IOException {
        if (file.toAbsolutePath().getParent() != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            lock(file, channel);
            Journal journal = new Journal(file, channel, clock);
            journal.soundBytes = read(file, entry -> {
                journal.seq = entry.seq();
                journal.prev = entry.hash();
                reader.accept(entry);
            });
            channel.truncate(journal.soundBytes);
            channel.position(journal.soundBytes);
            return journal;
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    private static void lock(Path file, FileChannel channel) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException sameProcess) {
            lock = null;
        }
        if (lock == null) {
            throw new IOException(file + " is in use by another probe: a journal has one writer; give this one another"
                    + " --journal");
        }
    }

    /**
     * Reads every entry; works while a probe writes.
     *
     * @return the length of the sound part: without a torn last line
     * @throws DamagedJournalException naming the first line that is not as it was written
     */
    public static long read(Path file, Consumer<Entry> reader) throws IOException {
        long bytes = 0;
        long line = 0;
        String prev = Entry.FIRST_PREV;
        boolean endsWithLine = endsWithLine(file);
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            String text = in.readLine();
            while (text != null) {
                String next = in.readLine();
                line++;
                if (next == null && !endsWithLine) {
                    return bytes;
                }
                Entry entry;
                try {
                    entry = Entry.parse(text, line, prev);
                } catch (IllegalArgumentException wrong) {
                    throw new DamagedJournalException(file, line, wrong.getMessage());
                }
                reader.accept(entry);
                prev = entry.hash();
                bytes += text.getBytes(StandardCharsets.UTF_8).length + 1;
                text = next;
            }
        }
        return bytes;
    }

    private static boolean endsWithLine(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() == 0) {
                return true;
            }
            ByteBuffer last = ByteBuffer.allocate(1);
            channel.read(last, channel.size() - 1);
            return last.get(0) == '\n';
        }
    }

    /**
     * Adds an entry; it is on the disk when this returns.
     *
     * @throws IOException if that is not possible (a full disk): nothing was added then, and the next try may succeed
     */
    public Entry append(String type, Object data) throws IOException {
        Instant at = clock.instant();
        String text = Entry.line(seq + 1, at, type, data, prev);
        ByteBuffer bytes = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
        int length = bytes.remaining();
        try {
            channel.position(soundBytes);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        } catch (IOException e) {
            cutTo(soundBytes, e);
            throw new IOException(file + " could not be written: " + e.getMessage(), e);
        }
        Entry entry = Entry.parse(text, seq + 1, prev);
        seq++;
        prev = entry.hash();
        soundBytes += length;
        return entry;
    }

    /** What was half written is overwritten next time in any case; without the cut a reader might see it until then. */
    private void cutTo(long length, IOException cause) {
        try {
            channel.truncate(length);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    public Path file() {
        return file;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
