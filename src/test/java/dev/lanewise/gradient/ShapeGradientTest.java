package dev.lanewise.gradient;

import dev.lanewise.op.math.Add;
import dev.lanewise.op.math.Div;
import dev.lanewise.op.math.Mul;
import dev.lanewise.op.math.Shift;
import dev.lanewise.op.math.Sub;
import dev.lanewise.op.reduce.Mean;
import dev.lanewise.op.reduce.Sum;
import dev.lanewise.op.shape.Concat;
import dev.lanewise.op.shape.Expand;
import dev.lanewise.op.shape.Flip;
import dev.lanewise.op.shape.Gather;
import dev.lanewise.op.shape.Permute;
import dev.lanewise.op.shape.Slice;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Broadcast arithmetic, reductions over axes and copies against central differences. */
class ShapeGradientTest {
    private static final int TRIES = 40;

    /** Two shapes and what they are broadcast to. */
    record Broadcast(Shape a, Shape b, Shape y) {}

    @Provide
    Arbitrary<Broadcast> broadcasts() {
        Arbitrary<List<Integer>> extents =
                Arbitraries.integers().between(1, 4).list().ofMaxSize(4);
        Arbitrary<List<Integer>> choices =
                Arbitraries.integers().between(0, 3).list().ofSize(4);
        Arbitrary<Integer> missing = Arbitraries.integers().between(-3, 3);
        return Combinators.combine(extents, choices, missing).as((y, choice, cut) -> {
            List<Integer> a = new ArrayList<>();
            List<Integer> b = new ArrayList<>();
            for (int i = 0; i < y.size(); i++) {
                a.add(choice.get(i) == 1 ? 1 : y.get(i));
                b.add(choice.get(i) == 2 ? 1 : y.get(i));
            }
            // An operand may lack its outermost axes; the other then has them whole.
            int gone = Math.min(Math.abs(cut), y.size());
            List<Integer> shorter = cut < 0 ? a : b;
            List<Integer> longer = cut < 0 ? b : a;
            for (int i = 0; i < gone; i++) {
                shorter.removeFirst();
                longer.set(i, y.get(i));
            }
            return new Broadcast(shape(a), shape(b), shape(y));
        });
    }

    @Property(tries = TRIES)
    @Checks(Add.class)
    void add_broadcast(@ForAll("broadcasts") Broadcast shapes, @ForAll long seed) {
        Inputs in = new Inputs(seed);
        binary(GradientCheck.of(new Add()), in.floats(shapes.a()), in.floats(shapes.b()), shapes, seed);
    }

    @Property(tries = TRIES)
    @Checks(Sub.class)
    void sub_broadcast(@ForAll("broadcasts") Broadcast shapes, @ForAll long seed) {
        Inputs in = new Inputs(seed);
        binary(GradientCheck.of(new Sub()), in.floats(shapes.a()), in.floats(shapes.b()), shapes, seed);
    }

    @Property(tries = TRIES)
    @Checks(Mul.class)
    void mul_broadcast(@ForAll("broadcasts") Broadcast shapes, @ForAll long seed) {
        Inputs in = new Inputs(seed);
        binary(GradientCheck.of(new Mul()), in.floats(shapes.a()), in.floats(shapes.b()), shapes, seed);
    }

    @Property(tries = TRIES)
    @Checks(Div.class)
    void div_broadcast(@ForAll("broadcasts") Broadcast shapes, @ForAll long seed) {
        Inputs in = new Inputs(seed);
        Tensor b = in.awayFromZero(shapes.b());
        for (int i = 0; i < b.size(); i++) {
            b.array()[b.offset() + i] *= 2;
        }
        binary(GradientCheck.of(new Div()), in.awayFromZero(shapes.a()), b, shapes, seed);
    }

    private static void binary(GradientCheck check, Tensor a, Tensor b, Broadcast shapes, long seed) {
        check.input("a", a).input("b", b).output(shapes.y()).seed(seed).check();
    }

    @Property(tries = TRIES)
    @Checks(Shift.class)
    void shift_matchesDifferences(
            @ForAll("shapes") List<Integer> extents,
            @ForAll @FloatRange(min = -4, max = 4) float c,
            @ForAll long seed) {
        Shape shape = shape(extents);
        GradientCheck.of(new Shift(c))
                .input("x", new Inputs(seed).floats(shape))
                .output(shape)
                .seed(seed)
                .check();
    }

    /** A shape of one to four axes, and some of these. */
    record Reduction(Shape x, List<Integer> axes, boolean keep) {
        Shape y() {
            List<Integer> left = new ArrayList<>();
            for (int i = 0; i < x.rank(); i++) {
                int axis = i;
                boolean gone = axes.isEmpty() || axes.stream().anyMatch(a -> Math.floorMod(a, x.rank()) == axis);
                if (!gone) {
                    left.add(x.dim(i));
                } else if (keep) {
                    left.add(1);
                }
            }
            return shape(left);
        }
    }

    @Provide
    Arbitrary<Reduction> reductions() {
        return Combinators.combine(shapes(), Arbitraries.integers().between(0, 255), Arbitraries.of(true, false))
                .as((extents, bits, keep) -> {
                    List<Integer> axes = new ArrayList<>();
                    for (int i = 0; i < extents.size(); i++) {
                        if ((bits >> i & 1) == 1) {
                            axes.add((bits >> (i + 4) & 1) == 1 ? i - extents.size() : i);
                        }
                    }
                    return new Reduction(shape(extents), axes, keep);
                });
    }

    @Property(tries = TRIES)
    @Checks(Sum.class)
    void sum_overAxes(@ForAll("reductions") Reduction reduction, @ForAll long seed) {
        GradientCheck.of(new Sum(reduction.axes(), reduction.keep()))
                .input("x", new Inputs(seed).floats(reduction.x()))
                .output(reduction.y())
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    @Checks(Mean.class)
    void mean_overAxes(@ForAll("reductions") Reduction reduction, @ForAll long seed) {
        GradientCheck.of(new Mean(reduction.axes(), reduction.keep()))
                .input("x", new Inputs(seed).floats(reduction.x()))
                .output(reduction.y())
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    @Checks(Permute.class)
    void permute_matchesDifferences(@ForAll("shapes") List<Integer> extents, @ForAll long seed) {
        List<Integer> axes =
                new ArrayList<>(IntStream.range(0, extents.size()).boxed().toList());
        Collections.shuffle(axes, new Random(seed));
        GradientCheck.of(new Permute(axes))
                .input("x", new Inputs(seed).floats(shape(extents)))
                .output(shape(axes.stream().map(extents::get).toList()))
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    @Checks(Slice.class)
    void slice_matchesDifferences(
            @ForAll("shapes") List<Integer> extents,
            @ForAll @IntRange(max = 100) int place,
            @ForAll @IntRange(max = 100) int size,
            @ForAll long seed) {
        Shape x = shape(extents);
        int axis = place % x.rank();
        int from = size % (x.dim(axis) + 1);
        int length = Math.floorMod(seed, x.dim(axis) - from + 1);
        GradientCheck.of(new Slice(axis, from, length))
                .input("x", new Inputs(seed).floats(x))
                .output(x.with(axis, length))
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    @Checks(Concat.class)
    void concat_matchesDifferences(
            @ForAll("shapes") List<Integer> extents,
            @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 3) Integer> lengths,
            @ForAll @IntRange(min = -4, max = 3) int place,
            @ForAll long seed) {
        Shape x = shape(extents);
        int axis = place < 0 ? -1 - (-place - 1) % x.rank() : place % x.rank();
        Inputs in = new Inputs(seed);
        GradientCheck check = GradientCheck.of(new Concat(axis));
        for (int i = 0; i < lengths.size(); i++) {
            check.input("x" + i, in.floats(x.with(axis, lengths.get(i))));
        }
        check.output(x.with(axis, lengths.stream().mapToInt(Integer::intValue).sum()))
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    @Checks(Expand.class)
    void expand_matchesDifferences(@ForAll("broadcasts") Broadcast shapes, @ForAll long seed) {
        GradientCheck.of(new Expand(shapes.y()))
                .input("x", new Inputs(seed).floats(shapes.a()))
                .output(shapes.y())
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    @Checks(Flip.class)
    void flip_matchesDifferences(
            @ForAll("shapes") List<Integer> extents, @ForAll @IntRange(max = 100) int place, @ForAll long seed) {
        Shape x = shape(extents);
        GradientCheck.of(new Flip(place % x.rank()))
                .input("x", new Inputs(seed).floats(x))
                .output(x)
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    @Checks(Gather.class)
    void gather_matchesDifferences(
            @ForAll("shapes") List<Integer> extents,
            @ForAll @Size(max = 3) List<@IntRange(max = 3) Integer> picked,
            @ForAll long seed) {
        Shape table = shape(extents);
        Shape rows = shape(picked);
        Inputs in = new Inputs(seed);
        List<Integer> y = new ArrayList<>(picked);
        y.addAll(extents.subList(1, extents.size()));
        GradientCheck.of(new Gather())
                .input("table", in.floats(table))
                .input("rows", in.classes(rows.size(), table.dim(0)).reshape(rows))
                .output(shape(y))
                .seed(seed)
                .check();
    }

    @Provide
    Arbitrary<List<Integer>> shapes() {
        return Arbitraries.integers().between(1, 5).list().ofMinSize(1).ofMaxSize(4);
    }

    private static Shape shape(List<Integer> extents) {
        return Shape.of(extents.stream().mapToInt(Integer::intValue).toArray());
    }
}
