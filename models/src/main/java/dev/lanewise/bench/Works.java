package dev.lanewise.bench;

import dev.lanewise.kernel.Kernels;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All works, family by family. */
public final class Works {
    private Works() {}

    /** The kernel families, in the order of {@link Kernels}. */
    public static List<String> families() {
        return Arrays.stream(Kernels.class.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }

    /** Every work, in the order of {@link #families}. */
    public static List<Work> all() {
        List<String> families = families();
        return Stream.of(MatrixWorks.all(), ElementWorks.all(), RowWorks.all(), PlaneWorks.all(), CellWorks.all())
                .flatMap(List::stream)
                .sorted(Comparator.comparingInt(work -> families.indexOf(work.family())))
                .toList();
    }

    /** The first work of every family. */
    public static List<Work> quick() {
        Set<String> seen = new HashSet<>();
        List<Work> quick = new ArrayList<>();
        for (Work work : all()) {
            if (seen.add(work.family())) {
                quick.add(work);
            }
        }
        return quick;
    }

    /**
     * The work of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Work named(String name) {
        return all().stream()
                .filter(work -> work.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no work '" + name + "'"));
    }
}
