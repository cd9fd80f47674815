package dev.lanewise.jmh.peers;

import dev.lanewise.jmh.peers.ElementwiseWork.Elementwise.Kind;
import java.util.function.Supplier;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** libtorch with MKL under it: the operators that PyTorch calls. */
final class LibtorchPeer implements Peer {
    LibtorchPeer(int threads) {
        System.setProperty("org.bytedeco.openblas.load", "mkl_rt");
        torch.set_num_threads(threads);
    }

    @Override
    public String name() {
        return "libtorch";
    }

    @Override
    public String version() {
        return "libtorch 2.10.0 on MKL, its own kernels for "
                + torch.get_cpu_capability().getString();
    }

    @Override
    public Task task(Workload work) {
        return switch (work) {
            case GemmWork.Sgemm g -> gemm(g);
            case ConvWork.Conv c -> {
                Tensor x = tensor(c.x());
                Tensor w = tensor(c.w());
                TensorOptional b = new TensorOptional(tensor(c.b()));
                long[] stride = {c.stride(), c.stride()};
                long[] padding = {c.padding(), c.padding()};
                long[] dilation = {1, 1};
                yield new Made(() -> torch.conv2d(x, w, b, stride, padding, dilation, c.groups()));
            }
            case ConvWork.ConvGradient g -> gradient(g);
            case PoolWork.Pool p -> pool(p);
            case PoolWork.PoolGradient g -> poolGradient(g.pool());
            case PoolWork.AdaptivePool p -> adaptivePool(p);
            case ElementwiseWork.Elementwise e -> elementwise(e);
            case ElementwiseWork.ElementwiseBackward e -> elementwiseBackward(e);
            case RowWork.Softmax s -> {
                Tensor x = tensor(s.x());
                Tensor y = torch.empty_like(x);
                yield new Written(() -> torch.softmax_out(y, x, -1), y);
            }
            case RowWork.LayerNorm n -> {
                Tensor x = tensor(n.x());
                TensorOptional weight = new TensorOptional(tensor(n.weight()));
                TensorOptional bias = new TensorOptional(tensor(n.bias()));
                long[] shape = {n.columns()};
                yield new Made(() -> torch.layer_norm(x, shape, weight, bias, RowWork.LayerNorm.EPS, false));
            }
            case RowWork.SoftmaxBackward s -> {
                Tensor x = tensor(new RowWork.Softmax(s.rows(), s.columns()).x()).set_requires_grad(true);
                // The operator itself has no binding: autograd adds microseconds to hundreds.
                TensorVector y = new TensorVector(torch.softmax(x, -1));
                TensorVector inputs = new TensorVector(x);
                TensorVector dy = new TensorVector(tensor(s.dy()));
                yield new MadeAll(() -> torch.grad(y, inputs, dy, new BoolOptional(true), false, false));
            }
            case RowWork.LayerNormBackward n -> normGradients(n);
            case AttentionWork.Attention a -> {
                Tensor q = tensor(a.operand(1));
                Tensor k = tensor(a.operand(2));
                Tensor v = tensor(a.operand(3));
                if (a.backward()) {
                    yield new WithGradient(q, k, v, new TensorOptional(tensor(a.operand(4))), a.causal());
                }
                yield new Made(() -> torch.scaled_dot_product_attention(
                        q, k, v, new TensorOptional(), 0.0, a.causal(), new DoubleOptional(), false));
            }
            case RecurrenceWork.Recurrence r -> new LibtorchRecurrence(r);
            case NormWork.Norm n -> LibtorchRows.norm(n);
            case LossWork l -> LibtorchRows.loss(l);
            case MoveWork m -> LibtorchRows.move(m);
            case UpdateWork.Step s -> new LibtorchRows.Update(s);
            case TrainingWork.Training t -> new TorchTraining(t);
        };
    }

    private static Task gemm(GemmWork.Sgemm g) {
        Tensor a = tensor(g.a());
        Tensor b = tensor(g.b());
        Tensor left = g.form().transA() ? a.t() : a;
        Tensor right = g.form().transB() ? b.t() : b;
        if (g.packed() && !g.form().transA()) {
            // A linear layer keeps its weight as [N,K].
            Tensor weight = g.form().transB() ? b : b.t().contiguous();
            return new Made(() -> torch.linear(a, weight));
        }
        Tensor y = torch.empty(g.m(), g.n());
        return new Written(() -> torch.mm_out(y, left, right), y);
    }

    private static Task gradient(ConvWork.ConvGradient g) {
        ConvWork.Conv c = g.conv();
        Tensor x = tensor(c.x());
        Tensor w = tensor(c.w());
        Tensor dy = tensor(c.dy());
        long[] biases = {c.outputs()};
        long[] stride = {c.stride(), c.stride()};
        long[] padding = {c.padding(), c.padding()};
        long[] dilation = {1, 1};
        long[] none = {0, 0};
        BoolPointer wanted = new BoolPointer(3);
        wanted.put(0, !g.ofWeights());
        wanted.put(1, g.ofWeights());
        wanted.put(2, g.ofWeights());
        return new Made(() -> {
            T_TensorTensorTensor_T all = torch.convolution_backward(
                    dy, x, w, biases, stride, padding, dilation, false, none, c.groups(), wanted);
            return g.ofWeights() ? all.get1() : all.get0();
        });
    }

    private static Task pool(PoolWork.Pool p) {
        Tensor x = tensor(p.x());
        long[] kernel = {p.kernel(), p.kernel()};
        long[] stride = {p.stride(), p.stride()};
        long[] padding = {p.padding(), p.padding()};
        long[] dilation = {1, 1};
        return p.maximum()
                ? new Made(() -> torch.max_pool2d(x, kernel, stride, padding, dilation, false))
                : new Made(() -> torch.avg_pool2d(x, kernel, stride, padding, false, true, new LongOptional()));
    }

    private static Task poolGradient(PoolWork.Pool p) {
        Tensor x = tensor(p.x());
        Tensor dy = tensor(p.dy());
        long[] kernel = {p.kernel(), p.kernel()};
        long[] stride = {p.stride(), p.stride()};
        long[] padding = {p.padding(), p.padding()};
        long[] dilation = {1, 1};
        if (!p.maximum()) {
            return new Made(() ->
                    torch.avg_pool2d_backward(dy, x, kernel, stride, padding, false, true, new LongOptional()));
        }
        T_TensorTensor_T both = torch.max_pool2d_with_indices(x, kernel, stride, padding, dilation, false);
        Tensor places = both.get1().clone();
        return new Made(() ->
                torch.max_pool2d_with_indices_backward(dy, x, kernel, stride, padding, dilation, false, places));
    }

    private static Task adaptivePool(PoolWork.AdaptivePool p) {
        Tensor x = tensor(p.x());
        if (!p.backward()) {
            return new Made(() -> torch.adaptive_avg_pool2d(x, p.out(), p.out()));
        }
        // The operator itself has no binding: autograd adds microseconds.
        TensorVector inputs = new TensorVector(x.set_requires_grad(true));
        TensorVector y = new TensorVector(torch.adaptive_avg_pool2d(x, p.out(), p.out()));
        TensorVector dy = new TensorVector(tensor(p.dy()));
        return new MadeAll(() -> torch.grad(y, inputs, dy, new BoolOptional(true), false, false));
    }

    private static Task normGradients(RowWork.LayerNormBackward n) {
        Tensor x = tensor(n.forward().x()).set_requires_grad(true);
        Tensor weight = tensor(n.forward().weight()).set_requires_grad(true);
        Tensor bias = tensor(n.forward().bias()).set_requires_grad(true);
        long[] shape = {n.columns()};
        TensorVector y = new TensorVector(torch.layer_norm(
                x, shape, new TensorOptional(weight), new TensorOptional(bias), RowWork.LayerNorm.EPS, false));
        TensorVector inputs = new TensorVector(x, weight, bias);
        TensorVector dy = new TensorVector(tensor(n.dy()));
        return new MadeAll(() -> torch.grad(y, inputs, dy, new BoolOptional(true), false, false));
    }

    private static Task elementwise(ElementwiseWork.Elementwise e) {
        Tensor a = tensor(e.a());
        Tensor b = e.function() == Kind.ADD ? tensor(e.b()) : null;
        Tensor y = torch.empty_like(a);
        Runnable run =
                switch (e.function()) {
                    case ADD -> () -> torch.add_out(y, a, b);
                    case RELU -> () -> torch.relu_out(y, a);
                    case EXP -> () -> torch.exp_out(y, a);
                    case TANH -> () -> torch.tanh_out(y, a);
                    case SIGMOID -> () -> torch.sigmoid_out(y, a);
                    case GELU -> () -> torch.gelu_out(y, a);
                };
        return new Written(run, y);
    }

    private static Task elementwiseBackward(ElementwiseWork.ElementwiseBackward e) {
        Tensor saved = tensor(e.saved());
        Tensor dy = tensor(e.dy());
        Tensor dx = torch.empty_like(dy);
        Scalar zero = new Scalar(0f);
        Runnable run =
                switch (e.function()) {
                    case RELU -> () -> torch.threshold_backward_out(dx, dy, saved, zero);
                    case TANH -> () -> torch.tanh_backward_out(dx, dy, saved);
                    case SIGMOID -> () -> torch.sigmoid_backward_out(dx, dy, saved);
                    case GELU -> () -> torch.gelu_backward_out(dx, dy, saved);
                };
        return new Written(run, dx);
    }

    /** A copy of one of our tensors. */
    static Tensor tensor(dev.lanewise.tensor.Tensor t) {
        int[] extents = t.shape().toArray();
        long[] shape = new long[extents.length];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = extents[i];
        }
        return torch.from_blob(new FloatPointer(t.toArray()), shape).clone();
    }

    static float[] values(Tensor t) {
        Tensor flat = t.contiguous();
        float[] values = new float[(int) flat.numel()];
        flat.data_ptr_float().get(values);
        return values;
    }

    /** Writes into a tensor that is there. */
    record Written(Runnable body, Tensor y) implements Task {
        @Override
        public void run() {
            try (PointerScope _ = new PointerScope();
                    AutoGradMode _ = new AutoGradMode(false)) {
                body.run();
            }
        }

        @Override
        public float[] result() {
            return values(y);
        }
    }

    /** Makes a new tensor in every run, as its operator does. */
    record Made(Supplier<Tensor> body) implements Task {
        @Override
        public void run() {
            try (PointerScope _ = new PointerScope();
                    AutoGradMode _ = new AutoGradMode(false)) {
                Tensor _ = body.get();
            }
        }

        @Override
        public float[] result() {
            try (AutoGradMode _ = new AutoGradMode(false)) {
                return values(body.get());
            }
        }
    }

    /** Makes new tensors in every run; the result is all, one after another. */
    record MadeAll(Supplier<TensorVector> body) implements Task {
        @Override
        public void run() {
            try (PointerScope _ = new PointerScope()) {
                TensorVector _ = body.get();
            }
        }

        @Override
        public float[] result() {
            TensorVector made = body.get();
            TensorVector flat = new TensorVector();
            for (int i = 0; i < made.size(); i++) {
                flat.push_back(made.get(i).flatten());
            }
            return values(torch.cat(flat));
        }
    }

    /** Attention and its gradients, which replace those of the run before. */
    private record WithGradient(Tensor q, Tensor k, Tensor v, TensorOptional dy, boolean causal) implements Task {
        private Tensor[] inputs() {
            return new Tensor[] {q, k, v};
        }

        @Override
        public void run() {
            try (PointerScope _ = new PointerScope();
                    AutoGradMode _ = new AutoGradMode(true)) {
                for (Tensor t : inputs()) {
                    t.set_requires_grad(true);
                    t.mutable_grad().reset();
                }
                Tensor y = torch.scaled_dot_product_attention(
                        q, k, v, new TensorOptional(), 0.0, causal, new DoubleOptional(), false);
                y._backward(new TensorVector(inputs()), dy, new BoolOptional(), false);
            }
        }

        @Override
        public float[] result() {
            try (AutoGradMode _ = new AutoGradMode(false)) {
                int size = (int) q.numel();
                float[] all = new float[3 * size];
                for (int i = 0; i < 3; i++) {
                    System.arraycopy(values(inputs()[i].grad()), 0, all, i * size, size);
                }
                return all;
            }
        }
    }
}
