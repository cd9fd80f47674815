package dev.lanewise.optim;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.ParameterGradients;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Updates parameters by their gradients. Has state, which a checkpoint saves: {@link #steps} and {@link #state}, nothing
 * else. Used by one thread.
 */
public interface Optimizer {
    /**
     * One update of every parameter that has a gradient and whose group is not frozen.
     *
     * @param gradients of the current step
     * @param rate the learning rate of this step; a group's factor multiplies it
     */
    void step(ParameterGradients gradients, float rate);

    /** How many updates were made. */
    long steps();

    /** Sets the number of updates made, after the state tensors were restored from a checkpoint. */
    void resumeAt(long steps);

    /** The state tensors of a parameter by name ({@code m}, {@code v} ...), live; empty if it is not updated here. */
    Map<String, Tensor> state(Parameter parameter);

    /** The parameters that are updated, by group. */
    List<? extends ParameterGroup<?>> groups();
}
