package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.Interpolation;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import java.util.Arrays;

/**
 * One resampling of planes, with the tables of where its rows and columns come from.
 *
 * <p>Mutable and kept in the workspace, so that a warm kernel allocates nothing; it is the body of its own loop.
 */
final class InterpolationLoops implements Parallel.Body {
    private static final int ROWS = 0;
    private static final int COLUMNS = 1;
    private static final int LINE = 2;

    private Tensor x;
    private Tensor y;
    private Workspace work;
    private boolean backward;
    private int[] rows;
    private int[] columns;
    private float[] down;
    private float[] across;

    /** The problem: from x to y, or the gradient from y to x. */
    void set(Interpolation how, Tensor newX, Tensor newY, Workspace newWork, boolean gradient) {
        x = newX;
        y = newY;
        work = newWork;
        backward = gradient;
        rows = work.ints(0, ROWS, y.dim(2));
        columns = work.ints(0, COLUMNS, y.dim(3));
        down = work.floats(0, ROWS, y.dim(2));
        across = work.floats(0, COLUMNS, y.dim(3));
        how.sources(how.factorH(), x.dim(2), y.dim(2), rows, down);
        how.sources(how.factorW(), x.dim(3), y.dim(3), columns, across);
    }

    void run(int grain) {
        Parallel.run(x.dim(0) * x.dim(1), grain, this);
        x = null;
        y = null;
        work = null;
    }

    @Override
    public void run(int from, int to, int worker) {
        float[] line = work.floats(worker, LINE, x.dim(3));
        for (int plane = from; plane < to; plane++) {
            int xAt = x.offset() + plane * x.dim(2) * x.dim(3);
            int yAt = y.offset() + plane * y.dim(2) * y.dim(3);
            if (backward) {
                gradient(xAt, yAt, line);
            } else {
                plane(xAt, yAt, line);
            }
        }
    }

    private void plane(int xAt, int yAt, float[] line) {
        int w = x.dim(3);
        int outW = y.dim(3);
        for (int i = 0; i < y.dim(2); i++) {
            int at = yAt + i * outW;
            if (i > 0 && rows[i] == rows[i - 1] && down[i] == down[i - 1]) {
                System.arraycopy(y.array(), at - outW, y.array(), at, outW);
                continue;
            }
            int row = xAt + rows[i] * w;
            if (down[i] == 0f) {
                System.arraycopy(x.array(), row, line, 0, w);
            } else {
                blend(x.array(), row, row + w, down[i], line, w);
            }
            across(line, columns, across, y.array(), at, outW);
        }
    }

    private static void blend(float[] x, int first, int second, float weight, float[] line, int w) {
        float rest = 1f - weight;
        for (int j = 0; j < w; j++) {
            line[j] = rest * x[first + j] + weight * x[second + j];
        }
    }

    private static void across(float[] line, int[] columns, float[] weights, float[] y, int at, int outW) {
        for (int j = 0; j < outW; j++) {
            float weight = weights[j];
            float first = line[columns[j]];
            y[at + j] = weight == 0f ? first : (1f - weight) * first + weight * line[columns[j] + 1];
        }
    }

    private void gradient(int xAt, int yAt, float[] line) {
        int w = x.dim(3);
        int outW = y.dim(3);
        float[] dx = x.array();
        Arrays.fill(dx, xAt, xAt + x.dim(2) * w, 0f);
        for (int i = 0; i < y.dim(2); i++) {
            Arrays.fill(line, 0, w, 0f);
            gather(y.array(), yAt + i * outW, columns, across, line, outW);
            int row = xAt + rows[i] * w;
            if (down[i] == 0f) {
                PadLoops.add(line, 0, dx, row, w);
            } else {
                addScaled(1f - down[i], line, dx, row, w);
                addScaled(down[i], line, dx, row + w, w);
            }
        }
    }

    private static void gather(float[] dy, int at, int[] columns, float[] weights, float[] line, int outW) {
        for (int j = 0; j < outW; j++) {
            float weight = weights[j];
            float g = dy[at + j];
            if (weight == 0f) {
                line[columns[j]] += g;
            } else {
                line[columns[j]] += (1f - weight) * g;
                line[columns[j] + 1] += weight * g;
            }
        }
    }

    private static void addScaled(float factor, float[] line, float[] dx, int row, int w) {
        for (int j = 0; j < w; j++) {
            dx[row + j] += factor * line[j];
        }
    }
}
