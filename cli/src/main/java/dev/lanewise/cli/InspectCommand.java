package dev.lanewise.cli;

import dev.lanewise.data.DataException;
import dev.lanewise.format.FormatException;
import dev.lanewise.format.InputFile;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lanewise inspect}: finds out what a file is, by what is in it and not by its name. */
@Command(description = "Looks inside a file: safetensors, IDX (also .gz), JSON, a run folder, a folder of IDX files.")
final class InspectCommand implements Callable<Integer> {
    private static final int START = 16;

    private final Shell shell;

    @Parameters(paramLabel = "FILE", description = "The file or folder.")
    private String file;

    InspectCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        Path path = shell.path(file);
        shell.out().print(Files.isDirectory(path) ? folder(path) : file(path));
        return Main.OK;
    }

    private static String folder(Path path) throws IOException {
        if (Files.exists(path.resolve("config.json"))) {
            return Inspections.run(path);
        }
        return Inspections.data(path)
                .orElseThrow(() -> new DataException(
                        path + ": neither a run folder (no config.json in it) nor a folder of data that can be read"));
    }

    private static String file(Path path) throws IOException {
        byte[] start = start(path);
        if (start.length == 0) {
            throw new FormatException(path + ": is empty");
        }
        boolean gzip = start.length >= 2 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b;
        byte[] unpacked = gzip ? unpackedStart(path) : start;
        // 0, 0, type, rank: with less than four bytes the reader says what is missing.
        if (unpacked.length >= 3 && unpacked[0] == 0 && unpacked[1] == 0 && isIdxType(unpacked[2])) {
            return Inspections.idx(
                    path, unpacked.length < 4 ? 0 : ByteBuffer.wrap(unpacked).getInt());
        }
        if (looksLikeSafetensors(start) || path.toString().endsWith(".safetensors")) {
            return Inspections.safetensors(path);
        }
        if (looksLikeJson(start) && !gzip) {
            return Inspections.json(path);
        }
        return Inspections.data(path)
                .orElseThrow(() -> new FormatException(path
                        + ": is not a kind of file that inspect knows: safetensors, IDX, JSON, a table, text, graphs"));
    }

    private static boolean isIdxType(byte type) {
        return type >= 0x08 && type <= 0x0e && type != 0x0a;
    }

    // Eight bytes of length, then the header, which is a JSON object.
    private static boolean looksLikeSafetensors(byte[] start) {
        return start.length > Long.BYTES
                && start[Long.BYTES] == '{'
                && ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong() >= 0;
    }

    private static boolean looksLikeJson(byte[] start) {
        int at = start.length >= 3 && (start[0] & 0xff) == 0xef ? 3 : 0;
        while (at < start.length && (start[at] == ' ' || start[at] == '\n' || start[at] == '\r' || start[at] == '\t')) {
            at++;
        }
        return at < start.length && (start[at] == '{' || start[at] == '[');
    }

    private static byte[] start(Path path) throws IOException {
        try (InputStream in = Channels.newInputStream(InputFile.open(path))) {
            return in.readNBytes(START);
        }
    }

    private static byte[] unpackedStart(Path path) throws IOException {
        try (InputStream in =
                new GZIPInputStream(new BufferedInputStream(Channels.newInputStream(InputFile.open(path))))) {
            byte[] start = new byte[START];
            return Arrays.copyOf(start, Math.max(0, in.read(start)));
        } catch (EOFException | ZipException e) {
            throw new FormatException(path + ": the gzip data is damaged: " + e.getMessage(), e);
        }
    }
}
