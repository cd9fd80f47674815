package dev.lanewise.jmh.peers;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.bench.Operands;
import dev.lanewise.jmh.StepWork;
import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.ElementwiseKernels;
import dev.lanewise.kernel.GemmKernels.Form;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.NormKernels;
import dev.lanewise.kernel.PackedMatrix;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.op.attention.ScaledDotProductAttention;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What is measured on both sides, with the inputs that both get. */
sealed interface Workload {
    /** What a tape's records of one operation may take, and the views of a recurrent step. */
    long TAPE_BYTES = 16_384;

    long STEP_BYTES = 1_024;

    /** The name in tables; filters match it. */
    String name();

    /** Billions of floating-point operations; 0 where only bytes count. */
    double gflop();

    /** Bytes that must be read and written at least, for work that is bound by memory; 0 where operations count. */
    double bytes();

    /** Our side. */
    Task ours(Kernels kernels);

    /** The largest difference of the results that is taken for rounding, relative to the largest element. */
    default double tolerance() {
        return 2e-4;
    }

    /** What a warm call of ours allocates at most. */
    default long bytesAllowed() {
        return 0;
    }

    /**
     * {@code c = op(a) op(b)}, row-major.
     *
     * @param packed true if b is constant, as weights are: a library may rearrange it beforehand
     */
    record Sgemm(int m, int n, int k, Form form, boolean packed) implements Workload {
        @Override
        public String name() {
            return "sgemm " + m + "x" + n + "x" + k + " " + form + (packed ? ", b packed" : "");
        }

        @Override
        public double gflop() {
            return 2e-9 * m * n * k;
        }

        @Override
        public double bytes() {
            return 0;
        }

        Tensor a() {
            return form.transA() ? Operands.random(1, k, m) : Operands.random(1, m, k);
        }

        Tensor b() {
            return form.transB() ? Operands.random(2, n, k) : Operands.random(2, k, n);
        }

        @Override
        public Task ours(Kernels kernels) {
            Tensor a = a();
            Tensor b = b();
            Tensor c = Tensor.zeros(m, n);
            Workspace work = new Workspace();
            if (packed) {
                PackedMatrix panels = PackedMatrix.of(k, n);
                kernels.gemm().pack(form.transB(), b, panels);
                return task(() -> kernels.gemm().packed(form.transA(), 1f, a, panels, 0f, null, c, work), c);
            }
            return task(() -> kernels.gemm().gemm(form, 1f, a, b, 0f, null, c, work), c);
        }
    }

    /** A convolution of square images with square kernels and a bias. */
    record Conv(int images, int inputs, int side, int outputs, int kernel, int stride, int padding, int groups)
            implements Workload {
        @Override
        public String name() {
            String more = (stride > 1 ? ", stride " + stride : "") + (padding > 0 ? ", pad " + padding : "");
            return "conv " + images + "x" + inputs + "x" + side + "x" + side + ", " + outputs + "x" + inputs / groups + "x"
                    + kernel + "x" + kernel + more + (groups > 1 ? ", groups " + groups : "");
        }

        int out() {
            return (side + 2 * padding - kernel) / stride + 1;
        }

        @Override
        public double gflop() {
            int depth = inputs / groups;
            return 2e-9 * images * outputs * out() * out() * depth * kernel * kernel;
        }

        @Override
        public double bytes() {
            return 0;
        }

        Tensor x() {
            return Operands.random(1, images, inputs, side, side);
        }

        Tensor w() {
            return Operands.random(2, outputs, inputs / groups, kernel, kernel);
        }

        Tensor b() {
            return Operands.random(3, outputs);
        }

        Tensor dy() {
            return Operands.random(4, images, outputs, out(), out());
        }

        Conv2dShape shape() {
            return Conv2dShape.of(stride, padding).withGroups(groups);
        }

        @Override
        public Task ours(Kernels kernels) {
            Conv2dShape shape = shape();
            Tensor x = x();
            Tensor w = w();
            Tensor b = b();
            Tensor y = Tensor.zeros(images, outputs, out(), out());
            Workspace work = new Workspace();
            return task(() -> kernels.conv().forward(shape, x, w, b, y, work), y);
        }
    }

    /** A backward pass of a convolution: the gradient of its input, or those of its weights and bias. */
    record ConvGradient(Conv conv, boolean ofWeights) implements Workload {
        @Override
        public String name() {
            return conv.name() + (ofWeights ? ", dw" : ", dx");
        }

        @Override
        public double gflop() {
            return conv.gflop();
        }

        @Override
        public double bytes() {
            return 0;
        }

        @Override
        public Task ours(Kernels kernels) {
            Conv2dShape shape = conv.shape();
            Tensor x = conv.x();
            Tensor w = conv.w();
            Tensor dy = conv.dy();
            Tensor result = Tensor.zeros(ofWeights ? w.shape() : x.shape());
            Tensor db = Tensor.zeros(conv.outputs());
            Workspace work = new Workspace();
            return ofWeights
                    ? task(() -> kernels.conv().backwardWeights(shape, x, dy, result, db, work), result)
                    : task(() -> kernels.conv().backwardData(shape, w, dy, result, work), result);
        }
    }

    /** Pooling of square images by square windows: the maximum (ours writes its place, too) or the mean. */
    record Pool(boolean maximum, int images, int channels, int side, int kernel, int stride, int padding)
            implements Workload {
        @Override
        public String name() {
            return (maximum ? "max" : "average") + " pool " + images + "x" + channels + "x" + side + "x" + side + ", "
                    + kernel + "x" + kernel + ", stride " + stride + (padding > 0 ? ", pad " + padding : "");
        }

        int out() {
            return (side + 2 * padding - kernel) / stride + 1;
        }

        @Override
        public double gflop() {
            return 0;
        }

        @Override
        public double bytes() {
            return 4.0 * images * channels * (side * side + (maximum ? 2 : 1) * out() * out());
        }

        Tensor x() {
            return Operands.random(1, images, channels, side, side);
        }

        @Override
        public Task ours(Kernels kernels) {
            Pool2dShape shape = new Pool2dShape(kernel, kernel, stride, stride, padding, padding);
            Tensor x = x();
            Tensor y = Tensor.zeros(images, channels, out(), out());
            IntTensor places = IntTensor.zeros(images, channels, out(), out());
            return maximum
                    ? task(() -> kernels.pool().max(shape, x, y, places), y)
                    : task(() -> kernels.pool().average(shape, true, x, y), y);
        }
    }

    /** A function of every element of a vector. */
    record Elementwise(Kind function, int size) implements Workload {
        enum Kind {
            ADD,
            RELU,
            EXP,
            TANH,
            SIGMOID,
            GELU
        }

        @Override
        public String name() {
            return function.name().toLowerCase(Locale.ROOT) + " " + size;
        }

        @Override
        public double gflop() {
            return 0;
        }

        @Override
        public double bytes() {
            return 4.0 * size * (function == Kind.ADD ? 3 : 2);
        }

        Tensor a() {
            return Operands.random(1, size);
        }

        Tensor b() {
            return Operands.random(2, size);
        }

        @Override
        public Task ours(Kernels kernels) {
            Tensor a = a();
            Tensor b = b();
            Tensor y = Tensor.zeros(size);
            ElementwiseKernels e = kernels.elementwise();
            Runnable run =
                    switch (function) {
                        case ADD -> () -> e.add(a, b, y);
                        case RELU -> () -> e.relu(a, y);
                        case EXP -> () -> e.exp(a, y);
                        case TANH -> () -> e.tanh(a, y);
                        case SIGMOID -> () -> e.sigmoid(a, y);
                        case GELU -> () -> e.gelu(a, y);
                    };
            return task(run, y);
        }
    }

    /** The gradient of a function of every element, from its output, of GELU from its input. */
    record ElementwiseBackward(Kind function, int size) implements Workload {
        enum Kind {
            RELU,
            TANH,
            SIGMOID,
            GELU
        }

        @Override
        public String name() {
            return function.name().toLowerCase(Locale.ROOT) + " backward " + size;
        }

        @Override
        public double gflop() {
            return 0;
        }

        @Override
        public double bytes() {
            return 12.0 * size;
        }

        Tensor saved() {
            return Operands.random(1, size);
        }

        Tensor dy() {
            return Operands.random(2, size);
        }

        @Override
        public Task ours(Kernels kernels) {
            Tensor saved = saved();
            Tensor dy = dy();
            Tensor dx = Tensor.zeros(size);
            ElementwiseKernels e = kernels.elementwise();
            Runnable run =
                    switch (function) {
                        case RELU -> () -> e.reluBackward(saved, dy, dx);
                        case TANH -> () -> e.tanhBackward(saved, dy, dx);
                        case SIGMOID -> () -> e.sigmoidBackward(saved, dy, dx);
                        case GELU -> () -> e.geluBackward(saved, dy, dx);
                    };
            return task(run, dx);
        }
    }

    /** Softmax over rows. */
    record Softmax(int rows, int columns) implements Workload {
        @Override
        public String name() {
            return "softmax " + rows + "x" + columns;
        }

        @Override
        public double gflop() {
            return 0;
        }

        @Override
        public double bytes() {
            return 8.0 * rows * columns;
        }

        Tensor x() {
            return Operands.random(1, rows, columns);
        }

        @Override
        public Task ours(Kernels kernels) {
            Tensor x = x();
            Tensor y = Tensor.zeros(rows, columns);
            return task(() -> kernels.softmax().softmax(x, y), y);
        }
    }

    /** Layer normalisation of rows, with weight and bias. */
    record LayerNorm(int rows, int columns) implements Workload {
        static final float EPS = 1e-5f;

        @Override
        public String name() {
            return "layer norm " + rows + "x" + columns;
        }

        @Override
        public double gflop() {
            return 0;
        }

        @Override
        public double bytes() {
            return 8.0 * rows * columns;
        }

        Tensor x() {
            return Operands.random(1, rows, columns);
        }

        Tensor weight() {
            return Operands.random(2, columns);
        }

        Tensor bias() {
            return Operands.random(3, columns);
        }

        @Override
        public Task ours(Kernels kernels) {
            Tensor x = x();
            Tensor weight = weight();
            Tensor bias = bias();
            dev.lanewise.op.norm.LayerNorm op = new dev.lanewise.op.norm.LayerNorm(1, EPS);
            return new OnTape(tape -> op.on(tape.constant(x), tape.constant(weight), tape.constant(bias)));
        }
    }

    /** The gradient of {@link Softmax}, given its output. */
    record SoftmaxBackward(int rows, int columns) implements Workload {
        @Override
        public String name() {
            return "softmax backward " + rows + "x" + columns;
        }

        @Override
        public double gflop() {
            return 0;
        }

        @Override
        public double bytes() {
            return 12.0 * rows * columns;
        }

        Tensor dy() {
            return Operands.random(4, rows, columns);
        }

        @Override
        public Task ours(Kernels kernels) {
            Tensor y = Tensor.zeros(rows, columns);
            kernels.softmax().softmax(new Softmax(rows, columns).x(), y);
            Tensor dy = dy();
            Tensor dx = Tensor.zeros(rows, columns);
            return task(() -> kernels.softmax().softmaxBackward(y, dy, dx), dx);
        }
    }

    /** The gradients of {@link LayerNorm}: those of x, weight and bias one after another. */
    record LayerNormBackward(int rows, int columns) implements Workload {
        @Override
        public String name() {
            return "layer norm backward " + rows + "x" + columns;
        }

        @Override
        public double gflop() {
            return 0;
        }

        @Override
        public double bytes() {
            return 12.0 * rows * columns;
        }

        LayerNorm forward() {
            return new LayerNorm(rows, columns);
        }

        Tensor dy() {
            return Operands.random(4, rows, columns);
        }

        @Override
        public Task ours(Kernels kernels) {
            Tensor x = forward().x().reshape(rows, columns, 1);
            Tensor weight = forward().weight();
            Tensor centre = Tensor.zeros(2, rows);
            Tensor rstd = Tensor.zeros(rows);
            Tensor dy = dy().reshape(rows, columns, 1);
            float[] all = new float[rows * columns + 2 * columns];
            Tensor dx = Tensor.window(all, 0, Shape.of(rows, columns, 1));
            Tensor dWeight = Tensor.window(all, rows * columns, Shape.of(columns));
            Tensor dBias = Tensor.window(all, rows * columns + columns, Shape.of(columns));
            Workspace work = new Workspace();
            NormKernels norm = kernels.norm();
            norm.groups(1, LayerNorm.EPS, x, weight, forward().bias(), Tensor.zeros(rows, columns, 1), centre, rstd);
            return task(
                    () -> norm.groupsBackward(1, x, weight, centre, rstd, dy, dx, dWeight, dBias, work),
                    Tensor.window(all, 0, Shape.of(all.length)));
        }
    }

    /**
     * Self-attention without projections.
     *
     * @param backward true for the gradients of queries, keys and values as well
     */
    record Attention(int heads, int length, int depth, boolean causal, boolean backward) implements Workload {
        @Override
        public String name() {
            return "attention " + heads + "x" + length + "x" + depth + (causal ? " causal" : "")
                    + (backward ? " forward and backward" : "");
        }

        /** Two products forward, five backward, of which one computes the scores again. */
        @Override
        public double gflop() {
            return (backward ? 7 : 2) * (causal ? 1e-9 : 2e-9) * heads * length * length * depth;
        }

        @Override
        public double bytes() {
            return 0;
        }

        /** A tape makes the gradients of its inputs anew in every step. */
        @Override
        public long bytesAllowed() {
            return backward ? 3L * Float.BYTES * heads * length * depth + TAPE_BYTES : 0;
        }

        Tensor operand(int stream) {
            return Operands.random(stream, 1, heads, length, depth);
        }

        @Override
        public Task ours(Kernels kernels) {
            Tensor q = operand(1);
            Tensor k = operand(2);
            Tensor v = operand(3);
            ScaledDotProductAttention op = new ScaledDotProductAttention(causal, 0, Float.NaN, 0f, false);
            return backward
                    ? new AttentionWithGradient(op, new Tensor[] {q, k, v}, operand(4))
                    : new OnTape(tape -> op.on(tape.constant(q), tape.constant(k), tape.constant(v)));
        }
    }

    /**
     * One layer of LSTM or GRU over a whole sequence, time first.
     *
     * @param backward true for all gradients as well
     */
    record Recurrence(boolean lstm, int steps, int batch, int inputs, int hidden, boolean backward)
            implements Workload {
        @Override
        public String name() {
            return (lstm ? "lstm" : "gru") + " T" + steps + " N" + batch + " I" + inputs + " H" + hidden
                    + (backward ? " forward and backward" : "");
        }

        int gates() {
            return lstm ? 4 : 3;
        }

        @Override
        public double gflop() {
            return (backward ? 6e-9 : 2e-9) * steps * batch * gates() * hidden * (inputs + hidden);
        }

        @Override
        public double bytes() {
            return 0;
        }

        /** A view of each operand of a step, and the gradient of x. */
        @Override
        public long bytesAllowed() {
            return steps * STEP_BYTES + (backward ? (long) Float.BYTES * steps * batch * inputs : 0) + TAPE_BYTES;
        }

        Tensor x() {
            return Operands.random(1, steps, batch, inputs);
        }

        Tensor dy() {
            return Operands.random(6, steps, batch, hidden);
        }

        /** PyTorch's layout: gates i, f, g, o; or r, z, n. */
        Tensor inputWeight() {
            return scaled(Operands.random(2, gates() * hidden, inputs));
        }

        Tensor hiddenWeight() {
            return scaled(Operands.random(3, gates() * hidden, hidden));
        }

        Tensor bias(int stream) {
            return scaled(Operands.random(stream, gates() * hidden));
        }

        private Tensor scaled(Tensor t) {
            for (int i = 0; i < t.size(); i++) {
                t.array()[i] /= (float) Math.sqrt(hidden);
            }
            return t;
        }

        @Override
        public Task ours(Kernels kernels) {
            return new RecurrenceTask(this);
        }
    }

    /** A training step; the result is the losses of the first steps from the same weights. */
    record Training(StepWork.Model model) implements Workload {
        static final int STEPS = 5;

        // A comparison of losses that stay where they are would say nothing.
        private static final float LEARNT = 0.02f;


        @Override
        public String name() {
            return "train " + model.text();
        }

        @Override
        public double gflop() {
            return model.gflop();
        }

        @Override
        public double bytes() {
            return 0;
        }

        @Override
        public long bytesAllowed() {
            return StepWork.BYTES_WARM;
        }

        /** What moves the losses of all steps by much more than the tolerance. */
        float rate() {
            return model == StepWork.Model.LENET ? 0.5f : 1e-3f;
        }

        /** Five updates by Adam, which divides rounding by rounding where a gradient is nearly zero. */
        @Override
        public double tolerance() {
            return 1e-3;
        }

        @Override
        public Task ours(Kernels kernels) {
            StepWork step = new StepWork(model);
            return new Task() {
                @Override
                public void run() {
                    step.run();
                }

                @Override
                public float[] result() {
                    StepWork learning = new StepWork(model);
                    float[] losses = new float[STEPS];
                    for (int i = 0; i < STEPS; i++) {
                        learning.run(rate());
                        losses[i] = learning.loss();
                    }
                    if (Math.abs(losses[STEPS - 1] - losses[0]) < LEARNT * losses[0]) {
                        throw new IllegalStateException("the losses do not move: " + Arrays.toString(losses));
                    }
                    return losses;
                }
            };
        }
    }

    /** Our side of what is an operation: a tape that does not record, whose buffers are kept from run to run. */
    final class OnTape implements Task {
        private final Tape tape = Tape.inference();
        private final Function<Tape, Var> body;
        private Var y;
        private long step;

        OnTape(Function<Tape, Var> body) {
            this.body = body;
        }

        @Override
        public void run() {
            tape.begin(step++);
            y = body.apply(tape);
        }

        @Override
        public float[] result() {
            return y.tensor().toArray();
        }
    }

    private static Task task(Runnable run, Tensor result) {
        return new Task() {
            @Override
            public void run() {
                run.run();
            }

            @Override
            public float[] result() {
                return result.toArray();
            }
        };
    }

    /** Everything that is measured. */
    static List<Workload> all() {
        List<Workload> all = new ArrayList<>();
        for (int size : new int[] {64, 128, 256, 512, 1024, 2048, 4096}) {
            all.add(new Sgemm(size, size, size, Form.NN, false));
        }
        for (Form form : List.of(Form.NT, Form.TN, Form.TT)) {
            all.add(new Sgemm(512, 512, 512, form, false));
        }
        for (int m : new int[] {1, 8, 32, 128}) {
            all.add(new Sgemm(m, 3072, 768, Form.NN, false));
            all.add(new Sgemm(m, 3072, 768, Form.NN, true));
        }
        List<Conv> convs = List.of(
                new Conv(1, 64, 56, 64, 3, 1, 1, 1),
                new Conv(1, 256, 14, 256, 3, 1, 1, 1),
                new Conv(16, 128, 28, 128, 3, 1, 1, 1),
                new Conv(1, 3, 224, 64, 7, 2, 3, 1),
                new Conv(1, 96, 112, 96, 3, 1, 1, 96),
                new Conv(1, 256, 56, 64, 1, 1, 0, 1),
                new Conv(64, 1, 28, 6, 5, 1, 2, 1),
                new Conv(64, 6, 14, 16, 5, 1, 0, 1));
        all.addAll(convs);
        for (Conv conv : convs) {
            all.add(new ConvGradient(conv, false));
            all.add(new ConvGradient(conv, true));
        }
        all.add(new Pool(true, 16, 64, 56, 2, 2, 0));
        all.add(new Pool(true, 1, 64, 112, 3, 2, 1));
        all.add(new Pool(false, 16, 64, 56, 2, 2, 0));
        all.add(new Pool(false, 16, 512, 7, 7, 1, 0));
        for (Elementwise.Kind function : Elementwise.Kind.values()) {
            all.add(new Elementwise(function, 1 << 20));
        }
        for (ElementwiseBackward.Kind function : ElementwiseBackward.Kind.values()) {
            all.add(new ElementwiseBackward(function, 1 << 20));
        }
        all.add(new Softmax(1024, 1024));
        all.add(new LayerNorm(1024, 768));
        all.add(new SoftmaxBackward(1024, 1024));
        all.add(new LayerNormBackward(1024, 768));
        for (int length : new int[] {128, 512, 2048}) {
            for (boolean backward : new boolean[] {false, true}) {
                all.add(new Attention(12, length, 64, false, backward));
                all.add(new Attention(12, length, 64, true, backward));
            }
        }
        for (boolean backward : new boolean[] {false, true}) {
            all.add(new Recurrence(true, 64, 16, 256, 256, backward));
            all.add(new Recurrence(false, 64, 16, 256, 256, backward));
        }
        for (StepWork.Model model : StepWork.Model.values()) {
            all.add(new Training(model));
        }
        return all;
    }

    /** The few that {@code --quick} measures. */
    static boolean quick(Workload work) {
        return switch (work) {
            case Sgemm(int m, int n, int k, Form form, boolean _) -> m == 512 && n == 512 && k == 512 && form == Form.NN;
            case Conv conv -> conv.side() == 56 && conv.kernel() == 3;
            case Attention attention -> attention.length() == 512 && !attention.backward();
            case Softmax _, LayerNorm _ -> true;
            default -> false;
        };
    }
}
