package dev.lanewise.kernel;

import dev.lanewise.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Padding of the innermost axes of a tensor.
 *
 * @param mode what stands in the padding
 * @param value of {@link PadMode#CONSTANT}; 0 otherwise
 * @param before elements before the first, of each padded axis, outermost first; the last entry is the innermost axis
 * @param after elements after the last, likewise
 */
public record PadShape(PadMode mode, float value, List<Integer> before, List<Integer> after) {
    public PadShape {
        before = List.copyOf(before);
        after = List.copyOf(after);
        if (before.isEmpty() || before.size() != after.size()) {
            throw new IllegalArgumentException(
                    "pad: before " + before + ", after " + after + ", expected one number each for every axis");
        }
        for (int i = 0; i < before.size(); i++) {
            if (before.get(i) < 0 || after.get(i) < 0) {
                throw new IllegalArgumentException(
                        "pad: before " + before + ", after " + after + ", expected at least 0 each");
            }
        }
        if (mode != PadMode.CONSTANT && value != 0f) {
            throw new IllegalArgumentException("pad: value " + value + " in mode " + mode + ", expected 0");
        }
    }

    /** The number of axes that are padded, the innermost ones. */
    public int axes() {
        return before.size();
    }

    /** True if nothing is added. */
    public boolean none() {
        return before.stream().allMatch(n -> n == 0) && after.stream().allMatch(n -> n == 0);
    }

    /**
     * The shape of a padded tensor.
     *
     * @throws IllegalArgumentException if x has too few axes, or one is too short for the mode
     */
    public Shape padded(Shape x) {
        int outer = x.rank() - axes();
        if (outer < 0) {
            throw new IllegalArgumentException("pad: x has shape " + x + ", expected at least " + axes()
                    + " axes, which" + " are padded by " + before + " before and " + after + " after");
        }
        Shape y = x;
        for (int i = 0; i < axes(); i++) {
            int extent = x.dim(outer + i);
            int most = Math.max(before.get(i), after.get(i));
            int allowed = switch (mode) {
                case CONSTANT -> Integer.MAX_VALUE;
                case REFLECT -> Math.max(0, extent - 1);
                case CIRCULAR -> extent;
                case REPLICATE, MEAN -> extent == 0 ? 0 : Integer.MAX_VALUE;
            };
            if (most > allowed) {
                throw new IllegalArgumentException("pad: x has shape " + x + ", axis " + (outer + i)
                        + " is to be padded by " + before.get(i) + " and " + after.get(i) + " in mode " + mode
                        + ", expected at most " + allowed);
            }
            y = y.with(outer + i, Math.addExact(extent, Math.addExact(before.get(i), after.get(i))));
        }
        return y;
    }

    /** The same number of elements before and after each of the innermost axes. */
    public static PadShape symmetric(PadMode mode, Integer... each) {
        return new PadShape(mode, 0f, List.of(each), List.of(each));
    }

    /**
     * A constant before and after one axis.
     *
     * @param rank of the tensor
     * @param axis a negative one is counted from the end
     */
    public static PadShape axis(float value, int rank, int axis, int before, int after) {
        int inner = axis < 0 ? -axis : rank - axis;
        if (inner < 1 || inner > rank) {
            throw new IllegalArgumentException("pad: axis " + axis + " of a tensor of rank " + rank);
        }
        List<Integer> first = new ArrayList<>(List.of(before));
        List<Integer> last = new ArrayList<>(List.of(after));
        while (first.size() < inner) {
            first.add(0);
            last.add(0);
        }
        return new PadShape(PadMode.CONSTANT, value, first, last);
    }
}
