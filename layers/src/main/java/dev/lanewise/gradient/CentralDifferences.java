package dev.lanewise.gradient;

import dev.lanewise.tensor.Tensor;
import java.util.function.Supplier;

/**
 * Compares gradients with central differences of a float forward pass, of fourth order: a random direction moves many
 * elements at once, and a second-order difference would then show the curvature of a whole layer:
 *
 * <pre>(8 (f(x + h d) - f(x - h d)) - (f(x + 2h d) - f(x - 2h d))) / 12h</pre>
 *
 * against the gradient's projection on what x really moved by.
 */
final class CentralDifferences {
    /**
     * The value of f.
     *
     * @param f accumulated in double
     * @param magnitude what one rounding of every output amounts to in f, in units of the rounding
     */
    record Projected(double f, double magnitude) {}

    /** The rounding unit of float: a correctly rounded operation is off by at most this fraction. */
    private static final double ROUNDING = 0x1p-24;

    /** Balances truncation, which grows with the square of the step, against rounding, which grows with its inverse. */
    private static final double STEP = Math.cbrt(ROUNDING);

    /** By how much the step of each further try is shorter, and how many there are. */
    private static final double SHORTER = 4;

    private static final int FURTHER = 2;

    private static final double[] WEIGHTS = {1 / 12.0, -8 / 12.0, 0, 8 / 12.0, -1 / 12.0};

    /** Named closeness: how far a derivative may be off as a fraction of itself ... */
    private static final double CLOSE_FRACTION = 1e-3;

    /** ... and beyond that, by how many roundings of every output, divided by the step. */
    private static final double CLOSE_ROUNDINGS = 12;

    private static final int DIRECTIONS = 2;
    private static final int ELEMENTS = 6;

    private final Supplier<Projected> function;
    private int comparisons;
    private double largestError;
    private double largestRelative;

    /** Differences of a function of operands that are changed in place. */
    CentralDifferences(Supplier<Projected> function) {
        this.function = function;
    }

    /** The number of derivatives that were compared. */
    int comparisons() {
        return comparisons;
    }

    /** The largest difference so far, in units of what is allowed. */
    double largestError() {
        return largestError;
    }

    /** The largest difference so far as a fraction of the derivative, or of a rounding of f if that is larger. */
    double largestRelative() {
        return largestRelative;
    }

    /** Checks the gradient of an operand along random directions and for single elements; throws if one is off. */
    void check(Operand operand, Tensor gradient, Inputs random) {
        int size = gradient.size();
        if (size == 0) {
            return;
        }
        for (int d = 0; d < DIRECTIONS; d++) {
            compare(operand, gradient, random.direction(size), "along a random direction of " + operand.name());
        }
        for (int e = 0; e < Math.min(ELEMENTS, size); e++) {
            int at = size <= ELEMENTS ? e : random.index(size);
            float[] direction = new float[size];
            direction[at] = 1;
            compare(operand, gradient, direction, "by " + operand.name() + Elements.index(gradient.shape(), at));
        }
    }

    /** A derivative both ways, and how far they may be apart. */
    private record Difference(double analytic, double numeric, double magnitude, double allowed) {
        double error() {
            return Math.abs(analytic - numeric);
        }
    }

    private void compare(Operand operand, Tensor gradient, float[] direction, String what) {
        Difference difference = difference(operand, gradient, direction, STEP);
        for (int i = 1; i <= FURTHER && !(difference.error() <= difference.allowed); i++) {
            // Where f bends sharply, a shorter step leaves a hundredth of the truncation, and more of the rounding.
            difference = difference(operand, gradient, direction, STEP / Math.pow(SHORTER, i));
        }
        double error = difference.error();
        if (!(error <= difference.allowed)) {
            throw new AssertionError("derivative " + what + ": backward gives " + difference.analytic
                    + ", central difference " + difference.numeric + " (allowed difference " + difference.allowed
                    + ")");
        }
        comparisons++;
        largestError = Math.max(largestError, error == 0 ? 0 : error / difference.allowed);
        double scale =
                Math.max(Math.max(Math.abs(difference.analytic), Math.abs(difference.numeric)), difference.magnitude);
        largestRelative = Math.max(largestRelative, error == 0 ? 0 : error / scale);
    }

    private Difference difference(Operand operand, Tensor gradient, float[] direction, double step) {
        Tensor x = operand.tensor();
        float[] kept = x.toArray();
        double analytic = 0;
        double numeric = 0;
        double magnitude = 0;
        for (int steps : new int[] {-2, -1, 1, 2}) {
            float[] moved = moved(kept, direction, steps * step);
            System.arraycopy(moved, 0, x.array(), x.offset(), moved.length);
            Projected projected = function.get();
            double weight = WEIGHTS[steps + 2] / step;
            numeric += weight * projected.f;
            magnitude = Math.max(magnitude, projected.magnitude);
            for (int i = 0; i < moved.length; i++) {
                // By how far the element really moved: the step itself is rounded.
                analytic += weight * Elements.at(gradient, i) * ((double) moved[i] - kept[i]);
            }
        }
        System.arraycopy(kept, 0, x.array(), x.offset(), kept.length);
        double allowed = CLOSE_FRACTION * Math.max(Math.abs(analytic), Math.abs(numeric))
                + CLOSE_ROUNDINGS * ROUNDING * magnitude / step;
        return new Difference(analytic, numeric, magnitude, allowed);
    }

    private static float[] moved(float[] from, float[] direction, double step) {
        float[] to = from.clone();
        for (int i = 0; i < to.length; i++) {
            to[i] += (float) (step * direction[i] * Math.max(1, Math.abs(from[i])));
        }
        return to;
    }
}
