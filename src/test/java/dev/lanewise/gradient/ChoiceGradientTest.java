package dev.lanewise.gradient;

import dev.lanewise.op.math.MaskedFill;
import dev.lanewise.op.math.Maximum;
import dev.lanewise.op.math.Minimum;
import dev.lanewise.op.math.PRelu;
import dev.lanewise.op.math.Where;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Operations that choose or repeat elements, against central differences over random broadcast shapes. */
class ChoiceGradientTest {
    private static final int TRIES = 30;
    private static final float HALF = 0.5f;
    private static final float QUARTER = 0.25f;

    /** An operand's shape: extents that a bit turns to 1, leading ones that are missing. */
    private static Shape some(List<Integer> extents, int keep, int missing) {
        List<Integer> some = new ArrayList<>();
        for (int i = Math.min(missing, extents.size()); i < extents.size(); i++) {
            some.add((keep >> i & 1) == 1 ? extents.get(i) : 1);
        }
        return shape(some);
    }

    private static Shape shape(List<Integer> extents) {
        return Shape.of(extents.stream().mapToInt(Integer::intValue).toArray());
    }

    /** The shape that three are broadcast to. */
    private static Shape joint(Shape... shapes) {
        Shape joint = shapes[0];
        for (Shape next : shapes) {
            joint = dev.lanewise.kernel.BroadcastShapes.of("test", joint, next);
        }
        return joint;
    }

    /** Multiples of one half, plus an offset: two such grids never come close to each other. */
    private static Tensor grid(Inputs in, Shape shape, float offset) {
        Tensor x = in.floats(shape);
        for (int i = 0; i < x.size(); i++) {
            float v = x.array()[x.offset() + i];
            x.array()[x.offset() + i] = HALF * Math.round(v / HALF) + offset;
        }
        return x;
    }

    private static IntTensor mask(Shape shape, long seed) {
        Random random = new Random(seed);
        int[] array = new int[shape.size()];
        for (int i = 0; i < array.length; i++) {
            // Any number but 0 is true.
            array[i] = random.nextBoolean() ? 0 : random.nextInt(3) - 3;
        }
        return IntTensor.of(array, shape.toArray());
    }

    private static void larger(dev.lanewise.autograd.Op op, Shape a, Shape b, long seed) {
        Inputs in = new Inputs(seed);
        GradientCheck.of(op)
                .input("a", grid(in, a, 0f))
                .input("b", grid(in, b, QUARTER))
                .output(joint(a, b))
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    @Checks(Maximum.class)
    void maximum_matchesDifferences(
            @ForAll @Size(max = 4) List<@IntRange(max = 4) Integer> extents,
            @ForAll @IntRange(max = 255) int keep,
            @ForAll @IntRange(max = 2) int missing,
            @ForAll long seed) {
        larger(new Maximum(), some(extents, keep, 0), some(extents, keep >> 4, missing), seed);
    }

    @Property(tries = TRIES)
    @Checks(Minimum.class)
    void minimum_matchesDifferences(
            @ForAll @Size(max = 4) List<@IntRange(max = 4) Integer> extents,
            @ForAll @IntRange(max = 255) int keep,
            @ForAll @IntRange(max = 2) int missing,
            @ForAll long seed) {
        larger(new Minimum(), some(extents, keep, missing), some(extents, keep >> 4, 0), seed);
    }

    @Property(tries = TRIES)
    @Checks(Where.class)
    void where_matchesDifferences(
            @ForAll @Size(max = 4) List<@IntRange(max = 4) Integer> extents,
            @ForAll @IntRange(max = 4095) int keep,
            @ForAll @IntRange(max = 2) int missing,
            @ForAll long seed) {
        Shape m = some(extents, keep, missing);
        Shape a = some(extents, keep >> 4, 0);
        Shape b = some(extents, keep >> 8, missing);
        Inputs in = new Inputs(seed);
        GradientCheck.of(new Where())
                .input("mask", mask(m, seed))
                .input("a", in.floats(a))
                .input("b", in.floats(b))
                .output(joint(m, a, b))
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    @Checks(MaskedFill.class)
    void maskedFill_matchesDifferences(
            @ForAll @Size(max = 4) List<@IntRange(max = 4) Integer> extents,
            @ForAll @IntRange(max = 15) int keep,
            @ForAll @IntRange(max = 2) int missing,
            @ForAll @FloatRange(min = -9, max = 9) float value,
            @ForAll long seed) {
        Shape x = shape(extents);
        GradientCheck.of(new MaskedFill(value))
                .input("x", new Inputs(seed).floats(x))
                .input("mask", mask(some(extents, keep, missing), seed))
                .output(x)
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    @Checks(PRelu.class)
    void pRelu_matchesDifferences(
            @ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents,
            @ForAll boolean perChannel,
            @ForAll long seed) {
        Shape x = shape(extents);
        Inputs in = new Inputs(seed);
        int slopes = perChannel && x.rank() >= 2 ? x.dim(1) : 1;
        GradientCheck.of(new PRelu())
                .input("x", in.awayFromZero(x))
                .input("w", in.floats(Shape.of(slopes)))
                .output(x)
                .seed(seed)
                .check();
    }
}
