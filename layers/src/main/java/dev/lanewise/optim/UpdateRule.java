package dev.lanewise.optim;

import dev.lanewise.tensor.Tensor;
import java.util.List;

/**
 * What one optimiser does to one parameter.
 *
 * @param <O> its options
 * @param <C> the constants of a step, the same for all parameters with the same options and count of updates
 */
interface UpdateRule<O, C> {
    /** Names of the state tensors, which have the parameter's shape. */
    List<String> states(O options);

    /** What a state tensor is filled with at first. */
    default float initial(O options) {
        return 0f;
    }

    /** True if the constants depend on how often a parameter was updated. */
    boolean counted(O options);

    /**
     * The constants of a step.
     *
     * @param rate the group's learning rate
     * @param count which update of the parameter it is, from 1; 1 always if updates are not counted
     */
    C constants(O options, double rate, long count);

    /** Updates a parameter's value and its states, which are in the order of {@link #states}. */
    void update(Tensor value, Tensor gradient, Tensor[] states, C constants);
}
