package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.Interpolation;
import dev.lanewise.kernel.PadShape;
import dev.lanewise.kernel.ResampleKernels;
import dev.lanewise.kernel.ResampleShapes;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import java.util.Arrays;

/**
 * Padding by mode, windows along an axis, interpolation, without the Vector API. Planes are independent problems; where
 * the rows and columns of a plane come from is a table that all planes share.
 */
public final class ScalarResample implements ResampleKernels {
    private static final int ROWS = 0;
    private static final int COLUMNS = 1;

    /** Elements of a chunk. */
    private static final int GRAIN = 1 << 14;

    /** A stateless instance. */
    public ScalarResample() {}

    private static int grain(int size) {
        return Math.max(1, GRAIN / Math.max(1, size));
    }

    @Override
    public void pad(PadShape pad, Tensor x, Tensor y, Workspace work) {
        ResampleShapes.pad(pad, x, y);
        int outer = x.shape().rank() - pad.axes();
        int planes = x.shape().span(0, outer);
        int rows = y.shape().span(outer, y.shape().rank() - 1);
        int[] sources = rows(pad, x.shape(), work);
        int[] columns = columns(pad, x.dim(-1), work);
        int grain = grain(rows * y.dim(-1));
        if (Parallel.inline(planes, grain)) {
            PadLoops.pad(pad, sources, columns, rows, x, y, work, 0, 0, planes);
        } else {
            Parallel.run(
                    planes,
                    grain,
                    (from, to, worker) -> PadLoops.pad(pad, sources, columns, rows, x, y, work, worker, from, to));
        }
    }

    @Override
    public void padBackward(PadShape pad, Tensor dy, Tensor dx, Workspace work) {
        ResampleShapes.pad(pad, dx, dy);
        int outer = dx.shape().rank() - pad.axes();
        int planes = dx.shape().span(0, outer);
        int rows = dy.shape().span(outer, dy.shape().rank() - 1);
        int[] sources = rows(pad, dx.shape(), work);
        int[] columns = columns(pad, dx.dim(-1), work);
        int grain = grain(rows * dy.dim(-1));
        if (Parallel.inline(planes, grain)) {
            PadLoops.padBackward(pad, sources, columns, rows, dy, dx, 0, planes);
        } else {
            Parallel.run(
                    planes,
                    grain,
                    (from, to, worker) -> PadLoops.padBackward(pad, sources, columns, rows, dy, dx, from, to));
        }
    }

    /** Which row of a plane of x each row of a plane of y comes from; -1 for none. */
    private static int[] rows(PadShape pad, Shape x, Workspace work) {
        int outer = x.rank() - pad.axes();
        int count = 1;
        for (int i = 0; i < pad.axes() - 1; i++) {
            count *= x.dim(outer + i) + pad.before().get(i) + pad.after().get(i);
        }
        int[] table = work.ints(0, ROWS, Math.max(1, count));
        table[0] = 0;
        int known = 1;
        for (int i = 0; i < pad.axes() - 1; i++) {
            int in = x.dim(outer + i);
            int out = in + pad.before().get(i) + pad.after().get(i);
            // From the end, so that an entry is read before its place is written.
            for (int r = known - 1; r >= 0; r--) {
                int row = table[r];
                for (int e = out - 1; e >= 0; e--) {
                    int source = pad.mode().source(e - pad.before().get(i), in);
                    table[r * out + e] = row < 0 || source < 0 ? -1 : row * in + source;
                }
            }
            known *= out;
        }
        return table;
    }

    private static int[] columns(PadShape pad, int in, Workspace work) {
        int last = pad.axes() - 1;
        int out = in + pad.before().get(last) + pad.after().get(last);
        int[] table = work.ints(0, COLUMNS, Math.max(1, out));
        for (int e = 0; e < out; e++) {
            table[e] = pad.mode().source(e - pad.before().get(last), in);
        }
        return table;
    }

    @Override
    public void unfold(int stride, int before, int dilation, Tensor x, Tensor y) {
        ResampleShapes.unfold(stride, before, dilation, x, y);
        int windows = y.dim(0) * y.dim(1);
        int grain = grain(y.shape().span(2, 5));
        if (Parallel.inline(windows, grain)) {
            unfold(stride, before, dilation, x, y, 0, windows);
        } else {
            Parallel.run(windows, grain, (from, to, worker) -> unfold(stride, before, dilation, x, y, from, to));
        }
    }

    private static void unfold(int stride, int before, int dilation, Tensor x, Tensor y, int from, int to) {
        int channels = x.dim(1);
        int length = x.dim(2);
        int d = x.dim(3);
        int taps = y.dim(3);
        for (int window = from; window < to; window++) {
            int sample = window / y.dim(1);
            int first = window % y.dim(1) * stride - before;
            int out = y.offset() + window * channels * taps * d;
            for (int c = 0; c < channels; c++) {
                int at = x.offset() + (sample * channels + c) * length * d;
                for (int k = 0; k < taps; k++, out += d) {
                    int i = first + k * dilation;
                    if (i >= 0 && i < length) {
                        System.arraycopy(x.array(), at + i * d, y.array(), out, d);
                    } else {
                        Arrays.fill(y.array(), out, out + d, 0f);
                    }
                }
            }
        }
    }

    @Override
    public void unfoldBackward(int stride, int before, int dilation, Tensor dy, Tensor dx) {
        ResampleShapes.unfold(stride, before, dilation, dx, dy);
        int planes = dx.dim(0) * dx.dim(1);
        int grain = grain(dy.dim(1) * dy.dim(3) * dy.dim(4));
        if (Parallel.inline(planes, grain)) {
            unfoldBackward(stride, before, dilation, dy, dx, 0, planes);
        } else {
            Parallel.run(
                    planes, grain, (from, to, worker) -> unfoldBackward(stride, before, dilation, dy, dx, from, to));
        }
    }

    private static void unfoldBackward(int stride, int before, int dilation, Tensor dy, Tensor dx, int from, int to) {
        int channels = dx.dim(1);
        int length = dx.dim(2);
        int d = dx.dim(3);
        int taps = dy.dim(3);
        for (int plane = from; plane < to; plane++) {
            int at = dx.offset() + plane * length * d;
            Arrays.fill(dx.array(), at, at + length * d, 0f);
            for (int o = 0; o < dy.dim(1); o++) {
                int window = (plane / channels * dy.dim(1) + o) * channels + plane % channels;
                for (int k = 0; k < taps; k++) {
                    int i = o * stride - before + k * dilation;
                    if (i >= 0 && i < length) {
                        int source = dy.offset() + (window * taps + k) * d;
                        PadLoops.add(dy.array(), source, dx.array(), at + i * d, d);
                    }
                }
            }
        }
    }

    @Override
    public void interpolate(Interpolation how, Tensor x, Tensor y, Workspace work) {
        ResampleShapes.interpolate(x, y);
        InterpolationLoops loops = work.kept(InterpolationLoops.class, InterpolationLoops::new);
        loops.set(how, x, y, work, false);
        loops.run(grain(y.dim(2) * y.dim(3)));
    }

    @Override
    public void interpolateBackward(Interpolation how, Tensor dy, Tensor dx, Workspace work) {
        ResampleShapes.interpolate(dx, dy);
        InterpolationLoops loops = work.kept(InterpolationLoops.class, InterpolationLoops::new);
        loops.set(how, dx, dy, work, true);
        loops.run(grain(dy.dim(2) * dy.dim(3)));
    }
}
