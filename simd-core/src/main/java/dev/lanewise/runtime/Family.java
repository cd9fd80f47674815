package dev.lanewise.runtime;

import dev.lanewise.kernel.Kernels;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A kernel family with a vector twin, as the warm-up sees it.
 *
 * @param name the component of {@link Kernels}
 * @param exercise runs every method of the family on small problems that take all its paths
 */
record Family(String name, Consumer<Kernels> exercise) {
    /** How many of {@link #ALL}, from the first, a training run is slow without. */
    static final int ESSENTIAL = 4;

    /** All families, those that a training run misses most first. */
    static final List<Family> ALL = List.of(
            new Family("gemm", new Exercises.Gemm()),
            new Family("conv", new Exercises.Conv()),
            new Family("update", new Exercises.Update()),
            new Family("pool", new Exercises.Pool()),
            new Family("elementwise", new Exercises.Elementwise()),
            new Family("reduce", new Exercises.Reduce()),
            new Family("softmax", new Exercises.Softmax()),
            new Family("loss", new Exercises.Loss()),
            new Family("norm", new NormExercise()),
            new Family("random", new Exercises.Random()),
            new Family("attention", new AttentionExercise()),
            new Family("cell", new Exercises.Cell()),
            new Family("broadcast", new Exercises.Broadcast()),
            new Family("layout", new Exercises.Layout()),
            new Family("map", new Exercises.Map()),
            new Family("quant", new Exercises.Quant()));

    /** The first set with this family of the second. */
    Kernels swap(Kernels set, Kernels by) {
        RecordComponent[] families = Kernels.class.getRecordComponents();
        try {
            Object[] values = new Object[families.length];
            for (int i = 0; i < values.length; i++) {
                Kernels from = families[i].getName().equals(name) ? by : set;
                values[i] = families[i].getAccessor().invoke(from);
            }
            Class<?>[] types =
                    Arrays.stream(families).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<Kernels> canonical = Kernels.class.getConstructor(types);
            return canonical.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
