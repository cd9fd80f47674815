package dev.lanewise.train;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.tensor.Value;

/** What a training run makes small: a model together with its loss. */
public interface Objective {
    /**
     * What the forward pass of a batch gives.
     *
     * @param loss a scalar, the mean over the samples
     * @param output what predictions are read from
     */
    record Outcome(Var loss, Var output) {}

    /** Runs model and loss on the tape. */
    Outcome forward(Tape tape, Value... batch);

    /** How many samples of the batch the outcome gets right. */
    int correct(Outcome outcome, Value... batch);
}
