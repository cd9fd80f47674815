package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.BroadcastShapes;
import dev.lanewise.tensor.Shape;
import java.util.Arrays;

/**
 * Two operands that are broadcast, as an outer odometer and an innermost run in which an operand is either contiguous or
 * one repeated element.
 */
final class BroadcastPlan {
    private static final int BOTH = 0;
    private static final int REPEATS_A = 1;
    private static final int REPEATS_B = 2;
    private static final int BOTH_REPEAT = 3;

    private final int[] extents;
    private final int[] stridesA;
    private final int[] stridesB;
    private final int inner;
    private final boolean repeatsA;
    private final boolean repeatsB;
    private final int outer;

    private BroadcastPlan(int[] extents, int[] stridesA, int[] stridesB, int axes, int inner, int kind) {
        this.extents = Arrays.copyOf(extents, axes);
        this.stridesA = stridesA;
        this.stridesB = stridesB;
        this.inner = inner;
        this.repeatsA = kind == REPEATS_A;
        this.repeatsB = kind == REPEATS_B;
        int runs = inner == 0 ? 0 : 1;
        for (int extent : this.extents) {
            runs *= extent;
        }
        this.outer = runs;
    }

    /** The plan of a and b broadcast to y; with both repeated innermost, a counts as repeated. */
    static BroadcastPlan of(Shape a, Shape b, Shape y) {
        int rank = y.rank();
        int[] extents = y.toArray();
        int[] sa = strides(a, y);
        int[] sb = strides(b, y);
        int axis = rank - 1;
        int kind = -1;
        int inner = 1;
        while (axis >= 0) {
            // An axis of one element fits any run.
            if (extents[axis] != 1) {
                int mine = sa[axis] == 0 ? (sb[axis] == 0 ? BOTH_REPEAT : REPEATS_A) : sb[axis] == 0 ? REPEATS_B : BOTH;
                if (mine == BOTH_REPEAT || (kind >= 0 && mine != kind)) {
                    break;
                }
                kind = mine;
            }
            inner *= extents[axis--];
        }
        return new BroadcastPlan(extents, sa, sb, axis + 1, inner, kind);
    }

    private static int[] strides(Shape operand, Shape y) {
        int[] strides = new int[y.rank()];
        int stride = 1;
        for (int i = y.rank() - 1; i >= 0; i--) {
            int extent = BroadcastShapes.extent(operand, y.rank(), i);
            strides[i] = extent == 1 ? 0 : stride;
            stride *= extent;
        }
        return strides;
    }

    /** The length of the innermost run. */
    int inner() {
        return inner;
    }

    /** The number of runs. */
    int outer() {
        return outer;
    }

    /** True if a is one element in a run. */
    boolean repeatsA() {
        return repeatsA;
    }

    /** True if b is one element in a run. */
    boolean repeatsB() {
        return repeatsB;
    }

    /** Where the run begins in a. */
    int offsetA(int run) {
        return offset(run, stridesA);
    }

    /** Where the run begins in b. */
    int offsetB(int run) {
        return offset(run, stridesB);
    }

    private int offset(int run, int[] strides) {
        int rest = run;
        int offset = 0;
        for (int i = extents.length - 1; i >= 0; i--) {
            offset += rest % extents[i] * strides[i];
            rest /= extents[i];
        }
        return offset;
    }
}
