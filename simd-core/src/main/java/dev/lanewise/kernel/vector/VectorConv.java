package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.ConvAxis;
import dev.lanewise.kernel.ConvKernels;
import dev.lanewise.kernel.ConvShapes;
import dev.lanewise.kernel.Winograd;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;

/** Direct convolution: one {@link Correlation} forward, one per phase of the stride back to the input. */
final class VectorConv implements ConvKernels {
    @Override
    public void forward(Conv2dShape conv, Tensor x, Tensor w, Tensor bias, Tensor y, Workspace work) {
        ConvShapes.check(conv, x, w, bias, y);
        int size = Winograd.tile(conv, w.dim(2), w.dim(3), x.dim(1), w.dim(0), y.dim(2), y.dim(3));
        if (size > 0) {
            work.kept(WinogradConv.class, WinogradConv::new).forward(size, conv, x, w, bias, y, work);
            return;
        }
        Correlation run = work.kept(Correlation.class, Correlation::new);
        source(run, x, conv.groups());
        run.work = work;
        run.padTop = conv.padTop();
        run.padLeft = conv.padLeft();
        run.strideH = conv.strideH();
        run.strideW = conv.strideW();
        run.outH = y.dim(2);
        run.outW = y.dim(3);
        run.outputs = w.dim(0) / conv.groups();
        planes(run, conv, w.dim(2), w.dim(3));
        run.copy(w.dim(3), conv.dilationW());
        taps(run, conv, w.dim(2), w.dim(3), work);
        run.weightsOfGroup = ConvTiles.packedSize(run.outputs, run.taps);
        run.weights = work.floats(0, Correlation.WEIGHTS, conv.groups() * run.weightsOfGroup);
        pack(run, w);
        bias(run, bias, work);
        run.target = y.array();
        run.targetAt = y.offset();
        run.targetRow = y.dim(3);
        run.targetColumn = 1;
        run.targetChannel = y.dim(2) * y.dim(3);
        run.targetImage = y.dim(1) * run.targetChannel;
        run.run();
    }

    private static void source(Correlation run, Tensor x, int groups) {
        run.source = x.array();
        run.sourceAt = x.offset();
        run.images = x.dim(0);
        run.groups = groups;
        run.channels = x.dim(1) / groups;
        run.height = x.dim(2);
        run.width = x.dim(3);
    }

    /** The planes' layout: a phase for every remainder that some tap has, just large enough for all taps. */
    static void planes(Correlation run, Conv2dShape conv, int kernelH, int kernelW) {
        int spanH = (kernelH - 1) * conv.dilationH();
        int spanW = (kernelW - 1) * conv.dilationW();
        run.phasesH = Math.min(conv.strideH(), spanH + 1);
        run.phasesW = Math.min(conv.strideW(), spanW + 1);
        run.planeH = run.outH + spanH / conv.strideH();
        run.planeW = run.outW + spanW / conv.strideW();
        run.columnStep = 1;
        run.copies = false;
    }

    /** The offsets of the taps in the planes, over (c, kh, kw). */
    static void taps(Correlation run, Conv2dShape conv, int kernelH, int kernelW, Workspace work) {
        run.taps = run.channels * kernelH * kernelW;
        run.tap = work.ints(0, Correlation.TAPS, run.taps + ConvWeights.SLACK);
        int k = 0;
        for (int c = 0; c < run.channels; c++) {
            for (int kh = 0; kh < kernelH; kh++) {
                int down = kh * conv.dilationH();
                for (int kw = 0; kw < kernelW; kw++) {
                    int across = kw * conv.dilationW();
                    int phase = run.copies ? kw : across % conv.strideW();
                    int plane = (c * run.phasesH + down % conv.strideH()) * run.phasesW + phase;
                    int row = plane * run.planeH + down / conv.strideH();
                    run.tap[k++] = row * run.planeW + (run.copies ? 0 : across / conv.strideW());
                }
            }
        }
    }

    private static void pack(Correlation run, Tensor w) {
        for (int g = 0; g < run.groups; g++) {
            int to = g * run.weightsOfGroup;
            for (int o = 0; o < run.outputs; ) {
                int rows = ConvTiles.rows(run.outputs - o);
                int from = w.offset() + (g * run.outputs + o) * run.taps;
                int count = Math.min(rows, run.outputs - o);
                Panels.rows(w.array(), from, run.taps, run.taps, count, run.weights, to, rows);
                to += rows * run.taps;
                o += rows;
            }
        }
    }

    private static void bias(Correlation run, Tensor bias, Workspace work) {
        run.biasOfGroup = run.outputs;
        if (bias == null) {
            run.bias = null;
            return;
        }
        // A tile reads a value for each of its rows, also for those beyond the last channel.
        run.bias = work.floats(0, Correlation.BIAS, bias.size() + 12);
        System.arraycopy(bias.array(), bias.offset(), run.bias, 0, bias.size());
        Arrays.fill(run.bias, bias.size(), bias.size() + 12, 0f);
    }

    @Override
    public void backwardData(Conv2dShape conv, Tensor w, Tensor dy, Tensor dx, Workspace work) {
        ConvShapes.check(conv, dx, w, null, dy);
        int size = Winograd.tile(conv, w.dim(2), w.dim(3), w.dim(0), dx.dim(1), dx.dim(2), dx.dim(3));
        if (size > 0) {
            work.kept(WinogradConv.class, WinogradConv::new).backwardData(size, conv, w, dy, dx, work);
            return;
        }
        Correlation run = work.kept(Correlation.class, Correlation::new);
        ConvAxis down = work.kept(Axes.class, Axes::new).down;
        ConvAxis across = work.kept(Axes.class, Axes::new).across;
        for (int a = 0; a < conv.strideH(); a++) {
            down.set(dx.dim(2), w.dim(2), conv.strideH(), conv.padTop(), conv.dilationH(), a);
            for (int b = 0; b < conv.strideW(); b++) {
                across.set(dx.dim(3), w.dim(3), conv.strideW(), conv.padLeft(), conv.dilationW(), b);
                phase(run, conv, w, dy, dx, down, across, work);
            }
        }
    }

    private static final class Axes {
        private final ConvAxis down = new ConvAxis();
        private final ConvAxis across = new ConvAxis();
    }

    /** The gradient of one phase of the input: a correlation of dy with the taps that reach the phase. */
    private static void phase(
            Correlation run,
            Conv2dShape conv,
            Tensor w,
            Tensor dy,
            Tensor dx,
            ConvAxis down,
            ConvAxis across,
            Workspace work) {
        source(run, dy, conv.groups());
        run.work = work;
        run.padTop = -down.lowest();
        run.padLeft = -across.lowest();
        run.strideH = 1;
        run.strideW = 1;
        run.phasesH = 1;
        run.phasesW = 1;
        run.outH = down.count();
        run.outW = across.count();
        run.planeH = run.outH + down.highest() - down.lowest();
        run.planeW = run.outW + across.highest() - across.lowest();
        run.columnStep = 1;
        run.copies = false;
        run.outputs = w.dim(1);
        run.copy(across.highest() - across.lowest() + 1, 1);
        int most = run.channels * w.dim(2) * w.dim(3);
        run.tap = work.ints(0, Correlation.TAPS, most);
        int[] from = work.ints(0, Correlation.TAPS + 1, most);
        run.taps = reachingTaps(run, w, down, across, from);
        run.weightsOfGroup = ConvTiles.packedSize(run.outputs, run.taps);
        run.weights = work.floats(0, Correlation.WEIGHTS, conv.groups() * run.weightsOfGroup);
        packReaching(run, w, from);
        run.bias = null;
        run.target = dx.array();
        run.targetAt = dx.offset() + down.start() * dx.dim(3) + across.start();
        run.targetColumn = conv.strideW();
        run.targetRow = conv.strideH() * dx.dim(3);
        run.targetChannel = dx.dim(2) * dx.dim(3);
        run.targetImage = dx.dim(1) * run.targetChannel;
        run.run();
    }

    /** Offsets in the planes of dy and in the weights of a group, over (o, kh, kw). Returns their number. */
    private static int reachingTaps(Correlation run, Tensor w, ConvAxis down, ConvAxis across, int[] from) {
        int k = 0;
        for (int o = 0; o < run.channels; o++) {
            for (int kh = 0; kh < w.dim(2); kh++) {
                for (int kw = 0; kw < w.dim(3); kw++) {
                    if (down.hits(kh) && across.hits(kw)) {
                        int right = across.source(kw) - across.lowest();
                        int plane = run.copies ? o * run.phasesW + right : o;
                        int row = plane * run.planeH + down.source(kh) - down.lowest();
                        run.tap[k] = row * run.planeW + (run.copies ? 0 : right);
                        from[k++] = (o * w.dim(1) * w.dim(2) + kh) * w.dim(3) + kw;
                    }
                }
            }
        }
        return k;
    }

    private static void packReaching(Correlation run, Tensor w, int[] from) {
        float[] wa = w.array();
        int channel = w.dim(2) * w.dim(3);
        int group = run.channels * run.outputs * channel;
        for (int g = 0; g < run.groups; g++) {
            int to = g * run.weightsOfGroup;
            for (int c = 0; c < run.outputs; ) {
                int rows = ConvTiles.rows(run.outputs - c);
                for (int r = 0; r < rows; r++) {
                    boolean exists = c + r < run.outputs;
                    int base = w.offset() + g * group + (c + r) * channel;
                    for (int k = 0; k < run.taps; k++) {
                        run.weights[to + k * rows + r] = exists ? wa[base + from[k]] : 0f;
                    }
                }
                to += rows * run.taps;
                c += rows;
            }
        }
    }

    @Override
    public void backwardWeights(Conv2dShape conv, Tensor x, Tensor dy, Tensor dw, Tensor db, Workspace work) {
        ConvShapes.check(conv, x, dw, db, dy);
        if (GroupedWeights.pays(conv, dw, dy)) {
            work.kept(GroupedWeights.class, GroupedWeights::new).run(conv, x, dy, dw, db, work);
            return;
        }
        work.kept(ConvWeights.class, ConvWeights::new).run(conv, x, dy, dw, db, work);
    }
}
