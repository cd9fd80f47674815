package dev.lanewise.kernel;

/**
 * How the elements of a resampled axis are found. With extents I in and O out, and {@code s = 1 / factor}, or {@code I /
 * O} without a factor:
 *
 * <pre>
 * NEAREST        y[o] = x[floor(o * s)]
 * NEAREST_EXACT  y[o] = x[floor((o + 0.5) * s)]
 * LINEAR         y[o] = (1 - l) * x[i] + l * x[i + 1],  i + l = max(0, (o + 0.5) * s - 0.5)
 *                or, with aligned corners,              i + l = o * (I - 1) / (O - 1)
 * </pre>
 *
 * <p>Indices are clamped to the last element. The step of the nearest modes is a float, as PyTorch has it; that of the
 * linear one is a double, l is rounded to a float. Whatever the factor, NEAREST and LINEAR copy an axis whose extent
 * stays, and NEAREST repeats each element of one whose extent doubles: PyTorch's rule for images.
 *
 * @param mode nearest or linear
 * @param alignCorners linear only: whether the first and the last element keep their places
 * @param factorH by which the height was scaled; 0 if the output's extent was given instead
 * @param factorW by which the width was scaled; 0 likewise
 */
public record Interpolation(Mode mode, boolean alignCorners, double factorH, double factorW) {
    /** Which elements of the input an element of the output is made of. */
    public enum Mode {
        /** One: the one at the output's place, rounded down. */
        NEAREST,
        /** One: the one that the centre of the output's element lies in. */
        NEAREST_EXACT,
        /** Two neighbours of each axis. */
        LINEAR
    }

    public Interpolation {
        if (!(factorH >= 0
                && factorW >= 0
                && factorH < Double.POSITIVE_INFINITY
                && factorW < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "interpolate: factors " + factorH + " and " + factorW + ", expected positive numbers, 0 for none");
        }
        if (alignCorners && mode != Mode.LINEAR) {
            throw new IllegalArgumentException("interpolate: aligned corners in mode " + mode + ", expected LINEAR");
        }
    }

    /**
     * Writes where the elements of an axis come from.
     *
     * @param factor of this axis
     * @param in extent of the input, at least 1
     * @param first written: the source of each element
     * @param weight written: the weight of the source's right neighbour, 0 if it has none or is not asked for
     */
    public void sources(double factor, int in, int out, int[] first, float[] weight) {
        if (mode == Mode.LINEAR) {
            linear(factor, in, out, first, weight);
            return;
        }
        float step = factor > 0 ? (float) (1 / factor) : (float) in / out;
        for (int o = 0; o < out; o++) {
            first[o] = Math.min(nearest(o, step, in, out), in - 1);
            weight[o] = 0f;
        }
    }

    private int nearest(int o, float step, int in, int out) {
        if (mode == Mode.NEAREST_EXACT) {
            return (int) (float) ((o + 0.5) * step);
        }
        return in == out ? o : out == 2L * in ? o / 2 : (int) (o * step);
    }

    private void linear(double factor, int in, int out, int[] first, float[] weight) {
        double step = factor > 0 ? 1 / factor : (double) in / out;
        double aligned = out > 1 ? (in - 1.0) / (out - 1) : 0;
        for (int o = 0; o < out; o++) {
            double at = alignCorners ? o * aligned : Math.max(0, (o + 0.5) * step - 0.5);
            at = in == out ? o : at;
            int i = (int) Math.min(at, in - 1);
            first[o] = i;
            weight[o] = i < in - 1 ? (float) Math.min(1, at - i) : 0f;
        }
    }
}
