package dev.lanewise.train.metric;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;

/** What the metrics have in common in reading operands. */
final class Operands {
    private Operands() {}

    /** The element at a flat index. */
    static float get(Value value, int i) {
        return switch (value) {
            case Tensor t -> t.array()[t.offset() + i];
            case IntTensor t -> t.get(i);
        };
    }

    static IllegalArgumentException mismatch(String metric, Value predictions, Value targets, String contract) {
        return new IllegalArgumentException(metric + ": predictions have shape " + predictions.shape()
                + ", targets have shape " + targets.shape() + " (contract " + contract + ")");
    }

    static IllegalArgumentException unlike(String metric, Metric other) {
        return new IllegalArgumentException(metric + ": cannot be merged with " + other);
    }

    /** Checks that two operands have the same shape, but for axes of extent 1. */
    static void checkSame(String metric, Value predictions, Value targets) {
        if (!same(predictions, targets)) {
            throw mismatch(metric, predictions, targets, "predictions:[*] targets:[*]");
        }
    }

    static boolean same(Value a, Value b) {
        if (a.size() != b.size()) {
            return false;
        }
        int i = 0;
        int j = 0;
        while (true) {
            while (i < a.shape().rank() && a.dim(i) == 1) {
                i++;
            }
            while (j < b.shape().rank() && b.dim(j) == 1) {
                j++;
            }
            if (i == a.shape().rank() || j == b.shape().rank()) {
                return i == a.shape().rank() && j == b.shape().rank();
            }
            if (a.dim(i++) != b.dim(j++)) {
                return false;
            }
        }
    }
}
