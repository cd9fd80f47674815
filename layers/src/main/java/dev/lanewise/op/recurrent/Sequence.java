package dev.lanewise.op.recurrent;

import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.CellShapes;
import dev.lanewise.kernel.GemmKernels;
import dev.lanewise.kernel.GemmKernels.Form;
import dev.lanewise.kernel.PackedMatrix;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/**
 * What the operations on whole sequences share: their operands, the walk through time, and the matrix products that are
 * done for all steps at once.
 *
 * @param frame the call
 * @param reverse true if time runs backwards
 * @param first the state before the first step, [N,H]
 */
record Sequence(Frame frame, boolean reverse, Tensor first) {
    static final int X = 0;
    static final int W_IH = 1;
    static final int W_HH = 2;
    static final int B_IH = 3;
    static final int B_HH = 4;
    static final int LENGTHS = 5;
    static final int H0 = 6;

    private static final int PROJECTED_ROWS = 240;

    /** The contract of the operands up to the initial state. */
    static final String CONTRACT = "x:[T,N,I] w_ih:[G,I] w_hh:[G,H] b_ih:[G]? b_hh:[G]? lengths:[N]? h0:[N,H]?";

    /** Checks operands of rows of {@code gates} gates; G is their number times H. */
    static ShapeSpec.Axes check(String name, Infer infer, ShapeSpec contract, int gates) {
        ShapeSpec.Axes axes = infer.match(contract);
        if (axes.get("T") < 1) {
            throw new IllegalArgumentException(name + ": x has shape " + infer.shape(X)
                    + ": T=0, expected at least 1 (contract " + contract + ")");
        }
        if (axes.get("H") < 1) {
            throw new IllegalArgumentException(name + ": w_hh has shape " + infer.shape(W_HH)
                    + ": H=0, expected at least 1 (contract " + contract + ")");
        }
        if (axes.get("G") != gates * axes.get("H")) {
            throw new IllegalArgumentException(name + ": w_hh has shape " + infer.shape(W_HH) + ": G=" + axes.get("G")
                    + ", expected " + gates + " * H = " + gates * axes.get("H") + " (contract " + contract + ")");
        }
        if (infer.has(LENGTHS)) {
            infer.requireInts(LENGTHS, "lengths");
        }
        return axes;
    }

    /** The two matrix products of every step. */
    static long flops(List<Shape> inputs) {
        Shape x = inputs.get(X);
        Shape wHh = inputs.get(W_HH);
        return 2L * x.span(0, 2) * wHh.dim(0) * (x.dim(2) + wHh.dim(1));
    }

    /** The frame of a call; the initial state is zeros in the given scratch if it is absent. */
    static Sequence of(Frame frame, boolean reverse, Tensor zeros) {
        return new Sequence(frame, reverse, initial(frame, H0, zeros));
    }

    /** An initial state, or zeros in its place. */
    static Tensor initial(Frame frame, int operand, Tensor zeros) {
        if (frame.has(operand)) {
            return frame.x(operand);
        }
        zeros.fill(0f);
        return zeros;
    }

    int steps() {
        return frame.x(X).dim(0);
    }

    /** The lengths; null if all samples have T steps. */
    IntTensor lengths() {
        return frame.has(LENGTHS) ? frame.xInts(LENGTHS) : null;
    }

    /** Checks the lengths. */
    void checkLengths(String name) {
        if (frame.has(LENGTHS)) {
            CellShapes.lengths(name, lengths(), steps());
        }
    }

    /** The time of the k-th step that is computed. */
    int time(int k) {
        return reverse ? steps() - 1 - k : k;
    }

    /**
     * What a sequence keeps of every step: for backward all of them, else the last few, of which {@link #at}
     * finds the right one.
     */
    static Shape kept(Infer infer, Shape all, int few) {
        return infer.recording() ? all : all.with(0, Math.min(all.dim(0), few));
    }

    /** The part of a value that belongs to a step, of those that are {@link #kept}. */
    static Tensor at(Tensor kept, int t) {
        return kept.outer(t % kept.dim(0));
    }

    /** The state before the k-th step. */
    Tensor before(int k, Tensor states, Tensor initial) {
        return k == 0 ? initial : at(states, time(k - 1));
    }

    /** The states after all steps: in the output itself, unless that will be masked and backward needs them. */
    Tensor states(int saved) {
        return frame.has(LENGTHS) && frame.recording() ? frame.saved(saved) : frame.y(0);
    }

    /** The output from the states: zeros where samples have ended. */
    void maskOutput(Tensor states) {
        if (frame.has(LENGTHS)) {
            frame.kernels().cell().mask(lengths(), states, frame.y(0));
        }
    }

    /** Where a sample has ended, its state stays what it was. */
    void hold(int t, Tensor previous, Tensor state) {
        if (frame.has(LENGTHS)) {
            frame.kernels().cell().hold(lengths(), t, previous, state);
        }
    }

    /** The rows of all steps: [T,N,D] as [T*N,D]. */
    static Tensor rows(Tensor t) {
        return t.reshape(Shape.of(t.shape().span(0, t.shape().rank() - 1), t.dim(-1)));
    }

    /** The steps whose products with x are one product: enough rows for its tiles, few enough to stay in the cache. */
    static int together(int samples) {
        return Math.max(1, PROJECTED_ROWS / Math.max(1, samples));
    }

    /** {@code w_ih^T}, for {@link #project}; null if that uses it once. */
    PackedMatrix inputWeights() {
        boolean once = steps() <= together(frame.x(X).dim(1));
        PackedMatrix copy = frame.packed(W_IH);
        return copy != null || once ? copy : packed(PackedWeights.INPUT, true, frame.x(W_IH));
    }

    /**
     * {@code gates = x w_ih^T + b_ih} of the k-th step, if that was not done with the step before.
     *
     * @param gates the kept ones
     */
    void project(int k, PackedMatrix weights, Tensor gates) {
        Tensor x = frame.x(X);
        int together = together(x.dim(1));
        int from = time(k) / together * together;
        if (k == 0 || from != time(k - 1) / together * together) {
            int to = Math.min(steps(), from + together);
            int start = from % gates.dim(0);
            Tensor y = rows(gates.outer(start, start + to - from));
            product(Form.NT, rows(x.outer(from, to)), W_IH, weights, 0f, frame.x(B_IH), y);
        }
    }

    /** {@code w_hh^T}, for {@link #recur}; null for one step. */
    PackedMatrix forwardWeights() {
        PackedMatrix copy = frame.packed(W_HH);
        return copy != null || steps() == 1 ? copy : packed(PackedWeights.FORWARD, true, frame.x(W_HH));
    }

    /** {@code y = h w_hh^T + b_hh}. */
    void recur(Tensor h, PackedMatrix weights, Tensor y) {
        product(Form.NT, h, W_HH, weights, 0f, frame.x(B_HH), y);
    }

    /** {@code w_hh}, for {@link #carryBack}; null for one step. */
    PackedMatrix backwardWeights() {
        return steps() == 1 ? null : packed(PackedWeights.BACKWARD, false, frame.x(W_HH));
    }

    private void product(Form form, Tensor a, int weight, PackedMatrix packed, float beta, Tensor bias, Tensor y) {
        if (packed == null) {
            gemm().gemm(form, 1f, a, frame.x(weight), beta, bias, y, frame.work());
        } else {
            gemm().packed(false, 1f, a, packed, beta, bias, y, frame.work());
        }
    }

    private PackedMatrix packed(int use, boolean transposed, Tensor w) {
        PackedMatrix packed = PackedWeights.of(frame.work(), use, w.dim(transposed ? 1 : 0), w.dim(transposed ? 0 : 1));
        gemm().pack(transposed, w, packed);
        return packed;
    }

    /** The gradient of the state before a step: {@code dh = beta dh + da w_hh}. */
    void carryBack(Tensor da, PackedMatrix weights, float beta, Tensor dh) {
        product(Form.NN, da, W_HH, weights, beta, null, dh);
    }

    /** The gradient of the output sequence, zeros where samples have ended. */
    Tensor outputGradient(Tensor scratch) {
        if (!frame.has(LENGTHS)) {
            return frame.dy(0);
        }
        frame.kernels().cell().mask(lengths(), frame.dy(0), scratch);
        return scratch;
    }

    /**
     * The gradients of x, weights, biases and initial state.
     *
     * @param da [T,N,G], the gradient of the product with x
     * @param db [T,N,G], the gradient of the product with the states; may be da itself
     * @param states [T,N,H], the states after each step
     */
    void gradients(Tensor da, Tensor db, Tensor states, Tensor dh0) {
        if (frame.wants(X)) {
            gemm().gemm(Form.NN, 1f, rows(da), frame.x(W_IH), 0f, null, rows(frame.dx(X)), frame.work());
        }
        if (frame.wants(W_IH)) {
            gemm().gemm(Form.TN, 1f, rows(da), rows(frame.x(X)), 0f, null, frame.dx(W_IH), frame.work());
        }
        if (frame.wants(W_HH)) {
            hiddenWeights(db, states, frame.dx(W_HH));
        }
        if (frame.wants(B_IH)) {
            frame.kernels().reduce().columnSums(rows(da), frame.dx(B_IH), frame.work());
        }
        if (frame.wants(B_HH)) {
            if (da == db && frame.wants(B_IH)) {
                frame.dx(B_HH).copyFrom(frame.dx(B_IH));
            } else {
                frame.kernels().reduce().columnSums(rows(db), frame.dx(B_HH), frame.work());
            }
        }
        if (frame.wants(H0)) {
            frame.dx(H0).copyFrom(dh0);
        }
    }

    /** One product over all steps but the first, whose previous state is elsewhere, and one over that. */
    private void hiddenWeights(Tensor db, Tensor states, Tensor dw) {
        int last = steps() - 1;
        int from = reverse ? 0 : 1;
        Tensor later = rows(db.outer(from, from + last));
        Tensor earlier = rows(states.outer(1 - from, 1 - from + last));
        gemm().gemm(Form.TN, 1f, later, earlier, 0f, null, dw, frame.work());
        if (frame.has(H0)) {
            gemm().gemm(Form.TN, 1f, db.outer(time(0)), first, 1f, null, dw, frame.work());
        }
    }

    private GemmKernels gemm() {
        return frame.kernels().gemm();
    }
}
