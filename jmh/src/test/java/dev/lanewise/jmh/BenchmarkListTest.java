package dev.lanewise.jmh;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

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
}
