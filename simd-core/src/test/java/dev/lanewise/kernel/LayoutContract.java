package dev.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link LayoutKernels} does, index by index. */
public abstract class LayoutContract {
    /** The implementation under test. */
    protected abstract LayoutKernels kernels();

    @Property(tries = 200)
    void permute_equalsTheDefinition(
            @ForAll @Size(max = 5) List<@IntRange(max = 5) Integer> extents, @ForAll long seed) {
        check(extents.stream().mapToInt(Integer::intValue).toArray(), seed);
    }

    @Test
    void permute_ofLargeMatrices_equalsTheDefinition() {
        check(new int[] {3, 45, 37}, 1);
        check(new int[] {2, 300, 200}, 2);
        Threads.with(3, () -> check(new int[] {70, 33, 5, 9}, 3));
        Threads.with(3, () -> check(new int[] {301, 213}, 4));
    }

    @Test
    void permute_bandsOfEveryLength_equalTheDefinition() {
        int[] swap = {0, 2, 1};
        // Long rows begin at cache lines, those of 512 lie in the same places of a cache; many matrices, one matrix.
        for (int[] extents : new int[][] {{1, 272, 41}, {1, 512, 45}, {9, 20, 37}, {1, 260, 131}, {1, 17, 1100}}) {
            check(swap, extents, 5);
            Threads.with(3, () -> check(swap, extents, 6));
        }
    }

    private void check(int[] extents, long seed) {
        List<Integer> order = IntStream.range(0, extents.length).boxed().collect(Collectors.toList());
        Collections.shuffle(order, new Random(seed));
        check(order.stream().mapToInt(Integer::intValue).toArray(), extents, seed);
    }

    private void check(int[] axes, int[] extents, long seed) {
        Guarded x = Guarded.random(seed, 1, extents);
        Shape shape = LayoutShapes.permuted(axes, x.tensor().shape());
        Guarded y = Guarded.dirty(shape.toArray());
        kernels().permute(axes, x.tensor(), y.tensor());
        y.assertIntact();
        int[] index = new int[axes.length];
        for (int i = 0; i < shape.size(); i++) {
            int rest = i;
            for (int axis = axes.length - 1; axis >= 0; axis--) {
                index[axes[axis]] = rest % shape.dim(axis);
                rest /= shape.dim(axis);
            }
            assertEquals(
                    x.tensor().get(index),
                    y.tensor().array()[y.tensor().offset() + i],
                    Arrays.toString(axes) + " at " + i);
        }
    }

    @Test
    void block_copiesOrAddsInsideTheBlockOnly() {
        Tensor x = Guarded.random(1, 1, 2, 4, 3).tensor();
        Guarded y = Guarded.zeros(2, 6, 3);
        y.tensor().fill(7f);
        kernels().block(x, 1, y.tensor(), 2, 3, false);
        kernels().block(x, 0, y.tensor(), 4, 1, true);
        y.assertIntact();
        for (int a = 0; a < 2; a++) {
            for (int d = 0; d < 6; d++) {
                for (int b = 0; b < 3; b++) {
                    float copied = d >= 2 && d < 5 ? x.get(a, d - 1, b) : 7f;
                    float expected = d == 4 ? copied + x.get(a, 0, b) : copied;
                    assertEquals(expected, y.tensor().get(a, d, b), a + "," + d + "," + b);
                }
            }
        }
        Refusals.assertRefused("block:", "[2, 4, 3]", () -> kernels().block(x, 2, y.tensor(), 0, 3, false));
    }

    @Test
    void flip_reversesTheMiddleAxis() {
        Tensor x = Guarded.random(1, 1, 2, 5, 3).tensor();
        Guarded y = Guarded.dirty(2, 5, 3);
        kernels().flip(x, y.tensor());
        y.assertIntact();
        for (int i = 0; i < 30; i++) {
            assertEquals(x.get(i / 15, i / 3 % 5, i % 3), y.tensor().get(i / 15, 4 - i / 3 % 5, i % 3), "at " + i);
        }
    }

    @Test
    void rows_areGatheredAndScattered() {
        Tensor table = Guarded.random(1, 1, 4, 3).tensor();
        IntTensor rows = IntTensor.of(new int[] {2, 0, 2}, 3);
        Guarded picked = Guarded.dirty(3, 3);
        kernels().gatherRows(table, rows, picked.tensor());
        picked.assertIntact();
        for (int r = 0; r < 3; r++) {
            Bits.assertSame(table.outer(rows.get(r)), picked.tensor().outer(r), "row " + r);
        }
        Guarded sums = Guarded.zeros(4, 3);
        kernels().scatterAddRows(picked.tensor(), rows, sums.tensor());
        sums.assertIntact();
        for (int d = 0; d < 3; d++) {
            assertEquals(2 * table.get(2, d), sums.tensor().get(2, d));
            assertEquals(table.get(0, d), sums.tensor().get(0, d));
            assertEquals(0f, sums.tensor().get(1, d));
        }
    }

    /** Large enough for several chunks each; the repeated rows of the sum are added in their order. */
    @Test
    void largeCopies_onSeveralThreads_equalTheDefinitions() {
        Tensor x = Guarded.random(1, 1, 90, 7, 129).tensor();
        IntTensor rows = IntTensor.zeros(700);
        for (int r = 0; r < rows.size(); r++) {
            rows.array()[r] = r * r % 31;
        }
        Tensor table = Guarded.random(2, 1, 31, 200).tensor();
        Tensor added = Guarded.random(3, 1, 700, 200).tensor();
        Guarded flipped = Guarded.dirty(90, 7, 129);
        Guarded block = Guarded.zeros(90, 9, 129);
        Guarded picked = Guarded.dirty(700, 200);
        Guarded sums = Guarded.zeros(31, 200);
        Threads.with(3, () -> {
            kernels().flip(x, flipped.tensor());
            kernels().block(x, 1, block.tensor(), 2, 6, false);
            kernels().block(x, 0, block.tensor(), 3, 5, true);
            kernels().gatherRows(table, rows, picked.tensor());
            kernels().scatterAddRows(added, rows, sums.tensor());
        });
        Tensor expected = Tensor.zeros(31, 200);
        for (int r = 0; r < rows.size(); r++) {
            Bits.assertSame(table.outer(rows.get(r)), picked.tensor().outer(r), "row " + r);
            for (int d = 0; d < 200; d++) {
                expected.array()[rows.get(r) * 200 + d] += added.get(r, d);
            }
        }
        Bits.assertSame(expected, sums.tensor(), "sums");
        for (int i = 0; i < x.size(); i++) {
            int a = i / (7 * 129);
            int d = i / 129 % 7;
            int b = i % 129;
            assertEquals(x.get(a, d, b), flipped.tensor().get(a, 6 - d, b), "flipped at " + i);
            float copied = d >= 1 ? x.get(a, d, b) : 0f;
            float second = d >= 2 ? x.get(a, d - 2, b) : 0f;
            assertEquals(copied + second, block.tensor().get(a, d + 1, b), "block at " + i);
        }
        for (Guarded g : List.of(flipped, block, picked, sums)) {
            g.assertIntact();
        }
    }

    @Test
    void indicesOutOfRange_areRefusedBeforeAnythingIsWritten() {
        Tensor y = Guarded.dirty(2, 3).tensor();
        IntTensor rows = IntTensor.of(new int[] {0, 4}, 2);
        assertEquals(
                "gatherRows: row 4 at 1 of a table of shape [4, 3]",
                assertThrows(IndexOutOfBoundsException.class, () -> kernels().gatherRows(Tensor.zeros(4, 3), rows, y))
                        .getMessage());
        Refusals.assertUntouched(y);
        Refusals.assertRefused(
                "permute: axes [0, 0]", "[2, 3]", () -> kernels().permute(new int[] {0, 0}, Tensor.zeros(2, 3), y));
    }
}
