package dev.lanewise.train.metric;

import dev.lanewise.tensor.Value;

/**
 * A mean error e = prediction - target over all elements.
 *
 * <p>The percentage error divides by the target: an error where the target is 0 makes it infinite, no error there counts as
 * none.
 */
public final class RegressionError implements Metric {
    private enum Kind {
        MAE,
        MSE,
        RMSE,
        MAPE
    }

    private final Kind kind;
    private final Sum sum = new Sum();
    private long elements;

    private RegressionError(Kind kind) {
        this.kind = kind;
    }

    /** {@code mean |e|}. */
    public static RegressionError mae() {
        return new RegressionError(Kind.MAE);
    }

    /** {@code mean e^2}. */
    public static RegressionError mse() {
        return new RegressionError(Kind.MSE);
    }

    /** {@code sqrt(mean e^2)}. */
    public static RegressionError rmse() {
        return new RegressionError(Kind.RMSE);
    }

    /** {@code 100 mean |e / target|}, in percent. */
    public static RegressionError mape() {
        return new RegressionError(Kind.MAPE);
    }

    @Override
    public void add(Value predictions, Value targets) {
        Operands.checkSame(toString(), predictions, targets);
        for (int i = 0; i < targets.size(); i++) {
            double target = Operands.get(targets, i);
            double e = Operands.get(predictions, i) - target;
            sum.add(
                    switch (kind) {
                        case MAE -> Math.abs(e);
                        case MSE, RMSE -> e * e;
                        case MAPE -> e == 0 ? 0 : 100 * Math.abs(e / target);
                    });
            elements++;
        }
    }

    @Override
    public void merge(Metric other) {
        if (!(other instanceof RegressionError r) || r.kind != kind) {
            throw Operands.unlike(toString(), other);
        }
        sum.add(r.sum);
        elements += r.elements;
    }

    @Override
    public double value() {
        double mean = sum.value() / elements;
        return kind == Kind.RMSE ? Math.sqrt(mean) : mean;
    }

    @Override
    public long count() {
        return elements;
    }

    @Override
    public void reset() {
        sum.reset();
        elements = 0;
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(java.util.Locale.ROOT);
    }
}
