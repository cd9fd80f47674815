package dev.lanewise.jmh.peers;

import dev.lanewise.jmh.peers.Workload.Elementwise.Kind;
import java.util.function.Supplier;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.DoubleOptional;
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
        return "libtorch 2.10.0 on MKL";
    }

    @Override
    public Task task(Workload work) {
        return switch (work) {
            case Workload.Sgemm g -> gemm(g);
            case Workload.Conv c -> {
                Tensor x = tensor(c.x());
                Tensor w = tensor(c.w());
                TensorOptional b = new TensorOptional(tensor(c.b()));
                long[] stride = {c.stride(), c.stride()};
                long[] padding = {c.padding(), c.padding()};
                long[] dilation = {1, 1};
                yield new Made(() -> torch.conv2d(x, w, b, stride, padding, dilation, c.groups()));
            }
            case Workload.Elementwise e -> elementwise(e);
            case Workload.Softmax s -> {
                Tensor x = tensor(s.x());
                Tensor y = torch.empty_like(x);
                yield new Written(() -> torch.softmax_out(y, x, -1), y);
            }
            case Workload.LayerNorm n -> {
                Tensor x = tensor(n.x());
                TensorOptional weight = new TensorOptional(tensor(n.weight()));
                TensorOptional bias = new TensorOptional(tensor(n.bias()));
                long[] shape = {n.columns()};
                yield new Made(() -> torch.layer_norm(x, shape, weight, bias, Workload.LayerNorm.EPS, false));
            }
            case Workload.Attention a -> {
                Tensor q = tensor(a.operand(1));
                Tensor k = tensor(a.operand(2));
                Tensor v = tensor(a.operand(3));
                if (a.backward()) {
                    yield new WithGradient(q, k, v, new TensorOptional(tensor(a.operand(4))), a.causal());
                }
                yield new Made(() -> torch.scaled_dot_product_attention(
                        q, k, v, new TensorOptional(), 0.0, a.causal(), new DoubleOptional(), false));
            }
            case Workload.Lstm l -> lstm(l);
        };
    }

    private static Task gemm(Workload.Sgemm g) {
        Tensor a = tensor(g.a());
        Tensor b = tensor(g.b());
        Tensor left = g.form().transA() ? a.t() : a;
        Tensor right = g.form().transB() ? b.t() : b;
        Tensor y = torch.empty(g.m(), g.n());
        return new Written(() -> torch.mm_out(y, left, right), y);
    }

    private static Task lstm(Workload.Lstm l) {
        Tensor x = tensor(l.x());
        Tensor zero = torch.zeros(1, l.batch(), l.hidden());
        TensorVector state = new TensorVector(zero, zero);
        TensorVector weights = new TensorVector(
                tensor(l.inputWeight()), tensor(l.hiddenWeight()), tensor(l.bias(4)), tensor(l.bias(5)));
        return new Made(
                () -> torch.lstm(x, state, weights, true, 1, 0.0, false, false, false).get0());
    }

    private static Task elementwise(Workload.Elementwise e) {
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
    private record Written(Runnable body, Tensor y) implements Task {
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
    private record Made(Supplier<Tensor> body) implements Task {
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
