package dev.lanewise.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Op;
import dev.lanewise.kernel.Csr;
import dev.lanewise.op.graph.SegmentMax;
import dev.lanewise.op.graph.SegmentMean;
import dev.lanewise.op.graph.SegmentSoftmax;
import dev.lanewise.op.graph.SegmentSum;
import dev.lanewise.tensor.Shape;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The operations over the entries of rows against central differences, over random matrices and what is made of them. */
class GraphGradientTest {
    private static final int TRIES = 40;

    /** Rows, some of them empty, with columns that may repeat; of every kind that a Csr comes in. */
    private static Csr csr(int rows, int columns, long seed) {
        Random random = new Random(seed);
        int[] pointers = new int[rows + 1];
        for (int r = 0; r < rows; r++) {
            pointers[r + 1] = pointers[r] + random.nextInt(4);
        }
        int[] index = random.ints(pointers[rows], 0, columns).toArray();
        Csr csr = Csr.of(columns, pointers, index);
        return switch (random.nextInt(6)) {
            case 0 -> csr.transposed();
            case 1 -> csr.entryRows();
            case 2 -> csr.sources();
            case 3 -> csr.transposed().entryRows();
            case 4 -> csr.transposed().sources();
            default -> csr;
        };
    }

    private static GradientCheck check(Op op, long seed) {
        return GradientCheck.of(op).seed(seed);
    }

    @Property(tries = TRIES)
    @Checks(SegmentSum.class)
    void sum_matchesDifferences(
            @ForAll @IntRange(min = 1, max = 6) int rows,
            @ForAll @IntRange(min = 1, max = 5) int columns,
            @ForAll @IntRange(min = 1, max = 3) int part,
            @ForAll @IntRange(max = 3) int heads,
            @ForAll long seed) {
        Csr csr = csr(rows, columns, seed);
        Inputs in = new Inputs(seed);
        int d = part * Math.max(1, heads);
        GradientCheck check = check(new SegmentSum(csr), seed)
                .input("x", in.floats(Shape.of(csr.columns(), d)))
                .output(csr.rows(), d);
        if (heads > 0) {
            check.input("w", in.floats(Shape.of(csr.entries(), heads)));
        }
        check.check();
    }

    @Property(tries = TRIES)
    @Checks(SegmentMean.class)
    void mean_matchesDifferences(
            @ForAll @IntRange(min = 1, max = 6) int rows,
            @ForAll @IntRange(min = 1, max = 5) int columns,
            @ForAll @IntRange(min = 1, max = 20) int d,
            @ForAll long seed) {
        Csr csr = csr(rows, columns, seed);
        check(new SegmentMean(csr), seed)
                .input("x", new Inputs(seed).floats(Shape.of(csr.columns(), d)))
                .output(csr.rows(), d)
                .check();
    }

    @Property(tries = TRIES)
    @Checks(SegmentMax.class)
    void max_matchesDifferences(
            @ForAll @IntRange(min = 1, max = 6) int rows,
            @ForAll @IntRange(min = 1, max = 5) int columns,
            @ForAll @IntRange(min = 1, max = 3) int d,
            @ForAll long seed) {
        Csr csr = csr(rows, columns, seed);
        check(new SegmentMax(csr), seed)
                .input("x", new Inputs(seed).spacedPlanes(Shape.of(csr.columns(), d)))
                .output(csr.rows(), d)
                .check();
    }

    @Property(tries = TRIES)
    @Checks(SegmentSoftmax.class)
    void softmax_matchesDifferences(
            @ForAll @IntRange(min = 1, max = 6) int rows,
            @ForAll @IntRange(min = 1, max = 5) int columns,
            @ForAll @IntRange(min = 1, max = 3) int heads,
            @ForAll long seed) {
        Csr csr = csr(rows, columns, seed);
        check(new SegmentSoftmax(csr), seed)
                .input("x", new Inputs(seed).floats(Shape.of(csr.entries(), heads)))
                .output(csr.entries(), heads)
                .check();
    }

    @Property(tries = 10)
    void flops_countTheTerms(@ForAll @IntRange(min = 1, max = 5) int d, @ForAll long seed) {
        Csr csr = csr(4, 3, seed);
        Shape x = Shape.of(csr.columns(), d);
        Shape y = Shape.of(csr.rows(), d);
        DifferentiableOp sum = new SegmentSum(csr);
        long terms = (long) csr.entries() * d;
        assertEquals(terms, sum.flops(java.util.List.of(x), java.util.List.of(y)));
        assertEquals(2 * terms, sum.flops(java.util.List.of(x, Shape.of(csr.entries(), 1)), java.util.List.of(y)));
    }
}
