package dev.lanewise.jmh.peers;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.GemmKernels.Form;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What is measured on both sides, with the inputs that both get. */
sealed interface Workload
        permits GemmWork,
                ConvWork,
                PoolWork,
                ElementwiseWork,
                RowWork,
                NormWork,
                LossWork,
                MoveWork,
                AttentionWork,
                RecurrenceWork,
                UpdateWork,
                TrainingWork {
    /** What a tape's records of one operation may take. */
    long TAPE_BYTES = 16_384;

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

    /** A task of a run that writes into a tensor. */
    static Task task(Runnable run, Tensor result) {
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
        return Stream.of(
                        GemmWork.all(),
                        ConvWork.all(),
                        PoolWork.all(),
                        ElementwiseWork.all(),
                        RowWork.all(),
                        NormWork.all(),
                        LossWork.all(),
                        MoveWork.all(),
                        AttentionWork.all(),
                        RecurrenceWork.all(),
                        UpdateWork.all(),
                        TrainingWork.all())
                .flatMap(List::stream)
                .toList();
    }

    /** The few that {@code --quick} measures. */
    static boolean quick(Workload work) {
        return switch (work) {
            case GemmWork.Sgemm(int m, int n, int k, Form form, boolean _) ->
                m == 512 && n == 512 && k == 512 && form == Form.NN;
            case ConvWork.Conv conv -> conv.side() == 56 && conv.kernel() == 3;
            case AttentionWork.Attention attention -> attention.length() == 512 && !attention.backward();
            case RowWork.Softmax _, RowWork.LayerNorm _ -> true;
            default -> false;
        };
    }
}
