package dev.lanewise.runtime;

import dev.lanewise.kernel.Kernels;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A kernel family with a vector twin, as the warm-up sees it.
 *
 * @param name the component of {@link Kernels}
 * @param exercise makes what runs every method of the family on small problems that take all its paths
 */
record Family(String name, Supplier<Consumer<Kernels>> exercise) {
    /** How many of {@link #ALL}, from the first, a training run is slow without. */
    static final int ESSENTIAL = 4;

    /** All families, those that a training run misses most first. */
    static final List<Family> ALL = List.of(
            new Family("gemm", GemmExercise::new),
            new Family("conv", ConvExercise::new),
            new Family("update", Exercises.Update::new),
            new Family("pool", PoolExercise::new),
            new Family("elementwise", Exercises.Elementwise::new),
            new Family("reduce", Exercises.Reduce::new),
            new Family("softmax", Exercises.Softmax::new),
            new Family("loss", Exercises.Loss::new),
            new Family("norm", NormExercise::new),
            new Family("random", Exercises.Random::new),
            new Family("attention", AttentionExercise::new),
            new Family("cell", CellExercise::new),
            new Family("broadcast", Exercises.Broadcast::new),
            new Family("layout", Exercises.Layout::new),
            new Family("map", Exercises.Map::new),
            new Family("quant", Exercises.Quant::new));

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
