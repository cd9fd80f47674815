package dev.lanewise.jmh.peers;

import dev.lanewise.bench.Operands;
import dev.lanewise.kernel.ElementwiseKernels;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Functions of every element and their gradients. */
sealed interface ElementwiseWork extends Workload {
    /** A function of every element of a vector. */
    record Elementwise(Kind function, int size) implements ElementwiseWork {
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
            return Workload.task(run, y);
        }
    }

    /** The gradient of a function of every element, from its output, of GELU from its input. */
    record ElementwiseBackward(Gradient function, int size) implements ElementwiseWork {
        enum Gradient {
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
            return Workload.task(run, dx);
        }
    }

    /** Everything of the family that is measured. */
    static List<Workload> all() {
        List<Workload> all = new ArrayList<>();
        for (Elementwise.Kind function : Elementwise.Kind.values()) {
            all.add(new Elementwise(function, 1 << 20));
        }
        for (ElementwiseBackward.Gradient function : ElementwiseBackward.Gradient.values()) {
            all.add(new ElementwiseBackward(function, 1 << 20));
        }
        return all;
    }
}
