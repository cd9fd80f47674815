package dev.lanewise.nn.norm;

import dev.lanewise.autograd.Buffer;
import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Mode;
import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.init.Normal;
import dev.lanewise.kernel.GemmKernels.Form;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.nn.Unary;
import dev.lanewise.op.Ops;
import dev.lanewise.runtime.Backend;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/**
 * A linear layer or convolution whose weight is divided by its largest singular value (Miyato et al., 2018): {@code weight =
 * weight_orig / sigma} with {@code sigma = u^T W v}, W being weight_orig as a matrix [O,K]. Its parameters and buffers have
 * PyTorch's names.
 *
 * <p>Each forward on a tape in training mode first improves u and v by power iteration, {@code v = W^T u / ||W^T u||},
 * {@code u = W v / ||W v||}; in evaluation they stay. The gradient takes u and v, as they were in that forward, as
 * constants.
 *
 * @param function the operation of operands x, weight, bias: {@code op.matrix.Linear} or a convolution of {@code op.conv}
 * @param weight_orig the weight, [O,...]
 * @param bias as the function has it, or null for none
 * @param weight_u [O], the left singular vector
 * @param weight_v [K], the right singular vector, K the elements of a row
 * @param iterations power iterations per forward, at least 1
 * @param eps the least norm that is divided by
 */
public record SpectralNorm(
        DifferentiableOp function,
        Parameter weight_orig,
        Parameter bias,
        Buffer weight_u,
        Buffer weight_v,
        int iterations,
        float eps)
        implements Unary {
    /** Iterations before the first use, which PyTorch's parametrisation makes too. */
    private static final int WARM_UP = 15;

    /** Checks options and shapes. */
    public SpectralNorm {
        Shape w = weight_orig.shape();
        if (iterations < 1 || !(eps >= 0f)) {
            throw new IllegalArgumentException("spectralNorm: " + iterations + " iterations, eps " + eps
                    + ", expected at least 1 iteration and eps at least 0");
        }
        if (w.rank() < 2) {
            throw new IllegalArgumentException(
                    "spectralNorm: weight_orig has shape " + w + ", expected rank 2 or more: [O,I,...]");
        }
        Affine.channels("spectralNorm", w.dim(0), "weight_u", weight_u.shape());
        Affine.channels("spectralNorm", w.span(1, w.rank()), "weight_v", weight_v.shape());
    }

    /**
     * A layer around a weight, with PyTorch's options: one iteration per forward, eps 1e-12. The singular vectors begin
     * with normal draws and 15 iterations.
     *
     * @param weight [O,...], shared with the new layer
     * @param bias shared with the new layer, or null
     */
    public static SpectralNorm of(DifferentiableOp function, Parameter weight, Parameter bias, Draws draws) {
        Shape w = weight.shape();
        Normal normal = new Normal(0f, 1f);
        SpectralNorm layer = new SpectralNorm(
                function,
                weight,
                bias,
                new Buffer(draws.parameter(normal, Shape.of(w.dim(0))).value()),
                new Buffer(
                        draws.parameter(normal, Shape.of(w.span(1, w.rank()))).value()),
                1,
                1e-12f);
        layer.iterate(WARM_UP, layer.weight_u.value(), layer.weight_v.value(), new Workspace());
        return layer;
    }

    private Tensor matrix() {
        Shape w = weight_orig.shape();
        return weight_orig.value().reshape(w.dim(0), w.span(1, w.rank()));
    }

    private void iterate(int times, Tensor u, Tensor v, Workspace work) {
        Tensor w = matrix();
        Tensor uColumn = u.reshape(u.size(), 1);
        Tensor vColumn = v.reshape(v.size(), 1);
        Kernels kernels = Backend.kernels();
        for (int i = 0; i < times; i++) {
            kernels.gemm().gemm(Form.TN, 1f, w, uColumn, 0f, null, vColumn, work);
            normalise(kernels, v);
            kernels.gemm().gemm(Form.NN, 1f, w, vColumn, 0f, null, uColumn, work);
            normalise(kernels, u);
        }
    }

    private void normalise(Kernels kernels, Tensor x) {
        double norm = Math.sqrt(kernels.reduce().dot(x, x));
        kernels.elementwise().scale((float) (1 / Math.max(norm, eps)), x, x);
    }

    /** The weight over its largest singular value; in training one round of power iterations goes before. */
    public Var weight(Tape tape) {
        Tensor u = weight_u.value().copy();
        Tensor v = weight_v.value().copy();
        Var weight = weight(tape, u, v);
        keep(tape, u, v);
        return weight;
    }

    /** The same with singular vectors of this forward alone, which are improved in place. */
    private Var weight(Tape tape, Tensor u, Tensor v) {
        if (tape.mode() == Mode.TRAIN) {
            iterate(iterations, u, v, tape.work());
        }
        Tensor w = matrix();
        Var left = tape.constant(u.reshape(w.dim(0), 1));
        Var right = tape.constant(v.reshape(w.dim(1), 1));
        Var weight = tape.parameter(weight_orig);
        Var sigma = Ops.sum(Ops.mul(left, Ops.matmul(weight.reshape(w.dim(0), w.dim(1)), right)));
        return Ops.div(weight, sigma);
    }

    private void keep(Tape tape, Tensor u, Tensor v) {
        if (tape.mode() == Mode.TRAIN) {
            weight_u.value().copyFrom(u);
            weight_v.value().copyFrom(v);
        }
    }

    @Override
    public Var forward(Var x) {
        // Copies: a second forward of the same step changes the buffers before the gradient of the first is computed;
        // and an x that does not fit must change none.
        Tensor u = weight_u.value().copy();
        Tensor v = weight_v.value().copy();
        Var y = function.on(x, weight(x.tape(), u, v), Affine.on(x, bias));
        keep(x.tape(), u, v);
        return y;
    }
}
