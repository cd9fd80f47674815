package dev.lanewise.gradient;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Mode;
import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.GemmKernels.Form;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.kernel.QuantMatrix;
import dev.lanewise.op.conv.AvgPool2d;
import dev.lanewise.op.conv.Conv2d;
import dev.lanewise.op.conv.MaxPool2d;
import dev.lanewise.op.loss.CrossEntropy;
import dev.lanewise.op.math.Add;
import dev.lanewise.op.math.Exp;
import dev.lanewise.op.math.Gelu;
import dev.lanewise.op.math.Mul;
import dev.lanewise.op.math.Relu;
import dev.lanewise.op.math.Scale;
import dev.lanewise.op.math.Sigmoid;
import dev.lanewise.op.math.Sub;
import dev.lanewise.op.math.Tanh;
import dev.lanewise.op.matrix.Linear;
import dev.lanewise.op.matrix.MatMul;
import dev.lanewise.op.matrix.QuantLinear;
import dev.lanewise.op.random.Dropout;
import dev.lanewise.op.reduce.LogSoftmax;
import dev.lanewise.op.reduce.Softmax;
import dev.lanewise.op.reduce.Sum;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Every operation's backward against central differences, over random shapes and options. */
class OpGradientTest {
    private static final int TRIES = 30;

    @Property(tries = TRIES)
    @Checks(Add.class)
    void add_matchesDifferences(@ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents, @ForAll long seed) {
        Shape shape = shape(extents);
        Inputs in = new Inputs(seed);
        GradientCheck.of(new Add())
                .input("a", in.floats(shape))
                .input("b", in.floats(shape))
                .output(shape)
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    @Checks(Sub.class)
    void sub_matchesDifferences(@ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents, @ForAll long seed) {
        Shape shape = shape(extents);
        Inputs in = new Inputs(seed);
        GradientCheck.of(new Sub())
                .input("a", in.floats(shape))
                .input("b", in.floats(shape))
                .output(shape)
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    @Checks(Mul.class)
    void mul_matchesDifferences(@ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents, @ForAll long seed) {
        Shape shape = shape(extents);
        Inputs in = new Inputs(seed);
        GradientCheck.of(new Mul())
                .input("a", in.floats(shape))
                .input("b", in.floats(shape))
                .output(shape)
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    @Checks(Scale.class)
    void scale_matchesDifferences(
            @ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents,
            @ForAll @FloatRange(min = -4, max = 4) float alpha,
            @ForAll long seed) {
        unary(new Scale(alpha), new Inputs(seed).floats(shape(extents)), seed);
    }

    @Property(tries = TRIES)
    @Checks(Relu.class)
    void relu_matchesDifferences(@ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents, @ForAll long seed) {
        unary(new Relu(), new Inputs(seed).awayFromZero(shape(extents)), seed);
    }

    @Property(tries = TRIES)
    @Checks(Sigmoid.class)
    void sigmoid_matchesDifferences(
            @ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents, @ForAll long seed) {
        unary(new Sigmoid(), new Inputs(seed).floats(shape(extents)), seed);
    }

    @Property(tries = TRIES)
    @Checks(Tanh.class)
    void tanh_matchesDifferences(@ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents, @ForAll long seed) {
        unary(new Tanh(), new Inputs(seed).floats(shape(extents)), seed);
    }

    @Property(tries = TRIES)
    @Checks(Exp.class)
    void exp_matchesDifferences(@ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents, @ForAll long seed) {
        unary(new Exp(), new Inputs(seed).floats(shape(extents)), seed);
    }

    @Property(tries = TRIES)
    @Checks(Gelu.class)
    void gelu_matchesDifferences(@ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents, @ForAll long seed) {
        unary(new Gelu(), new Inputs(seed).floats(shape(extents)), seed);
    }

    @Property(tries = TRIES)
    @Checks(Softmax.class)
    void softmax_matchesDifferences(
            @ForAll @Size(max = 3) List<@IntRange(max = 4) Integer> leading,
            @ForAll @IntRange(min = 1, max = 70) int width,
            @ForAll long seed) {
        unary(new Softmax(), new Inputs(seed).floats(shape(leading, width)), seed);
    }

    @Property(tries = TRIES)
    @Checks(LogSoftmax.class)
    void logSoftmax_matchesDifferences(
            @ForAll @Size(max = 3) List<@IntRange(max = 4) Integer> leading,
            @ForAll @IntRange(min = 1, max = 70) int width,
            @ForAll long seed) {
        unary(new LogSoftmax(), new Inputs(seed).floats(shape(leading, width)), seed);
    }

    @Property(tries = TRIES)
    @Checks(Dropout.class)
    void dropout_matchesDifferences(
            @ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents,
            @ForAll @FloatRange(min = 0, max = 0.9f) float probability,
            @ForAll Mode mode,
            @ForAll long seed) {
        Shape shape = shape(extents);
        GradientCheck.of(new Dropout(probability))
                .input("x", new Inputs(seed).floats(shape))
                .output(shape)
                .mode(mode)
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    @Checks(Sum.class)
    void sum_matchesDifferences(@ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents, @ForAll long seed) {
        GradientCheck.of(new Sum())
                .input("x", new Inputs(seed).floats(shape(extents)))
                .output()
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    @Checks(CrossEntropy.class)
    void crossEntropy_matchesDifferences(
            @ForAll @IntRange(min = 1, max = 9) int samples,
            @ForAll @IntRange(min = 1, max = 20) int classes,
            @ForAll long seed) {
        Inputs in = new Inputs(seed);
        GradientCheck.of(new CrossEntropy())
                .input("logits", in.floats(Shape.of(samples, classes)))
                .input("classes", in.classes(samples, classes))
                .output()
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    @Checks(Linear.class)
    void linear_matchesDifferences(
            @ForAll @Size(max = 3) List<@IntRange(max = 4) Integer> leading,
            @ForAll @IntRange(min = 1, max = 20) int inputs,
            @ForAll @IntRange(min = 1, max = 20) int outputs,
            @ForAll boolean bias,
            @ForAll long seed) {
        Inputs in = new Inputs(seed);
        GradientCheck.of(new Linear())
                .input("x", in.floats(shape(leading, inputs)))
                .input("w", in.floats(Shape.of(outputs, inputs)))
                .input("b", bias ? in.floats(Shape.of(outputs)) : null)
                .output(shape(leading, outputs))
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    @Checks(QuantLinear.class)
    void quantLinear_matchesDifferences(
            @ForAll @Size(max = 3) List<@IntRange(max = 4) Integer> leading,
            @ForAll @IntRange(min = 1, max = 70) int inputs,
            @ForAll @IntRange(min = 1, max = 20) int outputs,
            @ForAll QuantMatrix.Format format,
            @ForAll boolean bias,
            @ForAll long seed) {
        Inputs in = new Inputs(seed);
        GradientCheck.of(new QuantLinear(QuantMatrix.of(format, in.floats(Shape.of(outputs, inputs)))))
                .input("x", in.floats(shape(leading, inputs)))
                .input("b", bias ? in.floats(Shape.of(outputs)) : null)
                .output(shape(leading, outputs))
                .seed(seed)
                .check();
    }

    /** With equal extents a and b have the same shape, so that the check also multiplies a value by itself. */
    @Property(tries = 2 * TRIES)
    @Checks(MatMul.class)
    void matMul_matchesDifferences(
            @ForAll Form form,
            @ForAll @Size(max = 2) List<@IntRange(max = 3) Integer> batch,
            @ForAll @Size(3) List<@IntRange(min = 1, max = 9) Integer> extents,
            @ForAll boolean square,
            @ForAll @FloatRange(min = -2, max = 2) float alpha,
            @ForAll long seed) {
        int m = extents.get(0);
        int k = square ? m : extents.get(1);
        int n = square ? m : extents.get(2);
        Inputs in = new Inputs(seed);
        GradientCheck.of(new MatMul(form, alpha))
                .input("a", in.floats(form.transA() ? shape(batch, k, m) : shape(batch, m, k)))
                .input("b", in.floats(form.transB() ? shape(batch, n, k) : shape(batch, k, n)))
                .output(shape(batch, m, n))
                .seed(seed)
                .check();
    }

    /**
     * The input is as large as the kernel spans, and a little more.
     *
     * @param sizes samples, groups, input and output channels per group
     * @param pads above, below, left, right
     */
    @Property(tries = 2 * TRIES, edgeCases = EdgeCasesMode.NONE)
    @Checks(Conv2d.class)
    void conv2d_matchesDifferences(
            @ForAll @Size(4) List<@IntRange(min = 1, max = 3) Integer> sizes,
            @ForAll @Size(2) List<@IntRange(min = 1, max = 4) Integer> kernel,
            @ForAll @Size(2) List<@IntRange(min = 1, max = 3) Integer> stride,
            @ForAll @Size(4) List<@IntRange(max = 2) Integer> pads,
            @ForAll @Size(2) List<@IntRange(min = 1, max = 2) Integer> dilation,
            @ForAll @Size(2) List<@IntRange(max = 5) Integer> more,
            @ForAll boolean bias,
            @ForAll long seed) {
        int groups = sizes.get(1);
        Conv2dShape conv = new Conv2dShape(
                stride.get(0),
                stride.get(1),
                pads.get(0),
                pads.get(1),
                pads.get(2),
                pads.get(3),
                dilation.get(0),
                dilation.get(1),
                groups);
        int spanH = dilation.get(0) * (kernel.get(0) - 1) + 1;
        int spanW = dilation.get(1) * (kernel.get(1) - 1) + 1;
        int height = Math.max(1, spanH - pads.get(0) - pads.get(1)) + more.get(0);
        int width = Math.max(1, spanW - pads.get(2) - pads.get(3)) + more.get(1);
        int outputs = groups * sizes.get(3);
        Inputs in = new Inputs(seed);
        GradientCheck.of(new Conv2d(conv))
                .input("x", in.floats(Shape.of(sizes.get(0), groups * sizes.get(2), height, width)))
                .input("w", in.floats(Shape.of(outputs, sizes.get(2), kernel.get(0), kernel.get(1))))
                .input("b", bias ? in.floats(Shape.of(outputs)) : null)
                .output(
                        sizes.get(0),
                        outputs,
                        (height + pads.get(0) + pads.get(1) - spanH) / stride.get(0) + 1,
                        (width + pads.get(2) + pads.get(3) - spanW) / stride.get(1) + 1)
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    @Checks(MaxPool2d.class)
    void maxPool2d_matchesDifferences(@ForAll("pools") Pools pools, @ForAll long seed) {
        GradientCheck.of(new MaxPool2d(pools.pool()))
                .input("x", new Inputs(seed).spacedPlanes(pools.x()))
                .output(pools.y())
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    @Checks(AvgPool2d.class)
    void avgPool2d_matchesDifferences(@ForAll("pools") Pools pools, @ForAll boolean countPadding, @ForAll long seed) {
        GradientCheck.of(new AvgPool2d(pools.pool(), countPadding))
                .input("x", new Inputs(seed).floats(pools.x()))
                .output(pools.y())
                .seed(seed)
                .check();
    }

    /** A pooling and an input that its window fits. */
    record Pools(Pool2dShape pool, Shape x) {
        Shape y() {
            return x.with(2, (x.dim(2) + 2 * pool.padH() - pool.kernelH()) / pool.strideH() + 1)
                    .with(3, (x.dim(3) + 2 * pool.padW() - pool.kernelW()) / pool.strideW() + 1);
        }
    }

    @Provide
    Arbitrary<Pools> pools() {
        Arbitrary<List<Integer>> kernels =
                Arbitraries.integers().between(1, 4).list().ofSize(2);
        Arbitrary<List<Integer>> strides =
                Arbitraries.integers().between(1, 3).list().ofSize(2);
        Arbitrary<List<Integer>> pads =
                Arbitraries.integers().between(0, 2).list().ofSize(2);
        Arbitrary<List<Integer>> sizes =
                Arbitraries.integers().between(0, 3).list().ofSize(4);
        return Combinators.combine(kernels, strides, pads, sizes).as((kernel, stride, pad, size) -> {
            int padH = Math.min(pad.get(0), kernel.get(0) / 2);
            int padW = Math.min(pad.get(1), kernel.get(1) / 2);
            Pool2dShape pool = new Pool2dShape(kernel.get(0), kernel.get(1), stride.get(0), stride.get(1), padH, padW);
            int height = Math.max(1, kernel.get(0) - 2 * padH) + 2 * size.get(2);
            int width = Math.max(1, kernel.get(1) - 2 * padW) + 2 * size.get(3);
            return new Pools(pool, Shape.of(size.get(0), size.get(1), height, width));
        });
    }

    private static void unary(DifferentiableOp op, Tensor x, long seed) {
        GradientCheck.of(op).input("x", x).output(x.shape()).seed(seed).check();
    }

    private static Shape shape(List<Integer> leading, int... trailing) {
        int[] extents = new int[leading.size() + trailing.length];
        for (int i = 0; i < extents.length; i++) {
            extents[i] = i < leading.size() ? leading.get(i) : trailing[i - leading.size()];
        }
        return Shape.of(extents);
    }
}
