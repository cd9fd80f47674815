package dev.lanewise.infer;

import dev.lanewise.autograd.FrozenWeights;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.data.Signature;
import dev.lanewise.data.source.Preparation;
import dev.lanewise.data.source.PreparedImages;
import dev.lanewise.data.source.Sample;
import dev.lanewise.nn.Network;
import dev.lanewise.runtime.Backend;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * A trained model, ready to answer. Immutable and shared: any number of threads may call it at once, and each call
 * borrows its working memory from a bounded pool. Closing is optional; it only frees that memory early.
 *
 * <p>From the second answer on, products read copies of the model's weights in the order that suits them, which are as
 * large as the weights again, but at most an eighth of the heap; {@link #Predictor(Network, Preparation, FrozenWeights)}
 * sets another limit, or none at all. The answers are the same bits.
 *
 * {@snippet :
 * Predictor digits = Predictor.load(Path.of("runs/lenet5-1"));
 * Prediction seven = digits.classify(Path.of("seven.png"));
 * System.out.println(seven.label() + " " + seven.probability());
 *
 * Predictor houses = Predictor.load(Path.of("runs/tabular-1"));
 * Answer price = houses.answer("0.00632,18.0,2.31,0,0.538,6.575,65.2,4.09,1,296,15.3,396.9,4.98");
 * }
 */
public final class Predictor implements AutoCloseable {
    // More callers than this wait for each other: they could not run at once anyway.
    private static final int SESSIONS = 2 * Runtime.getRuntime().availableProcessors();

    private final Network model;
    private final Preparation preparation;
    private final Signature signature;
    private final FrozenWeights weights;
    private final Semaphore permits = new Semaphore(SESSIONS);
    private final ConcurrentLinkedQueue<Tape> idle = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /**
     * A predictor over a model that nobody trains any more.
     *
     * @param preparation how raw input becomes the model's; its signature is the model's
     */
    public Predictor(Network model, Preparation preparation) {
        this(model, preparation, FrozenWeights.upTo(Runtime.getRuntime().maxMemory() / 8));
    }

    /**
     * The same with a limit on the copies of the weights.
     *
     * @param weights {@code FrozenWeights.upTo(0)} for no copies
     */
    public Predictor(Network model, Preparation preparation, FrozenWeights weights) {
        this.model = model;
        this.weights = weights;
        this.preparation = preparation;
        this.signature = preparation.signature();
    }

    /**
     * Loads a run folder.
     *
     * @throws IOException if a file is missing or can't be read
     * @throws IllegalArgumentException if the path holds nothing that can be loaded
     */
    public static Predictor load(Path path) throws IOException {
        for (ModelLoader loader : ServiceLoader.load(ModelLoader.class, Predictor.class.getClassLoader())) {
            if (loader.supports(path)) {
                return loader.load(path);
            }
        }
        throw new IllegalArgumentException(
                path + " holds no model: expected a run folder with config.json and model.safetensors");
    }

    /** What the model takes and gives. */
    public Signature signature() {
        return signature;
    }

    /** How raw input is prepared. */
    public Preparation preparation() {
        return preparation;
    }

    /** The shape of one sample, without a batch axis, of a model that takes one input. */
    public Shape sampleShape() {
        return signature.inputs().getFirst().field().shape();
    }

    /**
     * The names of the classes.
     *
     * @throws IllegalArgumentException if the model predicts quantities
     */
    public List<String> classes() {
        if (signature.output() instanceof Signature.Classes classes) {
            return classes.names();
        }
        throw new IllegalArgumentException("this model predicts quantities, it has no classes");
    }

    /**
     * Answers to a raw input as people give it: the name of a picture's file, a row of a table, a text.
     *
     * @throws dev.lanewise.data.DataException if it can't be read or is not such as the model takes
     * @throws IllegalStateException after {@link #close}
     */
    public Answer answer(String raw) {
        return answer(preparation.inputs(raw));
    }

    /**
     * Answers to a sample that {@link #preparation} made of a raw input: a row of a file.
     *
     * @throws dev.lanewise.data.DataException if it is not such as the model takes
     * @throws IllegalStateException after {@link #close}
     */
    public Answer answer(Sample sample) {
        return answer(sample.inputs().get());
    }

    /**
     * Classifies a picture. One of another size than the model's is resized and cropped; but a model trained on strokes
     * such as digits takes its own size only, colours become grey, and dark strokes on a light ground are inverted.
     *
     * @throws dev.lanewise.data.DataException if it is not an image or has another size
     */
    public Prediction classify(Path image) {
        return (Prediction) answer(image.toString());
    }

    /**
     * Classifies one image.
     *
     * @param values raw, as in the data (pixels in [0, 1]), in the order of {@link #sampleShape}; not changed
     * @throws IllegalArgumentException if there are more or fewer values, or the model was not trained on images
     * @throws IllegalStateException after {@link #close}
     */
    public Prediction classify(float[] values) {
        if (!(preparation instanceof PreparedImages images)) {
            throw new IllegalArgumentException("classify: this model takes no images");
        }
        if (values.length != images.shape().size()) {
            throw new IllegalArgumentException("classify: " + values.length + " values, expected "
                    + images.shape().size() + " for " + images.shape());
        }
        return (Prediction) answer(images.input(values));
    }

    private Answer answer(Value... inputs) {
        permits.acquireUninterruptibly();
        try {
            if (closed) {
                throw new IllegalStateException("this predictor was closed");
            }
            Tape tape = idle.poll();
            if (tape == null) {
                tape = Tape.inference(weights);
            }
            Answer answer = run(tape, inputs);
            idle.add(tape);
            Backend.beginWarmUp();
            return answer;
        } finally {
            permits.release();
        }
    }

    private Answer run(Tape tape, Value... inputs) {
        tape.begin(0);
        Var[] vars = new Var[inputs.length];
        for (int i = 0; i < vars.length; i++) {
            vars[i] = tape.constant(inputs[i]);
        }
        Tensor output = model.forward(vars).tensor();
        return switch (signature.output()) {
            case Signature.Classes classes -> prediction(output, classes.names());
            case Signature.Quantities quantities -> {
                float[] values = output.toArray();
                for (int i = 0; i < values.length; i++) {
                    values[i] = quantities.unscale(i, values[i]);
                }
                yield new Estimate(quantities.names(), values);
            }
        };
    }

    private static Prediction prediction(Tensor logits, List<String> names) {
        Tensor probabilities = Tensor.zeros(1, names.size());
        Backend.kernels().softmax().softmax(logits, probabilities);
        float[] p = probabilities.array();
        int best = 0;
        for (int i = 1; i < p.length; i++) {
            best = p[i] > p[best] ? i : best;
        }
        return new Prediction(best, names.get(best), p[best], p.clone());
    }

    /** Frees the working memory; later calls throw, calls under way finish. */
    @Override
    public void close() {
        closed = true;
        idle.clear();
    }
}
