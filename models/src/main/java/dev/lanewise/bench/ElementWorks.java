package dev.lanewise.bench;

import dev.lanewise.kernel.ElementwiseKernels;
import dev.lanewise.kernel.Function;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.UpdateKernels.AdamStep;
import dev.lanewise.kernel.UpdateKernels.SgdStep;
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

    private final List<Work> works = new ArrayList<>();

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
        unary("exp", SMALL, ElementwiseKernels::exp);
        unary("gelu", SMALL, ElementwiseKernels::gelu);
        binary("add", SMALL, ElementwiseKernels::add);
    }

    private void map() {
        for (Function f : List.of(Function.SILU, Function.MISH, Function.LOG)) {
            String name = f.name().toLowerCase(Locale.ROOT);
            add(
                    "map.apply " + name,
                    LARGE,
                    1,
                    1,
                    1,
                    (a, b, y) -> set -> set.map().apply(f, 0f, 0f, a, y));
        }
        add(
                "map.backward silu",
                LARGE,
                1,
                2,
                1,
                (a, b, y) -> set -> set.map().backward(Function.SILU, 0f, 0f, a, b, y));
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
