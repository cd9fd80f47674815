package dev.lanewise.infer;

import dev.lanewise.autograd.Tape;
import dev.lanewise.data.image.ImageFile;
import dev.lanewise.nn.Unary;
import dev.lanewise.runtime.Backend;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * A trained classifier, ready to answer. Immutable and shared: any number of threads may call it at once, and each call
 * borrows its working memory from a bounded pool. Closing is optional; it only frees that memory early.
 *
 * {@snippet :
 * Predictor digits = Predictor.load(Path.of("runs/lenet5-1"));
 * Prediction seven = digits.classify(Path.of("seven.png"));
 * System.out.println(seven.label() + " " + seven.probability());
 * }
 */
public final class Predictor implements AutoCloseable {
    /**
     * How raw samples become the model's input: {@code (value - mean[c]) / deviation[c]}, c the outermost axis.
     *
     * @param shape of one sample, for example [1, 28, 28]
     * @param mean one per channel
     * @param deviation one per channel
     */
    public record Input(Shape shape, float[] mean, float[] deviation) {}

    // More callers than this wait for each other: they could not run at once anyway.
    private static final int SESSIONS = 2 * Runtime.getRuntime().availableProcessors();

    /** The working memory of one call. */
    private record Session(Tape tape, Tensor x) {}

    private final Unary model;
    private final Input input;
    private final List<String> classes;
    private final Semaphore permits = new Semaphore(SESSIONS);
    private final ConcurrentLinkedQueue<Session> idle = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /**
     * A predictor over a model that nobody trains any more.
     *
     * @param model from [N, input.shape...] to logits [N, classes]
     * @param classes the names of the classes
     */
    public Predictor(Unary model, Input input, List<String> classes) {
        this.model = model;
        this.input = input;
        this.classes = List.copyOf(classes);
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

    /** The shape of one sample, without a batch axis. */
    public Shape sampleShape() {
        return input.shape();
    }

    /** The names of the classes. */
    public List<String> classes() {
        return classes;
    }

    /**
     * Classifies an image file of exactly the model's width and height; colours become grey, and dark strokes on a light
     * ground are inverted, as the model was trained on light strokes.
     *
     * @throws dev.lanewise.data.DataException if it is not an image or has another size
     */
    public Prediction classify(Path image) {
        ImageFile file = ImageFile.grey(
                        image, input.shape().dim(2), input.shape().dim(1))
                .lightOnDark();
        return classify(file.pixels());
    }

    /**
     * Classifies one sample.
     *
     * @param values raw, as in the data (pixels in [0, 1]), in the order of {@link #sampleShape}; not changed
     * @throws IllegalArgumentException if there are more or fewer values
     * @throws IllegalStateException after {@link #close}
     */
    public Prediction classify(float[] values) {
        if (values.length != input.shape().size()) {
            throw new IllegalArgumentException("classify: " + values.length + " values, expected "
                    + input.shape().size() + " for " + input.shape());
        }
        permits.acquireUninterruptibly();
        try {
            if (closed) {
                throw new IllegalStateException("this predictor was closed");
            }
            Session session = idle.poll();
            if (session == null) {
                session =
                        new Session(Tape.inference(), Tensor.zeros(input.shape().prepend(1)));
            }
            Prediction prediction = run(session, values);
            idle.add(session);
            return prediction;
        } finally {
            permits.release();
        }
    }

    private Prediction run(Session session, float[] values) {
        float[] x = session.x.array();
        int plane = values.length / input.mean().length;
        for (int i = 0; i < values.length; i++) {
            int c = i / plane;
            x[i] = (values[i] - input.mean()[c]) / input.deviation()[c];
        }
        session.tape.begin(0);
        Tensor logits = model.forward(session.tape.constant(session.x)).tensor();
        Tensor probabilities = Tensor.zeros(1, classes.size());
        Backend.kernels().softmax().softmax(logits, probabilities);
        float[] p = probabilities.array();
        int best = 0;
        for (int i = 1; i < p.length; i++) {
            best = p[i] > p[best] ? i : best;
        }
        return new Prediction(best, classes.get(best), p[best], Arrays.copyOf(p, p.length));
    }

    /** Frees the working memory; later calls throw, calls under way finish. */
    @Override
    public void close() {
        closed = true;
        idle.clear();
    }
}
