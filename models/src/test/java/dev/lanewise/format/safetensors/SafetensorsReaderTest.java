package dev.lanewise.format.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.format.FormatException;
import dev.lanewise.format.SharedData;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsReaderTest {
    @TempDir
    Path folder;

    private Path file(String header, byte... data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json).put(data);
        return Files.write(folder.resolve("f.safetensors"), bytes.array());
    }

    private Path file(String dtype, String shape, ByteBuffer data) throws IOException {
        return file(
                "{\"x\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[0,%d]}}"
                        .formatted(dtype, shape, data.capacity()),
                data.array());
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private String refusal(Path file) {
        FormatException thrown = assertThrows(FormatException.class, () -> SafetensorsReader.open(file));
        assertTrue(thrown.getMessage().startsWith(file + ": "), thrown.getMessage());
        return thrown.getMessage().substring(file.toString().length() + 2);
    }

    @Test
    void tensor_convertsAllFloatingTypes() throws IOException {
        ByteBuffer half =
                buffer(6).putShort((short) 0x3c00).putShort((short) 0xc000).putShort((short) 1);
        try (var f16 = SafetensorsReader.open(file("F16", "[3]", half))) {
            assertArrayEquals(new float[] {1, -2, 0x1p-24f}, f16.tensor("x").toArray());
            assertArrayEquals(new double[] {1, -2, 0x1p-24}, f16.doubles("x"));
        }
        ByteBuffer brain = buffer(4).putShort((short) 0x3f80).putShort((short) 0xff80);
        try (var bf16 = SafetensorsReader.open(file("BF16", "[2,1]", brain))) {
            assertEquals(Shape.of(2, 1), bf16.tensor("x").shape());
            assertArrayEquals(
                    new float[] {1, Float.NEGATIVE_INFINITY}, bf16.tensor("x").toArray());
        }
        try (var f64 = SafetensorsReader.open(file("F64", "[]", buffer(8).putDouble(0.1)))) {
            assertArrayEquals(new float[] {0.1f}, f64.tensor("x").toArray());
            assertArrayEquals(new double[] {0.1}, f64.doubles("x"));
        }
    }

    @ParameterizedTest
    @CsvSource({"I8,1,-1", "U8,1,255", "I16,2,-1", "U16,2,65535", "I32,4,-1", "I64,8,-1", "BOOL,1,1"})
    void ints_convertsAllIntegerTypes(String dtype, int size, int expected) throws IOException {
        byte[] ones = new byte[2 * size];
        Arrays.fill(ones, 0, size, (byte) 0xff);
        try (var read = SafetensorsReader.open(file(dtype, "[2]", ByteBuffer.wrap(ones)))) {
            assertArrayEquals(new int[] {expected, 0}, read.ints("x").toArray());
            assertArrayEquals(new long[] {expected, 0}, read.longs("x"));
        }
    }

    @ParameterizedTest
    @CsvSource({"I64,2147483648", "U32,4294967295", "U64,18446744073709551615"})
    void ints_refusesWhatDoesNotFit(String dtype, String value) throws IOException {
        int size = DType.valueOf(dtype).bits() / 8;
        ByteBuffer data = buffer(2 * size);
        data.put(
                size,
                ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(0, Long.parseUnsignedLong(value))
                        .array(),
                0,
                size);
        Path path = file(dtype, "[2]", data);
        try (var read = SafetensorsReader.open(path)) {
            FormatException thrown = assertThrows(FormatException.class, () -> read.ints("x"));
            assertEquals(
                    path + ": tensor 'x' has " + value + " at element 1, which does not fit 32 bits",
                    thrown.getMessage());
        }
    }

    @Test
    void open_describesATypeItDoesNotKnow() throws IOException {
        Path path = file("{\"x\":{\"dtype\":\"F7\",\"shape\":[3],\"data_offsets\":[0,2]}}", (byte) 0, (byte) 0);
        try (var read = SafetensorsReader.open(path)) {
            TensorEntry entry = read.entries().get("x");
            assertEquals(new TensorEntry("x", "F7", List.of(3L), 0, 2), entry);
            assertEquals(Optional.empty(), entry.type());
            FormatException thrown = assertThrows(FormatException.class, () -> read.tensor("x"));
            assertEquals(path + ": tensor 'x' is of type F7, expected F32, F16, BF16 or F64", thrown.getMessage());
        }
    }

    @Test
    void tensor_saysWhatIsThereInstead() throws IOException {
        Path path = file("I32", "[1]", buffer(4));
        try (var read = SafetensorsReader.open(path)) {
            assertEquals(
                    path + ": no tensor 'w'; it holds x",
                    assertThrows(FormatException.class, () -> read.tensor("w")).getMessage());
            assertEquals(
                    path + ": tensor 'x' is of type I32, expected F32, F16, BF16 or F64",
                    assertThrows(FormatException.class, () -> read.tensor("x")).getMessage());
        }
        Path floats = file("F32", "[1]", buffer(4));
        try (var read = SafetensorsReader.open(floats)) {
            assertEquals(
                    floats + ": tensor 'x' has the shape [1], expected [1, 1]",
                    assertThrows(FormatException.class, () -> read.read("x", Tensor.zeros(1, 1)))
                            .getMessage());
            assertEquals(
                    floats + ": tensor 'x' is of type F32, expected an integer type or BOOL",
                    assertThrows(FormatException.class, () -> read.ints("x")).getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        [0,4] [5,8]   | tensor 'b' has data_offsets [5, 8], expected to begin at 4: the data must have no gap and no overlap
        [0,4] [3,7]   | tensor 'b' has data_offsets [3, 7], expected to begin at 4: the data must have no gap and no overlap
        [1,5] [5,9]   | tensor 'a' has data_offsets [1, 5], expected to begin at 0: the data must have no gap and no overlap
        [0,4] [0,4]   | tensor 'b' has data_offsets [0, 4], expected to begin at 4: the data must have no gap and no overlap
        [4,8] [8,4]   | tensor 'a' has data_offsets [4, 8], expected to begin at 0: the data must have no gap and no overlap
        [0,4] [4,2]   | tensor 'b' has data_offsets [4, 2], expected to begin at 4: the data must have no gap and no overlap
        [0,4] [4,12]  | tensor 'b' has 8 bytes of data, expected 4 for F32 [1]
        [0,4] [4]     | the header has a list of 1 for tensor 'b' data_offsets, expected two numbers
        [0,4] [4,8.0] | the header has 8.0 for tensor 'b' data_offsets, expected whole numbers, 0 or more
        [0,4] [4,-8]  | the header has -8 for tensor 'b' data_offsets, expected whole numbers, 0 or more
        [0,4] null    | the header has nothing for tensor 'b' data_offsets, expected a list
        """)
    void open_refusesOffsetsThatAreWrong(String offsets, String message) throws IOException {
        String[] two = offsets.split(" ", -1);
        String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":%s},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":%s}}";
        assertEquals(message, refusal(file(header.formatted(two[0], two[1]), new byte[8])));
    }

    @Test
    void open_refusesDataThatDoesNotEndWithTheFile() throws IOException {
        String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
        assertEquals("has 7 bytes of data, expected 8: it is cut short", refusal(file(header, new byte[7])));
        assertEquals("has 9 bytes of data, expected 8", refusal(file(header, new byte[9])));
        assertEquals("has 1 bytes of data, expected 0", refusal(file("{}", new byte[1])));
    }

    @Test
    void open_refusesShapesTooLarge() throws IOException {
        String shape = "[4294967296,4294967296]";
        assertEquals(
                "tensor 'x' has the shape [4294967296, 4294967296], too large for any file",
                refusal(file("F32", shape, buffer(4))));
        String huge = "{\"x\":{\"dtype\":\"F32\",\"shape\":[1099511627776],\"data_offsets\":[0,4398046511104]}}";
        assertEquals("has 4 bytes of data, expected 4398046511104: it is cut short", refusal(file(huge, new byte[4])));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        [1]                         | the header does not begin with '{': not a safetensors file, or damaged
        ``                          | the header does not begin with '{': not a safetensors file, or damaged
        {"x":1}                     | the header has 1 for tensor 'x', expected an object
        {"x":{"shape":[],"data_offsets":[0,0]}} | the header has nothing for tensor 'x' dtype, expected a text
        {"__metadata__":{"a":1}}    | the header has 1 for __metadata__ 'a', expected a text
        {"x":{},"x":{}}             | header:1:12: not valid JSON: Duplicate field 'x'
        {"x":                       | header:1:6: not valid JSON: Unexpected end-of-input within/between Object entries
        {}{}                        | header:1:3: more follows after the JSON value, expected the end
        """)
    void open_refusesHeadersThatAreWrong(String header, String message) throws IOException {
        assertEquals(message, refusal(file(header)));
    }

    @ParameterizedTest
    @ValueSource(longs = {100_000_001, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void open_refusesAHugeHeaderWithoutReadingIt(long length) throws IOException {
        Path path =
                Files.write(folder.resolve("huge"), buffer(64).putLong(length).array());
        assertEquals(
                "says that its header has " + Long.toUnsignedString(length)
                        + " bytes, expected at most 100000000: not a safetensors file, or damaged",
                refusal(path));
    }

    @Test
    void open_refusesAFileCutAnywhereInTheHeader() throws IOException {
        byte[] whole = sample();
        int header =
                8 + (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
        for (int length = 0; length < whole.length; length++) {
            String message = refusal(Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length)));
            if (length < 8) {
                assertEquals("has " + length + " bytes, expected at least 8 for the header's length", message);
            } else if (length < header) {
                assertEquals(
                        "has " + length + " bytes, expected at least " + header
                                + " for the header: it is cut short, or not a safetensors file",
                        message);
            } else {
                assertTrue(message.endsWith(": it is cut short"), message);
            }
        }
    }

    @Test
    void open_survivesEveryFlippedBitInTheHeader() throws IOException {
        byte[] whole = sample();
        int header =
                8 + (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
        int accepted = 0;
        for (int bit = 0; bit < 8 * header; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            accepted += readsOrRefuses(damaged) ? 1 : 0;
        }
        // A flip inside a name or a text gives another valid file; most others must be noticed.
        assertTrue(accepted < 4 * header, "accepted " + accepted + " of " + 8 * header);
    }

    @Test
    void open_survivesNoise() throws IOException {
        Random random = new Random(3);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = sample();
            for (int k = 0; k < 1 + i % 20; k++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            readsOrRefuses(damaged);
        }
    }

    /** Whether the file could be read; any failure but a clear refusal fails the test. */
    private boolean readsOrRefuses(byte[] bytes) throws IOException {
        Path path = Files.write(folder.resolve("damaged"), bytes);
        try (var read = SafetensorsReader.open(path)) {
            for (TensorEntry entry : read.entries().values()) {
                if (entry.type().isPresent() && entry.dtype().contains("F")) {
                    assertEquals(entry.elements(), read.tensor(entry.name()).size());
                }
            }
            return true;
        } catch (FormatException e) {
            assertEquals(1, e.getMessage().lines().count(), e.getMessage());
            assertTrue(e.getMessage().length() < 400, e.getMessage());
            return false;
        }
    }

    private static byte[] sample() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new SafetensorsWriter()
                .metadata("step", "100")
                .add("weight", Tensor.zeros(2, 3))
                .add("bias", Tensor.zeros(3))
                .add("ids", new long[] {1, 2}, 2)
                .writeTo(out);
        return out.toByteArray();
    }

    @Test
    void open_saysThatTheFileIsMissing() {
        Path missing = folder.resolve("none.safetensors");
        assertEquals(
                missing + ": no such file",
                assertThrows(IOException.class, () -> SafetensorsReader.open(missing))
                        .getMessage());
    }

    @Test
    void open_readsRealFiles() throws IOException {
        try (var read = SafetensorsReader.open(SharedData.path("safetensors/burn_mnist.safetensors"))) {
            assertFalse(read.entries().isEmpty());
            for (TensorEntry entry : read.entries().values()) {
                boolean counts = entry.dtype().equals("I64");
                double[] values = counts
                        ? Arrays.stream(read.longs(entry.name()))
                                .asDoubleStream()
                                .toArray()
                        : read.doubles(entry.name());
                assertEquals(entry.elements(), values.length);
                assertTrue(Arrays.stream(values).allMatch(v -> Math.abs(v) < 1e6), entry.name());
            }
        }
    }

    @Test
    void open_readsAllGoldensAndWritesThemBack() throws IOException {
        int count = 0;
        try (var files = Files.list(SharedData.path("torch-goldens"))) {
            for (Path path : files.filter(file -> file.toString().endsWith(".safetensors"))
                    .sorted()
                    .toList()) {
                readAndWriteBack(path);
                count++;
            }
        }
        assertEquals(528, count);
    }

    private void readAndWriteBack(Path path) throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter();
        Path copy = folder.resolve("copy.safetensors");
        try (var read = SafetensorsReader.open(path)) {
            assertTrue(read.metadata().containsKey("kind"), path.toString());
            for (TensorEntry entry : read.entries().values()) {
                switch (entry.type().orElseThrow()) {
                    case F32 -> writer.add(entry.name(), read.tensor(entry.name()));
                    case F64 ->
                        writer.add(
                                entry.name(),
                                read.doubles(entry.name()),
                                entry.asShape().toArray());
                    default ->
                        writer.add(
                                entry.name(),
                                read.longs(entry.name()),
                                entry.asShape().toArray());
                }
            }
            // Not forced to the disk, as write() would: that is 528 waits.
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(copy))) {
                writer.writeTo(out);
            }
            try (var again = SafetensorsReader.open(copy)) {
                assertEquals(read.entries().keySet(), again.entries().keySet());
                for (TensorEntry entry : read.entries().values()) {
                    assertEquals(
                            entry.shape(), again.entries().get(entry.name()).shape());
                    if (entry.dtype().equals("F32")) {
                        assertArrayEquals(
                                read.tensor(entry.name()).toArray(),
                                again.tensor(entry.name()).toArray());
                    }
                }
            }
        }
    }
}
