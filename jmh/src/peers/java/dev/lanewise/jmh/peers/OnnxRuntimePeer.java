package dev.lanewise.jmh.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.lanewise.kernel.GemmKernels.Form;
import dev.lanewise.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** ONNX Runtime: a model of one node, run with its output pinned. Weights of layers are constants, so it may pack them. */
final class OnnxRuntimePeer implements Peer {
    private static final int OPSET = 20;
    private static final int ATTENTION_OPSET = 23;
    private static final int NORM_OPSET = 23;
    private static final int AXES_AS_ATTRIBUTE_OPSET = 11;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final int threads;

    OnnxRuntimePeer(int threads) {
        this.threads = threads;
    }

    @Override
    public String name() {
        return "ort";
    }

    @Override
    public String version() {
        return "ONNX Runtime " + environment.getVersion();
    }

    @Override
    public Task task(Workload work) {
        return switch (work) {
            case GemmWork.Sgemm g -> gemm(g);
            case ConvWork.Conv c -> conv(c);
            case ConvWork.ConvGradient _ -> null;
            case PoolWork.Pool p -> pool(p);
            case PoolWork.PoolGradient _ -> null;
            case PoolWork.AdaptivePool p -> p.backward() || p.out() > 1 ? null : globalPool(p);
            case ElementwiseWork.Elementwise e -> elementwise(e);
            case ElementwiseWork.ElementwiseBackward _ -> null;
            case RowWork.Softmax s -> {
                Tensor x = s.x();
                OnnxModel model = new OnnxModel("Softmax", "", OPSET)
                        .input("x", s.rows(), s.columns())
                        .output("y", s.rows(), s.columns())
                        .integer("axis", -1);
                yield session(model, Map.of("x", x), s.rows(), s.columns());
            }
            case RowWork.LayerNorm n -> {
                OnnxModel model = new OnnxModel("LayerNormalization", "", OPSET)
                        .input("x", n.rows(), n.columns())
                        .weight("w", n.weight().toArray(), n.columns())
                        .weight("b", n.bias().toArray(), n.columns())
                        .output("y", n.rows(), n.columns())
                        .integer("axis", -1)
                        .real("epsilon", RowWork.LayerNorm.EPS);
                yield session(model, Map.of("x", n.x()), n.rows(), n.columns());
            }
            case RowWork.SoftmaxBackward _, RowWork.LayerNormBackward _ -> null;
            case AttentionWork.Attention a -> a.backward() ? null : attention(a);
            case RecurrenceWork.Recurrence r -> r.lstm() && !r.backward() ? lstm(r) : null;
            case NormWork.Norm n -> n.backward() || n.kind() == NormWork.Norm.Kind.BATCH ? null : norm(n);
            case LossWork.LogSoftmax s -> {
                if (s.backward()) {
                    yield null;
                }
                OnnxModel model = new OnnxModel("LogSoftmax", "", OPSET)
                        .input("x", s.rows(), s.columns())
                        .output("y", s.rows(), s.columns())
                        .integer("axis", -1);
                yield session(model, Map.of("x", s.x()), s.rows(), s.columns());
            }
            case LossWork.CrossEntropy _ -> null;
            case MoveWork m -> move(m);
            case UpdateWork.Step _, TrainingWork.Training _ -> null;
        };
    }

    private Task norm(NormWork.Norm n) {
        if (n.kind() == NormWork.Norm.Kind.RMS) {
            OnnxModel model = new OnnxModel("RMSNormalization", "", NORM_OPSET)
                    .input("x", n.samples(), n.channels())
                    .weight("w", n.weight().toArray(), n.channels())
                    .output("y", n.samples(), n.channels())
                    .integer("axis", -1)
                    .real("epsilon", NormWork.EPS);
            return session(model, Map.of("x", n.x().reshape(n.samples(), n.channels())), n.samples(), n.channels());
        }
        int[] shape = n.x().shape().toArray();
        OnnxModel model = new OnnxModel("GroupNormalization", "", NORM_OPSET)
                .input("x", shape)
                .weight("w", n.weight().toArray(), n.channels())
                .weight("b", n.bias().toArray(), n.channels())
                .output("y", shape)
                .integer("num_groups", n.groups())
                .real("epsilon", NormWork.EPS);
        return session(model, Map.of("x", n.x()), shape);
    }

    private Task move(MoveWork work) {
        return switch (work) {
            case MoveWork.Reduce r -> {
                boolean max = r.kind() == MoveWork.Reduce.Kind.ROW_MAX;
                OnnxModel model = new OnnxModel(max ? "ReduceMax" : "ReduceSum", "", AXES_AS_ATTRIBUTE_OPSET)
                        .input("x", r.rows(), r.columns())
                        .output("y", r.out())
                        .ints("axes", r.axis())
                        .integer("keepdims", 0);
                yield session(model, Map.of("x", r.x()), r.out());
            }
            case MoveWork.Embedding e -> {
                if (e.backward()) {
                    yield null;
                }
                OnnxModel model = new OnnxModel("Gather", "", OPSET)
                        .input("x", e.rows(), e.width())
                        .index("i", e.index().array())
                        .output("y", e.picks(), e.width());
                yield session(model, Map.of("x", e.table()), e.picks(), e.width());
            }
            case MoveWork.Permute p -> {
                OnnxModel model = new OnnxModel("Transpose", "", OPSET)
                        .input("x", p.x().shape().toArray())
                        .output("y", p.out())
                        .ints("perm", longs(MoveWork.Permute.ints(p.axes())));
                yield session(model, Map.of("x", p.x()), p.out());
            }
        };
    }

    private Task gemm(GemmWork.Sgemm g) {
        Tensor a = g.a();
        Tensor b = g.b();
        boolean plain = g.form() == Form.NN;
        OnnxModel model = new OnnxModel(plain ? "MatMul" : "Gemm", "", OPSET)
                .input("a", a.shape().toArray())
                .output("y", g.m(), g.n());
        if (!plain) {
            model.integer("transA", g.form().transA() ? 1 : 0)
                    .integer("transB", g.form().transB() ? 1 : 0);
        }
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put("a", a);
        if (g.packed()) {
            model.weight("b", b.toArray(), b.shape().toArray());
        } else {
            model.input("b", b.shape().toArray());
            inputs.put("b", b);
        }
        return session(model, inputs, g.m(), g.n());
    }

    private Task conv(ConvWork.Conv c) {
        OnnxModel model = new OnnxModel("Conv", "", OPSET)
                .input("x", c.images(), c.inputs(), c.side(), c.side())
                .weight("w", c.w().toArray(), c.w().shape().toArray())
                .weight("b", c.b().toArray(), c.outputs())
                .output("y", c.images(), c.outputs(), c.out(), c.out())
                .integer("group", c.groups())
                .ints("strides", c.stride(), c.stride())
                .ints("pads", c.padding(), c.padding(), c.padding(), c.padding());
        return session(model, Map.of("x", c.x()), c.images(), c.outputs(), c.out(), c.out());
    }

    private Task pool(PoolWork.Pool p) {
        OnnxModel model = new OnnxModel(p.maximum() ? "MaxPool" : "AveragePool", "", OPSET)
                .input("x", p.images(), p.channels(), p.side(), p.side())
                .output("y", p.images(), p.channels(), p.out(), p.out())
                .ints("kernel_shape", p.kernel(), p.kernel())
                .ints("strides", p.stride(), p.stride())
                .ints("pads", p.padding(), p.padding(), p.padding(), p.padding());
        if (!p.maximum()) {
            model.integer("count_include_pad", 1);
        }
        return session(model, Map.of("x", p.x()), p.images(), p.channels(), p.out(), p.out());
    }

    private Task globalPool(PoolWork.AdaptivePool p) {
        OnnxModel model = new OnnxModel("GlobalAveragePool", "", OPSET)
                .input("x", p.images(), p.channels(), p.side(), p.side())
                .output("y", p.images(), p.channels(), 1, 1);
        return session(model, Map.of("x", p.x()), p.images(), p.channels(), 1, 1);
    }

    private Task elementwise(ElementwiseWork.Elementwise e) {
        String name = e.function().name();
        OnnxModel model =
                new OnnxModel(name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT), "", OPSET).input("a", e.size());
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put("a", e.a());
        if (e.function() == ElementwiseWork.Elementwise.Kind.ADD) {
            model.input("b", e.size());
            inputs.put("b", e.b());
        }
        return session(model.output("y", e.size()), inputs, e.size());
    }

    private Task attention(AttentionWork.Attention a) {
        int[] shape = {1, a.heads(), a.length(), a.depth()};
        OnnxModel model = new OnnxModel("Attention", "", ATTENTION_OPSET)
                .input("q", shape)
                .input("k", shape)
                .input("v", shape)
                .output("y", shape)
                .integer("is_causal", a.causal() ? 1 : 0);
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put("q", a.operand(1));
        inputs.put("k", a.operand(2));
        inputs.put("v", a.operand(3));
        return session(model, inputs, shape);
    }

    /** ONNX has the gates in the order i, o, f, c. */
    private Task lstm(RecurrenceWork.Recurrence l) {
        int h = l.hidden();
        float[] biases = new float[8 * h];
        System.arraycopy(reordered(l.bias(4), h, 1), 0, biases, 0, 4 * h);
        System.arraycopy(reordered(l.bias(5), h, 1), 0, biases, 4 * h, 4 * h);
        OnnxModel model = new OnnxModel("LSTM", "", OPSET)
                .input("x", l.steps(), l.batch(), l.inputs())
                .weight("w", reordered(l.inputWeight(), h, l.inputs()), 1, 4 * h, l.inputs())
                .weight("r", reordered(l.hiddenWeight(), h, h), 1, 4 * h, h)
                .weight("b", biases, 1, 8 * h)
                .output("y", l.steps(), 1, l.batch(), h)
                .integer("hidden_size", h);
        return session(model, Map.of("x", l.x()), l.steps(), 1, l.batch(), h);
    }

    private static float[] reordered(Tensor gates, int hidden, int columns) {
        int[] from = {0, 3, 1, 2};
        int block = hidden * columns;
        float[] moved = new float[4 * block];
        for (int gate = 0; gate < from.length; gate++) {
            System.arraycopy(gates.array(), from[gate] * block, moved, gate * block, block);
        }
        return moved;
    }

    private Task session(OnnxModel model, Map<String, Tensor> inputs, int... outShape) {
        try {
            OrtSession.SessionOptions options = new OrtSession.SessionOptions();
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", threads > 1 ? "1" : "0");
            OrtSession session = environment.createSession(model.bytes(), options);
            Map<String, OnnxTensor> given = new LinkedHashMap<>();
            for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
                Tensor t = input.getValue();
                FloatBuffer buffer = buffer(t.size()).put(0, t.toArray());
                given.put(input.getKey(), OnnxTensor.createTensor(environment, buffer, longs(t.shape().toArray())));
            }
            int size = 1;
            for (int extent : outShape) {
                size *= extent;
            }
            FloatBuffer out = buffer(size);
            OnnxTensor pinned = OnnxTensor.createTensor(environment, out, longs(outShape));
            return new Run(session, given, Map.of("y", pinned), out);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Run(OrtSession session, Map<String, OnnxTensor> given, Map<String, OnnxTensor> pinned, FloatBuffer out)
            implements Task {
        @Override
        public void run() {
            try (OrtSession.Result result = session.run(given, Set.of(), pinned)) {
                assert result != null;
            } catch (OrtException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public float[] result() {
            float[] values = new float[out.capacity()];
            out.get(0, values);
            return values;
        }
    }

    private static FloatBuffer buffer(int size) {
        return ByteBuffer.allocateDirect(4 * size).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    private static long[] longs(int... values) {
        long[] wide = new long[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }
}
