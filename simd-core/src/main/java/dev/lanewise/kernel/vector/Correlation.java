package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.Workspace;
import dev.lanewise.thread.Parallel;
import java.util.Arrays;

/**
 * A direct 2-d correlation, the loop under the forward pass and under the gradient of the input. It is a matrix product
 * whose right operand is never built: pixel q of an output plane meets tap k at {@code planes[tap[k] + q]}.
 *
 * <p>That needs output rows as long as the rows of the padded planes; the few columns too many are computed and thrown
 * away. A stride is taken out beforehand: the planes hold every stride-th row and column, one plane per phase.
 *
 * <p>Mutable and kept in the workspace, so that a warm kernel allocates nothing; it is the body of its own loops.
 */
final class Correlation implements Parallel.Body {
    private static final int WIDTH = 2 * Lanes.L;
    private static final int RUN =
            Lanes.L == 16 ? ConvRun512.PIXELS : Lanes.L == 8 ? ConvRun256.PIXELS : ConvRun128.PIXELS;
    private static final int PLANES = 0;
    private static final int OUT = 1;
    static final int WEIGHTS = 2;
    static final int BIAS = 3;
    static final int TAPS = 0;

    // Chunks of about this many multiply-adds: small enough to share, large enough to be worth claiming.
    private static final long CHUNK = 400_000;

    /** The source: channels per group, extents, and what is cut off (negative padding) or added around it. */
    float[] source;

    int sourceAt;
    int channels;
    int height;
    int width;
    int padTop;
    int padLeft;
    int strideH;
    int strideW;

    /** How many phases a stride has that taps use, and the extents of one plane of one phase. */
    int phasesH;

    int phasesW;
    int planeH;
    int planeW;

    /** The taps of one output: offsets into the planes, in the order of the chain. */
    int taps;

    int[] tap;

    /** Outputs per group, and their packed weights and padded bias (null for none), all groups. */
    int outputs;

    float[] weights;
    int weightsOfGroup;
    float[] bias;
    int biasOfGroup;

    /** Where the outputs go: extents and strides of one output plane. */
    int outH;

    int outW;
    float[] target;
    int targetAt;
    int targetImage;
    int targetChannel;
    int targetRow;
    int targetColumn;

    int images;
    int groups;
    Workspace work;

    private int pixels;
    /** Pixels of the widest tile that is used. */
    private int reach;

    private boolean sourceDirect;
    private boolean targetDirect;
    private boolean byPixels;
    private int item;
    private float[] shared;
    private int sharedAt;
    private float[] sharedOut;

    /** The height of the next tile when this many output channels are left: the fewest rows wasted. */
    static int tileRows(int left) {
        if (left <= 2) {
            return 1;
        }
        if (Lanes.L != 16) {
            return 4;
        }
        if (left <= 6) {
            return 6;
        }
        if (left <= 8 || (left > 12 && left <= 16)) {
            return 8;
        }
        return 12;
    }

    /** The floats that packed weights of one group take. */
    static int packedSize(int outputs, int taps) {
        int rows = 0;
        while (rows < outputs) {
            rows += tileRows(outputs - rows);
        }
        return rows * taps;
    }

    /** Runs the correlation; all fields have been set. */
    void run() {
        pixels = (outH - 1) * planeW + outW;
        if (images == 0 || outH == 0 || outW == 0 || outputs == 0) {
            return;
        }
        reach = endsInRuns() ? RUN : WIDTH;
        sourceDirect = whole() && pixels >= reach;
        targetDirect = targetColumn == 1 && targetRow == planeW && outW == planeW && pixels >= reach;
        int items = images * groups;
        long cost = (long) pixels * outputs * Math.max(1, taps);
        byPixels = items < 2 * Parallel.available() && Parallel.available() > 1 && cost > 2 * CHUNK;
        if (byPixels) {
            for (item = 0; item < items; item++) {
                runByPixels(cost);
            }
        } else {
            Parallel.run(items, Math.clamp(CHUNK / Math.max(1, cost), 1, 64), this);
        }
        source = null;
        target = null;
    }

    private boolean endsInRuns() {
        int left = outputs;
        while (tileRows(left) < left) {
            left -= tileRows(left);
        }
        return tileRows(left) == 1;
    }

    /** Prepares {@link #planes} for a reader that never reads past the pixels that exist. */
    void prepareSource() {
        sourceDirect = whole();
    }

    /** True if the planes would be the source, element for element. */
    private boolean whole() {
        boolean unpadded = planeH == height && planeW == width && padTop == 0 && padLeft == 0;
        return unpadded && strideH == 1 && strideW == 1 && channels > 0;
    }

    private void runByPixels(long cost) {
        shared = planes(item, 0, true);
        sharedAt = planesAt(item);
        // Asked for once, before the threads begin: a slot that has to grow would give each its own array.
        sharedOut = targetDirect ? target : work.floats(0, OUT, outSize());
        int steps = (pixels + WIDTH - 1) / WIDTH;
        Parallel.run(steps, Math.clamp(CHUNK * steps / cost, 1, steps), this);
        if (!targetDirect) {
            compact(item, sharedOut);
        }
    }

    /** A chunk: some items, or some pixels of the current item. */
    @Override
    public void run(int from, int to, int worker) {
        if (byPixels) {
            compute(shared, sharedAt, item, sharedOut, from * WIDTH, Math.min(pixels, to * WIDTH));
            return;
        }
        boolean fresh = true;
        for (int i = from; i < to; i++) {
            float[] planes = planes(i, worker, fresh);
            fresh = false;
            float[] out = targetDirect ? target : work.floats(worker, OUT, outSize());
            compute(planes, planesAt(i), i, out, 0, pixels);
            if (!targetDirect) {
                compact(i, out);
            }
        }
    }

    private int outSize() {
        return outputs * outStride();
    }

    private int outStride() {
        return pixels + RUN;
    }

    private int sourceOf(int i) {
        return sourceAt + i * channels * height * width;
    }

    private int targetOf(int i) {
        return targetAt + i / groups * targetImage + i % groups * outputs * targetChannel;
    }

    /** Where in {@link #planes} the planes of an item begin. */
    int planesAt(int i) {
        return sourceDirect ? sourceOf(i) : 0;
    }

    /**
     * The planes of an item: the source itself, or a padded copy split by phases.
     *
     * @param fresh true for a worker's first item of a run, when its scratch array holds something else
     */
    float[] planes(int i, int worker, boolean fresh) {
        if (sourceDirect) {
            return source;
        }
        int planeSize = planeH * planeW;
        // A tile may read past the last plane.
        int size = channels * phasesH * phasesW * planeSize + planeW + 2 * RUN;
        float[] planes = work.floats(worker, PLANES, size);
        if (fresh) {
            Arrays.fill(planes, 0, size, 0f);
        }
        int plane = 0;
        for (int c = 0; c < channels; c++) {
            int from = sourceOf(i) + c * height * width;
            for (int a = 0; a < phasesH; a++) {
                for (int b = 0; b < phasesW; b++, plane++) {
                    fillPlane(from, a, b, planes, plane * planeSize);
                }
            }
        }
        return planes;
    }

    /** Copies what the source has of one plane; the rest stays 0. */
    private void fillPlane(int from, int a, int b, float[] planes, int at) {
        int top = Math.max(0, Math.ceilDiv(padTop - a, strideH));
        int bottom = Math.min(planeH, Math.floorDiv(height - 1 + padTop - a, strideH) + 1);
        int left = Math.max(0, Math.ceilDiv(padLeft - b, strideW));
        int right = Math.min(planeW, Math.floorDiv(width - 1 + padLeft - b, strideW) + 1);
        int count = right - left;
        if (count <= 0) {
            return;
        }
        for (int i = top; i < bottom; i++) {
            int row = from + (i * strideH + a - padTop) * width + left * strideW + b - padLeft;
            int to = at + i * planeW + left;
            if (strideW == 1) {
                System.arraycopy(source, row, planes, to, count);
            } else {
                for (int j = 0; j < count; j++) {
                    planes[to + j] = source[row + j * strideW];
                }
            }
        }
    }

    /** Output pixels {@code [from, to)} of an item, all its channels. */
    private void compute(float[] planes, int planesAt, int i, float[] out, int from, int to) {
        int group = i % groups;
        int outAt = targetDirect ? targetOf(i) : 0;
        int ldOut = targetDirect ? targetChannel : outStride();
        int panel = group * weightsOfGroup;
        for (int o = 0; o < outputs; ) {
            int rows = tileRows(outputs - o);
            int valid = Math.min(rows, outputs - o);
            int biasAt = group * biasOfGroup + o;
            int width = rows == 1 ? RUN : WIDTH;
            for (int q = from; q < to; q += width) {
                // The last tile moves back instead of reaching over the end; what it repeats has the same bits.
                int start = pixels >= width ? Math.min(q, pixels - width) : 0;
                tile(rows, panel, planes, planesAt + start, out, outAt + o * ldOut + start, ldOut, valid, biasAt);
            }
            panel += rows * taps;
            o += rows;
        }
    }

    private void tile(
            int rows, int panel, float[] planes, int at, float[] out, int outAt, int ldOut, int valid, int biasAt) {
        if (rows == 1) {
            run(panel, planes, at, out, outAt, biasAt);
        } else if (Lanes.L == 8) {
            ConvTile256.run4(taps, tap, weights, panel, planes, at, out, outAt, ldOut, valid, bias, biasAt);
        } else if (Lanes.L == 4) {
            ConvTile128.run4(taps, tap, weights, panel, planes, at, out, outAt, ldOut, valid, bias, biasAt);
        } else if (rows == 12) {
            ConvTile512.run12(taps, tap, weights, panel, planes, at, out, outAt, ldOut, valid, bias, biasAt);
        } else if (rows == 8) {
            ConvTile512.run8(taps, tap, weights, panel, planes, at, out, outAt, ldOut, valid, bias, biasAt);
        } else {
            ConvTile512.run6(taps, tap, weights, panel, planes, at, out, outAt, ldOut, valid, bias, biasAt);
        }
    }

    private void run(int panel, float[] planes, int at, float[] out, int outAt, int biasAt) {
        boolean biased = bias != null;
        float b = biased ? bias[biasAt] : 0f;
        if (Lanes.L == 16) {
            ConvRun512.run(taps, tap, weights, panel, planes, at, out, outAt, biased, b);
        } else if (Lanes.L == 8) {
            ConvRun256.run(taps, tap, weights, panel, planes, at, out, outAt, biased, b);
        } else {
            ConvRun128.run(taps, tap, weights, panel, planes, at, out, outAt, biased, b);
        }
    }

    /** Copies the columns that exist from the long rows to the target. */
    private void compact(int i, float[] out) {
        for (int o = 0; o < outputs; o++) {
            int to = targetOf(i) + o * targetChannel;
            int from = o * outStride();
            for (int r = 0; r < outH; r++) {
                if (targetColumn == 1) {
                    System.arraycopy(out, from + r * planeW, target, to + r * targetRow, outW);
                } else {
                    for (int j = 0; j < outW; j++) {
                        target[to + r * targetRow + j * targetColumn] = out[from + r * planeW + j];
                    }
                }
            }
        }
    }
}
