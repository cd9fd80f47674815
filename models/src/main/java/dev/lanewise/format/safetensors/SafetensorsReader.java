package dev.lanewise.format.safetensors;

import dev.lanewise.format.FormatException;
import dev.lanewise.format.InputFile;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * Reads a safetensors file. Opening it reads and checks the header; tensors are read when asked for.
 *
 * <p>The checks are those of the reference implementation: the header's length at most 100 MB and within the file,
 * valid JSON without duplicate names, the data without gaps or overlaps and ending where the file ends, each tensor's
 * size equal to its shape times its type. An element type that is not known is described but not read.
 *
 * {@snippet :
 * try (var file = SafetensorsReader.open(path)) {
 *     Tensor w = file.tensor("conv1.weight");
 *     String step = file.metadata().get("step");
 * }
 * }
 *
 * <p>Every failure of the file's contents is a {@link FormatException} of one line. Any number of threads may read.
 */
public final class SafetensorsReader implements AutoCloseable {
    private static final int HEADER_LIMIT = 100_000_000;
    private static final int CHUNK = 1 << 18;
    private static final int NAMES_SHOWN = 8;

    private final Path path;
    private final FileChannel channel;
    private final Header header;
    private final long dataAt;

    private SafetensorsReader(Path path, FileChannel channel, Header header, long dataAt) {
        this.path = path;
        this.channel = channel;
        this.header = header;
        this.dataAt = dataAt;
    }

    /**
     * Opens a file and checks its header.
     *
     * @throws IOException if the file cannot be opened or read
     * @throws FormatException if it is damaged or not a safetensors file
     */
    public static SafetensorsReader open(Path path) throws IOException {
        FileChannel channel = InputFile.open(path);
        try {
            long size = channel.size();
            if (size < Long.BYTES) {
                throw new FormatException(
                        path + ": has " + size + " bytes, expected at least 8 for the header's length");
            }
            long length = read(path, channel, 0, Long.BYTES).getLong();
            if (length < 0 || length > HEADER_LIMIT) {
                throw new FormatException(path + ": says that its header has " + Long.toUnsignedString(length)
                        + " bytes, expected at most " + HEADER_LIMIT + ": not a safetensors file, or damaged");
            }
            if (length > size - Long.BYTES) {
                throw new FormatException(path + ": has " + size + " bytes, expected at least " + (length + Long.BYTES)
                        + " for the header: it is cut short, or not a safetensors file");
            }
            byte[] json = read(path, channel, Long.BYTES, (int) length).array();
            long dataAt = Long.BYTES + length;
            return new SafetensorsReader(path, channel, Header.parse(path.toString(), json, size - dataAt), dataAt);
        } catch (Throwable t) {
            channel.close();
            throw t;
        }
    }

    /** What the file holds, by name, in the order of its header; not to be changed. */
    public SequencedMap<String, TensorEntry> entries() {
        return header.entries();
    }

    /** The file's texts, by key, in the order of its header; empty if it has none; not to be changed. */
    public SequencedMap<String, String> metadata() {
        return header.metadata();
    }

    /**
     * A float tensor, with an array of its own. F16 and BF16 are widened, F64 is rounded to the nearest float.
     *
     * @throws FormatException if there is none of this name, it is not of a floating type, or no array can hold it
     */
    public Tensor tensor(String name) throws IOException {
        TensorEntry entry = entry(name);
        checkFloating(entry);
        Tensor tensor = Tensor.zeros(shape(entry));
        fill(entry, tensor);
        return tensor;
    }

    /**
     * Reads a float tensor into one that is there.
     *
     * @param into overwritten wholly
     * @throws FormatException as {@link #tensor}, and if the shapes differ
     */
    public void read(String name, Tensor into) throws IOException {
        TensorEntry entry = entry(name);
        checkFloating(entry);
        if (!shape(entry).equals(into.shape())) {
            throw new FormatException(
                    path + ": tensor '" + name + "' has the shape " + entry.shape() + ", expected " + into.shape());
        }
        fill(entry, into);
    }

    /**
     * An integer tensor: any integer type, and BOOL as 0 and 1.
     *
     * @throws FormatException if there is none of this name, it is not of an integer type, no array can hold it, or a
     *     value does not fit an int
     */
    public IntTensor ints(String name) throws IOException {
        TensorEntry entry = entry(name);
        DType type = checkInteger(entry);
        IntTensor tensor = IntTensor.zeros(shape(entry).toArray());
        chunks(entry, type, (buffer, at, count) -> {
            for (int i = 0; i < count; i++) {
                long value = Elements.integer(buffer, i, type);
                if (value != (int) value || (type == DType.U64 && value < 0)) {
                    throw new FormatException(path + ": tensor '" + name + "' has "
                            + (type == DType.U64 ? Long.toUnsignedString(value) : Long.toString(value)) + " at element "
                            + (at + i) + ", which does not fit 32 bits");
                }
                tensor.array()[at + i] = (int) value;
            }
        });
        return tensor;
    }

    /** The elements of an integer or BOOL tensor, row-major; U64 keeps its bits. Errors as {@link #ints}. */
    public long[] longs(String name) throws IOException {
        TensorEntry entry = entry(name);
        DType type = checkInteger(entry);
        long[] values = new long[shape(entry).size()];
        chunks(entry, type, (buffer, at, count) -> {
            for (int i = 0; i < count; i++) {
                values[at + i] = Elements.integer(buffer, i, type);
            }
        });
        return values;
    }

    /** The elements of a tensor of a floating type, row-major, not rounded. Errors as {@link #tensor}. */
    public double[] doubles(String name) throws IOException {
        TensorEntry entry = entry(name);
        DType type = checkFloating(entry);
        double[] values = new double[shape(entry).size()];
        chunks(entry, type, (buffer, at, count) -> {
            for (int i = 0; i < count; i++) {
                values[at + i] = Elements.floating(buffer, i, type);
            }
        });
        return values;
    }

    /** True if the file carries a hash of its contents. */
    public boolean isSealed() {
        return metadata().containsKey(Seal.KEY);
    }

    /**
     * Compares the file with the hash that {@link SafetensorsWriter#seal} put into it.
     *
     * @throws FormatException if there is none, or the file is not what was written
     */
    public void verify() throws IOException {
        String expected = metadata().get(Seal.KEY);
        if (expected == null) {
            throw new FormatException(path + ": damaged, its sha256 is missing");
        }
        Seal seal = new Seal(metadata());
        long end = 0;
        for (TensorEntry entry : entries().values()) {
            seal.entry(entry.name(), entry.dtype(), shape(entry).toArray());
            end = Math.max(end, entry.to());
        }
        try (OutputStream data = seal.data()) {
            for (long at = 0; at < end; at += CHUNK) {
                int length = (int) Math.min(CHUNK, end - at);
                data.write(read(path, channel, dataAt + at, length).array(), 0, length);
            }
        }
        if (!seal.hex().equals(expected)) {
            throw new FormatException(path + ": damaged, its contents do not match its sha256");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private TensorEntry entry(String name) {
        TensorEntry entry = header.entries().get(name);
        if (entry == null) {
            int more = header.entries().size() - NAMES_SHOWN;
            throw new FormatException(path + ": no tensor '" + name + "'; it holds "
                    + header.entries().keySet().stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "))
                    + (more > 0 ? " and " + more + " more" : ""));
        }
        return entry;
    }

    private DType checkFloating(TensorEntry entry) {
        DType type = entry.type().orElse(null);
        return switch (type) {
            case F64, F32, F16, BF16 -> type;
            case null, default -> throw wrongType(entry, "F32, F16, BF16 or F64");
        };
    }

    private DType checkInteger(TensorEntry entry) {
        DType type = entry.type().orElse(null);
        return switch (type) {
            case I64, I32, I16, I8, U64, U32, U16, U8, BOOL -> type;
            case null, default -> throw wrongType(entry, "an integer type or BOOL");
        };
    }

    private FormatException wrongType(TensorEntry entry, String expected) {
        return new FormatException(
                path + ": tensor '" + entry.name() + "' is of type " + entry.dtype() + ", expected " + expected);
    }

    private Shape shape(TensorEntry entry) {
        try {
            return entry.asShape();
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new FormatException(path + ": tensor '" + entry.name() + "': " + e.getMessage(), e);
        }
    }

    private void fill(TensorEntry entry, Tensor tensor) throws IOException {
        DType type = entry.type().orElseThrow();
        float[] array = tensor.array();
        int offset = tensor.offset();
        chunks(entry, type, (buffer, at, count) -> Elements.floats(buffer, type, array, offset + at, count));
    }

    /** What is done with some elements: {@code count} of them in the buffer, the first being element {@code at}. */
    @FunctionalInterface
    private interface Chunk {
        void accept(ByteBuffer buffer, int at, int count);
    }

    private void chunks(TensorEntry entry, DType type, Chunk chunk) throws IOException {
        int size = type.bits() / 8;
        for (long at = entry.from(); at < entry.to(); at += CHUNK) {
            int length = (int) Math.min(CHUNK, entry.to() - at);
            chunk.accept(read(path, channel, dataAt + at, length), (int) ((at - entry.from()) / size), length / size);
        }
    }

    private static ByteBuffer read(Path path, FileChannel channel, long at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                throw new FormatException(path + ": became shorter while it was read");
            }
        }
        return buffer.flip();
    }
}
