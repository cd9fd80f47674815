package dev.lanewise.format.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
    @TempDir
    Path folder;

    @Property(tries = 60)
    void write_isReadBackBitForBit(@ForAll @Size(max = 4) List<@IntRange(max = 7) Integer> extents, @ForAll long seed)
            throws IOException {
        Random random = new Random(seed);
        int[] shape = extents.stream().mapToInt(i -> i).toArray();
        Tensor floats = Tensor.window(new float[3 + Shape.of(shape).size()], 3, Shape.of(shape));
        IntTensor ints = IntTensor.zeros(shape);
        long[] longs = new long[ints.size()];
        double[] doubles = new double[ints.size()];
        for (int i = 0; i < longs.length; i++) {
            floats.array()[3 + i] = Float.intBitsToFloat(random.nextInt());
            ints.array()[i] = random.nextInt();
            longs[i] = random.nextLong();
            doubles[i] = random.nextGaussian();
        }
        Path file = Files.createTempFile("lanewise", ".safetensors");
        try {
            new SafetensorsWriter()
                    .add("floats", floats)
                    .add("ints", ints)
                    .add("longs", longs, shape)
                    .add("doubles", doubles, shape)
                    .metadata("k\u00fc\n", "\"quoted\"")
                    .write(file);
            try (var read = SafetensorsReader.open(file)) {
                assertEquals(
                        List.of("doubles", "longs", "floats", "ints"),
                        List.copyOf(read.entries().keySet()));
                assertEquals(Map.of("k\u00fc\n", "\"quoted\""), read.metadata());
                assertArrayEquals(bits(floats), bits(read.tensor("floats")));
                assertEquals(Shape.of(shape), read.tensor("floats").shape());
                assertArrayEquals(ints.toArray(), read.ints("ints").toArray());
                assertArrayEquals(longs, read.longs("longs"));
                assertArrayEquals(doubles, read.doubles("doubles"));
            }
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void write_crossesItsOwnBuffersAndTheReaders() throws IOException {
        Tensor large = Tensor.zeros(3, 100_003);
        for (int i = 0; i < large.size(); i++) {
            large.array()[i] = i;
        }
        Path file = folder.resolve("large.safetensors");
        new SafetensorsWriter().add("large", large).write(file);
        try (var read = SafetensorsReader.open(file)) {
            assertArrayEquals(large.toArray(), read.tensor("large").toArray());
            Tensor into = Tensor.window(new float[large.size() + 5], 5, large.shape());
            read.read("large", into);
            assertArrayEquals(large.toArray(), into.toArray());
        }
    }

    @Test
    void write_givesTheSameBytesInAnyOrder() throws IOException {
        List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5, 6, 7));
        byte[] first = bytes(order);
        Collections.shuffle(order, new Random(5));
        assertArrayEquals(first, bytes(order));
    }

    private static byte[] bytes(List<Integer> order) throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter();
        for (int i : order) {
            writer.metadata("key" + i, "" + i);
            if (i % 2 == 0) {
                writer.add("t" + i, Tensor.of(new float[] {i}, 1));
            } else {
                writer.add("t" + i, new long[] {i}, 1, 1);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.writeTo(out);
        return out.toByteArray();
    }

    @Test
    void write_makesTheBytesOfTheFormat() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new SafetensorsWriter()
                .metadata("b", "2")
                .metadata("a", "1")
                .add("x", Tensor.of(new float[] {1, -2}, 2, 1))
                .writeTo(out);
        String json = "{\"__metadata__\":{\"a\":\"1\",\"b\":\"2\"},"
                + "\"x\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}}";
        String padded = json + " ".repeat((8 - json.length() % 8) % 8);
        ByteBuffer expected = ByteBuffer.allocate(8 + padded.length() + 8).order(ByteOrder.LITTLE_ENDIAN);
        expected.putLong(padded.length())
                .put(padded.getBytes(StandardCharsets.UTF_8))
                .putFloat(1)
                .putFloat(-2);
        assertArrayEquals(expected.array(), out.toByteArray());
    }

    @Test
    void add_refusesNamesThatCannotBe() {
        Tensor x = Tensor.zeros(1);
        assertEquals(
                "tensor 'x' was added before",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new SafetensorsWriter().add("x", x).add("x", x))
                        .getMessage());
        assertEquals(
                "no tensor can be named __metadata__",
                assertThrows(IllegalArgumentException.class, () -> new SafetensorsWriter().add("__metadata__", x))
                        .getMessage());
        assertEquals(
                "tensor 'x': shape [2] has 2 elements, but the array has 3",
                assertThrows(IllegalArgumentException.class, () -> new SafetensorsWriter().add("x", new long[3], 2))
                        .getMessage());
    }

    @Test
    void write_leavesNothingWhenItFails() {
        Path file = folder.resolve("none/model.safetensors");
        IOException thrown = assertThrows(
                IOException.class,
                () -> new SafetensorsWriter().add("x", Tensor.zeros(1)).write(file));
        assertEquals(
                file + ": cannot be written: the folder " + file.getParent() + " does not exist", thrown.getMessage());
        assertFalse(Files.exists(file));
    }

    private static int[] bits(Tensor tensor) {
        int[] bits = new int[tensor.size()];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(tensor.array()[tensor.offset() + i]);
        }
        return bits;
    }
}
