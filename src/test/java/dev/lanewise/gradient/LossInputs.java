package dev.lanewise.gradient;

import dev.lanewise.autograd.Var;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Random operands of losses, clear of their kinks, each a window of a larger array. */
final class LossInputs {
    private final Random random;
    private final Inputs inputs;

    LossInputs(long seed) {
        random = new Random(seed);
        inputs = new Inputs(seed);
    }

    /** Data without a gradient on the tape of x; null if it is absent. */
    static Var on(Var x, Tensor data) {
        return data == null ? null : x.tape().constant(data);
    }

    /** Uniform in [-2, 2) times a factor. */
    Tensor scaled(float factor, Shape shape) {
        Tensor x = inputs.floats(shape);
        for (int i = 0; i < x.size(); i++) {
            x.array()[x.offset() + i] *= factor;
        }
        return x;
    }

    /** Uniform in [0.2, 0.8): differences stay inside (0, 1). */
    Tensor probabilities(Shape shape) {
        Tensor x = inputs.floats(shape);
        for (int i = 0; i < x.size(); i++) {
            x.array()[x.offset() + i] = 0.2f + 0.6f * random.nextFloat();
        }
        return x;
    }

    /** Each element 0.3 to 0.7 or 1.3 to 2 from that of t, so that no kink at a difference of 0, 1 or -1 is near. */
    Tensor apart(Tensor t) {
        Tensor x = inputs.floats(t.shape());
        for (int i = 0; i < x.size(); i++) {
            float d = random.nextBoolean() ? 0.3f + 0.4f * random.nextFloat() : 1.3f + 0.7f * random.nextFloat();
            x.array()[x.offset() + i] = t.array()[t.offset() + i] + (random.nextBoolean() ? d : -d);
        }
        return x;
    }

    /** In each row the multiples 0, 1, 2 ... of a step, in random order. */
    Tensor spaced(float step, Shape shape) {
        Tensor x = inputs.floats(shape);
        int d = shape.dim(-1);
        List<Integer> ranks = new ArrayList<>();
        for (int i = 0; i < d; i++) {
            ranks.add(i);
        }
        for (int i = 0; i < x.size(); i++) {
            if (i % d == 0) {
                Collections.shuffle(ranks, random);
            }
            x.array()[x.offset() + i] = step * ranks.get(i % d);
        }
        return x;
    }

    /** Ones and minus ones. */
    IntTensor signs(Shape shape) {
        IntTensor s = classes(shape, 2);
        for (int i = 0; i < s.size(); i++) {
            s.array()[s.offset() + i] = 2 * s.get(i) - 1;
        }
        return s;
    }

    /** Classes in [0, count). */
    IntTensor classes(Shape shape, int count) {
        return inputs.classes(shape.size(), count).reshape(shape);
    }

    /** Classes in [0, count), and sometimes the label 1, a class or not, which is to be ignored. */
    IntTensor labels(Shape shape, int count) {
        IntTensor labels = classes(shape, count);
        for (int i = 0; i < labels.size(); i++) {
            if (random.nextInt(4) == 0) {
                labels.array()[labels.offset() + i] = 1;
            }
        }
        return labels;
    }

    /** Classes in [0, count) but one. */
    IntTensor without(int excluded, int count, Shape shape) {
        IntTensor labels = classes(shape, count - 1);
        for (int i = 0; i < labels.size(); i++) {
            int label = labels.get(i);
            labels.array()[labels.offset() + i] = label < excluded ? label : label + 1;
        }
        return labels;
    }
}
