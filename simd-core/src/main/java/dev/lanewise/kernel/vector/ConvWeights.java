package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.ConvKernels;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * The gradient of a convolution's weights: a matrix product over pixels, taps by output channels. dy is transposed to
 * [pixel][channel]; a tap's value at a pixel is read where it stands in the padded planes and broadcast.
 *
 * <p>Mutable and kept in the workspace, so that a warm kernel allocates nothing; it is the body of its own loop over the
 * parts of the batch.
 */
final class ConvWeights implements Parallel.Body {
    private static final int ROWS =
            Lanes.L == 16 ? ConvWeightTile512.ROWS : Lanes.L == 8 ? ConvWeightTile256.ROWS : ConvWeightTile128.ROWS;

    /** Taps beyond the last that a tile may read. */
    static final int SLACK = 16;

    private static final int GRADIENT = 4;
    private static final int PARTIAL = 5;

    private final Correlation planes = new Correlation();
    private Tensor dy;
    private Workspace work;
    private int outputs;
    private int panelWidth;
    private int panels;
    private int tapsPadded;
    private int partSize;
    private int grains;
    private int ranges;
    private float[] partial;

    void run(Conv2dShape conv, Tensor x, Tensor gradient, Tensor dw, Tensor db, Workspace workspace) {
        dy = gradient;
        work = workspace;
        describePlanes(conv, x, dw);
        outputs = dw.dim(0) / conv.groups();
        // Two vectors of channels share each broadcast; few channels need only one.
        panelWidth = Lanes.L == 16 && outputs <= 16 ? Lanes.L : 2 * Lanes.L;
        panels = (outputs + panelWidth - 1) / panelWidth;
        tapsPadded = (planes.taps + ROWS - 1) / ROWS * ROWS;
        // One more row holds the gradient of the bias.
        partSize = conv.groups() * panels * (tapsPadded + 1) * panelWidth;
        grains = ConvKernels.grains(x.dim(0), dw.size());
        partial = work.floats(0, PARTIAL, grains * partSize);
        Arrays.fill(partial, 0, grains * partSize, 0f);
        // Panels are apart from each other: where there are few images, threads share the panels of one.
        int wanted = 2 * Parallel.available();
        ranges = Parallel.available() == 1 ? 1 : Math.clamp(wanted / grains, 1, planes.groups * panels);
        Parallel.run(grains * ranges, 1, this);
        mergeWeights(dw);
        if (db != null) {
            mergeBias(db);
        }
        planes.source = null;
        dy = null;
    }

    private void describePlanes(Conv2dShape conv, Tensor x, Tensor dw) {
        planes.source = x.array();
        planes.sourceAt = x.offset();
        planes.images = x.dim(0);
        planes.groups = conv.groups();
        planes.channels = x.dim(1) / conv.groups();
        planes.height = x.dim(2);
        planes.width = x.dim(3);
        planes.padTop = conv.padTop();
        planes.padLeft = conv.padLeft();
        planes.strideH = conv.strideH();
        planes.strideW = conv.strideW();
        planes.outH = dy.dim(2);
        planes.outW = dy.dim(3);
        planes.work = work;
        VectorConv.planes(planes, conv, dw.dim(2), dw.dim(3));
        planes.prepareSource();
        VectorConv.taps(planes, conv, dw.dim(2), dw.dim(3), work);
        Arrays.fill(planes.tap, planes.taps, planes.taps + SLACK, 0);
    }

    /** Some ranges of panels, each over the images of a part of the batch. */
    @Override
    public void run(int from, int to, int worker) {
        int all = planes.groups * panels;
        boolean fresh = true;
        for (int chunk = from; chunk < to; chunk++) {
            int grain = chunk / ranges;
            int first = (int) ((long) (chunk % ranges) * all / ranges);
            int end = (int) ((chunk % ranges + 1L) * all / ranges);
            images(grain, first, end, worker, fresh);
            fresh = false;
        }
    }

    /** Panels [first, end) over the images of a part. */
    private void images(int grain, int first, int end, int worker, boolean firstOfRun) {
        int batch = planes.images;
        int last = (int) ((grain + 1L) * batch / grains);
        boolean fresh = firstOfRun;
        for (int image = (int) ((long) grain * batch / grains); image < last; image++) {
            for (int p = first; p < end; ) {
                int group = p / panels;
                int stop = Math.min(end, (group + 1) * panels);
                item(image, group, p, stop, grain * partSize, worker, fresh);
                fresh = false;
                p = stop;
            }
        }
    }

    /** Panels of one group of one image, added to the chains of its part. */
    private void item(int image, int group, int first, int end, int part, int worker, boolean fresh) {
        int i = image * planes.groups + group;
        float[] x = planes.planes(i, worker, fresh);
        int xAt = planes.planesAt(i);
        int pixels = planes.outH * planes.outW;
        float[] gradient = work.floats(worker, GRADIENT, pixels * panelWidth);
        for (int p = first; p < end; p++) {
            int o = p % panels * panelWidth;
            int from = dy.offset() + (i * outputs + o) * pixels;
            // Channels that do not exist get chains of their own, of leftovers, which nobody reads.
            int exist = Math.min(panelWidth, outputs - o);
            if (exist == panelWidth) {
                Panels.rows(dy.array(), from, pixels, pixels, exist, gradient, 0, panelWidth);
            } else {
                Panels.existingRows(dy.array(), from, pixels, pixels, exist, gradient, 0, panelWidth);
            }
            int at = part + p * (tapsPadded + 1) * panelWidth;
            for (int t = 0; t < tapsPadded; t += ROWS) {
                tile(t, x, xAt, gradient, at + t * panelWidth);
            }
            sums(gradient, pixels, panelWidth, partial, at + tapsPadded * panelWidth);
        }
    }

    private void tile(int t, float[] x, int xAt, float[] gradient, int at) {
        int h = planes.outH;
        int w = planes.outW;
        int ldx = planes.planeW;
        if (Lanes.L == 8) {
            ConvWeightTile256.run2(h, w, planes.tap, t, x, xAt, ldx, gradient, 0, partial, at, panelWidth, true);
        } else if (Lanes.L == 4) {
            ConvWeightTile128.run2(h, w, planes.tap, t, x, xAt, ldx, gradient, 0, partial, at, panelWidth, true);
        } else if (panelWidth == Lanes.L) {
            ConvWeightTile512.run1(h, w, planes.tap, t, x, xAt, ldx, gradient, 0, partial, at, panelWidth, true);
        } else {
            ConvWeightTile512.run2(h, w, planes.tap, t, x, xAt, ldx, gradient, 0, partial, at, panelWidth, true);
        }
    }

    /** Adds the pixels of a panel [pixels][width] to the chains of its channels. */
    private static void sums(float[] panel, int pixels, int width, float[] to, int at) {
        for (int o = 0; o < width; o += Lanes.L) {
            FloatVector sum = FloatVector.fromArray(Lanes.F, to, at + o);
            for (int p = 0; p < pixels; p++) {
                sum = sum.add(FloatVector.fromArray(Lanes.F, panel, p * width + o));
            }
            sum.intoArray(to, at + o);
        }
    }

    private void mergeWeights(Tensor dw) {
        int taps = planes.taps;
        float[] to = dw.array();
        for (int o = 0; o < dw.dim(0); o++) {
            int column = column(o);
            for (int t = 0; t < taps; t++) {
                to[dw.offset() + o * taps + t] = merged(column + t * panelWidth);
            }
        }
    }

    private void mergeBias(Tensor db) {
        for (int o = 0; o < db.size(); o++) {
            db.array()[db.offset() + o] = merged(column(o) + tapsPadded * panelWidth);
        }
    }

    /** Where the chains of an output channel stand in a part. */
    private int column(int o) {
        int group = o / outputs;
        int p = o % outputs / panelWidth;
        return (group * panels + p) * (tapsPadded + 1) * panelWidth + o % outputs % panelWidth;
    }

    private float merged(int at) {
        float sum = partial[at];
        for (int grain = 1; grain < grains; grain++) {
            sum += partial[at + grain * partSize];
        }
        return sum;
    }
}
