package dev.lanewise.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is warm stays warm, each case in a JVM of its own. */
class WarmUpTest {
    // A busy machine compiles slowly; a free one is done in a quarter of a minute.
    private static final int PATIENCE_SECONDS = 300;

    // Below this many bytes C2 inlines what it has compiled before: less than any method here has that passes vectors.
    private static final String NOTHING_COMPILED = "-XX:InlineSmallCode=200";

    @TempDir
    private Path folder;

    private List<String> run(List<String> options, String... args) throws Exception {
        List<String> all = new ArrayList<>(OtherJvm.MODULE);
        all.addAll(options);
        // The program warms up by itself.
        all.add("-Dlanewise.kernels=scalar");
        return OtherJvm.run(folder, PATIENCE_SECONDS, all, WarmUpProgram.class, args).stream()
                .filter(line -> !line.contains("incubator modules"))
                .toList();
    }

    /**
     * A path that the exercise does not take is compiled as a trap: the first problem that takes it throws the compiled code
     * away, and the kernel boxes until C2 has compiled it again. A line that is cold wants its path in the exercise.
     */
    @Test
    void firstCallsAfterTheWarmUp_allocateNothing() throws Exception {
        assertEquals(List.of("done"), run(List.of()));
    }

    /** C2 refuses to inline what it has compiled to more than some bytes, were it not told to. */
    @Test
    void methodsThatPassVectorsCompiledBefore_areInlinedAllTheSame() throws Exception {
        List<String> lines = run(List.of(NOTHING_COMPILED, "-Xbatch"), WarmUpProgram.FIRST_ALONE);
        assertEquals("done", lines.getLast(), () -> String.join("\n", lines));
        assertEquals(2, lines.size(), () -> String.join("\n", lines));
    }
}
