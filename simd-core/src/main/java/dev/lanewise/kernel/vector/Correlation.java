package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.L;

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
    private static final int WIDTH = 2 * L;
    private static final int RUN = L == 16 ? ConvRun512.PIXELS : L == 8 ? ConvRun256.PIXELS : ConvRun128.PIXELS;
    private static final int PLANES = 0;
    private static final int OUT = 1;
    static final int WEIGHTS = 2;
    static final int BIAS = 3;
    static final int TAPS = 0;

    // Chunks of about this many multiply-adds: small enough to share, large enough to be worth claiming.
    private static final long CHUNK = 400_000;

    // Floats of input, output or weights that stay in the second-level cache.
    private static final int CACHE = 1 << 16;

    private enum Stage {
        PLANES,
        PIXELS,
        ITEMS
    }

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

    /** True if each tap across has a plane of its own; columns of the source from one phase or copy to the next. */
    boolean copies;

    int columnStep;

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
    /** True if each row of the output has tiles of its own, which write to the target: no more columns are computed. */
    private boolean rowwise;

    private int block;
    private Stage stage;
    private int item;
    private float[] shared;

    /**
     * Copies the planes once for each tap across if that pays: their rows are then as long as the output's and no column is
     * computed too many. That is in narrow images with enough outputs.
     *
     * @param number of copies
     * @param step columns of the source from one to the next
     */
    void copy(int number, int step) {
        int excess = planeW - outW;
        long floats = (long) channels * phasesH * number * planeH * outW;
        long saved = (long) excess * outputs * (planeH - outH + 1);
        copies = strideW == 1 && 8 * excess > outW && floats <= 2 * CACHE && saved >= 128;
        if (copies) {
            phasesW = number;
            planeW = outW;
            columnStep = step;
        }
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
        int computed = Math.ceilDiv(outW, ConvTiles.NARROWEST) * ConvTiles.NARROWEST;
        boolean fits = outW >= ConvTiles.NARROWEST && computed <= Math.max(outW, planeW);
        rowwise = fits && !targetDirect && targetColumn == 1 && reach == WIDTH;
        int items = images * groups;
        long cost = (long) pixels * outputs * Math.max(1, taps);
        boolean byPixels = items < 2 * Parallel.available() && Parallel.available() > 1 && cost > 2 * CHUNK;
        block = block(byPixels ? pixels / (4 * Parallel.available()) : pixels);
        if (byPixels) {
            for (item = 0; item < items; item++) {
                stage = Stage.PLANES;
                shared = source;
                if (!sourceDirect) {
                    shared = scratch(0, item == 0);
                    Parallel.run(channels, 1, this);
                }
                stage = Stage.PIXELS;
                Parallel.run((pixels + block - 1) / block, 1, this);
            }
            shared = null;
        } else {
            stage = Stage.ITEMS;
            Parallel.run(items, Math.clamp(CHUNK / Math.max(1, cost), 1, 64), this);
        }
        source = null;
        target = null;
    }

    /** Pixels that are done for all outputs before the next: their input and output stay in the cache. */
    private int block(int most) {
        int floats = Math.max(targetDirect ? 1 : outputs, channels * phasesH * phasesW);
        // Weights that do not stay there are read once for each block.
        int fit = (long) outputs * taps > CACHE ? most : Math.min(most, CACHE / Math.max(1, floats));
        if (rowwise && fit < pixels) {
            return Math.max(1, fit / planeW) * planeW;
        }
        return fit >= pixels ? pixels : Math.max(1, fit / reach) * reach;
    }

    private boolean endsInRuns() {
        int left = outputs;
        while (ConvTiles.rows(left) < left) {
            left -= ConvTiles.rows(left);
        }
        return ConvTiles.rows(left) == 1;
    }

    /** Prepares {@link #planes} for a reader that never reads past the pixels that exist. */
    void prepareSource() {
        sourceDirect = whole();
    }

    /** True if the planes would be the source, element for element. */
    private boolean whole() {
        boolean unpadded = planeH == height && planeW == width && padTop == 0 && padLeft == 0;
        return unpadded && strideH == 1 && strideW == 1 && phasesW == 1 && channels > 0;
    }

    /** A chunk of the current stage. */
    @Override
    public void run(int from, int to, int worker) {
        switch (stage) {
            case PLANES -> fill(item, from, to, shared);
            case PIXELS -> compute(shared, planesAt(item), item, from, to, worker);
            case ITEMS -> {
                for (int i = from; i < to; i++) {
                    compute(planes(i, worker, i == from), planesAt(i), i, 0, (pixels + block - 1) / block, worker);
                }
            }
        }
    }

    // A tile may reach over the end of a block, and the last one back over its start.
    private int outStride() {
        return block + 2 * RUN;
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
        float[] planes = scratch(worker, fresh);
        fill(i, 0, channels, planes);
        return planes;
    }

    private float[] scratch(int worker, boolean fresh) {
        // A tile may read past the last plane.
        int size = channels * phasesH * phasesW * planeH * planeW + planeW + 2 * RUN;
        float[] planes = work.floats(worker, PLANES, size);
        if (fresh) {
            Arrays.fill(planes, 0, size, 0f);
        }
        return planes;
    }

    /** Copies some channels of an item. */
    private void fill(int i, int first, int end, float[] planes) {
        for (int a = 0; a < phasesH; a++) {
            for (int b = 0; b < phasesW; b++) {
                fillPhase(i, first, end, a, b, planes);
            }
        }
    }

    /** Copies what the source has of one phase, or for one tap across, of some channels; the rest stays 0. */
    private void fillPhase(int i, int first, int end, int a, int b, float[] planes) {
        // The same for all channels, whose planes may be so small that divisions count.
        int top = Math.max(0, Math.ceilDiv(padTop - a, strideH));
        int bottom = Math.min(planeH, Math.ceilDiv(height + padTop - a, strideH));
        int offset = b * columnStep - padLeft;
        int left = Math.max(0, Math.ceilDiv(-offset, strideW));
        int right = Math.min(planeW, Math.ceilDiv(width - offset, strideW));
        if (right <= left || bottom <= top) {
            return;
        }
        int from = sourceOf(i) + (top * strideH + a - padTop) * width + left * strideW + offset;
        for (int c = first; c < end; c++) {
            int plane = (c * phasesH + a) * phasesW + b;
            int to = (plane * planeH + top) * planeW + left;
            int row = from + c * height * width;
            PlaneRows.copy(source, row, strideH * width, strideW, planes, to, planeW, bottom - top, right - left);
        }
    }

    /** Some blocks of pixels of an item, all its channels. */
    private void compute(float[] planes, int planesAt, int i, int firstBlock, int endBlock, int worker) {
        if (rowwise) {
            rows(planes, planesAt, i, firstBlock * block, Math.min(pixels, endBlock * block));
            return;
        }
        float[] out = targetDirect ? target : work.floats(worker, OUT, outputs * outStride());
        for (int b = firstBlock; b < endBlock; b++) {
            int from = b * block;
            int to = Math.min(pixels, from + block);
            int outAt = targetDirect ? targetOf(i) : RUN - from;
            panels(planes, planesAt, i % groups, out, outAt, targetDirect ? targetChannel : outStride(), from, to);
            if (!targetDirect) {
                compact(i, out, from, to);
            }
        }
    }

    /** Output pixels {@code [from, to)} of all channels of a group. */
    private void panels(float[] planes, int planesAt, int group, float[] out, int outAt, int ldOut, int from, int to) {
        int panel = group * weightsOfGroup;
        for (int o = 0; o < outputs; ) {
            int rows = ConvTiles.rows(outputs - o);
            int valid = Math.min(rows, outputs - o);
            int biasAt = group * biasOfGroup + o;
            int width = rows == 1 ? RUN : WIDTH;
            for (int q = from; q < to; q += width) {
                boolean half = rows > 1 && to - q <= WIDTH - ConvTiles.NARROWEST;
                int wide = half ? L : width;
                // The last tile moves back instead of reaching over the end; what it repeats has the same bits.
                int start = pixels >= wide ? Math.min(q, pixels - wide) : 0;
                int at = outAt + o * ldOut + start;
                if (half) {
                    ConvTiles.strip(this, rows, panel, planes, planesAt + start, out, at, ldOut, valid, biasAt);
                } else {
                    ConvTiles.tile(this, rows, panel, planes, planesAt + start, out, at, ldOut, valid, biasAt);
                }
            }
            panel += rows * taps;
            o += rows;
        }
    }

    /** The output rows that begin at pixels [from, to), all channels of a group, a block after another. */
    private void rows(float[] planes, int planesAt, int i, int from, int to) {
        for (int begin = from; begin < to; begin += block) {
            int end = Math.min(to, begin + block);
            int panel = i % groups * weightsOfGroup;
            for (int o = 0; o < outputs; ) {
                int rows = ConvTiles.rows(outputs - o);
                int valid = Math.min(rows, outputs - o);
                int biasAt = i % groups * biasOfGroup + o;
                for (int q = begin; q < end; q += planeW) {
                    int at = targetOf(i) + o * targetChannel + q / planeW * targetRow;
                    row(rows, panel, planes, planesAt + q, at, valid, biasAt);
                }
                panel += rows * taps;
                o += rows;
            }
        }
    }

    /** A row of the output. The last tile moves back instead of reaching over the end. */
    private void row(int rows, int panel, float[] planes, int from, int to, int valid, int biasAt) {
        for (int j = 0; j < outW; ) {
            if (outW >= WIDTH && outW - j > WIDTH - ConvTiles.NARROWEST) {
                int k = Math.min(j, outW - WIDTH);
                ConvTiles.tile(this, rows, panel, planes, from + k, target, to + k, targetChannel, valid, biasAt);
                j += WIDTH;
            } else {
                int k = Math.min(j, outW - L);
                ConvTiles.strip(this, rows, panel, planes, from + k, target, to + k, targetChannel, valid, biasAt);
                j += L;
            }
        }
    }

    /** Copies the columns that exist of pixels {@code [first, end)} from the long rows to the target. */
    private void compact(int i, float[] out, int first, int end) {
        int whole = (first + planeW - 1) / planeW;
        int wholeEnd = Math.max(whole, (end - outW + planeW) / planeW);
        for (int o = 0; o < outputs; o++) {
            int channel = targetOf(i) + o * targetChannel;
            int outAt = o * outStride() + RUN - first;
            // Rows that other blocks begin or end.
            if (first < whole * planeW) {
                columns(out, outAt, channel, whole - 1, first - (whole - 1) * planeW, end);
            }
            if (wholeEnd >= whole && wholeEnd * planeW < end) {
                columns(out, outAt, channel, wholeEnd, 0, end);
            }
            if (targetColumn == 1 && wholeEnd > whole) {
                int from = outAt + whole * planeW;
                int to = channel + whole * targetRow;
                PlaneRows.copy(out, from, planeW, 1, target, to, targetRow, wholeEnd - whole, outW);
            } else {
                for (int row = whole; row < wholeEnd; row++) {
                    columns(out, outAt, channel, row, 0, end);
                }
            }
        }
    }

    /** Copies the columns of a row from j on, as far as pixels below end have them. */
    private void columns(float[] out, int outAt, int channel, int row, int j, int end) {
        int from = outAt + row * planeW;
        int to = channel + row * targetRow;
        int last = Math.min(outW, end - row * planeW);
        for (int k = j; k < last; k++) {
            target[to + k * targetColumn] = out[from + k];
        }
    }
}
