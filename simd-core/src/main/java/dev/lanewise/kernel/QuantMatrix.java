package dev.lanewise.kernel;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/**
 * A matrix of weights [N,K] in fewer bits, immutable, in memory of its own. Every format holds floats exactly: what a
 * kernel computes with is {@link #get}, without a further rounding. Weights are finite.
 *
 * <p>The rows lie in panels of {@value #PANEL}; in a panel, word {@code (k / perWord) * PANEL + j} has the columns k of
 * row j of the panel, the first in the lowest bits, so that a kernel that runs along the columns finds the rows side by
 * side at any vector width and needs shifts only. Rows beyond N and columns beyond K are zeros.
 *
 * <p>Two are equal only if they are the same object.
 */
public final class QuantMatrix {
    /** How a weight is stored. */
    public enum Format {
        /** The upper half of a float. */
        BF16(2, 0),
        /** IEEE 754 binary16. */
        FP16(2, 0),
        /**
         * Signed bytes with one binary16 scale for 32 columns of a row, as in GGUF: {@code w = d q}. Made from floats, d
         * is the largest magnitude of the block over 127, to nearest even, and q the whole number nearest to w / d, ties
         * to even, in [-127, 127]: {@code |w - d q| <= d / 2} where d is not subnormal.
         */
        Q8_0(4, 32);

        private final int perWord;
        private final int block;

        Format(int perWord, int block) {
            this.perWord = perWord;
            this.block = block;
        }

        /** Columns in a word of 32 bits. */
        public int perWord() {
            return perWord;
        }
    }

    /** Rows of a panel. */
    public static final int PANEL = 64;

    /** Columns that share a scale. */
    public static final int BLOCK = 32;

    /** What the unpacked bits of a binary16 are multiplied with: the difference of the exponents' biases. */
    public static final float FP16_UNBIAS = 0x1p112f;

    private static final int HALF_BYTES = 2;
    private static final int Q8_BLOCK_BYTES = HALF_BYTES + BLOCK;
    private static final float LARGEST = 127f;

    private final Format format;
    private final int rows;
    private final int columns;
    private final int depth;
    private final int blocks;
    private final int[] words;
    private final float[] scales;

    private QuantMatrix(Format format, int rows, int columns) {
        this.format = format;
        this.rows = rows;
        this.columns = columns;
        this.depth = Math.ceilDiv(columns, format.perWord);
        this.blocks = format.block == 0 ? 0 : Math.ceilDiv(columns, format.block);
        long panels = Math.ceilDiv(rows, PANEL);
        this.words = new int[size(rows, columns, panels * depth * PANEL)];
        this.scales = new float[size(rows, columns, panels * blocks * PANEL)];
    }

    private static int size(int rows, int columns, long size) {
        if (size > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "quant: [" + rows + ", " + columns + "] needs " + size + " words, more than an array can have");
        }
        return (int) size;
    }

    /**
     * The nearest matrix of a format, ties to even.
     *
     * @param w [N,K]; copied
     * @throws IllegalArgumentException if w is no matrix, or naming the first weight that the format cannot hold: one that
     *     is not finite, or rounds to an infinity
     */
    public static QuantMatrix of(Format format, Tensor w) {
        if (w.shape().rank() != 2) {
            throw new IllegalArgumentException("quant: w has shape " + w.shape() + ", expected [N,K]");
        }
        QuantMatrix q = new QuantMatrix(format, w.dim(0), w.dim(1));
        for (int n = 0; n < q.rows; n++) {
            int at = w.offset() + n * q.columns;
            if (format == Format.Q8_0) {
                for (int k = 0; k < q.columns; k += BLOCK) {
                    q.roundBlock(w.array(), at, n, k);
                }
            } else {
                for (int k = 0; k < q.columns; k++) {
                    q.half(n, k, format == Format.BF16 ? bf16(w.array()[at + k]) : fp16(w.array()[at + k]));
                }
            }
        }
        return q;
    }

    /**
     * A matrix as it stands in a file, little-endian, row after row: halves, or for {@link Format#Q8_0} blocks of a scale
     * and 32 bytes.
     *
     * @param from where it begins
     * @throws IllegalArgumentException if the bytes end before the matrix, a row is no whole number of blocks, or naming the
     *     first weight or scale that is not finite
     */
    public static QuantMatrix read(Format format, byte[] bytes, int from, int rows, int columns) {
        if (rows < 0 || columns < 0 || (format == Format.Q8_0 && columns % BLOCK != 0)) {
            throw new IllegalArgumentException("quant: [" + rows + ", " + columns + "], expected extents of at least 0"
                    + (format == Format.Q8_0 ? ", the second a multiple of " + BLOCK : ""));
        }
        long row = format == Format.Q8_0 ? (long) columns / BLOCK * Q8_BLOCK_BYTES : (long) columns * HALF_BYTES;
        if (from < 0 || bytes.length - from < row * rows) {
            throw new IllegalArgumentException("quant: [" + rows + ", " + columns + "] of " + format + " has "
                    + row * rows + " bytes, but from " + from + " there are " + (bytes.length - from));
        }
        QuantMatrix q = new QuantMatrix(format, rows, columns);
        int at = from;
        for (int n = 0; n < rows; n++) {
            int step = format == Format.Q8_0 ? BLOCK : 1;
            for (int k = 0; k < columns; k += step) {
                if (format == Format.Q8_0) {
                    q.readBlock(bytes, at, n, k);
                    at += Q8_BLOCK_BYTES;
                } else {
                    q.half(n, k, littleEndian(bytes, at));
                    at += HALF_BYTES;
                }
            }
        }
        return q;
    }

    private static int littleEndian(byte[] bytes, int at) {
        return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8;
    }

    private static int bf16(float w) {
        int bits = Float.floatToIntBits(w);
        // A NaN must not be rounded to an infinity or to -0: cut off, it stays a NaN.
        return Float.isNaN(w) ? bits >>> 16 : (bits + 0x7fff + (bits >>> 16 & 1)) >>> 16;
    }

    private static int fp16(float w) {
        return Float.floatToFloat16(w) & 0xffff;
    }

    private void half(int n, int k, int bits) {
        put(n, k, bits, 16);
        requireFinite("weight", get(n, k), n, k);
    }

    private void roundBlock(float[] w, int at, int n, int k) {
        int end = Math.min(k + BLOCK, columns);
        float largest = 0f;
        for (int i = k; i < end; i++) {
            requireFinite("weight", w[at + i], n, i);
            largest = Math.max(largest, Math.abs(w[at + i]));
        }
        float d = Float.float16ToFloat(Float.floatToFloat16(largest / LARGEST));
        requireFinite("scale", d, n, k);
        scales[scaleAt(n, k)] = d;
        for (int i = k; i < end; i++) {
            // Where d is subnormal it may be much too small, or 0.
            double q = d == 0f ? 0 : Math.clamp(Math.rint((double) w[at + i] / d), -LARGEST, LARGEST);
            put(n, i, (int) q & 0xff, 8);
        }
    }

    private void readBlock(byte[] bytes, int at, int n, int k) {
        float d = Float.float16ToFloat((short) littleEndian(bytes, at));
        requireFinite("scale", d, n, k);
        scales[scaleAt(n, k)] = d;
        for (int i = 0; i < BLOCK; i++) {
            put(n, k + i, bytes[at + HALF_BYTES + i] & 0xff, 8);
        }
    }

    private void requireFinite(String what, float value, int n, int k) {
        if (!Float.isFinite(value)) {
            throw new IllegalArgumentException("quant: " + what + " at [" + n + ", " + k + "] is " + value + " in "
                    + format + ", expected a finite number");
        }
    }

    private int wordAt(int n, int k) {
        return (n / PANEL * depth + k / format.perWord) * PANEL + n % PANEL;
    }

    private int scaleAt(int n, int k) {
        return (n / PANEL * blocks + k / BLOCK) * PANEL + n % PANEL;
    }

    private void put(int n, int k, int bits, int width) {
        words[wordAt(n, k)] |= bits << k % format.perWord * width;
    }

    /** How the weights are stored. */
    public Format format() {
        return format;
    }

    /** The extent N. */
    public int rows() {
        return rows;
    }

    /** The extent K. */
    public int columns() {
        return columns;
    }

    /** Words of one row: K over the columns in a word, rounded up. */
    public int depth() {
        return depth;
    }

    /** The words, panel after panel: for reading, not a copy. */
    public int[] words() {
        return words;
    }

    /**
     * The scales, panel after panel, for reading, not a copy: {@code (k / 32) * PANEL + j} in a panel. Empty if the format
     * has none.
     */
    public float[] scales() {
        return scales;
    }

    /** Scales of one row; 0 if the format has none. */
    public int blocks() {
        return blocks;
    }

    /** The bytes that the weights occupy. */
    public long bytes() {
        return 4L * words.length + 4L * scales.length;
    }

    /** One weight, exactly. */
    public float get(int n, int k) {
        if (n < 0 || n >= rows || k < 0 || k >= columns) {
            throw new IndexOutOfBoundsException("[" + n + ", " + k + "] of [" + rows + ", " + columns + "]");
        }
        int word = words[wordAt(n, k)];
        return switch (format) {
            case BF16 -> Float.intBitsToFloat(word >>> k % 2 * 16 << 16);
            case FP16 -> Float.float16ToFloat((short) (word >>> k % 2 * 16));
            case Q8_0 -> scales[scaleAt(n, k)] * (byte) (word >>> k % 4 * 8);
        };
    }

    /** All weights as floats, exactly: [N,K]. */
    public Tensor toTensor() {
        Tensor w = Tensor.zeros(Shape.of(rows, columns));
        for (int n = 0; n < rows; n++) {
            for (int k = 0; k < columns; k++) {
                w.array()[n * columns + k] = get(n, k);
            }
        }
        return w;
    }

    @Override
    public String toString() {
        return format + "[" + rows + ", " + columns + "]";
    }
}
