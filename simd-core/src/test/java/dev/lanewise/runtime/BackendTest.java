package dev.lanewise.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link Backend} decides when it is loaded, each case in a JVM of its own. */
class BackendTest {
    private static final int FAMILIES = Family.ALL.size();

    // A busy machine compiles slowly; a free one is done in a few seconds.
    private static final int PATIENCE_SECONDS = 150;

    @TempDir
    private Path folder;

    private List<String> run(int seconds, String... options) throws IOException, InterruptedException {
        return OtherJvm.run(
                folder, 2 * PATIENCE_SECONDS, List.of(options), BackendProgram.class, String.valueOf(seconds));
    }

    private List<String> runWithModule(int seconds, String... options) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(OtherJvm.MODULE);
        all.addAll(List.of(options));
        return run(seconds, all.toArray(String[]::new));
    }

    private static void assertRan(List<String> lines, String kernels, int bits, int families) {
        List<String> expected =
                List.of("kernels=" + kernels, "bits=" + bits, "families=" + families + " of " + FAMILIES, "equal=true");
        assertEquals(expected, lines.subList(lines.size() - 4, lines.size()), () -> String.join("\n", lines));
    }

    /** Nothing but the one line that says why, beside what the JVM itself has to say of the incubator module. */
    private static void assertRefused(List<String> lines, String reason) {
        List<String> ours = lines.stream()
                .filter(line -> !line.contains("incubator modules"))
                .toList();
        assertEquals(List.of("refused=" + reason), ours);
    }

    private static List<String> warnings(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("WARNING:") && !line.contains("incubator modules"))
                .toList();
    }

    private static int widest() {
        return Math.min(512, FloatVector.SPECIES_PREFERRED.vectorBitSize());
    }

    @Test
    void auto_reachesTheVectorKernelsAndTheResultsStay() throws Exception {
        List<String> lines = runWithModule(PATIENCE_SECONDS);
        assertRan(lines, "vector", widest(), FAMILIES);
        assertEquals(List.of(), warnings(lines));
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 256, 512})
    void vector_runsAtTheWidthThatIsAsked(int bits) throws Exception {
        assumeTrue(bits <= widest());
        List<String> lines = runWithModule(0, "-Dlanewise.kernels=vector", "-Dlanewise.vector.bits=" + bits);
        assertRan(lines, "vector", bits, FAMILIES);
        assertEquals(List.of(), warnings(lines));
    }

    @Test
    void scalar_staysScalarSilently() throws Exception {
        List<String> withModule = runWithModule(1, "-Dlanewise.kernels=scalar");
        assertRan(withModule, "scalar", 0, 0);
        assertEquals(List.of(), warnings(withModule));
        List<String> without = run(1, "-Dlanewise.kernels=Scalar");
        assertRan(without, "scalar", 0, 0);
        assertEquals(List.of(), warnings(without));
    }

    @Test
    void withoutTheModule_scalarRunsAndOneWarningNamesTheFlag() throws Exception {
        List<String> lines = run(1);
        assertRan(lines, "scalar", 0, 0);
        List<String> warnings = warnings(lines);
        assertEquals(1, warnings.size(), () -> String.join("\n", lines));
        assertTrue(warnings.get(0).endsWith("start java with --add-modules jdk.incubator.vector"), warnings.get(0));
    }

    @Test
    void vectorWithoutTheModule_isRefused() throws Exception {
        List<String> lines = run(1, "-Dlanewise.kernels=vector");
        assertEquals(1, lines.size(), () -> String.join("\n", lines));
        String line = lines.get(0);
        assertTrue(line.startsWith("refused=lanewise.kernels=vector: the module jdk.incubator.vector is not"), line);
        assertTrue(line.endsWith("start java with --add-modules jdk.incubator.vector"), line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "", "vectors"})
    void unknownKernels_areRefused(String value) throws Exception {
        assertRefused(
                runWithModule(0, "-Dlanewise.kernels=" + value),
                "lanewise.kernels=" + value + ", expected auto, vector or scalar");
    }

    @ParameterizedTest
    @ValueSource(strings = {"100", "0", "-128", "1024", "64", "lots"})
    void widthThatIsNone_isRefused(String value) throws Exception {
        assertRefused(
                runWithModule(0, "-Dlanewise.vector.bits=" + value),
                "lanewise.vector.bits=" + value + ", expected 128, 256 or 512 and at most this machine's " + widest());
    }

    @Test
    void widthThatTheMachineLacks_isRefused() throws Exception {
        assumeTrue(System.getProperty("os.arch").equals("amd64") && widest() >= 256);
        assertRefused(
                runWithModule(0, "-XX:UseAVX=2", "-Dlanewise.vector.bits=512"),
                "lanewise.vector.bits=512, expected 128, 256 or 512 and at most this machine's 256");
    }

    private static void assertNeedsFma(List<String> lines) {
        assertRefused(
                lines,
                "Lanewise needs a processor with fused multiply-add (FMA3, or any ARMv8), and this JVM runs without:"
                        + " the flag UseFMA is off (an old processor, a virtual machine that hides it, -XX:-UseFMA or"
                        + " -XX:UseAVX=0)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "scalar", "vector"})
    void withoutFusedMultiplyAdd_nothingRuns(String kernels) throws Exception {
        assumeTrue(System.getProperty("os.arch").equals("amd64"));
        assertNeedsFma(runWithModule(0, "-XX:UseAVX=0", "-Dlanewise.kernels=" + kernels));
        assertNeedsFma(runWithModule(0, "-XX:-UseFMA", "-Dlanewise.kernels=" + kernels));
    }

    @ParameterizedTest
    @CsvSource({"1, 128", "2, 256", "3, 512"})
    void narrowerProcessor_runsAtItsWidth(int avx, int bits) throws Exception {
        assumeTrue(System.getProperty("os.arch").equals("amd64") && bits <= widest());
        List<String> lines = runWithModule(0, "-XX:UseAVX=" + avx, "-Dlanewise.kernels=vector");
        assertRan(lines, "vector", bits, FAMILIES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:TieredStopAtLevel=1", "-XX:CompilationMode=quick-only", "-Xint"})
    void withoutC2_scalarRunsAndOneWarningSaysSo(String option) throws Exception {
        List<String> lines = runWithModule(0, option);
        assertRan(lines, "scalar", 0, 0);
        assertEquals(
                List.of("WARNING: Lanewise runs its scalar kernels, several times slower, because this JVM runs without"
                        + " C2, the compiler that makes registers of vectors: leave out -Xint, -XX:TieredStopAtLevel and"
                        + " -XX:CompilationMode"),
                warnings(lines));
    }
}
