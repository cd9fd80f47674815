package dev.lanewise.jmh;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.data.digits.Digits;
import dev.lanewise.data.source.ImageKind;
import dev.lanewise.data.source.ImageOptions;
import dev.lanewise.data.source.Loaded;
import dev.lanewise.init.Draws;
import dev.lanewise.loss.CrossEntropy;
import dev.lanewise.nn.Network;
import dev.lanewise.optim.Adam;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.optim.Sgd;
import dev.lanewise.recipe.ModelConfig;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.zoo.Recipes;
import java.util.Collection;
import java.util.function.Function;

/** A training step of a recipe's model: forward, backward and update of one batch that is at hand. */
final class StepWork {
    private static final CrossEntropy LOSS = new CrossEntropy();

    // The updates are computed but leave the weights where they are: a model that learned its one batch by heart would
    // end with gradients that are subnormal numbers, which no real run has, and which are slow.
    private static final float RATE = 0f;

    /** What a warm step allocates at most: values and lists of operands, no buffers. */
    static final long BYTES_WARM = 16_384;

    private final Network model;
    private final Optimizer optimizer;
    private final Tape tape = Tape.training(1);
    private final Tensor x;
    private final IntTensor classes;
    private long step;
    private float loss;

    private StepWork(String recipe, int batch, Function<Collection<Parameter>, Optimizer> optimizer) {
        Shape sample = Shape.of(1, Digits.SIDE, Digits.SIDE);
        Loaded data = new ImageKind().builtIn("digits", ImageOptions.PLAIN, 1);
        model = Recipes.named(recipe)
                .settings()
                .part(ModelConfig.class)
                .build(data.preparation().signature(), new Draws(1));
        this.optimizer = optimizer.apply(model.parameters().values());
        x = Tensor.zeros(sample.prepend(batch));
        classes = IntTensor.zeros(batch);
        int[] order = new int[batch];
        for (int i = 0; i < batch; i++) {
            order[i] = i;
        }
        data.training().read(order, 0, batch, x, classes);
    }

    /** LeNet-5, batch 64, plain stochastic gradient descent. */
    static StepWork lenet() {
        return new StepWork("lenet5", 64, Sgd::new);
    }

    /** The multilayer perceptron 784-512-512-10, batch 128, Adam. */
    static StepWork mlp() {
        return new StepWork("mlp", 128, Adam::new);
    }

    void run() {
        tape.begin(step++);
        Var mean = LOSS.of(model.forward(tape.constant(x)), tape.constant(classes));
        optimizer.step(tape.backward(mean), RATE);
        loss = mean.item();
    }

    /** The loss of the last step. */
    float loss() {
        return loss;
    }
}
