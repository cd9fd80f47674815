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
import dev.lanewise.nn.Layer;
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
import java.util.Map;
import java.util.function.Function;

/** A training step: forward, backward and update of one batch that is at hand. */
public final class StepWork {
    /** What is trained, and how. */
    public enum Model {
        /** LeNet-5, batch 64, plain stochastic gradient descent. */
        LENET(64, "LeNet-5 batch 64 SGD", 0.16),
        /** The multilayer perceptron 784-512-512-10, batch 128, Adam. */
        MLP(128, "MLP 784-512-512-10 batch 128 Adam", 0.51),
        /** Six blocks of width 384, 4 texts of 256 tokens, AdamW. */
        GPT(4, "GPT 6 layers d384 T256 batch 4 AdamW", 69);

        private final int batch;
        private final String text;
        private final double gflop;

        Model(int batch, String text, double gflop) {
            this.batch = batch;
            this.text = text;
            this.gflop = gflop;
        }

        /** For example {@code LeNet-5 batch 64 SGD}. */
        public String text() {
            return text;
        }

        /** Billions of floating-point operations of its products, three times those of the forward pass. */
        public double gflop() {
            return gflop;
        }
    }

    /** What a warm step allocates at most: values and lists of operands, no buffers. */
    public static final long BYTES_WARM = 262_144;

    private static final CrossEntropy LOSS = new CrossEntropy();

    // The updates are computed but leave the weights where they are: a model that learned its one batch by heart would
    // end with gradients that are subnormal numbers, which no real run has, and which are slow.
    private static final float NO_RATE = 0f;

    private final Layer model;
    private final Function<Tape, Var> logits;
    private final Optimizer optimizer;
    private final Tape tape = Tape.training(1);
    private final Tensor x;
    private final IntTensor ids;
    private final IntTensor classes;
    private long step;
    private float loss;

    /** The model with its first weights, which are always the same. */
    public StepWork(Model which) {
        if (which == Model.GPT) {
            Gpt gpt = Gpt.of(new Draws(1));
            x = null;
            ids = IntTensor.zeros(which.batch, Gpt.LENGTH);
            classes = IntTensor.zeros(which.batch * Gpt.LENGTH);
            text();
            model = gpt;
            logits = t -> gpt.forward(t.constant(ids));
        } else {
            Shape sample = Shape.of(1, Digits.SIDE, Digits.SIDE);
            String recipe = which == Model.LENET ? "lenet5" : "mlp";
            Loaded data = new ImageKind().builtIn("digits", ImageOptions.PLAIN, 1);
            Network layers = Recipes.named(recipe)
                    .settings()
                    .part(ModelConfig.class)
                    .build(data.preparation().signature(), new Draws(1));
            x = Tensor.zeros(sample.prepend(which.batch));
            ids = null;
            classes = IntTensor.zeros(which.batch);
            digits(data, which.batch);
            model = layers;
            logits = t -> layers.forward(t.constant(x));
        }
        Collection<Parameter> parameters = model.parameters().values();
        optimizer = switch (which) {
            case LENET -> new Sgd(parameters);
            case MLP -> new Adam(parameters);
            case GPT -> new Adam(parameters, Adam.Options.ADAMW);
        };
    }

    private void digits(Loaded data, int batch) {
        int[] order = new int[batch];
        for (int i = 0; i < batch; i++) {
            order[i] = i;
        }
        data.training().read(order, 0, batch, x, classes);
    }

    /** A text without sense, and as classes each next token. */
    private void text() {
        int token = 1;
        for (int i = 0; i < classes.size(); i++) {
            ids.array()[i] = token;
            token = (token * 31 + i % 17 + 7) % Gpt.VOCABULARY;
            classes.array()[i] = token;
        }
    }

    /** A step that leaves the weights where they are. */
    public void run() {
        run(NO_RATE);
    }

    /** A step. */
    public void run(float rate) {
        tape.begin(step++);
        Var mean = LOSS.of(logits.apply(tape), tape.constant(classes));
        optimizer.step(tape.backward(mean), rate);
        loss = mean.item();
    }

    /** The loss of the last step. */
    public float loss() {
        return loss;
    }

    /** The weights by name, in order. */
    public Map<String, Parameter> parameters() {
        return model.parameters();
    }

    /** The images; null for a text. */
    public Tensor x() {
        return x;
    }

    /** The text; null for images. */
    public IntTensor ids() {
        return ids;
    }

    /** What is to be told. */
    public IntTensor classes() {
        return classes;
    }
}
