package dev.lanewise.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.tensor.ShapeSpec.Axes;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeSpecTest {
    private static final String CONV = "x:[N,C,H,W] w:[O,C,KH,KW]";
    private static final String LINEAR = "x:[*,I] w:[O,I] b:[O]?";

    private static void assertRefused(String message, String contract, String op, Shape... shapes) {
        ShapeSpec spec = ShapeSpec.of(contract);
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> spec.match(op, shapes))
                        .getMessage());
    }

    @Test
    void match_givesTheExtentOfEveryName() {
        Axes axes = ShapeSpec.of(CONV).match("conv2d", Shape.of(64, 3, 28, 30), Shape.of(16, 3, 5, 7));
        assertEquals(64, axes.get("N"));
        assertEquals(3, axes.get("C"));
        assertEquals(28, axes.get("H"));
        assertEquals(30, axes.get("W"));
        assertEquals(16, axes.get("O"));
        assertEquals(5, axes.get("KH"));
        assertEquals(7, axes.get("KW"));
    }

    @Test
    void differentExtents_areNamedWithTheContract() {
        assertRefused(
                "conv2d: w has shape [16, 4, 3, 3]: C=4, but x has C=3 (contract x:[N,C,H,W] w:[O,C,KH,KW])",
                CONV,
                "conv2d",
                Shape.of(64, 3, 28, 28),
                Shape.of(16, 4, 3, 3));
    }

    @Test
    void sameNameTwiceInOneOperand_mustBeTheSameExtent() {
        assertEquals(5, ShapeSpec.of("a:[D,D]").match("trace", Shape.of(5, 5)).get("D"));
        assertRefused(
                "trace: a has shape [5, 6]: D=6, but a has D=5 (contract a:[D,D])", "a:[D,D]", "trace", Shape.of(5, 6));
    }

    @Test
    void owner_isTheFirstOperandWithTheName() {
        assertRefused(
                "add: c has shape [4]: D=4, but a has D=3 (contract a:[D] b:[D] c:[D])",
                "a:[D] b:[D] c:[D]",
                "add",
                Shape.of(3),
                Shape.of(3),
                Shape.of(4));
    }

    @Property
    void star_standsForAnyAxes(
            @ForAll @Size(max = 3) List<@IntRange(max = 9) Integer> leading, @ForAll @IntRange(max = 9) int inner) {
        Shape star = Shape.of(leading.stream().mapToInt(Integer::intValue).toArray());
        int[] extents = Arrays.copyOf(star.toArray(), star.rank() + 1);
        extents[star.rank()] = inner;
        Axes axes = ShapeSpec.of(LINEAR).match("linear", Shape.of(extents), Shape.of(7, inner), null);
        assertEquals(star, axes.star());
        assertEquals(inner, axes.get("I"));
        assertEquals(7, axes.get("O"));
    }

    @Test
    void star_mayStandAnywhere() {
        Axes front = ShapeSpec.of("x:[N,*]").match("flatten", Shape.of(4, 2, 3));
        assertEquals(Shape.of(2, 3), front.star());
        Axes middle = ShapeSpec.of("x:[N,*,D]").match("norm", Shape.of(4, 2, 3, 5));
        assertEquals(Shape.of(2, 3), middle.star());
        assertEquals(5, middle.get("D"));
        assertEquals(Shape.of(), ShapeSpec.of("x:[*]").match("any", Shape.of()).star());
    }

    @Test
    void allStarsOfAContract_areTheSameAxes() {
        assertRefused(
                "matmul: b has shape [3, 4, 6]: *=[3], but a has *=[2] (contract a:[*,M,K] b:[*,K,N])",
                "a:[*,M,K] b:[*,K,N]",
                "matmul",
                Shape.of(2, 5, 4),
                Shape.of(3, 4, 6));
        assertRefused(
                "matmul: b has shape [4, 6]: *=[], but a has *=[2] (contract a:[*,M,K] b:[*,K,N])",
                "a:[*,M,K] b:[*,K,N]",
                "matmul",
                Shape.of(2, 5, 4),
                Shape.of(4, 6));
    }

    @Test
    void number_isThatExtent() {
        ShapeSpec spec = ShapeSpec.of("x:[N,3,10]");
        assertEquals(8, spec.match("rgb", Shape.of(8, 3, 10)).get("N"));
        assertRefused(
                "rgb: x has shape [8, 4, 10]: 4 where the contract has 3 (contract x:[N,3,10])",
                "x:[N,3,10]",
                "rgb",
                Shape.of(8, 4, 10));
    }

    @Test
    void rank_isChecked() {
        assertRefused(
                "conv2d: x has shape [3, 28, 28], rank 3, expected 4 (contract x:[N,C,H,W] w:[O,C,KH,KW])",
                CONV,
                "conv2d",
                Shape.of(3, 28, 28),
                Shape.of(16, 3, 3, 3));
        assertRefused(
                "linear: x has shape [], rank 0, expected at least 1 (contract x:[*,I] w:[O,I] b:[O]?)",
                LINEAR,
                "linear",
                Shape.of(),
                Shape.of(2, 3),
                null);
        assertRefused("item: x has shape [1], rank 1, expected 0 (contract x:[])", "x:[]", "item", Shape.of(1));
    }

    @Test
    void optionalOperand_mayBeAbsent() {
        ShapeSpec spec = ShapeSpec.of(LINEAR);
        assertEquals(
                5, spec.match("linear", Shape.of(2, 3), Shape.of(5, 3), null).get("O"));
        assertRefused(
                "linear: b has shape [4]: O=4, but w has O=5 (contract x:[*,I] w:[O,I] b:[O]?)",
                LINEAR,
                "linear",
                Shape.of(2, 3),
                Shape.of(5, 3),
                Shape.of(4));
        assertRefused(
                "linear: w is absent (contract x:[*,I] w:[O,I] b:[O]?)", LINEAR, "linear", Shape.of(2, 3), null, null);
    }

    @Test
    void numberOfOperands_isChecked() {
        assertRefused(
                "linear: 2 operands, expected 3 (contract x:[*,I] w:[O,I] b:[O]?)",
                LINEAR,
                "linear",
                Shape.of(2, 3),
                Shape.of(5, 3));
    }

    @Test
    void axisThatTheContractLacks_isRefused() {
        Axes axes = ShapeSpec.of("x:[N]").match("op", Shape.of(3));
        assertEquals(
                "no axis D among [N]",
                assertThrows(IllegalArgumentException.class, () -> axes.get("D"))
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'';''",
                "' ';''",
                "x;x",
                "x:;x:",
                ":[N];:[N]",
                "x:N;x:N",
                "x:[N;x:[N",
                "x:N];x:N]",
                "x[N];x[N]",
                "x:[N]];x:[N]]",
                "x:[[N];x:[[N]",
                "x:[N,,C];x:[N,,C]",
                "x:[N,];x:[N,]",
                "x:[,N];x:[,N]",
                "x:[N C];x:[N",
                "x:[3a];x:[3a]",
                "x:[**];x:[**]",
                "x:[-1];x:[-1]",
                "x:[99999999999];x:[99999999999]",
                "x:[N]??;x:[N]??",
                "x:[N] y;y",
            })
    void malformedContract_isRefusedWhenItIsRead(String contract, String part) {
        assertEquals(
                "shape contract \"" + contract + "\": cannot read \"" + part + "\"",
                assertThrows(IllegalArgumentException.class, () -> ShapeSpec.of(contract))
                        .getMessage());
    }

    @Test
    void twoStarsInOneOperand_areRefused() {
        assertEquals(
                "shape contract \"x:[*,D,*]\": two stars in x:[*,D,*]",
                assertThrows(IllegalArgumentException.class, () -> ShapeSpec.of("x:[*,D,*]"))
                        .getMessage());
    }

    @Test
    void toString_isTheContract() {
        assertEquals(LINEAR, ShapeSpec.of(LINEAR).toString());
    }
}
