package dev.lanewise.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.init.Draws;
import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.nn.conv.Conv2d;
import dev.lanewise.nn.conv.MaxPool2d;
import dev.lanewise.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private static Unary small() {
        Draws draws = new Draws(1);
        LinkedHashMap<String, Unary> layers = new LinkedHashMap<>();
        layers.put("conv", Conv2d.of(1, 2, 3, Conv2dShape.of(1, 1), draws));
        layers.put("relu", Activation.RELU);
        layers.put("pool", new MaxPool2d(Pool2dShape.of(2)));
        layers.put("flatten", new Flatten());
        layers.put("fc", Linear.of(8, 3, draws));
        return new Sequential(layers);
    }

    @Test
    void summaryOfAPass_hasARowForEveryOperation() {
        Summary summary = small().summary(Shape.of(5, 1, 4, 4));
        List<String> rows = summary.rows().stream()
                .map(r -> r.name() + "|" + r.operation() + "|" + r.output() + "|" + r.parameters() + "|" + r.flops())
                .toList();
        assertEquals(
                List.of(
                        "conv|conv2d|[5, 2, 4, 4]|20|" + 2 * 5 * 2 * 16 * 9,
                        "|relu|[5, 2, 4, 4]|0|160",
                        "|maxPool2d|[5, 2, 2, 2]|0|" + 40 * 4,
                        "fc|linear|[5, 3]|27|" + 2 * 5 * 3 * 8),
                rows);
        assertEquals(47, summary.parameters());
        assertEquals(2880 + 160 + 160 + 240, summary.flops());
    }

    @Test
    void summaryWithoutAPass_listsTheParameters() {
        Summary summary = small().summary();
        assertEquals(
                List.of("conv.weight", "conv.bias", "fc.weight", "fc.bias"),
                summary.rows().stream().map(r -> r.name() + "." + r.operation()).toList());
        assertEquals(47, summary.parameters());
    }

    @Test
    void sharedParameter_isCountedOnce() {
        Linear linear = Linear.of(4, 4, new Draws(1));
        Summary summary = Sequential.of(linear, linear).summary(Shape.of(1, 4));
        assertEquals(
                List.of(20L, 0L),
                summary.rows().stream().map(Summary.Row::parameters).toList());
        assertEquals(20, summary.parameters());
    }

    @Test
    void table_alignsItsColumns() {
        String table = small().summary(Shape.of(5, 1, 4, 4)).toString();
        List<String> lines = table.lines().toList();
        assertEquals(6, lines.size());
        assertTrue(lines.getFirst().startsWith("layer  operation  output"), table);
        assertEquals(1, lines.stream().map(String::length).distinct().count(), table);
    }
}
