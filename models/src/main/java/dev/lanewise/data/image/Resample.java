package dev.lanewise.data.image;

/**
 * Resampling along one axis: output i is the sum of {@code weights[i][k] * input[first[i] + k]}.
 *
 * @param length inputs along the axis
 */
record Resample(int length, int[] first, float[][] weights) {
    /**
     * {@code outputs} positions, {@code step} inputs apart, in the middle of the axis: means over the step if it is
     * above 1, else linear interpolation.
     */
    static Resample centred(int length, int outputs, double step) {
        double start = (length - outputs * step) / 2;
        // Without scaling, half a pixel to the side would blur.
        start = Math.max(0, step == 1 ? Math.floor(start) : start);
        int[] first = new int[outputs];
        float[][] weights = new float[outputs][];
        for (int i = 0; i < outputs; i++) {
            if (step > 1) {
                mean(start + i * step, start + (i + 1) * step, length, i, first, weights);
            } else {
                linear(start + (i + 0.5) * step - 0.5, length, i, first, weights);
            }
        }
        return new Resample(length, first, weights);
    }

    private static void mean(double from, double to, int length, int i, int[] first, float[][] weights) {
        int low = Math.min((int) from, length - 1);
        int high = Math.clamp((int) Math.ceil(to), low + 1, length);
        first[i] = low;
        weights[i] = new float[high - low];
        double sum = 0;
        for (int k = low; k < high; k++) {
            sum += Math.max(0, Math.min(to, k + 1) - Math.max(from, k));
        }
        for (int k = low; k < high; k++) {
            weights[i][k - low] = (float) (Math.max(0, Math.min(to, k + 1) - Math.max(from, k)) / sum);
        }
    }

    private static void linear(double at, int length, int i, int[] first, float[][] weights) {
        double inside = Math.clamp(at, 0, length - 1);
        int low = (int) inside;
        float part = (float) (inside - low);
        first[i] = low;
        weights[i] = part == 0 ? new float[] {1} : new float[] {1 - part, part};
    }

    /** Of a plane {@code [rows, length]} the plane {@code [rows, outputs]}. */
    void alongRows(float[] from, int at, int rows, float[] to) {
        int outputs = first.length;
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < outputs; i++) {
                float[] w = weights[i];
                int source = at + row * length + first[i];
                float sum = 0;
                for (int k = 0; k < w.length; k++) {
                    sum += w[k] * from[source + k];
                }
                to[row * outputs + i] = sum;
            }
        }
    }

    /** Of a plane {@code [length, width]} the plane {@code [outputs, width]}. */
    void acrossRows(float[] from, int width, float[] to, int at) {
        for (int i = 0; i < first.length; i++) {
            float[] w = weights[i];
            int target = at + i * width;
            for (int k = 0; k < w.length; k++) {
                int source = (first[i] + k) * width;
                for (int column = 0; column < width; column++) {
                    to[target + column] += w[k] * from[source + column];
                }
            }
        }
    }
}
