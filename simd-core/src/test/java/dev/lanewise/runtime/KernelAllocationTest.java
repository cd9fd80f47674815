package dev.lanewise.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.sun.management.ThreadMXBean;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.thread.Parallel;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.opentest4j.AssertionFailedError;

/**
 * A warm kernel allocates nothing: garbage from a kernel means that a vector was boxed. The sets are those that programs
 * get, for which the compiler was told what to inline. Small problems come first, as in
 * {@link WarmUp}: a method that is compiled in the middle of its first long loop may be compiled badly.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KernelAllocationTest {
    /** What a parallel region may allocate where it hands chunks to other threads: a body, with what it captures. */
    private static final long BODY_BYTES = 128;

    /** Until C2, which works beside the test, has compiled a kernel. Reached only by one that never gets there. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    // A call that allocates nothing once may have taken a compiled path by luck.
    private static final int CALM_CALLS = 3;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final int threads = Parallel.threads();
    private Object sink;

    @AfterEach
    void restoreThreads() {
        Parallel.threads(threads);
    }

    private record NamedSet(String name, Kernels kernels) {}

    private static List<NamedSet> sets() {
        return List.of(
                new NamedSet("scalar", KernelSets.scalar()),
                new NamedSet("vector", KernelSets.vector().orElseThrow()));
    }

    /** Calls until some calls in a row have allocated no more than what is allowed; fails when patience ends. */
    private static void assertAllocates(long allowed, long patienceNanos, Runnable call) {
        long until = System.nanoTime() + patienceNanos;
        long least = Long.MAX_VALUE;
        int calm = 0;
        do {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            call.run();
            long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
            least = Math.min(least, bytes);
            calm = bytes <= allowed ? calm + 1 : 0;
            if (calm == CALM_CALLS) {
                return;
            }
        } while (System.nanoTime() < until);
        fail("allocates " + least + " bytes at best, expected at most " + allowed);
    }

    private static Stream<DynamicTest> tests(boolean large, long bytesPerRegion) {
        List<AllocationLine> lines = AllocationLine.all(large);
        return sets().stream()
                .flatMap(set -> lines.stream()
                        .map(line -> dynamicTest(set.name + " " + line.name(), () -> {
                            long allowed = bytesPerRegion * line.regions();
                            assertAllocates(
                                    allowed, PATIENCE_NANOS, () -> line.call().accept(set.kernels));
                        })));
    }

    @TestFactory
    @Order(1)
    Stream<DynamicTest> smallProblem_allocatesNothing() {
        Parallel.threads(1);
        return tests(false, 0);
    }

    @TestFactory
    @Order(2)
    Stream<DynamicTest> largeProblemOnOneThread_allocatesNothing() {
        Parallel.threads(1);
        return tests(true, 0);
    }

    @TestFactory
    @Order(3)
    Stream<DynamicTest> largeProblemOnTwoThreads_allocatesBodiesOnly() {
        Parallel.threads(2);
        return tests(true, BODY_BYTES);
    }

    @Test
    void everyMethodOfEveryFamily_hasALine() {
        Set<String> methods = new TreeSet<>();
        for (RecordComponent family : Kernels.class.getRecordComponents()) {
            for (Method method : family.getType().getMethods()) {
                if (!Modifier.isStatic(method.getModifiers())) {
                    methods.add(family.getName() + "." + method.getName());
                }
            }
        }
        assertEquals(
                methods,
                AllocationLine.all(false).stream()
                        .map(AllocationLine::method)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void allocatingBody_isCaught() {
        long briefly = TimeUnit.MILLISECONDS.toNanos(200);
        Throwable caught =
                assertThrows(AssertionFailedError.class, () -> assertAllocates(0, briefly, () -> sink = new float[4]));
        assertEquals("allocates 32 bytes at best, expected at most 0", caught.getMessage());
        int[] calls = new int[1];
        // every third call only: three in a row are never calm
        assertThrows(
                AssertionFailedError.class,
                () -> assertAllocates(0, briefly, () -> sink = ++calls[0] % 3 == 0 ? new float[4] : sink));
    }
}
