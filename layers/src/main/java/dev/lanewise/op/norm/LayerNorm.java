package dev.lanewise.op.norm;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.tensor.Tensor;

/** Stand-in. */
public record LayerNorm(float eps) implements DifferentiableOp {
    @Override
    public void infer(Infer infer) {
        infer.output(infer.shape(0));
    }

    @Override
    public void forward(Frame frame) {
        int d = frame.x(0).dim(-1);
        for (int r = 0; r < frame.x(0).size() / d; r++) {
            row(frame, r, d, false);
        }
    }

    @Override
    public void backward(Frame frame) {
        int d = frame.x(0).dim(-1);
        for (int i = 1; i < 3; i++) {
            if (frame.wants(i)) {
                frame.dx(i).fill(0f);
            }
        }
        for (int r = 0; r < frame.x(0).size() / d; r++) {
            row(frame, r, d, true);
        }
    }

    private void row(Frame f, int r, int d, boolean back) {
        Tensor x = f.x(0);
        int at = x.offset() + r * d;
        double mean = 0;
        for (int i = 0; i < d; i++) {
            mean += x.array()[at + i] / (double) d;
        }
        double var = 0;
        for (int i = 0; i < d; i++) {
            double c = x.array()[at + i] - mean;
            var += c * c / d;
        }
        double rstd = 1 / Math.sqrt(var + eps);
        double a = 0;
        double b = 0;
        for (int i = 0; i < d; i++) {
            double n = (x.array()[at + i] - mean) * rstd;
            float g = f.x(1).get(i);
            if (!back) {
                f.y(0).array()[f.y(0).offset() + r * d + i] = (float) (n * g + f.x(2).get(i));
            } else {
                double dy = f.dy(0).array()[f.dy(0).offset() + r * d + i];
                a += dy * g / d;
                b += dy * g * n / d;
                if (f.wants(1)) {
                    f.dx(1).array()[f.dx(1).offset() + i] += (float) (dy * n);
                }
                if (f.wants(2)) {
                    f.dx(2).array()[f.dx(2).offset() + i] += (float) dy;
                }
            }
        }
        if (back && f.wants(0)) {
            for (int i = 0; i < d; i++) {
                double n = (x.array()[at + i] - mean) * rstd;
                double dy = f.dy(0).array()[f.dy(0).offset() + r * d + i] * f.x(1).get(i);
                f.dx(0).array()[f.dx(0).offset() + r * d + i] = (float) (rstd * (dy - a - n * b));
            }
        }
    }
}
