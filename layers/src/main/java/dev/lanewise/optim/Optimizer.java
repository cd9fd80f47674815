package dev.lanewise.optim;

import dev.lanewise.autograd.Gradients;
import dev.lanewise.autograd.Parameter;
import dev.lanewise.tensor.Tensor;
import java.util.Map;

/** Updates parameters by their gradients. Has state, which a checkpoint saves; used by one thread. */
public interface Optimizer {
    /**
     * One update of every parameter that has a gradient.
     *
     * @param gradients of the current step
     * @param rate the learning rate of this step
     */
    void step(Gradients gradients, float rate);

    /** How many updates were made. */
    long steps();

    /** Sets the number of updates made, after the state tensors were restored from a checkpoint. */
    void resumeAt(long steps);

    /** The state tensors of a parameter by name ({@code m}, {@code v} ...), live. */
    Map<String, Tensor> state(Parameter parameter);
}
