package dev.lanewise.train.metric;

import dev.lanewise.loss.CrossEntropy;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;

/** A batch of class predictions and targets, checked: whatever the layout, M samples of C scores. */
final class ClassBatch {
    /** {@link #target}: does not count. {@link #predicted}: cannot be read, a score is NaN. */
    static final int NONE = -1;

    private static final String CONTRACT =
            "scores predictions:[N,C,*] targets:[N,*], or predictions:[M,C] for M targets; classes or single scores"
                    + " predictions:[*] targets:[*]";

    private final Value predictions;
    private final Value targets;
    private final Scores scores;
    private final int classes;
    private final int inner;

    private ClassBatch(Value predictions, Value targets, Scores scores, int classes, int inner) {
        this.predictions = predictions;
        this.targets = targets;
        this.scores = scores;
        this.classes = classes;
        this.inner = inner;
    }

    static ClassBatch of(String metric, Value predictions, Value targets, Scores scores) {
        ClassBatch batch = layout(metric, predictions, targets, scores);
        batch.check(metric);
        return batch;
    }

    /** As {@link #of}, for metrics that need scores. */
    static ClassBatch scored(String metric, Value predictions, Value targets, Scores scores) {
        if (predictions instanceof IntTensor) {
            throw new IllegalArgumentException(
                    metric + ": predictions are integers of shape " + predictions.shape() + ", expected scores");
        }
        return of(metric, predictions, targets, scores);
    }

    private static ClassBatch layout(String metric, Value predictions, Value targets, Scores scores) {
        int rank = predictions.shape().rank();
        if (predictions instanceof IntTensor) {
            Operands.checkSame(metric, predictions, targets);
            return new ClassBatch(predictions, targets, scores, 0, 1);
        }
        if (Operands.same(predictions, targets)) {
            return new ClassBatch(predictions, targets, scores, 1, 1);
        }
        if (rank == 2 && predictions.dim(0) == targets.size()) {
            return new ClassBatch(predictions, targets, scores, predictions.dim(1), 1);
        }
        boolean fits = rank >= 2 && targets.shape().rank() == rank - 1 && predictions.dim(0) == targets.dim(0);
        int inner = 1;
        for (int axis = 2; fits && axis < rank; axis++) {
            fits = predictions.dim(axis) == targets.dim(axis - 1);
            inner *= predictions.dim(axis);
        }
        if (!fits) {
            throw Operands.mismatch(metric, predictions, targets, CONTRACT);
        }
        return new ClassBatch(predictions, targets, scores, predictions.dim(1), inner);
    }

    private void check(String metric) {
        int limit = classes == 0 ? Integer.MAX_VALUE : Math.max(2, classes);
        for (int i = 0; i < count(); i++) {
            float t = Operands.get(targets, i);
            if (t != CrossEntropy.IGNORE_INDEX && !(t >= 0 && t < limit && t == (int) t)) {
                throw new IllegalArgumentException(metric + ": target " + i + " is " + shown(targets, t)
                        + ", expected a class from 0"
                        + (classes == 0 ? "" : " to " + (limit - 1)) + " or " + CrossEntropy.IGNORE_INDEX);
            }
            if (classes == 0 && t >= 0 && Operands.get(predictions, i) < 0) {
                throw new IllegalArgumentException(metric + ": prediction " + i + " is "
                        + shown(predictions, Operands.get(predictions, i)) + ", expected a class from 0");
            }
        }
    }

    private static String shown(Value source, float value) {
        return source instanceof IntTensor ? Integer.toString((int) value) : Float.toString(value);
    }

    int count() {
        return targets.size();
    }

    /** C; 1: a single score; 0: the predictions are classes. */
    int classes() {
        return classes;
    }

    /** How many classes there are to the batch's knowledge: at least 2, and more than any class seen. */
    int width() {
        int width = Math.max(2, classes);
        for (int i = 0; classes == 0 && i < count(); i++) {
            if (target(i) != NONE) {
                width = Math.max(width, 1 + Math.max(target(i), predicted(i)));
            }
        }
        return width;
    }

    /** The true class of sample i, or {@link #NONE}. */
    int target(int i) {
        int t = targets instanceof IntTensor ints ? ints.get(i) : (int) Operands.get(targets, i);
        return t == CrossEntropy.IGNORE_INDEX ? NONE : t;
    }

    float score(int i, int k) {
        Tensor t = (Tensor) predictions;
        return t.array()[t.offset() + (i / inner * classes + k) * inner + i % inner];
    }

    /** The class of sample i with the first largest score, or {@link #NONE} if any of its scores is NaN. */
    int predicted(int i) {
        if (classes == 0) {
            return ((IntTensor) predictions).get(i);
        }
        if (classes == 1) {
            float s = score(i, 0);
            return Float.isNaN(s) ? NONE : s > scores.threshold() ? 1 : 0;
        }
        int best = 0;
        float most = Float.NEGATIVE_INFINITY;
        for (int k = 0; k < classes; k++) {
            float s = score(i, k);
            if (Float.isNaN(s)) {
                return NONE;
            }
            if (s > most) {
                most = s;
                best = k;
            }
        }
        return best;
    }
}
