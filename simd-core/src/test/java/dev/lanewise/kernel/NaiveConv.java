package dev.lanewise.kernel;

import dev.lanewise.tensor.Tensor;

/** The sums of {@link ConvKernels} as its documentation writes them down, one index at a time. */
final class NaiveConv {
    private NaiveConv() {}

    private static float at(Tensor t, int n, int c, int h, int w) {
        boolean inside = h >= 0 && h < t.dim(2) && w >= 0 && w < t.dim(3);
        int flat = ((n * t.dim(1) + c) * t.dim(2) + h) * t.dim(3) + w;
        return inside ? t.array()[t.offset() + flat] : 0f;
    }

    /** One chain over (c, kh, kw), padding taps as zeros, the bias after it. */
    static Tensor forward(Conv2dShape conv, Tensor x, Tensor w, Tensor bias) {
        int outH = conv.outH(x.dim(2), w.dim(2));
        int outW = conv.outW(x.dim(3), w.dim(3));
        Tensor y = Tensor.zeros(x.dim(0), w.dim(0), outH, outW);
        int flat = 0;
        for (int n = 0; n < x.dim(0); n++) {
            for (int o = 0; o < w.dim(0); o++) {
                for (int i = 0; i < outH; i++) {
                    for (int j = 0; j < outW; j++) {
                        float s = output(conv, x, w, n, o, i, j);
                        y.array()[flat++] = bias == null ? s : s + bias.get(o);
                    }
                }
            }
        }
        return y;
    }

    private static float output(Conv2dShape conv, Tensor x, Tensor w, int n, int o, int i, int j) {
        int group = o / (w.dim(0) / conv.groups());
        float s = 0f;
        for (int c = 0; c < w.dim(1); c++) {
            for (int kh = 0; kh < w.dim(2); kh++) {
                for (int kw = 0; kw < w.dim(3); kw++) {
                    int h = i * conv.strideH() + kh * conv.dilationH() - conv.padTop();
                    int v = j * conv.strideW() + kw * conv.dilationW() - conv.padLeft();
                    s = Math.fma(at(w, o, c, kh, kw), at(x, n, group * w.dim(1) + c, h, v), s);
                }
            }
        }
        return s;
    }

    /** One chain over (o, kh, kw) of the taps that reach an element, what is outside dy as zeros. */
    static Tensor backwardData(Conv2dShape conv, Tensor w, Tensor dy, int... shapeOfX) {
        Tensor dx = Tensor.zeros(shapeOfX);
        int flat = 0;
        for (int n = 0; n < dx.dim(0); n++) {
            for (int c = 0; c < dx.dim(1); c++) {
                for (int h = 0; h < dx.dim(2); h++) {
                    for (int v = 0; v < dx.dim(3); v++) {
                        dx.array()[flat++] = input(conv, w, dy, n, c, h, v);
                    }
                }
            }
        }
        return dx;
    }

    private static float input(Conv2dShape conv, Tensor w, Tensor dy, int n, int c, int h, int v) {
        int outputs = w.dim(0) / conv.groups();
        int group = c / w.dim(1);
        float s = 0f;
        for (int o = group * outputs; o < (group + 1) * outputs; o++) {
            for (int kh = 0; kh < w.dim(2); kh++) {
                int down = h + conv.padTop() - kh * conv.dilationH();
                for (int kw = 0; kw < w.dim(3); kw++) {
                    int across = v + conv.padLeft() - kw * conv.dilationW();
                    if (down % conv.strideH() == 0 && across % conv.strideW() == 0) {
                        float d = at(dy, n, o, down / conv.strideH(), across / conv.strideW());
                        s = Math.fma(at(w, o, c % w.dim(1), kh, kw), d, s);
                    }
                }
            }
        }
        return s;
    }

    /** Per part of the batch one chain over (n, oh, ow); the parts added in order. */
    static Tensor backwardWeights(Conv2dShape conv, Tensor x, Tensor dy, int... shapeOfW) {
        Tensor dw = Tensor.zeros(shapeOfW);
        int grains = ConvKernels.grains(x.dim(0), dw.size());
        int flat = 0;
        for (int o = 0; o < dw.dim(0); o++) {
            for (int c = 0; c < dw.dim(1); c++) {
                for (int kh = 0; kh < dw.dim(2); kh++) {
                    for (int kw = 0; kw < dw.dim(3); kw++) {
                        float sum = weight(conv, x, dy, dw, o, c, kh, kw, 0, grains);
                        for (int g = 1; g < grains; g++) {
                            sum += weight(conv, x, dy, dw, o, c, kh, kw, g, grains);
                        }
                        dw.array()[flat++] = sum;
                    }
                }
            }
        }
        return dw;
    }

    private static float weight(
            Conv2dShape conv, Tensor x, Tensor dy, Tensor dw, int o, int c, int kh, int kw, int g, int grains) {
        int channel = o / (dw.dim(0) / conv.groups()) * dw.dim(1) + c;
        float s = 0f;
        for (int n = g * x.dim(0) / grains; n < (g + 1) * x.dim(0) / grains; n++) {
            for (int i = 0; i < dy.dim(2); i++) {
                for (int j = 0; j < dy.dim(3); j++) {
                    int h = i * conv.strideH() + kh * conv.dilationH() - conv.padTop();
                    int v = j * conv.strideW() + kw * conv.dilationW() - conv.padLeft();
                    s = Math.fma(at(dy, n, o, i, j), at(x, n, channel, h, v), s);
                }
            }
        }
        return s;
    }

    /** The same parts, each a chain of additions. */
    static Tensor backwardBias(Tensor dy, int weights) {
        Tensor db = Tensor.zeros(dy.dim(1));
        int batch = dy.dim(0);
        int grains = ConvKernels.grains(batch, weights);
        for (int o = 0; o < dy.dim(1); o++) {
            float sum = 0f;
            for (int g = 0; g < grains; g++) {
                float s = 0f;
                for (int n = g * batch / grains; n < (g + 1) * batch / grains; n++) {
                    for (int i = 0; i < dy.dim(2); i++) {
                        for (int j = 0; j < dy.dim(3); j++) {
                            s += at(dy, n, o, i, j);
                        }
                    }
                }
                sum = g == 0 ? s : sum + s;
            }
            db.array()[o] = sum;
        }
        return db;
    }
}
