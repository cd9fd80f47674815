package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.ElementwiseShapes;
import dev.lanewise.kernel.Function;
import dev.lanewise.kernel.MapKernels;
import dev.lanewise.kernel.MapShapes;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;

/**
 * Functions of one element, without the Vector API.
 *
 * <p>C2 vectorises a loop over several arrays only if all are indexed by the bare loop variable: operands at different
 * offsets pass through small arrays of their own.
 */
public final class ScalarMap implements MapKernels {
    private static final int ARITHMETIC_GRAIN = 1 << 16;
    private static final int FUNCTION_GRAIN = 1 << 13;

    // Three such blocks stay in the first-level cache.
    private static final int BLOCK = 1024;

    /** A stateless instance. */
    public ScalarMap() {}

    @Override
    public void apply(Function f, float a, float b, Tensor x, Tensor y) {
        ElementwiseShapes.same("map", "x", x, "y", y);
        run(f, MapLoops.forward(f), a, b, x, x, y);
    }

    @Override
    public void backward(Function f, float a, float b, Tensor x, Tensor dy, Tensor dx) {
        ElementwiseShapes.same("mapBackward", "x", x, "dx", dx);
        ElementwiseShapes.same("mapBackward", "dy", dy, "dx", dx);
        run(f, MapLoops.backward(f), a, b, x, dy, dx);
    }

    private static void run(Function f, MapLoops.Loop loop, float a, float b, Tensor x, Tensor dy, Tensor y) {
        int n = y.size();
        int grain = f.cheap() ? ARITHMETIC_GRAIN : FUNCTION_GRAIN;
        if (Parallel.inline(n, grain)) {
            chunk(loop, a, b, x, dy, y, 0, n);
        } else {
            Parallel.run(n, grain, (from, to, worker) -> chunk(loop, a, b, x, dy, y, from, to));
        }
    }

    private static void chunk(MapLoops.Loop loop, float a, float b, Tensor x, Tensor dy, Tensor y, int from, int to) {
        int offset = y.offset();
        if (x.offset() == offset && dy.offset() == offset) {
            loop.run(a, b, x.array(), dy.array(), y.array(), offset + from, offset + to);
            return;
        }
        int length = Math.min(BLOCK, to - from);
        float[] blockX = new float[length];
        float[] blockDy = x == dy ? blockX : new float[length];
        float[] blockY = new float[length];
        for (int at = from; at < to; at += BLOCK) {
            int n = Math.min(BLOCK, to - at);
            System.arraycopy(x.array(), x.offset() + at, blockX, 0, n);
            System.arraycopy(dy.array(), dy.offset() + at, blockDy, 0, n);
            loop.run(a, b, blockX, blockDy, blockY, 0, n);
            System.arraycopy(blockY, 0, y.array(), y.offset() + at, n);
        }
    }

    @Override
    public void prelu(Tensor x, Tensor w, Tensor y) {
        MapShapes.channels("prelu", x, w);
        ElementwiseShapes.same("prelu", "x", x, "y", y);
        planes(x, w, x, y, false);
    }

    @Override
    public void preluBackward(Tensor x, Tensor w, Tensor dy, Tensor dx) {
        MapShapes.channels("preluBackward", x, w);
        ElementwiseShapes.same("preluBackward", "x", x, "dx", dx);
        ElementwiseShapes.same("preluBackward", "dy", dy, "dx", dx);
        planes(x, w, dy, dx, true);
    }

    private static void planes(Tensor x, Tensor w, Tensor dy, Tensor y, boolean gradient) {
        int planes = x.dim(0) * x.dim(1);
        int grain = Math.max(1, ARITHMETIC_GRAIN / Math.max(1, x.dim(2)));
        if (Parallel.inline(planes, grain)) {
            planes(x, w, dy, y, gradient, 0, planes);
        } else {
            Parallel.run(planes, grain, (from, to, worker) -> planes(x, w, dy, y, gradient, from, to));
        }
    }

    private static void planes(Tensor x, Tensor w, Tensor dy, Tensor y, boolean gradient, int from, int to) {
        int n = x.dim(2);
        for (int plane = from; plane < to; plane++) {
            float slope = w.array()[w.offset() + plane % x.dim(1)];
            int xo = x.offset() + plane * n;
            int yo = y.offset() + plane * n;
            if (gradient) {
                preluBackward(slope, x.array(), xo, dy.array(), dy.offset() + plane * n, y.array(), yo, n);
            } else {
                prelu(slope, x.array(), xo, y.array(), yo, n);
            }
        }
    }

    private static void prelu(float slope, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            float v = x[xo + i];
            y[yo + i] = v > 0f ? v : slope * v;
        }
    }

    private static void preluBackward(float slope, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int n) {
        for (int i = 0; i < n; i++) {
            float v = x[xo + i];
            dx[dxo + i] = dy[dyo + i] * (v > 0f ? 1f : v <= 0f ? slope : v);
        }
    }

    @Override
    public void maskedFill(Tensor x, IntTensor mask, float value, Tensor y) {
        MapShapes.equal("maskedFill", "x", x, y);
        MapShapes.mask("maskedFill", mask, y);
        Masks.fill(x, mask, value, y);
    }

    @Override
    public void where(IntTensor mask, Tensor a, Tensor b, Tensor y) {
        MapShapes.equal("where", "a", a, y);
        MapShapes.equal("where", "b", b, y);
        MapShapes.mask("where", mask, y);
        Masks.select(mask, a, b, y);
    }

    @Override
    public void winner(Tensor a, Tensor b, Tensor dy, Tensor da) {
        ElementwiseShapes.same("winner", "a", a, "da", da);
        ElementwiseShapes.same("winner", "b", b, "da", da);
        ElementwiseShapes.same("winner", "dy", dy, "da", da);
        int n = da.size();
        if (Parallel.inline(n, ARITHMETIC_GRAIN)) {
            winner(a, b, dy, da, 0, n);
        } else {
            Parallel.run(n, ARITHMETIC_GRAIN, (from, to, worker) -> winner(a, b, dy, da, from, to));
        }
    }

    private static void winner(Tensor a, Tensor b, Tensor dy, Tensor da, int from, int to) {
        float[] first = a.array();
        float[] second = b.array();
        float[] gradient = dy.array();
        float[] out = da.array();
        for (int i = from; i < to; i++) {
            float p = first[a.offset() + i];
            float q = second[b.offset() + i];
            float g = gradient[dy.offset() + i];
            out[da.offset() + i] = p > q ? g : p < q ? 0f : p == q ? 0.5f * g : Float.NaN;
        }
    }
}
