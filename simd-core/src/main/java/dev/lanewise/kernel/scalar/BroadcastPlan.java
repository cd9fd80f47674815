package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.BroadcastShapes;
import dev.lanewise.tensor.Shape;

/**
 * Two operands that are broadcast, as an outer odometer and an innermost run in which an operand is either contiguous or
 * one repeated element. A thread has one plan, which it describes anew for every call, so that no call allocates.
 */
public final class BroadcastPlan {
    private static final int BOTH = 0;
    private static final int REPEATS_A = 1;
    private static final int REPEATS_B = 2;
    private static final int BOTH_REPEAT = 3;

    private static final ThreadLocal<BroadcastPlan> MINE = ThreadLocal.withInitial(BroadcastPlan::new);

    // Of the outer axes; longer where a shape had more axes than this one.
    private int[] extents = new int[8];
    private int[] stridesA = new int[8];
    private int[] stridesB = new int[8];
    private int axes;
    private int inner;
    private boolean repeatsA;
    private boolean repeatsB;
    private int outer;

    private BroadcastPlan() {}

    /**
     * The plan of a and b broadcast to y, valid until this thread asks for the next; with both repeated innermost, a
     * counts as repeated.
     */
    public static BroadcastPlan of(Shape a, Shape b, Shape y) {
        BroadcastPlan plan = MINE.get();
        plan.describe(a, b, y);
        return plan;
    }

    private void describe(Shape a, Shape b, Shape y) {
        int rank = y.rank();
        if (extents.length < rank) {
            extents = new int[rank];
            stridesA = new int[rank];
            stridesB = new int[rank];
        }
        strides(a, y, stridesA);
        strides(b, y, stridesB);
        int axis = rank - 1;
        int kind = -1;
        inner = 1;
        while (axis >= 0) {
            // An axis of one element fits any run.
            if (y.dim(axis) != 1) {
                int mine = kind(stridesA[axis], stridesB[axis]);
                if (mine == BOTH_REPEAT || (kind >= 0 && mine != kind)) {
                    break;
                }
                kind = mine;
            }
            inner *= y.dim(axis--);
        }
        repeatsA = kind == REPEATS_A;
        repeatsB = kind == REPEATS_B;
        axes = axis + 1;
        outer = inner == 0 ? 0 : 1;
        for (int i = 0; i < axes; i++) {
            extents[i] = y.dim(i);
            outer *= extents[i];
        }
    }

    private static int kind(int strideA, int strideB) {
        if (strideA == 0) {
            return strideB == 0 ? BOTH_REPEAT : REPEATS_A;
        }
        return strideB == 0 ? REPEATS_B : BOTH;
    }

    private static void strides(Shape operand, Shape y, int[] strides) {
        int stride = 1;
        for (int i = y.rank() - 1; i >= 0; i--) {
            int extent = BroadcastShapes.extent(operand, y.rank(), i);
            strides[i] = extent == 1 ? 0 : stride;
            stride *= extent;
        }
    }

    /** The length of the innermost run. */
    public int inner() {
        return inner;
    }

    /** The number of runs. */
    public int outer() {
        return outer;
    }

    /** True if a is one element in a run. */
    public boolean repeatsA() {
        return repeatsA;
    }

    /** True if b is one element in a run. */
    public boolean repeatsB() {
        return repeatsB;
    }

    /** Where the run begins in a. */
    public int offsetA(int run) {
        return offset(run, stridesA);
    }

    /** Where the run begins in b. */
    public int offsetB(int run) {
        return offset(run, stridesB);
    }

    /** How many runs, this one included, are a fixed step apart in a and in b. */
    public int left(int run) {
        return axes == 0 ? 1 : extents[axes - 1] - run % extents[axes - 1];
    }

    /** That step in a. */
    public int stepA() {
        return axes == 0 ? 0 : stridesA[axes - 1];
    }

    /** That step in b. */
    public int stepB() {
        return axes == 0 ? 0 : stridesB[axes - 1];
    }

    private int offset(int run, int[] strides) {
        int rest = run;
        int offset = 0;
        for (int i = axes - 1; i >= 0; i--) {
            offset += rest % extents[i] * strides[i];
            rest /= extents[i];
        }
        return offset;
    }
}
