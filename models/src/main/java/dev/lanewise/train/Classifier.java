package dev.lanewise.train;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.loss.CrossEntropy;
import dev.lanewise.loss.Reduction;
import dev.lanewise.nn.Network;
import dev.lanewise.runtime.Backend;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;

/**
 * Single-label classification: the model gives logits [N,C], the loss is softmax cross-entropy. The target is the class,
 * [N], or in training also the probability of each, [N,C].
 */
public final class Classifier implements Objective {
    private final Network model;
    private final CrossEntropy loss;

    /** Without label smoothing. */
    public Classifier(Network model) {
        this(model, 0);
    }

    /**
     * A classifier.
     *
     * @param smoothing the share of the true class's probability that is given to all, in [0, 1)
     */
    public Classifier(Network model, float smoothing) {
        this.model = model;
        this.loss = new CrossEntropy(Reduction.MEAN, null, CrossEntropy.IGNORE_INDEX, smoothing);
    }

    @Override
    public Outcome forward(Tape tape, Value... batch) {
        Var logits = Inputs.forward(model, tape, batch);
        return switch (batch[batch.length - 1]) {
            case IntTensor classes -> new Outcome(loss.of(logits, tape.constant(classes)), logits);
            case Tensor probabilities ->
                new Outcome(loss.ofProbabilities(logits, tape.constant(probabilities)), logits);
        };
    }

    @Override
    public Value predictions(Outcome outcome) {
        return outcome.output().tensor();
    }

    @Override
    public Value truth(Value... batch) {
        return switch (batch[batch.length - 1]) {
            case IntTensor classes -> classes;
            case Tensor probabilities -> mostProbable(probabilities);
        };
    }

    private static IntTensor mostProbable(Tensor probabilities) {
        int width = probabilities.dim(1);
        IntTensor classes = IntTensor.zeros(probabilities.dim(0));
        for (int n = 0; n < classes.size(); n++) {
            classes.array()[n] = argmax(probabilities.array(), probabilities.offset() + n * width, width);
        }
        return classes;
    }

    /** The position of the largest of some values, the first if there are several. */
    static int argmax(float[] values, int at, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            if (values[at + i] > values[at + best]) {
                best = i;
            }
        }
        return best;
    }

    @Override
    public Examiner examiner(int samples) {
        return new ClassExaminer(samples);
    }

    /** Writes down the most probable class of each sample, its probability and the sample's cross-entropy. */
    private static final class ClassExaminer implements Examiner {
        private final int[] predicted;
        private final float[] confidence;
        private final Tensor losses;
        private long[][] confusion = new long[0][];
        private int seen;

        ClassExaminer(int samples) {
            predicted = new int[samples];
            confidence = new float[samples];
            losses = Tensor.zeros(samples);
        }

        @Override
        public void add(Outcome outcome, Value... batch) {
            Tensor logits = outcome.output().tensor();
            IntTensor truth = (IntTensor) batch[batch.length - 1];
            int n = truth.size();
            int classes = logits.dim(1);
            Tensor probabilities = Tensor.zeros(logits.shape());
            Backend.kernels().softmax().crossEntropy(logits, truth, losses.outer(seen, seen + n), probabilities);
            if (confusion.length == 0) {
                confusion = new long[classes][classes];
            }
            for (int i = 0; i < n; i++) {
                int best = argmax(probabilities.array(), i * classes, classes);
                predicted[seen + i] = best;
                confidence[seen + i] = probabilities.array()[i * classes + best];
                confusion[truth.get(i)][best]++;
            }
            seen += n;
        }

        @Override
        public Evaluation.Detail detail() {
            return new Evaluation.ClassDetail(confusion, predicted, confidence, losses.array());
        }
    }
}
