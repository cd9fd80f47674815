package dev.lanewise.jmh.peers;

import java.util.Arrays;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** libtorch's norms, losses, reductions, copies and optimisers. */
final class LibtorchRows {
    /** For each row, as opposed to their mean or sum. */
    private static final long NO_REDUCTION = 0;

    private static final long NOT_IGNORED = -100;

    private LibtorchRows() {}

    static Task norm(NormWork.Norm n) {
        Tensor x = LibtorchPeer.tensor(n.x());
        Tensor dy = LibtorchPeer.tensor(n.dy());
        Tensor weight = LibtorchPeer.tensor(n.weight());
        TensorOptional weights = new TensorOptional(weight);
        TensorOptional bias = new TensorOptional(LibtorchPeer.tensor(n.bias()));
        TensorOptional none = new TensorOptional();
        BoolPointer wanted = new BoolPointer(3);
        for (int i = 0; i < 3; i++) {
            wanted.put(i, true);
        }
        long pixels = (long) n.side() * n.side();
        switch (n.kind()) {
            case RMS -> {
                Tensor rows = x.view(n.samples(), n.channels());
                long[] shape = {n.channels()};
                DoubleOptional eps = new DoubleOptional(NormWork.EPS);
                if (!n.backward()) {
                    return new LibtorchPeer.Made(() -> torch.rms_norm(rows, shape, weights, eps));
                }
                TensorVector inputs = new TensorVector(rows.set_requires_grad(true), weight.set_requires_grad(true));
                return gradient(torch.rms_norm(rows, shape, weights, eps), inputs, dy.view(n.samples(), n.channels()));
            }
            case GROUP -> {
                if (!n.backward()) {
                    return new LibtorchPeer.Made(
                            () -> torch.group_norm(x, n.groups(), weights, bias, NormWork.EPS, false));
                }
                T_TensorTensorTensor_T y = torch.native_group_norm(
                        x, weights, bias, n.samples(), n.channels(), pixels, n.groups(), NormWork.EPS);
                Tensor mean = y.get1().clone();
                Tensor rstd = y.get2().clone();
                return new LibtorchPeer.MadeAll(() -> vector(torch.native_group_norm_backward(
                        dy, x, mean, rstd, weights, n.samples(), n.channels(), pixels, n.groups(), wanted)));
            }
            default -> {
                if (!n.backward()) {
                    return new LibtorchPeer.Made(
                            () -> torch.batch_norm(x, weights, bias, none, none, true, 0.1, NormWork.EPS, false));
                }
                T_TensorTensorTensor_T y =
                        torch.native_batch_norm(x, weights, bias, none, none, true, 0.1, NormWork.EPS);
                TensorOptional mean = new TensorOptional(y.get1().clone());
                TensorOptional rstd = new TensorOptional(y.get2().clone());
                return new LibtorchPeer.MadeAll(() -> vector(torch.native_batch_norm_backward(
                        dy, x, weights, none, none, mean, rstd, true, NormWork.EPS, wanted)));
            }
        }
    }

    private static TensorVector vector(T_TensorTensorTensor_T all) {
        return new TensorVector(all.get0(), all.get1(), all.get2());
    }

    /** The gradient alone, of what has been computed: autograd adds microseconds. */
    private static Task gradient(Tensor y, TensorVector inputs, Tensor dy) {
        TensorVector outputs = new TensorVector(y);
        TensorVector given = new TensorVector(dy);
        return new LibtorchPeer.MadeAll(
                () -> torch.grad(outputs, inputs, given, new BoolOptional(true), false, false));
    }

    static Task loss(LossWork work) {
        return switch (work) {
            case LossWork.LogSoftmax s -> {
                Tensor x = LibtorchPeer.tensor(s.x());
                if (s.backward()) {
                    TensorVector inputs = new TensorVector(x.set_requires_grad(true));
                    yield gradient(torch.log_softmax(x, 1), inputs, LibtorchPeer.tensor(s.dy()));
                }
                Tensor y = torch.empty_like(x);
                yield new LibtorchPeer.Written(() -> torch.log_softmax_out(y, x, 1), y);
            }
            case LossWork.CrossEntropy c -> {
                Tensor x = LibtorchPeer.tensor(c.x());
                Tensor labels = longs(c.labels());
                TensorOptional none = new TensorOptional();
                if (!c.gradient()) {
                    yield new LibtorchPeer.Made(
                            () -> torch.cross_entropy_loss(x, labels, none, NO_REDUCTION, NOT_IGNORED, 0.0));
                }
                TensorVector inputs = new TensorVector(x.set_requires_grad(true));
                TensorVector ones = new TensorVector(torch.ones(c.rows()));
                yield new LibtorchPeer.MadeAll(() -> torch.grad(
                        new TensorVector(
                                torch.cross_entropy_loss(x, labels, none, NO_REDUCTION, NOT_IGNORED, 0.0)),
                        inputs,
                        ones,
                        new BoolOptional(false),
                        false,
                        false));
            }
        };
    }

    static Task move(MoveWork work) {
        return switch (work) {
            case MoveWork.Reduce r -> {
                Tensor x = LibtorchPeer.tensor(r.x());
                Tensor y = torch.empty(r.out());
                long[] axis = {r.axis()};
                ScalarTypeOptional same = new ScalarTypeOptional();
                yield new LibtorchPeer.Written(
                        r.kind() == MoveWork.Reduce.Kind.ROW_MAX
                                ? () -> torch.amax_out(y, x, axis, false)
                                : () -> torch.sum_out(y, x, axis, false, same),
                        y);
            }
            case MoveWork.Embedding e -> {
                Tensor index = longs(e.index());
                if (e.backward()) {
                    Tensor dy = LibtorchPeer.tensor(e.dy());
                    yield new LibtorchPeer.Made(
                            () -> torch.embedding_dense_backward(dy, index, e.rows(), -1, false));
                }
                Tensor table = LibtorchPeer.tensor(e.table());
                Tensor y = torch.empty(e.picks(), e.width());
                yield new LibtorchPeer.Written(() -> torch.index_select_out(y, table, 0, index), y);
            }
            case MoveWork.Permute p -> {
                Tensor x = LibtorchPeer.tensor(p.x());
                Tensor y = torch.empty(longs(p.out()));
                long[] axes = longs(MoveWork.Permute.ints(p.axes()));
                yield new LibtorchPeer.Written(() -> torch.permute_copy_out(y, x, axes), y);
            }
        };
    }

    private static long[] longs(int... values) {
        return Arrays.stream(values).asLongStream().toArray();
    }

    static Tensor longs(dev.lanewise.tensor.IntTensor ints) {
        LongPointer values = new LongPointer(ints.size());
        for (int i = 0; i < ints.size(); i++) {
            values.put(i, ints.array()[ints.offset() + i]);
        }
        return torch.from_blob(
                        values, longs(ints.shape().toArray()), new TensorOptions(torch.ScalarType.Long))
                .clone();
    }

    /** The optimisers of its C++ side, on one parameter. */
    static final class Update implements Task {
        private final UpdateWork.Step work;
        private final Optimizer timed;

        Update(UpdateWork.Step work) {
            this.work = work;
            timed = optimizer(parameter());
        }

        private Tensor parameter() {
            Tensor p = LibtorchPeer.tensor(work.parameter()).set_requires_grad(true);
            p.mutable_grad().put(LibtorchPeer.tensor(work.gradient()));
            return p;
        }

        private Optimizer optimizer(Tensor p) {
            TensorVector all = new TensorVector(p);
            double rate = UpdateWork.Step.RATE;
            switch (work.rule()) {
                case SGD -> {
                    SGDOptions options = new SGDOptions(rate);
                    options.momentum().put(UpdateWork.Step.MOMENTUM);
                    return new SGD(all, options);
                }
                case ADAM -> {
                    return new Adam(all, new AdamOptions(rate));
                }
                default -> {
                    AdamWOptions options = new AdamWOptions(rate);
                    options.weight_decay().put(UpdateWork.Step.DECAY);
                    return new AdamW(all, options);
                }
            }
        }

        @Override
        public void run() {
            timed.step();
        }

        @Override
        public float[] result() {
            Tensor p = parameter();
            Optimizer fresh = optimizer(p);
            for (int i = 0; i < UpdateWork.Step.STEPS; i++) {
                fresh.step();
            }
            return LibtorchPeer.values(p.detach());
        }
    }
}
