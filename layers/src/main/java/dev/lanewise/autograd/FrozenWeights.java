package dev.lanewise.autograd;

import dev.lanewise.kernel.PackedMatrix;
import dev.lanewise.runtime.Backend;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Copies of the matrices of a model that nobody trains any more, in the order in which products read them: for tapes that
 * only predict ({@link Tape#inference(FrozenWeights)}), any number of which share them. The results are the same bits,
 * sooner.
 *
 * <p>A weight is copied when it is used for the second time, as who asks once would wait longer; and only as long as the
 * copies stay within a number of bytes, which come on top of the weights themselves. From then on it is frozen: a tape
 * that records refuses it, so that training does not go on beside copies that know nothing of it. What else writes to a
 * frozen parameter is not seen.
 */
public final class FrozenWeights {
    // A panel of fewer columns is more filling than weights.
    private static final int LEAST_COLUMNS = PackedMatrix.PANEL / 2;

    private static final Copy USED_ONCE = new Copy(null);
    private static final Copy REFUSED = new Copy(null);

    /** What became of a parameter; no matrix if there is no copy. */
    private static final class Copy {
        private final PackedMatrix matrix;

        Copy(PackedMatrix matrix) {
            this.matrix = matrix;
        }
    }

    private final ConcurrentHashMap<Parameter, Copy> copies = new ConcurrentHashMap<>();
    private long left;

    private FrozenWeights(long bytes) {
        left = bytes;
    }

    /**
     * Copies of the weights that are used first.
     *
     * @param bytes how large they are at most, together; 0 for none
     * @throws IllegalArgumentException if it is negative
     */
    public static FrozenWeights upTo(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("frozen weights: up to " + bytes + " bytes, expected 0 or more");
        }
        return new FrozenWeights(bytes);
    }

    /** The copy of a weight [O,I], made the second time that it is asked for; null if there is none. */
    PackedMatrix of(Parameter weight) {
        Copy copy = copies.get(weight);
        if (copy == null) {
            copies.putIfAbsent(weight, USED_ONCE);
            return null;
        }
        return copy == USED_ONCE ? copied(weight) : copy.matrix;
    }

    private synchronized PackedMatrix copied(Parameter weight) {
        Copy copy = copies.get(weight);
        if (copy == USED_ONCE) {
            copy = copy(weight);
            copies.put(weight, copy);
        }
        return copy.matrix;
    }

    private Copy copy(Parameter weight) {
        int outputs = weight.shape().dim(0);
        int inputs = weight.shape().dim(1);
        long panels = Math.ceilDiv(outputs, PackedMatrix.PANEL);
        long bytes = panels * PackedMatrix.PANEL * inputs * Float.BYTES;
        if (outputs < LEAST_COLUMNS || bytes > left || bytes / Float.BYTES > Integer.MAX_VALUE - 64) {
            return REFUSED;
        }
        left -= bytes;
        weight.freeze();
        PackedMatrix matrix = PackedMatrix.of(inputs, outputs);
        Backend.kernels().gemm().pack(true, weight.value(), matrix);
        return new Copy(matrix);
    }
}
