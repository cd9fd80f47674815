package dev.lanewise.runtime;

import dev.lanewise.kernel.Kernels;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;

/**
 * A kernel family as the warm-up sees it.
 *
 * @param name the component of {@link Kernels}
 * @param exercise runs every method of the family on small problems that take all its paths
 * @param swap the first set with this family of the second
 */
record Family(String name, Consumer<Kernels> exercise, BinaryOperator<Kernels> swap) {
    /** How many of {@link #ALL}, from the first, a training run is slow without. */
    static final int ESSENTIAL = 4;

    /** All families, those that a training run misses most first. */
    static final List<Family> ALL = List.of(
            new Family(
                    "gemm",
                    new Exercises.Gemm(),
                    (k, v) -> new Kernels(
                            v.gemm(),
                            k.conv(),
                            k.pool(),
                            k.elementwise(),
                            k.softmax(),
                            k.reduce(),
                            k.random(),
                            k.update())),
            new Family(
                    "conv",
                    new Exercises.Conv(),
                    (k, v) -> new Kernels(
                            k.gemm(),
                            v.conv(),
                            k.pool(),
                            k.elementwise(),
                            k.softmax(),
                            k.reduce(),
                            k.random(),
                            k.update())),
            new Family(
                    "update",
                    new Exercises.Update(),
                    (k, v) -> new Kernels(
                            k.gemm(),
                            k.conv(),
                            k.pool(),
                            k.elementwise(),
                            k.softmax(),
                            k.reduce(),
                            k.random(),
                            v.update())),
            new Family(
                    "pool",
                    new Exercises.Pool(),
                    (k, v) -> new Kernels(
                            k.gemm(),
                            k.conv(),
                            v.pool(),
                            k.elementwise(),
                            k.softmax(),
                            k.reduce(),
                            k.random(),
                            k.update())),
            new Family(
                    "elementwise",
                    new Exercises.Elementwise(),
                    (k, v) -> new Kernels(
                            k.gemm(),
                            k.conv(),
                            k.pool(),
                            v.elementwise(),
                            k.softmax(),
                            k.reduce(),
                            k.random(),
                            k.update())),
            new Family(
                    "reduce",
                    new Exercises.Reduce(),
                    (k, v) -> new Kernels(
                            k.gemm(),
                            k.conv(),
                            k.pool(),
                            k.elementwise(),
                            k.softmax(),
                            v.reduce(),
                            k.random(),
                            k.update())),
            new Family(
                    "softmax",
                    new Exercises.Softmax(),
                    (k, v) -> new Kernels(
                            k.gemm(),
                            k.conv(),
                            k.pool(),
                            k.elementwise(),
                            v.softmax(),
                            k.reduce(),
                            k.random(),
                            k.update())),
            new Family(
                    "random",
                    new Exercises.Random(),
                    (k, v) -> new Kernels(
                            k.gemm(),
                            k.conv(),
                            k.pool(),
                            k.elementwise(),
                            k.softmax(),
                            k.reduce(),
                            v.random(),
                            k.update())));
}
