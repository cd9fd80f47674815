package dev.lanewise.kernel;

import java.util.TreeSet;

/** Sums of windows in the order of {@link PoolKernels}, from the places that a window covers. */
final class NaivePool {
    private NaivePool() {}

    /** The sum of the places of a plane of width w, which are in row order. */
    static float sum(float[] x, int plane, int w, int[] places) {
        TreeSet<Integer> columns = new TreeSet<>();
        for (int place : places) {
            columns.add(place % w);
        }
        float[] sums = new float[64];
        int d = 0;
        for (int column : columns) {
            float sum = 0f;
            for (int place : places) {
                if (place % w == column) {
                    sum += x[plane + place];
                }
            }
            int lane = columns.size() > 32 ? d++ % 64 : 0;
            sums[lane] += sum;
        }
        return columns.size() > 32 ? RowSums.fold(sums) : sums[0];
    }

    /** The sum of a plane that is the one window. */
    static float plane(float[] x, int plane, int size) {
        float[] lanes = new float[64];
        for (int i = 0; i < size; i++) {
            lanes[i % 64] += x[plane + i];
        }
        return RowSums.fold(lanes);
    }

    /** What the windows of one output row after another add to planes of width w. */
    static final class Spread {
        private final float[] dx;
        private final int w;
        private final int outW;
        private float[] row;
        private TreeSet<Integer> rows;

        Spread(float[] dx, int w, int outW) {
            this.dx = dx;
            this.w = w;
            this.outW = outW;
        }

        /** The windows of a plane come in order. */
        void add(int plane, int out, int[] places, float share) {
            if (out % outW == 0) {
                row = new float[w];
                rows = new TreeSet<>();
            }
            TreeSet<Integer> columns = new TreeSet<>();
            for (int place : places) {
                rows.add(place / w);
                if (columns.add(place % w)) {
                    row[place % w] += share;
                }
            }
            if (out % outW == outW - 1) {
                for (int r : rows) {
                    for (int c = 0; c < w; c++) {
                        dx[plane + r * w + c] += row[c];
                    }
                }
            }
        }
    }
}
