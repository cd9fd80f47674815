package dev.lanewise.train.metric;

import dev.lanewise.tensor.Value;
import java.util.Arrays;

/**
 * How well scores put the samples of a class before all others: the area under the ROC curve, or the average precision.
 * Exact, with the scores of all samples kept: 8 bytes for each score that is ranked.
 *
 * <p>AUROC is the probability that a sample of the class has a higher score than one that is not of it, where equal scores
 * count half (Mann-Whitney's U). Average precision is the sum over the distinct scores, from the highest, of the recall gained
 * there times the precision there: no interpolation, samples of equal score enter together. Both are NaN without a sample of
 * the class, AUROC also without one of another.
 *
 * <p>For two classes, class 1 is ranked by its single score, or by the difference of its score and that of class 0. The mean
 * over classes ranks each class against all others by its probability; classes for which the figure is not defined are left
 * out.
 */
public final class RankingScore implements Metric {
    private enum Kind {
        AUROC,
        AVERAGE_PRECISION
    }

    private final Kind kind;
    private final boolean macro;
    private final Scores scores;
    private double[][] ranked = {};
    private int[] targets = {};
    private int samples;
    private boolean nan;

    private RankingScore(Kind kind, boolean macro, Scores scores) {
        this.kind = kind;
        this.macro = macro;
        this.scores = scores;
    }

    /** The area under the ROC curve of class 1 of two. */
    public static RankingScore auroc(Scores scores) {
        return new RankingScore(Kind.AUROC, false, scores);
    }

    /** The mean over classes of the area under the ROC curve of one against the rest. */
    public static RankingScore aurocMacro(Scores scores) {
        return new RankingScore(Kind.AUROC, true, scores);
    }

    /** The average precision of class 1 of two. */
    public static RankingScore averagePrecision(Scores scores) {
        return new RankingScore(Kind.AVERAGE_PRECISION, false, scores);
    }

    /** The mean over classes of the average precision of one against the rest. */
    public static RankingScore averagePrecisionMacro(Scores scores) {
        return new RankingScore(Kind.AVERAGE_PRECISION, true, scores);
    }

    @Override
    public void add(Value predictions, Value truth) {
        ClassBatch batch = ClassBatch.scored(toString(), predictions, truth, scores);
        if (!macro && batch.classes() > 2) {
            throw new IllegalArgumentException(
                    this + ": is for 2 classes, the predictions have " + batch.classes() + " (use " + this + "_macro)");
        }
        int width = macro ? batch.width() : 1;
        ensure(width, batch.count());
        for (int i = 0; i < batch.count(); i++) {
            int target = batch.target(i);
            if (target == ClassBatch.NONE) {
                continue;
            }
            for (int k = 0; k < width; k++) {
                double s = odds(batch, i, macro ? k : 1);
                nan |= Double.isNaN(s);
                ranked[k][samples] = s;
            }
            targets[samples++] = target;
        }
    }

    private void ensure(int width, int more) {
        if (samples > 0 && ranked.length != width) {
            throw new IllegalArgumentException(
                    this + ": " + width + " classes, but " + ranked.length + " in the batches before");
        }
        if (ranked.length != width) {
            ranked = new double[width][targets.length];
        }
        int needed = Math.addExact(samples, more);
        if (needed > targets.length) {
            int room = (int) Math.max(needed, Math.min(Integer.MAX_VALUE - 8L, 2L * samples));
            targets = Arrays.copyOf(targets, room);
            for (int k = 0; k < width; k++) {
                ranked[k] = Arrays.copyOf(ranked[k], room);
            }
        }
    }

    /** A number that orders samples as the probability of class k does, without its rounding to 1. */
    private double odds(ClassBatch batch, int i, int k) {
        if (batch.classes() == 1) {
            double s = batch.score(i, 0);
            return k == 1 ? s : -s;
        }
        if (scores == Scores.PROBABILITIES) {
            return batch.score(i, k);
        }
        // log(p / (1 - p)) = the logit less the log of the sum of the other classes' exponentials
        return batch.score(i, k) - LogSum.ofOthers(batch, i, k);
    }

    @Override
    public void merge(Metric other) {
        if (!(other instanceof RankingScore r) || r.kind != kind || r.macro != macro || r.scores != scores) {
            throw Operands.unlike(toString(), other);
        }
        nan |= r.nan;
        int more = r.samples;
        if (more == 0) {
            return;
        }
        ensure(r.ranked.length, more);
        for (int k = 0; k < ranked.length; k++) {
            System.arraycopy(r.ranked[k], 0, ranked[k], samples, more);
        }
        System.arraycopy(r.targets, 0, targets, samples, more);
        samples += more;
    }

    /** The figure of every class against the rest; of class 1 alone unless this is a mean. */
    public double[] perClass() {
        double[] all = new double[ranked.length];
        for (int k = 0; k < all.length; k++) {
            all[k] = nan ? Double.NaN : ofClass(ranked[k], macro ? k : 1);
        }
        return all;
    }

    private double ofClass(double[] column, int k) {
        int count = 0;
        for (int i = 0; i < samples; i++) {
            count += targets[i] == k ? 1 : 0;
        }
        double[] positive = new double[count];
        double[] negative = new double[samples - count];
        int p = 0;
        int n = 0;
        for (int i = 0; i < samples; i++) {
            // + 0.0 makes one zero of the two
            if (targets[i] == k) {
                positive[p++] = column[i] + 0.0;
            } else {
                negative[n++] = column[i] + 0.0;
            }
        }
        Arrays.sort(positive);
        Arrays.sort(negative);
        return kind == Kind.AUROC ? auroc(positive, negative) : averagePrecision(positive, negative);
    }

    /** Of ascending scores. */
    private static double auroc(double[] positive, double[] negative) {
        long twice = 0;
        int below = 0;
        int through = 0;
        for (double s : positive) {
            while (below < negative.length && negative[below] < s) {
                below++;
            }
            while (through < negative.length && negative[through] <= s) {
                through++;
            }
            // 2 for each one below, 1 for each equal one
            twice += (long) below + through;
        }
        return twice / (2.0 * positive.length * negative.length);
    }

    /** Of ascending scores. */
    private static double averagePrecision(double[] positive, double[] negative) {
        Sum sum = new Sum();
        int p = positive.length;
        int n = negative.length;
        while (p > 0) {
            double threshold = positive[p - 1];
            int before = p;
            while (p > 0 && positive[p - 1] >= threshold) {
                p--;
            }
            while (n > 0 && negative[n - 1] >= threshold) {
                n--;
            }
            double found = positive.length - p;
            sum.add((before - p) * (found / (found + (negative.length - n))));
        }
        return sum.value() / positive.length;
    }

    @Override
    public double value() {
        if (nan || samples == 0) {
            return Double.NaN;
        }
        Sum sum = new Sum();
        int defined = 0;
        for (double one : perClass()) {
            if (!Double.isNaN(one)) {
                sum.add(one);
                defined++;
            }
        }
        return sum.value() / defined;
    }

    @Override
    public long count() {
        return samples;
    }

    @Override
    public void reset() {
        samples = 0;
        nan = false;
    }

    @Override
    public String toString() {
        return (kind == Kind.AUROC ? "auroc" : "average_precision") + (macro ? "_macro" : "");
    }
}
