package dev.lanewise.train;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.loss.CrossEntropy;
import dev.lanewise.nn.Unary;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;

/**
 * Single-label classification: the model gives logits, the loss is softmax cross-entropy, the score is accuracy.
 *
 * @param model from x:[N,...] to logits [N,C]
 */
public record Classifier(Unary model) implements Objective {
    private static final CrossEntropy LOSS = new CrossEntropy();

    @Override
    public Outcome forward(Tape tape, Value... batch) {
        if (batch.length != 2 || !(batch[0] instanceof Tensor x) || !(batch[1] instanceof IntTensor classes)) {
            throw new IllegalArgumentException(
                    "classifier: a batch of " + batch.length + " values, expected samples [N,...] and classes [N]");
        }
        Var logits = model.forward(tape.constant(x));
        return new Outcome(LOSS.of(logits, tape.constant(classes)), logits);
    }

    @Override
    public int correct(Outcome outcome, Value... batch) {
        Tensor logits = outcome.output().tensor();
        IntTensor classes = (IntTensor) batch[1];
        int width = logits.dim(1);
        int correct = 0;
        for (int n = 0; n < logits.dim(0); n++) {
            if (Evaluation.argmax(logits.array(), logits.offset() + n * width, width) == classes.get(n)) {
                correct++;
            }
        }
        return correct;
    }
}
