package dev.lanewise.jmh.peers;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.jmh.Operands;
import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.ElementwiseKernels;
import dev.lanewise.kernel.GemmKernels.Form;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.nn.recurrent.LstmCell;
import dev.lanewise.nn.recurrent.Recurrent;
import dev.lanewise.op.attention.ScaledDotProductAttention;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What is measured on both sides, with the inputs that both get. */
sealed interface Workload {
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

    /** {@code c = op(a) op(b)}, row-major. */
    record Sgemm(int m, int n, int k, Form form) implements Workload {
        @Override
        public String name() {
            return "sgemm " + m + "x" + n + "x" + k + " " + form;
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

    /** Self-attention without projections. */
    record Attention(int heads, int length, int depth, boolean causal) implements Workload {
        @Override
        public String name() {
            return "attention " + heads + "x" + length + "x" + depth + (causal ? " causal" : "");
        }

        @Override
        public double gflop() {
            return (causal ? 2e-9 : 4e-9) * heads * length * length * depth;
        }

        @Override
        public double bytes() {
            return 0;
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
            return new OnTape(tape -> op.on(tape.constant(q), tape.constant(k), tape.constant(v)));
        }
    }

    /** One layer of LSTM over a whole sequence, time first. */
    record Lstm(int steps, int batch, int inputs, int hidden) implements Workload {
        @Override
        public String name() {
            return "lstm T" + steps + " N" + batch + " I" + inputs + " H" + hidden;
        }

        @Override
        public double gflop() {
            return 2e-9 * steps * batch * 4 * hidden * (inputs + hidden);
        }

        @Override
        public double bytes() {
            return 0;
        }

        Tensor x() {
            return Operands.random(1, steps, batch, inputs);
        }

        /** PyTorch's layout: gates i, f, g, o. */
        Tensor inputWeight() {
            return scaled(Operands.random(2, 4 * hidden, inputs));
        }

        Tensor hiddenWeight() {
            return scaled(Operands.random(3, 4 * hidden, hidden));
        }

        Tensor bias(int stream) {
            return scaled(Operands.random(stream, 4 * hidden));
        }

        private Tensor scaled(Tensor t) {
            for (int i = 0; i < t.size(); i++) {
                t.array()[i] /= (float) Math.sqrt(hidden);
            }
            return t;
        }

        @Override
        public Task ours(Kernels kernels) {
            LstmCell cell = new LstmCell(
                    new Parameter(inputWeight()),
                    new Parameter(hiddenWeight()),
                    new Parameter(bias(4)),
                    new Parameter(bias(5)));
            Recurrent layer = new Recurrent(List.of(cell), List.of(), 0f, false);
            Tensor x = x();
            return new OnTape(tape -> layer.forward(tape.constant(x)).y());
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
        for (int size : new int[] {64, 128, 256, 512, 1024, 2048}) {
            all.add(new Sgemm(size, size, size, Form.NN));
        }
        for (Form form : List.of(Form.NT, Form.TN, Form.TT)) {
            all.add(new Sgemm(512, 512, 512, form));
        }
        for (int m : new int[] {1, 8, 32, 128}) {
            all.add(new Sgemm(m, 3072, 768, Form.NN));
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
        for (int length : new int[] {128, 512, 2048}) {
            all.add(new Attention(12, length, 64, false));
            all.add(new Attention(12, length, 64, true));
        }
        all.add(new Lstm(64, 16, 256, 256));
        return all;
    }

    /** The few that {@code --quick} measures. */
    static boolean quick(Workload work) {
        return switch (work) {
            case Sgemm(int m, int n, int k, Form form) -> m == 512 && n == 512 && k == 512 && form == Form.NN;
            case Conv conv -> conv.side() == 56 && conv.kernel() == 3;
            case Attention attention -> attention.length() == 512;
            case Softmax _, LayerNorm _ -> true;
            case ConvGradient _, Pool _, Elementwise _, ElementwiseBackward _, Lstm _ -> false;
        };
    }
}
