package dev.lanewise.bench;

import dev.lanewise.kernel.ElementwiseKernels;
import dev.lanewise.kernel.Function;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.UpdateKernels.AdadeltaStep;
import dev.lanewise.kernel.UpdateKernels.AdamStep;
import dev.lanewise.kernel.UpdateKernels.NadamStep;
import dev.lanewise.kernel.UpdateKernels.RmsPropStep;
import dev.lanewise.kernel.UpdateKernels.SgdStep;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Functions of elements, random elements, and optimisers' steps. */
final class ElementWorks {
    private static final int LARGE = 1 << 20;

    // Three of them fit the first cache.
    private static final int SMALL = 1 << 11;

    private static final int SIDE = 1 << 10;

    // An exponent, a slope: for the functions that have one.
    private static final float OPTION = 0.75f;

    private final List<Work> works = new ArrayList<>();

    private double sink;

    private interface Unary {
        void apply(ElementwiseKernels kernels, Tensor x, Tensor y);
    }

    private interface Binary {
        void apply(ElementwiseKernels kernels, Tensor a, Tensor b, Tensor y);
    }

    private interface Body {
        Consumer<Kernels> of(Tensor a, Tensor b, Tensor y);
    }

    private interface StepBody {
        Consumer<Kernels> of(Tensor[] t);
    }

    static List<Work> all() {
        ElementWorks all = new ElementWorks();
        all.elementwise();
        all.map();
        all.random();
        all.update();
        return all.works;
    }

    /** Work on three vectors of which some are read and one is written. */
    private void add(String name, int size, int flop, int reads, int writes, Body body) {
        works.add(new Work(name + " " + size, (double) flop * size, 4.0 * reads * size, 4.0 * writes * size, () -> {
            Tensor a = Operands.random(1, size);
            Tensor b = Operands.random(2, size);
            return body.of(a, b, Operands.random(3, size));
        }));
    }

    private void unary(String method, int size, Unary f) {
        add("elementwise." + method, size, 1, 1, 1, (a, b, y) -> set -> f.apply(set.elementwise(), a, y));
    }

    private void binary(String method, int size, Binary f) {
        add("elementwise." + method, size, 1, 2, 1, (a, b, y) -> set -> f.apply(set.elementwise(), a, b, y));
    }

    private void elementwise() {
        binary("add", LARGE, ElementwiseKernels::add);
        binary("mul", LARGE, ElementwiseKernels::mul);
        unary("relu", LARGE, ElementwiseKernels::relu);
        binary("reluBackward", LARGE, ElementwiseKernels::reluBackward);
        unary("exp", LARGE, ElementwiseKernels::exp);
        unary("tanh", LARGE, ElementwiseKernels::tanh);
        unary("sigmoid", LARGE, ElementwiseKernels::sigmoid);
        unary("gelu", LARGE, ElementwiseKernels::gelu);
        binary("geluBackward", LARGE, ElementwiseKernels::geluBackward);
        binary("tanhBackward", LARGE, ElementwiseKernels::tanhBackward);
        binary("sigmoidBackward", LARGE, ElementwiseKernels::sigmoidBackward);
        add(
                "elementwise.axpy",
                LARGE,
                2,
                2,
                1,
                (a, b, y) -> set -> set.elementwise().axpy(0.5f, a, y));
        unary("exp", SMALL, ElementwiseKernels::exp);
        unary("gelu", SMALL, ElementwiseKernels::gelu);
        binary("add", SMALL, ElementwiseKernels::add);
    }

    private void map() {
        for (Function f : List.of(
                Function.SILU,
                Function.MISH,
                Function.SOFTPLUS,
                Function.ELU,
                Function.LEAKY_RELU,
                Function.GELU_TANH,
                Function.LOG,
                Function.SQRT,
                Function.RSQRT,
                Function.SIN,
                Function.COS,
                Function.POW,
                Function.ERF)) {
            String name = f.name().toLowerCase(Locale.ROOT);
            add(
                    "map.apply " + name,
                    LARGE,
                    1,
                    1,
                    1,
                    (a, b, y) -> set -> set.map().apply(f, OPTION, 0f, a, y));
        }
        add(
                "map.backward silu",
                LARGE,
                1,
                2,
                1,
                (a, b, y) -> set -> set.map().backward(Function.SILU, 0f, 0f, a, b, y));
        add("map.prelu 1024x1024", LARGE, 1, 1, 1, (a, b, y) -> {
            Tensor slopes = Operands.random(4, SIDE);
            Tensor x = a.reshape(1, SIDE, SIDE);
            Tensor to = y.reshape(1, SIDE, SIDE);
            return set -> set.map().prelu(x, slopes, to);
        });
        add("map.maskedFill", LARGE, 1, 2, 1, (a, b, y) -> {
            IntTensor mask = alternating();
            return set -> set.map().maskedFill(a, mask, 0f, y);
        });
        add("map.where", LARGE, 1, 3, 1, (a, b, y) -> {
            IntTensor mask = alternating();
            return set -> set.map().where(mask, a, b, y);
        });
        add("map.winner", LARGE, 1, 3, 1, (a, b, y) -> {
            Tensor dy = Operands.random(4, LARGE);
            return set -> set.map().winner(a, b, dy, y);
        });
    }

    private static IntTensor alternating() {
        IntTensor mask = IntTensor.zeros(LARGE);
        for (int i = 0; i < LARGE; i += 2) {
            mask.array()[i] = 1;
        }
        return mask;
    }

    private void random() {
        add("random.uniform", LARGE, 1, 0, 1, (a, b, y) -> set -> set.random().uniform(1, 2, -1f, 1f, y));
        add(
                "random.normal",
                LARGE / 4,
                1,
                0,
                1,
                (a, b, y) -> set -> set.random().normal(1, 2, 0f, 1f, y));
        add("random.bernoulli", LARGE, 1, 0, 1, (a, b, y) -> set -> set.random().bernoulli(1, 2, 0.5f, 2f, y));
    }

    private void update() {
        SgdStep momentum = new SgdStep(1e-6f, 0.9f, 1f, false, 0f);
        step("update.sgd momentum", 3, 2, 4, t -> set -> set.update().sgd(t[0], t[1], t[2], momentum));
        AdamStep adam = new AdamStep(0.9f, 0.999f, 1e-8f, 1e-6f, 1f, 1f, 0f);
        step("update.adam", 4, 3, 10, t -> set -> set.update().adam(t[0], t[1], t[2], t[3], adam));
        step("update.amsgrad", 5, 4, 11, t -> set -> set.update().amsgrad(t[0], t[1], t[2], t[3], t[4], adam));
        NadamStep nadam = new NadamStep(0.9f, 0.999f, 1e-6f, 1e-6f, 1f, 1f, 1f, 0f);
        step("update.nadam", 4, 3, 11, t -> set -> set.update().nadam(t[0], t[1], t[2], t[3], nadam));
        step("update.adamax", 4, 3, 8, t -> set -> set.update().adamax(t[0], t[1], t[2], t[3], adam));
        step("update.adagrad", 3, 2, 5, t -> set -> set.update().adagrad(t[0], t[1], t[2], 1e-6f, 1e-8f, 0f));
        AdadeltaStep adadelta = new AdadeltaStep(1e-6f, 0.9f, 0.1f, 1e-6f, 0f);
        step("update.adadelta", 4, 3, 12, t -> set -> set.update().adadelta(t[0], t[1], t[2], t[3], adadelta));
        RmsPropStep rms = new RmsPropStep(1e-6f, 0.99f, 0.01f, 1e-6f, 0.9f, 0f);
        step("update.rmsProp momentum", 4, 3, 8, t -> set -> set.update().rmsProp(t[0], t[1], t[2], null, t[3], rms));
        step("update.average", 2, 1, 3, t -> set -> set.update().average(t[0], t[1], 0.01f));
        step("update.clamp", 1, 1, 2, t -> set -> set.update().clamp(t[0], 1f));
        step("update.powerSum", 1, 0, 2, t -> set -> sink += set.update().powerSum(t[0], 2));
    }

    /** A step on so many vectors, the first a parameter, the second its gradient, then what the optimiser keeps. */
    private void step(String name, int vectors, int written, int flop, StepBody body) {
        double bytes = 4.0 * LARGE;
        works.add(new Work(
                name + " " + LARGE, flop * bytes / 4, vectors * bytes, written * bytes, vectors * bytes, () -> {
                    Tensor[] t = new Tensor[vectors];
                    for (int i = 0; i < vectors; i++) {
                        t[i] = i < 2 ? Operands.random(i, LARGE) : Tensor.zeros(LARGE);
                    }
                    return body.of(t);
                }));
    }
}
