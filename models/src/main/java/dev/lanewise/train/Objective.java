package dev.lanewise.train;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.tensor.Value;

/** What a training run makes small: a model together with its loss. A batch is the fields of a data set, target last. */
public interface Objective {
    /**
     * What the forward pass of a batch gives.
     *
     * @param loss a scalar, the mean over the samples
     * @param output what the model gives
     */
    record Outcome(Var loss, Var output) {}

    /** Runs model and loss on the tape. */
    Outcome forward(Tape tape, Value... batch);

    /** What metrics look at: logits, or quantities in the units of the data. Valid as long as the outcome. */
    Value predictions(Outcome outcome);

    /** What metrics compare it with. */
    Value truth(Value... batch);

    /** Looks at outcomes closely, in the order of the samples, to tell how each sample did. */
    interface Examiner {
        /** Takes the next samples. */
        void add(Outcome outcome, Value... batch);

        /** What was found; the mean loss is that of its samples. */
        Evaluation.Detail detail();
    }

    /** An examiner for so many samples. */
    Examiner examiner(int samples);
}
