package dev.lanewise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.runtime.KernelSets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WorksTest {
    @Test
    void everyFamily_hasAWork() {
        Set<String> families = Works.all().stream().map(Work::family).collect(Collectors.toSet());
        assertEquals(new HashSet<>(Works.families()), families);
        assertEquals(Works.families(), Works.quick().stream().map(Work::family).toList());
    }

    @Test
    void names_areOfMethodsAndDiffer() throws ReflectiveOperationException {
        Set<String> names = new HashSet<>();
        for (Work work : Works.all()) {
            assertTrue(names.add(work.name()), work.name());
            String method = work.name().split(" ")[0].substring(work.family().length() + 1);
            Class<?> family = Kernels.class.getMethod(work.family()).getReturnType();
            assertTrue(
                    Arrays.stream(family.getMethods()).anyMatch(m -> m.getName().equals(method)), work.name());
            assertTrue(work.bytes() > 0 && work.footprint() > 0 && work.footprint() <= work.bytes(), work.name());
        }
        assertEquals("gemm", Works.named("gemm.gemm 64x64x64 NN").family());
        assertThrows(IllegalArgumentException.class, () -> Works.named("gemm"));
    }

    @Test
    void everyWork_runs() {
        Kernels scalar = KernelSets.scalar();
        for (Work work : Works.all()) {
            work.prepare().get().accept(scalar);
        }
    }

    @Test
    void counts_areThoseOfTheProblem() {
        Work gemm = Works.named("gemm.gemm 1x3072x768 NN");
        assertEquals(2.0 * 3072 * 768, gemm.flop());
        assertEquals(4.0 * (768 + 3072 * 768 + 3072), gemm.bytes());
        Work conv = Works.named("conv.forward 1x96x112x112, 96x1x3x3, pad 1");
        assertEquals(2.0 * 96 * 112 * 112 * 9, conv.flop());
        assertEquals(
                List.of(BandwidthRoof.Kind.READ, BandwidthRoof.Kind.COPY),
                List.of(Roofs.kind(gemm), Roofs.kind(Works.named("elementwise.relu 1048576"))));
        assertEquals(BandwidthRoof.Kind.READ, Roofs.kind(Works.named("update.adam 1048576")));
    }
}
