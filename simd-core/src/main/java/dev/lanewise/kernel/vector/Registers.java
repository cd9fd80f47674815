package dev.lanewise.kernel.vector;

import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;

/** Loops over whole registers: splits the work over threads, and fills up what is left behind the last register. */
final class Registers {
    // About 10 microseconds of work each: much more than starting a chunk, little enough to balance.
    static final int ARITHMETIC_GRAIN = 1 << 16;
    static final int FUNCTION_GRAIN = 1 << 14;

    // From here on loops begin at a cache line of the result: an access that straddles two costs twice, with three
    // operands a third of the time.
    private static final int ALIGNED = 1 << 10;

    // Short enough for the first-level cache, long enough that a loop's beginning and end do not count; a multiple of
    // every width.
    private static final ThreadLocal<float[]> BLOCK = ThreadLocal.withInitial(() -> new float[4096]);

    // The rests of x, dy and the result.
    private static final ThreadLocal<float[]> TAIL = ThreadLocal.withInitial(() -> new float[3 * Lanes.L]);

    private Registers() {}

    /**
     * {@code y[yo + i] = f(a, b, x[xo + i])} or {@code dx[dxo + i] = dy[dyo + i] * f'(a, b, x[xo + i])} for i below n, a
     * multiple of {@link Lanes#L}. The former gets x for dy.
     */
    @FunctionalInterface
    interface Loop {
        void run(float a, float b, float[] x, int xo, float[] dy, int dyo, float[] y, int yo, int n);
    }

    /** Scratch of this thread for one loop, its contents undefined; its length is a multiple of every width. */
    static float[] block() {
        return BLOCK.get();
    }

    /** Runs the loop over all elements. */
    static void run(int grain, Loop loop, float a, float b, Tensor x, Tensor dy, Tensor y) {
        int n = y.size();
        if (Parallel.inline(n, grain)) {
            chunk(loop, a, b, x, dy, y, 0, n);
        } else {
            Parallel.run(n, grain, (from, to, worker) -> chunk(loop, a, b, x, dy, y, from, to));
        }
    }

    /** Runs the loop over n elements of an array, in place, on this thread. */
    static void run(Loop loop, float[] x, int xo, int n) {
        chunk(loop, 0f, 0f, x, xo, x, xo, x, xo, n);
    }

    private static void chunk(Loop loop, float a, float b, Tensor x, Tensor dy, Tensor y, int from, int to) {
        chunk(
                loop,
                a,
                b,
                x.array(),
                x.offset() + from,
                dy.array(),
                dy.offset() + from,
                y.array(),
                y.offset() + from,
                to - from);
    }

    private static void chunk(
            Loop loop, float a, float b, float[] x, int xo, float[] dy, int dyo, float[] y, int yo, int n) {
        int first = head(yo, n);
        int whole = Lanes.F.loopBound(n - first);
        if (first > 0) {
            part(loop, a, b, x, xo, dy, dyo, y, yo, first);
        }
        if (whole > 0) {
            loop.run(a, b, x, xo + first, dy, dyo + first, y, yo + first, whole);
        }
        int done = first + whole;
        if (done < n) {
            part(loop, a, b, x, xo + done, dy, dyo + done, y, yo + done, n - done);
        }
    }

    /** How many of n elements come before the first cache line, where that is worth a turn of its own. */
    static int head(int at, int n) {
        return Lanes.L == 16 && n >= ALIGNED ? RowLoops.head(at) : 0;
    }

    /** Fewer elements than a register: the same loop over copies. */
    private static void part(
            Loop loop, float a, float b, float[] x, int xo, float[] dy, int dyo, float[] y, int yo, int n) {
        float[] tail = TAIL.get();
        System.arraycopy(x, xo, tail, 0, n);
        System.arraycopy(dy, dyo, tail, Lanes.L, n);
        loop.run(a, b, tail, 0, tail, Lanes.L, tail, 2 * Lanes.L, Lanes.L);
        System.arraycopy(tail, 2 * Lanes.L, y, yo, n);
    }
}
