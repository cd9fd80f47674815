package dev.lanewise.format.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.lanewise.format.AtomicFile;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Collects named tensors and writes them as a safetensors file. The same names, values and metadata give the same
 * bytes, in whatever order they were added: metadata is sorted by key, tensors by size of element (largest first,
 * which keeps all data aligned), then by name; the header is padded with spaces to a multiple of 8 bytes.
 *
 * {@snippet :
 * new SafetensorsWriter().metadata("step", "100").add("conv1.weight", w).write(path);
 * }
 *
 * <p>Tensors are not copied: their contents must not change until {@link #write} has returned.
 */
public final class SafetensorsWriter {
    private static final String METADATA = "__metadata__";
    private static final int CHUNK = 1 << 16;
    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, Item> items = new TreeMap<>();
    private final Map<String, String> metadata = new TreeMap<>();

    private record Item(String name, DType type, Shape shape, Content content) {
        long bytes() {
            return (long) shape.size() * type.bits() / 8;
        }
    }

    /** Puts elements {@code from .. from + count - 1} into an empty buffer. */
    @FunctionalInterface
    private interface Content {
        void put(ByteBuffer buffer, int from, int count);
    }

    /** A file without tensors yet. */
    public SafetensorsWriter() {}

    /**
     * Adds a text about the file.
     *
     * @throws IllegalArgumentException if the key was added before
     */
    public SafetensorsWriter metadata(String key, String text) {
        if (metadata.putIfAbsent(key, text) != null) {
            throw new IllegalArgumentException("metadata '" + key + "' was added before");
        }
        return this;
    }

    /**
     * Adds a tensor: a {@link Tensor} as F32, its NaNs with their bits; an {@link IntTensor} as I32.
     *
     * @throws IllegalArgumentException if the name was added before or is {@code __metadata__}
     */
    public SafetensorsWriter add(String name, Value value) {
        return switch (value) {
            case Tensor t ->
                add(new Item(
                        name,
                        DType.F32,
                        t.shape(),
                        (buffer, from, count) -> buffer.asFloatBuffer().put(t.array(), t.offset() + from, count)));
            case IntTensor t ->
                add(new Item(
                        name,
                        DType.I32,
                        t.shape(),
                        (buffer, from, count) -> buffer.asIntBuffer().put(t.array(), t.offset() + from, count)));
        };
    }

    /**
     * Adds 64-bit integers, as I64.
     *
     * @throws IllegalArgumentException as {@link #add(String, Value)}, and if the shape's size is not the array's
     *     length
     */
    public SafetensorsWriter add(String name, long[] values, int... shape) {
        return add(new Item(
                name,
                DType.I64,
                shape(name, values.length, shape),
                (buffer, from, count) -> buffer.asLongBuffer().put(values, from, count)));
    }

    /**
     * Adds 64-bit floats, as F64.
     *
     * @throws IllegalArgumentException as {@link #add(String, Value)}, and if the shape's size is not the array's
     *     length
     */
    public SafetensorsWriter add(String name, double[] values, int... shape) {
        return add(new Item(
                name,
                DType.F64,
                shape(name, values.length, shape),
                (buffer, from, count) -> buffer.asDoubleBuffer().put(values, from, count)));
    }

    private static Shape shape(String name, int length, int... extents) {
        Shape shape = Shape.of(extents);
        if (shape.size() != length) {
            throw new IllegalArgumentException("tensor '" + name + "': shape " + shape + " has " + shape.size()
                    + " elements, but the array has " + length);
        }
        return shape;
    }

    private SafetensorsWriter add(Item item) {
        if (item.name.equals(METADATA)) {
            throw new IllegalArgumentException("no tensor can be named " + METADATA);
        }
        if (items.putIfAbsent(item.name, item) != null) {
            throw new IllegalArgumentException("tensor '" + item.name + "' was added before");
        }
        return this;
    }

    /**
     * Writes the file whole or not at all, forced to the disk.
     *
     * @throws IOException with one line that names the file, if it cannot be written; what was there is unchanged
     */
    public void write(Path file) throws IOException {
        AtomicFile.write(file, this::writeTo);
    }

    /**
     * Adds, as metadata {@code sha256}, a hash over everything added so far: {@link SafetensorsReader#verify} then finds
     * any damage. To be called last.
     */
    public SafetensorsWriter seal() throws IOException {
        List<Item> inOrder = inOrder();
        Seal seal = new Seal(metadata);
        inOrder.forEach(item -> seal.entry(item.name, item.type.name(), item.shape.toArray()));
        writeData(inOrder, seal.data());
        return metadata(Seal.KEY, seal.hex());
    }

    private List<Item> inOrder() {
        List<Item> inOrder = new ArrayList<>(items.values());
        // Stable: within one size the names stay sorted.
        inOrder.sort(Comparator.comparingInt((Item item) -> item.type.bits()).reversed());
        return inOrder;
    }

    /** Writes the file's bytes to a stream, which is left open. */
    public void writeTo(OutputStream out) throws IOException {
        List<Item> inOrder = inOrder();
        out.write(header(inOrder));
        writeData(inOrder, out);
    }

    private static void writeData(List<Item> inOrder, OutputStream out) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        for (Item item : inOrder) {
            int size = item.type.bits() / 8;
            int step = CHUNK / size;
            for (int from = 0; from < item.shape.size(); from += step) {
                int count = Math.min(step, item.shape.size() - from);
                item.content.put(buffer, from, count);
                out.write(buffer.array(), 0, count * size);
            }
        }
    }

    /** The length, the JSON and the padding. */
    private byte[] header(List<Item> inOrder) {
        byte[] json = json(inOrder);
        int length = (json.length + 7) / 8 * 8;
        ByteBuffer header = ByteBuffer.allocate(Long.BYTES + length).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(length).put(json);
        while (header.hasRemaining()) {
            header.put((byte) ' ');
        }
        return header.array();
    }

    private byte[] json(List<Item> inOrder) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart(METADATA);
                for (Map.Entry<String, String> entry : metadata.entrySet()) {
                    json.writeStringField(entry.getKey(), entry.getValue());
                }
                json.writeEndObject();
            }
            long at = 0;
            for (Item item : inOrder) {
                json.writeObjectFieldStart(item.name);
                json.writeStringField("dtype", item.type.name());
                json.writeFieldName("shape");
                json.writeArray(item.shape.toArray(), 0, item.shape.rank());
                json.writeFieldName("data_offsets");
                json.writeArray(new long[] {at, at + item.bytes()}, 0, 2);
                json.writeEndObject();
                at += item.bytes();
            }
            json.writeEndObject();
        } catch (IOException e) {
            // The stream is in memory.
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
