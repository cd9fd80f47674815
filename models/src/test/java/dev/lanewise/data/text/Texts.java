package dev.lanewise.data.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.data.Batches;
import dev.lanewise.data.DataException;
import dev.lanewise.data.Dataset;
import dev.lanewise.data.Field;
import dev.lanewise.tensor.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.function.Executable;

/** What tests of files share. */
public final class Texts {
    private Texts() {}

    /** Writes a file, packed if its name ends in .gz. */
    public static Path write(Path folder, String name, String text) {
        return write(folder, name, text.getBytes(StandardCharsets.UTF_8));
    }

    public static Path write(Path folder, String name, byte[] bytes) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.write(file, name.endsWith(".gz") ? gzip(bytes) : bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    /** The one line of a refusal, with the folder as DIR. */
    public static String refusal(Path folder, Executable read) {
        String message = assertThrows(DataException.class, read).getMessage();
        assertEquals(1, message.lines().count(), message);
        return message.replace(folder.toString(), "DIR");
    }

    /** All samples of a set, in order. */
    static Value[] readAll(Dataset set) {
        return read(set, Batches.inOrder(set.size(), 1).order());
    }

    static Value[] read(Dataset set, int... order) {
        Value[] batch =
                set.fields().stream().map((Field f) -> f.allocate(order.length)).toArray(Value[]::new);
        set.read(order, 0, order.length, batch);
        return batch;
    }
}
