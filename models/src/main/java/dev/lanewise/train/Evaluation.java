package dev.lanewise.train;

import dev.lanewise.autograd.Tape;
import dev.lanewise.data.Batches;
import dev.lanewise.data.LabelledDataset;
import dev.lanewise.nn.Unary;
import dev.lanewise.runtime.Backend;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.stream.IntStream;

/**
 * How a classifier does on a data set.
 *
 * @param loss mean cross-entropy, in nats
 * @param accuracy the share of samples whose most probable class is the true one
 * @param confusion [true class][predicted class], counts
 * @param predicted the most probable class of each sample
 * @param confidence its probability
 * @param losses the cross-entropy of each sample
 */
public record Evaluation(
        double loss, double accuracy, long[][] confusion, int[] predicted, float[] confidence, float[] losses) {
    private static final int BATCH = 250;

    /** Runs the model over the whole set, in evaluation mode. */
    public static Evaluation of(Unary model, LabelledDataset data) {
        int size = data.size();
        int classes = data.classes().size();
        Batches batches = Batches.inOrder(size, BATCH);
        Tape tape = Tape.inference();
        Tensor x = Tensor.zeros(data.sampleShape().prepend(BATCH));
        IntTensor y = IntTensor.zeros(BATCH);
        Tensor losses = Tensor.zeros(size);
        int[] predicted = new int[size];
        float[] confidence = new float[size];
        for (int b = 0; b < batches.count(); b++) {
            int from = batches.from(b);
            int n = batches.size(b);
            data.read(batches.order(), from, batches.to(b), x.outer(0, n), y.outer(0, n));
            tape.begin(b);
            Tensor logits = model.forward(tape.constant(x.outer(0, n))).tensor();
            if (logits.shape().rank() != 2 || logits.dim(1) != classes) {
                throw new IllegalArgumentException("the model gives outputs of shape " + logits.shape()
                        + ", the data has " + classes + " classes");
            }
            Tensor probabilities = Tensor.zeros(logits.shape());
            Backend.kernels()
                    .softmax()
                    .crossEntropy(logits, y.outer(0, n), losses.outer(from, from + n), probabilities);
            for (int i = 0; i < n; i++) {
                int best = argmax(probabilities.array(), i * classes, classes);
                predicted[from + i] = best;
                confidence[from + i] = probabilities.array()[i * classes + best];
            }
        }
        return summary(data, predicted, confidence, losses.array());
    }

    private static Evaluation summary(LabelledDataset data, int[] predicted, float[] confidence, float[] losses) {
        int classes = data.classes().size();
        long[][] confusion = new long[classes][classes];
        int correct = 0;
        for (int i = 0; i < predicted.length; i++) {
            confusion[data.label(i)][predicted[i]]++;
            correct += predicted[i] == data.label(i) ? 1 : 0;
        }
        double mean =
                IntStream.range(0, losses.length).mapToDouble(i -> losses[i]).sum() / losses.length;
        return new Evaluation(mean, (double) correct / predicted.length, confusion, predicted, confidence, losses);
    }

    /** The index of the first largest of {@code count} elements. */
    static int argmax(float[] values, int at, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            if (values[at + i] > values[at + best]) {
                best = i;
            }
        }
        return best;
    }
}
