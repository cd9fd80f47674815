package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.ElementwiseKernels;
import dev.lanewise.kernel.ElementwiseShapes;
import dev.lanewise.math.Exp;
import dev.lanewise.math.Gelu;
import dev.lanewise.math.Sigmoid;
import dev.lanewise.math.Tanh;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;

/**
 * Functions of one element at a time, by their definitions.
 *
 * <p>C2 vectorises a loop over several arrays only if all are indexed by the bare loop variable. So the loops take
 * arrays and one range, and operands at different offsets pass through small arrays of their own.
 */
public final class ScalarElementwise implements ElementwiseKernels {
    // About 10 microseconds of work each: much more than starting a chunk, little enough to balance.
    private static final int ARITHMETIC_GRAIN = 1 << 16;
    private static final int FUNCTION_GRAIN = 1 << 13;

    // Three such blocks stay in the first-level cache.
    private static final int BLOCK = 1024;

    private static final int INFINITY_BITS = 0x7f800000;

    /** {@code y[i] = f(alpha, a[i], b[i])} for i in {@code [from, to)}. A function of one operand gets it twice. */
    @FunctionalInterface
    private interface Loop {
        void run(float alpha, float[] a, float[] b, float[] y, int from, int to);
    }

    /** The reference kernels. */
    public ScalarElementwise() {}

    @Override
    public void add(Tensor a, Tensor b, Tensor y) {
        ElementwiseShapes.same("add", "a", a, "y", y);
        ElementwiseShapes.same("add", "b", b, "y", y);
        run(ARITHMETIC_GRAIN, ScalarElementwise::add, 0f, a, b, y);
    }

    @Override
    public void sub(Tensor a, Tensor b, Tensor y) {
        ElementwiseShapes.same("sub", "a", a, "y", y);
        ElementwiseShapes.same("sub", "b", b, "y", y);
        run(ARITHMETIC_GRAIN, ScalarElementwise::sub, 0f, a, b, y);
    }

    @Override
    public void mul(Tensor a, Tensor b, Tensor y) {
        ElementwiseShapes.same("mul", "a", a, "y", y);
        ElementwiseShapes.same("mul", "b", b, "y", y);
        run(ARITHMETIC_GRAIN, ScalarElementwise::mul, 0f, a, b, y);
    }

    @Override
    public void scale(float alpha, Tensor x, Tensor y) {
        ElementwiseShapes.same("scale", "x", x, "y", y);
        run(ARITHMETIC_GRAIN, ScalarElementwise::scale, alpha, x, x, y);
    }

    @Override
    public void axpy(float alpha, Tensor x, Tensor y) {
        ElementwiseShapes.same("axpy", "x", x, "y", y);
        run(ARITHMETIC_GRAIN, ScalarElementwise::axpy, alpha, x, y, y);
    }

    @Override
    public void bias(Tensor x, Tensor bias, Tensor y) {
        ElementwiseShapes.bias(x, bias, y);
        int columns = bias.size();
        int rows = y.size() == 0 ? 0 : y.size() / columns;
        int grain = Math.max(1, ARITHMETIC_GRAIN / Math.max(1, columns));
        if (Parallel.inline(rows, grain)) {
            biasRows(x, bias, y, 0, rows);
        } else {
            Parallel.run(rows, grain, (from, to, worker) -> biasRows(x, bias, y, from, to));
        }
    }

    @Override
    public void relu(Tensor x, Tensor y) {
        ElementwiseShapes.same("relu", "x", x, "y", y);
        run(ARITHMETIC_GRAIN, ScalarElementwise::relu, 0f, x, x, y);
    }

    @Override
    public void reluBackward(Tensor y, Tensor dy, Tensor dx) {
        ElementwiseShapes.same("reluBackward", "y", y, "dx", dx);
        ElementwiseShapes.same("reluBackward", "dy", dy, "dx", dx);
        run(ARITHMETIC_GRAIN, ScalarElementwise::reluBackward, 0f, y, dy, dx);
    }

    @Override
    public void sigmoid(Tensor x, Tensor y) {
        ElementwiseShapes.same("sigmoid", "x", x, "y", y);
        run(FUNCTION_GRAIN, ScalarElementwise::sigmoid, 0f, x, x, y);
    }

    @Override
    public void sigmoidBackward(Tensor y, Tensor dy, Tensor dx) {
        ElementwiseShapes.same("sigmoidBackward", "y", y, "dx", dx);
        ElementwiseShapes.same("sigmoidBackward", "dy", dy, "dx", dx);
        run(ARITHMETIC_GRAIN, ScalarElementwise::sigmoidBackward, 0f, y, dy, dx);
    }

    @Override
    public void tanh(Tensor x, Tensor y) {
        ElementwiseShapes.same("tanh", "x", x, "y", y);
        run(FUNCTION_GRAIN, ScalarElementwise::tanh, 0f, x, x, y);
    }

    @Override
    public void tanhBackward(Tensor y, Tensor dy, Tensor dx) {
        ElementwiseShapes.same("tanhBackward", "y", y, "dx", dx);
        ElementwiseShapes.same("tanhBackward", "dy", dy, "dx", dx);
        run(ARITHMETIC_GRAIN, ScalarElementwise::tanhBackward, 0f, y, dy, dx);
    }

    @Override
    public void exp(Tensor x, Tensor y) {
        ElementwiseShapes.same("exp", "x", x, "y", y);
        run(FUNCTION_GRAIN, ScalarElementwise::exp, 0f, x, x, y);
    }

    @Override
    public void gelu(Tensor x, Tensor y) {
        ElementwiseShapes.same("gelu", "x", x, "y", y);
        run(FUNCTION_GRAIN, ScalarElementwise::gelu, 0f, x, x, y);
    }

    @Override
    public void geluBackward(Tensor x, Tensor dy, Tensor dx) {
        ElementwiseShapes.same("geluBackward", "x", x, "dx", dx);
        ElementwiseShapes.same("geluBackward", "dy", dy, "dx", dx);
        run(FUNCTION_GRAIN, ScalarElementwise::geluBackward, 0f, x, dy, dx);
    }

    private static void run(int grain, Loop loop, float alpha, Tensor a, Tensor b, Tensor y) {
        int n = y.size();
        if (Parallel.inline(n, grain)) {
            chunk(loop, alpha, a, b, y, 0, n);
        } else {
            Parallel.run(n, grain, (from, to, worker) -> chunk(loop, alpha, a, b, y, from, to));
        }
    }

    private static void chunk(Loop loop, float alpha, Tensor a, Tensor b, Tensor y, int from, int to) {
        int offset = y.offset();
        if (a.offset() == offset && b.offset() == offset) {
            loop.run(alpha, a.array(), b.array(), y.array(), offset + from, offset + to);
        } else {
            blocks(loop, alpha, a, b, y, from, to);
        }
    }

    private static void blocks(Loop loop, float alpha, Tensor a, Tensor b, Tensor y, int from, int to) {
        int length = Math.min(BLOCK, to - from);
        float[] blockA = new float[length];
        float[] blockB = a == b ? blockA : new float[length];
        float[] blockY = new float[length];
        for (int at = from; at < to; at += BLOCK) {
            int n = Math.min(BLOCK, to - at);
            System.arraycopy(a.array(), a.offset() + at, blockA, 0, n);
            System.arraycopy(b.array(), b.offset() + at, blockB, 0, n);
            loop.run(alpha, blockA, blockB, blockY, 0, n);
            System.arraycopy(blockY, 0, y.array(), y.offset() + at, n);
        }
    }

    private static void add(float alpha, float[] a, float[] b, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = a[i] + b[i];
        }
    }

    private static void sub(float alpha, float[] a, float[] b, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = a[i] - b[i];
        }
    }

    private static void mul(float alpha, float[] a, float[] b, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = a[i] * b[i];
        }
    }

    private static void scale(float alpha, float[] x, float[] same, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = alpha * x[i];
        }
    }

    private static void axpy(float alpha, float[] x, float[] sum, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = Math.fma(alpha, x[i], sum[i]);
        }
    }

    private static void biasRows(Tensor x, Tensor bias, Tensor y, int from, int to) {
        int columns = bias.size();
        for (int r = from; r < to; r++) {
            int xo = x.offset() + r * columns;
            int yo = y.offset() + r * columns;
            for (int d = 0; d < columns; d++) {
                y.array()[yo + d] = x.array()[xo + d] + bias.array()[bias.offset() + d];
            }
        }
    }

    private static void relu(float alpha, float[] x, float[] same, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = relu(x[i]);
        }
    }

    /** {@code x < 0 ? 0 : x}, without a branch: signs of activations cannot be predicted. */
    private static float relu(float x) {
        int bits = Float.floatToRawIntBits(x);
        int magnitude = bits & Integer.MAX_VALUE;
        // Each term is all ones or 0: the sign is set, not a zero, not a NaN.
        int negative = (bits >> 31) & (-magnitude >> 31) & ~((INFINITY_BITS - magnitude) >> 31);
        return Float.intBitsToFloat(bits & ~negative);
    }

    private static void reluBackward(float alpha, float[] y, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            dx[i] = reluBackward(y[i], dy[i]);
        }
    }

    /** {@code y > 0 ? dy : 0}, NaN if y is NaN, without a branch. */
    private static float reluBackward(float y, float dy) {
        int bits = Float.floatToRawIntBits(y);
        int positive = (-bits >> 31) & ~(bits >> 31);
        int nan = (INFINITY_BITS - (bits & Integer.MAX_VALUE)) >> 31;
        return Float.intBitsToFloat((Float.floatToRawIntBits(dy) & positive & ~nan) | (bits & nan));
    }

    private static void sigmoid(float alpha, float[] x, float[] same, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = Sigmoid.sigmoid(x[i]);
        }
    }

    private static void sigmoidBackward(float alpha, float[] y, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            dx[i] = dy[i] * (y[i] * (1f - y[i]));
        }
    }

    private static void tanh(float alpha, float[] x, float[] same, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = Tanh.tanh(x[i]);
        }
    }

    private static void tanhBackward(float alpha, float[] y, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            dx[i] = dy[i] * Math.fma(-y[i], y[i], 1f);
        }
    }

    private static void exp(float alpha, float[] x, float[] same, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = Exp.exp(x[i]);
        }
    }

    private static void gelu(float alpha, float[] x, float[] same, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = Gelu.gelu(x[i]);
        }
    }

    private static void geluBackward(float alpha, float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            dx[i] = dy[i] * Gelu.derivative(x[i]);
        }
    }
}
