package dev.lanewise.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.bench.Work;
import dev.lanewise.bench.Works;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Param;

/** JMH finds its benchmarks in a generated list; without the annotation processor the list is silently empty. */
class BenchmarkListTest {

    @Test
    void listNamesOurBenchmarks() throws IOException {
        try (var in = getClass().getResourceAsStream("/META-INF/BenchmarkList")) {
            assertNotNull(in, "no META-INF/BenchmarkList: is jmh-generator-annprocess in annotationProcessorPaths?");
            var list = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(list.contains("dev.lanewise.jmh."), () -> "META-INF/BenchmarkList names no benchmark: " + list);
        }
    }

    @Test
    void everyWorkOfTheFamily_isABenchmark() throws ReflectiveOperationException {
        for (String family : Works.families()) {
            String name = family.substring(0, 1).toUpperCase(Locale.ROOT) + family.substring(1);
            Class<?> benchmark = Class.forName("dev.lanewise.jmh." + name + "Benchmark");
            assertEquals(
                    Works.all().stream()
                            .filter(work -> work.family().equals(family))
                            .map(Work::name)
                            .toList(),
                    List.of(benchmark
                            .getField("work")
                            .getAnnotation(Param.class)
                            .value()));
        }
    }
}
