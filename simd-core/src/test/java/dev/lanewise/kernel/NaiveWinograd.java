package dev.lanewise.kernel;

import dev.lanewise.tensor.Tensor;

/** The arithmetic of {@link Winograd} as its documentation writes it down, one tile of one output channel at a time. */
final class NaiveWinograd {
    private static final float A = 5f / 8;
    private static final float B = 3f / 2;
    private static final float AA = 25f / 64;
    private static final float BB = 9f / 4;
    private static final float Q = (float) (256.0 / 225);
    private static final float QA = (float) (-2048.0 / 2975);
    private static final float QB = (float) (128.0 / 1071);

    private NaiveWinograd() {}

    private interface Transform {
        float[] of(float[] column);
    }

    /** Down every column, then across every row. */
    private static float[][] both(float[][] tile, Transform transform) {
        int columns = tile[0].length;
        float[][] down = new float[columns][];
        for (int j = 0; j < columns; j++) {
            float[] column = new float[tile.length];
            for (int i = 0; i < tile.length; i++) {
                column[i] = tile[i][j];
            }
            down[j] = transform.of(column);
        }
        float[][] all = new float[down[0].length][];
        for (int i = 0; i < all.length; i++) {
            float[] row = new float[columns];
            for (int j = 0; j < columns; j++) {
                row[j] = down[j][i];
            }
            all[i] = transform.of(row);
        }
        return all;
    }

    private static float[] input(float[] d) {
        if (d.length == 4) {
            return new float[] {d[0] - d[2], d[1] + d[2], d[2] - d[1], d[1] - d[3]};
        }
        float e = Math.fma(-BB, d[2], d[4]);
        float f = Math.fma(-BB, d[1], d[3]);
        float g = Math.fma(-AA, d[2], d[4]);
        float h = Math.fma(-AA, d[1], d[3]);
        return new float[] {
            Math.fma(AA * BB, d[0], Math.fma(-(AA + BB), d[2], d[4])),
            Math.fma(A, f, e),
            Math.fma(-A, f, e),
            Math.fma(B, h, g),
            Math.fma(-B, h, g),
            Math.fma(AA * BB, d[1], Math.fma(-(AA + BB), d[3], d[5]))
        };
    }

    private static float[] smallFilter(float[] g) {
        float e = g[0] + g[2];
        return new float[] {g[0], (e + g[1]) / 2, (e - g[1]) / 2, g[2]};
    }

    private static float[] filter(float[] g) {
        float e = Math.fma(AA, g[2], g[0]);
        float h = Math.fma(BB, g[2], g[0]);
        return new float[] {
            Q * g[0],
            Math.fma(A, g[1], e) * QA,
            Math.fma(-A, g[1], e) * QA,
            Math.fma(B, g[1], h) * QB,
            Math.fma(-B, g[1], h) * QB,
            g[2]
        };
    }

    private static float[] output(float[] m) {
        if (m.length == 4) {
            return new float[] {(m[0] + m[1]) + m[2], (m[1] - m[2]) - m[3]};
        }
        float p = m[1] + m[2];
        float q = m[1] - m[2];
        float r = m[3] + m[4];
        float s = m[3] - m[4];
        return new float[] {
            (m[0] + p) + r,
            Math.fma(A, q, B * s),
            Math.fma(AA, p, BB * r),
            Math.fma(A * AA, q, Math.fma(B * BB, s, m[5]))
        };
    }

    /** The forward pass with tiles of this side; bias may be null. */
    static Tensor forward(int size, Conv2dShape conv, Tensor x, Tensor w, Tensor bias) {
        Tensor y = Tensor.zeros(x.dim(0), w.dim(0), conv.outH(x.dim(2), 3), conv.outW(x.dim(3), 3));
        int channels = x.dim(1);
        float[][][][] u = new float[w.dim(0)][channels][][];
        for (int o = 0; o < w.dim(0); o++) {
            for (int c = 0; c < channels; c++) {
                float[][] taps = new float[3][3];
                for (int k = 0; k < 9; k++) {
                    taps[k / 3][k % 3] = w.get(o, c, k / 3, k % 3);
                }
                u[o][c] = both(taps, size == 4 ? NaiveWinograd::filter : NaiveWinograd::smallFilter);
            }
        }
        for (int n = 0; n < x.dim(0); n++) {
            for (int top = 0; top < y.dim(2); top += size) {
                for (int left = 0; left < y.dim(3); left += size) {
                    tile(size, x, n, top, left, conv.padTop(), conv.padLeft(), u, bias, y);
                }
            }
        }
        return y;
    }

    private static void tile(
            int size,
            Tensor x,
            int n,
            int top,
            int left,
            int padTop,
            int padLeft,
            float[][][][] u,
            Tensor bias,
            Tensor y) {
        int edge = size + 2;
        float[][][] v = new float[x.dim(1)][][];
        for (int c = 0; c < v.length; c++) {
            float[][] seen = new float[edge][edge];
            for (int k = 0; k < edge * edge; k++) {
                int h = top + k / edge - padTop;
                int w = left + k % edge - padLeft;
                boolean exists = h >= 0 && h < x.dim(2) && w >= 0 && w < x.dim(3);
                seen[k / edge][k % edge] = exists ? x.get(n, c, h, w) : 0f;
            }
            v[c] = both(seen, NaiveWinograd::input);
        }
        for (int o = 0; o < u.length; o++) {
            float[][] m = new float[edge][edge];
            for (int c = 0; c < v.length; c++) {
                for (int k = 0; k < edge * edge; k++) {
                    m[k / edge][k % edge] =
                            Math.fma(u[o][c][k / edge][k % edge], v[c][k / edge][k % edge], m[k / edge][k % edge]);
                }
            }
            float[][] out = both(m, NaiveWinograd::output);
            for (int i = 0; i < Math.min(size, y.dim(2) - top); i++) {
                for (int j = 0; j < Math.min(size, y.dim(3) - left); j++) {
                    int at = ((n * y.dim(1) + o) * y.dim(2) + top + i) * y.dim(3) + left + j;
                    y.array()[at] = bias == null ? out[i][j] : out[i][j] + bias.get(o);
                }
            }
        }
    }

    /** The gradient of the input: the forward pass of dy with the filters turned around. */
    static Tensor backwardData(int size, Conv2dShape conv, Tensor w, Tensor dy) {
        Tensor turned = Tensor.zeros(w.dim(1), w.dim(0), 3, 3);
        for (int o = 0; o < w.dim(0); o++) {
            for (int c = 0; c < w.dim(1); c++) {
                for (int k = 0; k < 9; k++) {
                    turned.array()[(c * w.dim(0) + o) * 9 + k] = w.get(o, c, 2 - k / 3, 2 - k % 3);
                }
            }
        }
        Conv2dShape back =
                conv.withPadding(2 - conv.padTop(), 2 - conv.padBottom(), 2 - conv.padLeft(), 2 - conv.padRight());
        return forward(size, back, dy, turned, null);
    }
}
