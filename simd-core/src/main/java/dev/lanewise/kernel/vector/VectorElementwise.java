package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.ElementwiseKernels;
import dev.lanewise.kernel.ElementwiseShapes;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;

/** Functions of one element at a time, a register at a time: checks the operands and splits the work over threads. */
final class VectorElementwise implements ElementwiseKernels {
    /** {@code y[yo + i] = f(alpha, a[ao + i], b[bo + i])} for i below n. A function of one operand gets it twice. */
    @FunctionalInterface
    private interface Loop {
        void run(float alpha, float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);
    }

    @Override
    public void add(Tensor a, Tensor b, Tensor y) {
        ElementwiseShapes.same("add", "a", a, "y", y);
        ElementwiseShapes.same("add", "b", b, "y", y);
        run(ArithmeticLoops::add, 0f, a, b, y);
    }

    @Override
    public void sub(Tensor a, Tensor b, Tensor y) {
        ElementwiseShapes.same("sub", "a", a, "y", y);
        ElementwiseShapes.same("sub", "b", b, "y", y);
        run(ArithmeticLoops::sub, 0f, a, b, y);
    }

    @Override
    public void mul(Tensor a, Tensor b, Tensor y) {
        ElementwiseShapes.same("mul", "a", a, "y", y);
        ElementwiseShapes.same("mul", "b", b, "y", y);
        run(ArithmeticLoops::mul, 0f, a, b, y);
    }

    @Override
    public void scale(float alpha, Tensor x, Tensor y) {
        ElementwiseShapes.same("scale", "x", x, "y", y);
        run(ArithmeticLoops::scale, alpha, x, x, y);
    }

    @Override
    public void axpy(float alpha, Tensor x, Tensor y) {
        ElementwiseShapes.same("axpy", "x", x, "y", y);
        run(ArithmeticLoops::axpy, alpha, x, y, y);
    }

    @Override
    public void bias(Tensor x, Tensor bias, Tensor y) {
        ElementwiseShapes.bias(x, bias, y);
        int columns = bias.size();
        int rows = y.size() == 0 ? 0 : y.size() / columns;
        int grain = Math.max(1, Registers.ARITHMETIC_GRAIN / Math.max(1, columns));
        if (Parallel.inline(rows, grain)) {
            ArithmeticLoops.biasRows(x, bias, y, 0, rows);
        } else {
            Parallel.run(rows, grain, (from, to, worker) -> ArithmeticLoops.biasRows(x, bias, y, from, to));
        }
    }

    @Override
    public void relu(Tensor x, Tensor y) {
        ElementwiseShapes.same("relu", "x", x, "y", y);
        Registers.run(Registers.ARITHMETIC_GRAIN, ActivationLoops::relu, 0f, 0f, x, x, y);
    }

    @Override
    public void reluBackward(Tensor y, Tensor dy, Tensor dx) {
        ElementwiseShapes.same("reluBackward", "y", y, "dx", dx);
        ElementwiseShapes.same("reluBackward", "dy", dy, "dx", dx);
        Registers.run(Registers.ARITHMETIC_GRAIN, ActivationLoops::reluBackward, 0f, 0f, y, dy, dx);
    }

    @Override
    public void sigmoid(Tensor x, Tensor y) {
        ElementwiseShapes.same("sigmoid", "x", x, "y", y);
        Registers.run(Registers.FUNCTION_GRAIN, ActivationLoops::sigmoid, 0f, 0f, x, x, y);
    }

    @Override
    public void sigmoidBackward(Tensor y, Tensor dy, Tensor dx) {
        ElementwiseShapes.same("sigmoidBackward", "y", y, "dx", dx);
        ElementwiseShapes.same("sigmoidBackward", "dy", dy, "dx", dx);
        Registers.run(Registers.ARITHMETIC_GRAIN, ActivationLoops::sigmoidBackward, 0f, 0f, y, dy, dx);
    }

    @Override
    public void tanh(Tensor x, Tensor y) {
        ElementwiseShapes.same("tanh", "x", x, "y", y);
        Registers.run(Registers.FUNCTION_GRAIN, ActivationLoops::tanh, 0f, 0f, x, x, y);
    }

    @Override
    public void tanhBackward(Tensor y, Tensor dy, Tensor dx) {
        ElementwiseShapes.same("tanhBackward", "y", y, "dx", dx);
        ElementwiseShapes.same("tanhBackward", "dy", dy, "dx", dx);
        Registers.run(Registers.ARITHMETIC_GRAIN, ActivationLoops::tanhBackward, 0f, 0f, y, dy, dx);
    }

    @Override
    public void exp(Tensor x, Tensor y) {
        ElementwiseShapes.same("exp", "x", x, "y", y);
        Registers.run(Registers.FUNCTION_GRAIN, ActivationLoops::exp, 0f, 0f, x, x, y);
    }

    @Override
    public void gelu(Tensor x, Tensor y) {
        ElementwiseShapes.same("gelu", "x", x, "y", y);
        Registers.run(Registers.FUNCTION_GRAIN, ActivationLoops::gelu, 0f, 0f, x, x, y);
    }

    @Override
    public void geluBackward(Tensor x, Tensor dy, Tensor dx) {
        ElementwiseShapes.same("geluBackward", "x", x, "dx", dx);
        ElementwiseShapes.same("geluBackward", "dy", dy, "dx", dx);
        Registers.run(Registers.FUNCTION_GRAIN, ActivationLoops::geluBackward, 0f, 0f, x, dy, dx);
    }

    private static void run(Loop loop, float alpha, Tensor a, Tensor b, Tensor y) {
        int n = y.size();
        if (Parallel.inline(n, Registers.ARITHMETIC_GRAIN)) {
            chunk(loop, alpha, a, b, y, 0, n);
        } else {
            Parallel.run(n, Registers.ARITHMETIC_GRAIN, (from, to, worker) -> chunk(loop, alpha, a, b, y, from, to));
        }
    }

    private static void chunk(Loop loop, float alpha, Tensor a, Tensor b, Tensor y, int from, int to) {
        int first = Registers.head(y.offset() + from, to - from);
        if (first > 0) {
            part(loop, alpha, a, b, y, from, first);
        }
        part(loop, alpha, a, b, y, from + first, to - from - first);
    }

    private static void part(Loop loop, float alpha, Tensor a, Tensor b, Tensor y, int from, int n) {
        int ao = a.offset() + from;
        loop.run(alpha, a.array(), ao, b.array(), b.offset() + from, y.array(), y.offset() + from, n);
    }
}
