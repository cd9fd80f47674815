package dev.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.kernel.BroadcastKernels.Binary;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link BroadcastKernels} does, index by index. */
public abstract class BroadcastContract {
    /** The implementation under test. */
    protected abstract BroadcastKernels kernels();

    /** The element of an operand that stands at an index of y. */
    private static float element(Tensor operand, Shape y, int flat) {
        int at = 0;
        int stride = 1;
        int rest = flat;
        for (int i = y.rank() - 1; i >= 0; i--) {
            int extent = BroadcastShapes.extent(operand.shape(), y.rank(), i);
            at += (extent == 1 ? 0 : rest % y.dim(i)) * stride;
            stride *= extent;
            rest /= y.dim(i);
        }
        return operand.array()[operand.offset() + at];
    }

    private static float plain(Binary op, float a, float b) {
        return switch (op) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
        };
    }

    private static int[] some(List<Integer> extents, int keep) {
        int[] some = new int[extents.size()];
        for (int i = 0; i < some.length; i++) {
            some[i] = (keep >> i & 1) == 1 ? extents.get(i) : 1;
        }
        return some;
    }

    @Property(tries = 200)
    void apply_equalsTheDefinition(
            @ForAll Binary op,
            @ForAll @Size(max = 5) List<@IntRange(max = 5) Integer> extents,
            @ForAll @IntRange(max = 31) int keep,
            @ForAll long seed) {
        int[] first = some(extents, keep);
        int[] second = some(extents, ~keep | (int) seed);
        Guarded a = Guarded.random(seed, 3, first);
        Guarded b = Guarded.random(seed + 1, 3, second);
        if (b.tensor().size() > 2) {
            b.tensor().array()[b.tensor().offset() + 1] = Float.NaN;
        }
        Shape shape = BroadcastShapes.of("test", a.tensor().shape(), b.tensor().shape());
        Guarded y = Guarded.dirty(shape.toArray());
        kernels().apply(op, a.tensor(), b.tensor(), y.tensor());
        float[] expected = new float[shape.size()];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = plain(op, element(a.tensor(), shape, i), element(b.tensor(), shape, i));
        }
        Bits.assertSame(
                expected,
                y.tensor().toArray(),
                op + " of " + a.tensor().shape() + b.tensor().shape());
        y.assertIntact();
    }

    @Test
    void apply_onManyThreads_hasTheSameBits() {
        Tensor a = Guarded.random(1, 2, 300, 1, 500).tensor();
        Tensor b = Guarded.random(2, 2, 3, 1).tensor();
        Tensor one = Tensor.zeros(300, 3, 500);
        Tensor many = Tensor.zeros(300, 3, 500);
        Threads.with(1, () -> kernels().apply(Binary.SUB, a, b, one));
        Threads.with(3, () -> kernels().apply(Binary.SUB, a, b, many));
        Bits.assertSame(one, many, "three threads");
    }

    @Property(tries = 200)
    void expandAndSumTo_equalTheirDefinitions(
            @ForAll @Size(max = 5) List<@IntRange(max = 5) Integer> extents,
            @ForAll @IntRange(max = 31) int keep,
            @ForAll long seed) {
        Shape large = Shape.of(extents.stream().mapToInt(Integer::intValue).toArray());
        Guarded small = Guarded.random(seed, 1, some(extents, keep));
        Guarded y = Guarded.dirty(large.toArray());
        kernels().expand(small.tensor(), y.tensor());
        for (int i = 0; i < large.size(); i++) {
            assertEquals(
                    element(small.tensor(), large, i),
                    y.tensor().array()[y.tensor().offset() + i],
                    "expand at " + i);
        }
        y.assertIntact();
        Guarded x = Guarded.random(seed + 1, 1, large.toArray());
        Guarded sum = Guarded.dirty(small.tensor().shape().toArray());
        kernels().sumTo(x.tensor(), sum.tensor(), Scratch.dirty());
        sum.assertIntact();
        // The sum of x weighted by an expanded vector is the vector weighted by the sums: in double, for any pattern.
        double left = 0;
        double right = 0;
        for (int i = 0; i < large.size(); i++) {
            left += (double) x.tensor().array()[x.tensor().offset() + i] * element(small.tensor(), large, i);
        }
        for (int i = 0; i < sum.tensor().size(); i++) {
            right += (double) sum.tensor().array()[sum.tensor().offset() + i]
                    * small.tensor().array()[small.tensor().offset() + i];
        }
        assertEquals(left, right, 1e-4 * Math.max(1, large.size()), "sumTo " + large + " to " + small.tensor());
    }

    @Test
    void shapesThatDoNotFit_areRefusedBeforeAnythingIsWritten() {
        Tensor y = Guarded.dirty(2, 3).tensor();
        Refusals.assertRefused(
                "broadcast: b has shape [2]",
                "[2, 3]",
                () -> kernels().apply(Binary.ADD, Tensor.zeros(2, 3), Tensor.zeros(2), y));
        Refusals.assertRefused(
                "expand: x has shape [3, 2]", "[2, 3]", () -> kernels().expand(Tensor.zeros(3, 2), y));
        Refusals.assertRefused(
                "sumTo: y has shape [2, 3]", "[2, 4]", () -> kernels().sumTo(Tensor.zeros(2, 4), y, new Workspace()));
        Refusals.assertUntouched(y);
        assertEquals(
                "mul: a has shape [2, 3], b has shape [4, 3]: expected equal extents or 1, aligned at the innermost axis",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> BroadcastShapes.of("mul", Shape.of(2, 3), Shape.of(4, 3)))
                        .getMessage());
    }
}
