package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.CtcShapes;
import dev.lanewise.kernel.LossKernels;
import dev.lanewise.kernel.LossShapes;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;

/** Losses, without the Vector API, unless a set brings loops of its own. */
public class ScalarLoss implements LossKernels {
    private final ScoreRows rows;
    private final PairSteps pairs;

    /** A stateless instance. */
    public ScalarLoss() {
        this(new ScoreRows(), new PairSteps());
    }

    /** The same with loops of another set over rows of scores and over pairs of elements. */
    protected ScalarLoss(ScoreRows rows, PairSteps pairs) {
        this.rows = rows;
        this.pairs = pairs;
    }

    /** Elements of a chunk. */
    private static final int GRAIN = 1 << 12;

    @Override
    public final void pair(Pair loss, float option, Tensor x, Tensor t, Tensor y) {
        check(loss, x, t, y);
        if (Parallel.inline(y.size(), GRAIN)) {
            pairs.value(loss, option, x, t, y, 0, y.size());
        } else {
            Parallel.run(y.size(), GRAIN, (from, to, worker) -> pairs.value(loss, option, x, t, y, from, to));
        }
    }

    private static void check(Pair loss, Tensor x, Tensor t, Tensor y) {
        if (x.size() != t.size() || x.size() != y.size()) {
            LossShapes.same(LossShapes.name(loss), "target", t, "x", x);
            LossShapes.same(LossShapes.name(loss), "the result", y, "x", x);
        }
        switch (loss) {
            case BINARY_CROSS_ENTROPY -> {
                LossShapes.probabilities("binaryCrossEntropy", "x", x);
                LossShapes.probabilities("binaryCrossEntropy", "target", t);
            }
            case BINARY_CROSS_ENTROPY_WITH_LOGITS ->
                LossShapes.probabilities("binaryCrossEntropyWithLogits", "target", t);
            case BINARY_FOCAL -> LossShapes.probabilities("binaryFocal", "target", t);
            default -> {}
        }
    }

    @Override
    public final void pairBackward(Pair loss, float option, Tensor x, Tensor t, Tensor dy, Tensor dx) {
        check(loss, x, t, dx);
        LossShapes.same("pairBackward", "dy", dy, "x", x);
        if (Parallel.inline(dx.size(), GRAIN)) {
            pairs.byX(loss, option, x, t, dy, dx, 0, dx.size());
        } else {
            Parallel.run(dx.size(), GRAIN, (from, to, w) -> pairs.byX(loss, option, x, t, dy, dx, from, to));
        }
    }

    @Override
    public final void pairTargetBackward(Pair loss, float option, Tensor x, Tensor t, Tensor dy, Tensor dt) {
        check(loss, x, t, dt);
        LossShapes.same("pairTargetBackward", "dy", dy, "x", x);
        if (Parallel.inline(dt.size(), GRAIN)) {
            pairs.byTarget(loss, option, x, t, dy, dt, 0, dt.size());
        } else {
            Parallel.run(dt.size(), GRAIN, (from, to, w) -> pairs.byTarget(loss, option, x, t, dy, dt, from, to));
        }
    }

    @Override
    public final void signed(Signed loss, float margin, Tensor x, IntTensor s, Tensor y) {
        check(loss, x, s, y);
        if (Parallel.inline(y.size(), GRAIN)) {
            SignedLoops.value(loss, margin, x, s, y, 0, y.size());
        } else {
            Parallel.run(y.size(), GRAIN, (from, to, worker) -> SignedLoops.value(loss, margin, x, s, y, from, to));
        }
    }

    private static void check(Signed loss, Tensor x, IntTensor s, Tensor y) {
        if (x.size() != s.size() || x.size() != y.size()) {
            LossShapes.same(LossShapes.name(loss), "signs", s, "x", x);
            LossShapes.same(LossShapes.name(loss), "the result", y, "x", x);
        }
        LossShapes.signs(loss, s);
    }

    @Override
    public final void signedBackward(Signed loss, float margin, Tensor x, IntTensor s, Tensor dy, Tensor dx) {
        check(loss, x, s, dx);
        LossShapes.same("signedBackward", "dy", dy, "x", x);
        if (Parallel.inline(dx.size(), GRAIN)) {
            SignedLoops.gradient(loss, margin, x, s, dy, dx, 0, dx.size());
        } else {
            Parallel.run(dx.size(), GRAIN, (from, to, w) -> SignedLoops.gradient(loss, margin, x, s, dy, dx, from, to));
        }
    }

    @Override
    public final void crossEntropy(
            Classes options,
            Tensor x,
            IntTensor labels,
            Tensor weight,
            Tensor loss,
            Tensor kept,
            Tensor largest,
            Tensor logSum) {
        LossShapes.samples("crossEntropy", x, weight, labels);
        LossShapes.same("crossEntropy", "loss", loss, "labels", labels);
        LossShapes.same("crossEntropy", "kept", kept, "labels", labels);
        LossShapes.same("crossEntropy", "largest", largest, "labels", labels);
        LossShapes.same("crossEntropy", "logSum", logSum, "labels", labels);
        LossShapes.labels("crossEntropy", labels, x.dim(1), options.ignoreIndex());
        int grain = samplesPerChunk(x);
        if (Parallel.inline(labels.size(), grain)) {
            ClassLoops.crossEntropy(rows, options, x, labels, weight, loss, kept, largest, logSum, 0, labels.size());
        } else {
            Parallel.run(
                    labels.size(),
                    grain,
                    (from, to, worker) -> ClassLoops.crossEntropy(
                            rows, options, x, labels, weight, loss, kept, largest, logSum, from, to));
        }
    }

    @Override
    public final void crossEntropyBackward(
            Classes options,
            Tensor x,
            IntTensor labels,
            Tensor weight,
            Tensor largest,
            Tensor logSum,
            Tensor dloss,
            Tensor dx) {
        LossShapes.samples("crossEntropyBackward", x, weight, labels);
        LossShapes.same("crossEntropyBackward", "dx", dx, "x", x);
        LossShapes.same("crossEntropyBackward", "largest", largest, "labels", labels);
        LossShapes.same("crossEntropyBackward", "logSum", logSum, "labels", labels);
        LossShapes.same("crossEntropyBackward", "dloss", dloss, "labels", labels);
        LossShapes.labels("crossEntropyBackward", labels, x.dim(1), options.ignoreIndex());
        int grain = samplesPerChunk(x);
        if (Parallel.inline(labels.size(), grain)) {
            ClassLoops.crossEntropyBackward(
                    rows, options, x, labels, weight, largest, logSum, dloss, dx, 0, labels.size());
        } else {
            Parallel.run(
                    labels.size(),
                    grain,
                    (from, to, worker) -> ClassLoops.crossEntropyBackward(
                            rows, options, x, labels, weight, largest, logSum, dloss, dx, from, to));
        }
    }

    private static int samplesPerChunk(Tensor x) {
        return Math.max(1, GRAIN / Math.max(1, x.dim(1)));
    }

    @Override
    public final void nll(int ignoreIndex, Tensor x, IntTensor labels, Tensor weight, Tensor loss, Tensor kept) {
        LossShapes.samples("nll", x, weight, labels);
        LossShapes.same("nll", "loss", loss, "labels", labels);
        LossShapes.same("nll", "kept", kept, "labels", labels);
        LossShapes.labels("nll", labels, x.dim(1), ignoreIndex);
        ClassLoops.nll(ignoreIndex, x, labels, weight, loss, kept);
    }

    @Override
    public final void nllBackward(int ignoreIndex, IntTensor labels, Tensor weight, Tensor dloss, Tensor dx) {
        LossShapes.samples("nllBackward", dx, weight, labels);
        LossShapes.same("nllBackward", "dloss", dloss, "labels", labels);
        LossShapes.labels("nllBackward", labels, dx.dim(1), ignoreIndex);
        ClassLoops.nllBackward(ignoreIndex, labels, weight, dloss, dx);
    }

    @Override
    public final void multiMargin(int p, float margin, Tensor x, IntTensor labels, Tensor weight, Tensor loss) {
        LossShapes.samples("multiMargin", x, weight, labels);
        LossShapes.same("multiMargin", "loss", loss, "labels", labels);
        LossShapes.labels("multiMargin", labels, x.dim(1));
        ClassLoops.multiMargin(p, margin, x, labels, weight, loss);
    }

    @Override
    public final void multiMarginBackward(
            int p, float margin, Tensor x, IntTensor labels, Tensor weight, Tensor dloss, Tensor dx) {
        LossShapes.samples("multiMarginBackward", x, weight, labels);
        LossShapes.same("multiMarginBackward", "dx", dx, "x", x);
        LossShapes.same("multiMarginBackward", "dloss", dloss, "labels", labels);
        LossShapes.labels("multiMarginBackward", labels, x.dim(1));
        ClassLoops.multiMarginBackward(p, margin, x, labels, weight, dloss, dx);
    }

    @Override
    public final void distance(float p, float eps, Tensor a, Tensor b, Tensor y) {
        LossShapes.same("distance", "b", b, "a", a);
        LossShapes.rows("distance", a, y);
        int grain = rowsPerChunk(a);
        if (Parallel.inline(y.size(), grain)) {
            RowLosses.distance(p, eps, a, b, y, 0, y.size());
        } else {
            Parallel.run(y.size(), grain, (from, to, worker) -> RowLosses.distance(p, eps, a, b, y, from, to));
        }
    }

    private static int rowsPerChunk(Tensor x) {
        return Math.max(1, GRAIN / Math.max(1, x.dim(-1)));
    }

    @Override
    public final void distanceBackward(float p, float eps, Tensor a, Tensor b, Tensor y, Tensor dy, Tensor da) {
        LossShapes.same("distanceBackward", "b", b, "a", a);
        LossShapes.same("distanceBackward", "da", da, "a", a);
        LossShapes.same("distanceBackward", "dy", dy, "y", y);
        LossShapes.rows("distanceBackward", a, y);
        int grain = rowsPerChunk(a);
        if (Parallel.inline(y.size(), grain)) {
            RowLosses.distanceBackward(p, eps, a, b, y, dy, da, 0, y.size());
        } else {
            Parallel.run(
                    y.size(), grain, (from, to, w) -> RowLosses.distanceBackward(p, eps, a, b, y, dy, da, from, to));
        }
    }

    @Override
    public final void unitRows(float eps, Tensor x, Tensor y, Tensor scale) {
        LossShapes.same("unitRows", "y", y, "x", x);
        LossShapes.rows("unitRows", x, scale);
        int grain = rowsPerChunk(x);
        if (Parallel.inline(scale.size(), grain)) {
            RowLosses.unitRows(eps, x, y, scale, 0, scale.size());
        } else {
            Parallel.run(scale.size(), grain, (from, to, w) -> RowLosses.unitRows(eps, x, y, scale, from, to));
        }
    }

    @Override
    public final void unitRowsBackward(Tensor y, Tensor scale, Tensor dy, Tensor dx) {
        LossShapes.same("unitRowsBackward", "dy", dy, "y", y);
        LossShapes.same("unitRowsBackward", "dx", dx, "y", y);
        LossShapes.rows("unitRowsBackward", y, scale);
        int grain = rowsPerChunk(y);
        if (Parallel.inline(scale.size(), grain)) {
            RowLosses.unitRowsBackward(y, scale, dy, dx, 0, scale.size());
        } else {
            Parallel.run(scale.size(), grain, (from, to, w) -> RowLosses.unitRowsBackward(y, scale, dy, dx, from, to));
        }
    }

    @Override
    public final void ctc(
            CtcOptions options,
            Tensor x,
            IntTensor targets,
            IntTensor inputLengths,
            IntTensor targetLengths,
            Tensor loss,
            Workspace work) {
        CtcShapes.check("ctc", options, x, targets, inputLengths, targetLengths, loss);
        CtcLoops loops = work.kept(CtcLoops.class, CtcLoops::new);
        loops.begin(options, x, targets, inputLengths, targetLengths);
        int samples = x.dim(1);
        if (Parallel.inline(samples, 1)) {
            loops.forward(loss, 0, samples, 0);
        } else {
            Parallel.run(samples, 1, (from, to, worker) -> loops.forward(loss, from, to, worker));
        }
        loops.end();
    }

    @Override
    public final void ctcBackward(
            CtcOptions options,
            Tensor x,
            IntTensor targets,
            IntTensor inputLengths,
            IntTensor targetLengths,
            Tensor dloss,
            Tensor dx,
            Workspace work) {
        CtcShapes.check("ctcBackward", options, x, targets, inputLengths, targetLengths, dloss);
        LossShapes.same("ctcBackward", "dx", dx, "x", x);
        CtcLoops loops = work.kept(CtcLoops.class, CtcLoops::new);
        loops.begin(options, x, targets, inputLengths, targetLengths);
        dx.fill(0f);
        int samples = x.dim(1);
        if (Parallel.inline(samples, 1)) {
            loops.backward(dloss, dx, 0, samples, 0);
        } else {
            Parallel.run(samples, 1, (from, to, worker) -> loops.backward(dloss, dx, from, to, worker));
        }
        loops.end();
    }
}
