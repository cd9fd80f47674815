package dev.lanewise.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeTest {
    private static final int MOST = Integer.MAX_VALUE - 64;

    private static int[] array(List<Integer> extents) {
        return extents.stream().mapToInt(Integer::intValue).toArray();
    }

    private static String refusal(int... extents) {
        return assertThrows(IllegalArgumentException.class, () -> Shape.of(extents))
                .getMessage();
    }

    @Test
    void scalar_hasRankZeroAndOneElement() {
        assertEquals(0, Shape.of().rank());
        assertEquals(1, Shape.of().size());
        assertEquals("[]", Shape.of().toString());
    }

    @Property
    void size_isTheProductOfTheExtents(@ForAll @Size(max = 5) List<@IntRange(max = 9) Integer> list) {
        int[] extents = array(list);
        Shape shape = Shape.of(extents);
        assertEquals(Arrays.stream(extents).reduce(1, (a, b) -> a * b), shape.size());
        assertEquals(extents.length, shape.rank());
        assertArrayEquals(extents, shape.toArray());
        assertEquals(Arrays.toString(extents), shape.toString());
        for (int i = 0; i < extents.length; i++) {
            assertEquals(extents[i], shape.dim(i));
            assertEquals(extents[i], shape.dim(i - extents.length));
        }
    }

    @Property
    void span_splitsTheSize(
            @ForAll @Size(max = 5) List<@IntRange(max = 9) Integer> list, @ForAll @IntRange(max = 5) int cut) {
        Shape shape = Shape.of(array(list));
        int at = Math.min(cut, shape.rank());
        assertEquals(shape.size(), shape.span(0, at) * shape.span(at, shape.rank()));
        assertEquals(1, shape.span(at, at));
    }

    @Property
    void inner_undoesPrepend(
            @ForAll @Size(max = 4) List<@IntRange(max = 9) Integer> list, @ForAll @IntRange(max = 9) int extent) {
        Shape shape = Shape.of(array(list));
        Shape longer = shape.prepend(extent);
        assertEquals(extent, longer.dim(0));
        assertEquals(shape, longer.inner());
        assertEquals(shape.hashCode(), longer.inner().hashCode());
        assertEquals(extent * shape.size(), longer.size());
    }

    @Property
    void with_changesOneAxis(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 9) Integer> list,
            @ForAll @IntRange(max = 9) int extent) {
        int[] extents = array(list);
        Shape shape = Shape.of(extents);
        for (int axis = 0; axis < extents.length; axis++) {
            int[] changed = extents.clone();
            changed[axis] = extent;
            assertEquals(Shape.of(changed), shape.with(axis, extent));
            assertEquals(Shape.of(changed), shape.with(axis - extents.length, extent));
        }
        assertEquals(Shape.of(extents), shape, "the shape itself stays");
    }

    @Test
    void of_copiesTheExtents() {
        int[] extents = {2, 3};
        Shape shape = Shape.of(extents);
        extents[0] = 7;
        shape.toArray()[1] = 7;
        assertEquals(Shape.of(2, 3), shape);
    }

    @Test
    void equals_looksAtEveryExtent() {
        assertNotEquals(Shape.of(2, 3), Shape.of(3, 2));
        assertNotEquals(Shape.of(6), Shape.of(6, 1));
        assertNotEquals(Shape.of(0, 3), Shape.of(0, 4));
        assertNotEquals(Shape.of(1), (Object) "[1]");
    }

    @Test
    void negativeExtent_isRefused() {
        assertEquals("shape [2, -1]: extent -1 is negative", refusal(2, -1));
        assertEquals("shape [0, -2147483648]: extent -2147483648 is negative", refusal(0, Integer.MIN_VALUE));
        assertThrows(IllegalArgumentException.class, () -> Shape.of(2, 3).with(0, -1));
        assertThrows(IllegalArgumentException.class, () -> Shape.of(2, 3).prepend(-1));
    }

    @ParameterizedTest
    @CsvSource({
        "2147483647, 1, 1",
        "46341, 46341, 1",
        "65536, 65536, 1",
        "65536, 65536, 65536",
        "2147483647, 2147483647, 2147483647",
        "4, 1073741824, 1",
        // empty, but a part of it would not be a shape
        "0, 65536, 65536",
        "65536, 65536, 0",
    })
    void tooManyElements_areRefused(int a, int b, int c) {
        String shape = "[" + a + ", " + b + ", " + c + "]";
        assertEquals("shape " + shape + " has more elements than one array holds (" + MOST + ")", refusal(a, b, c));
    }

    @Test
    void asManyElementsAsAnArrayHolds_areAllowed() {
        assertEquals(MOST, Shape.of(MOST).size());
        assertEquals(MOST, Shape.of(1, MOST, 1).size());
        assertEquals(0, Shape.of(MOST, 0).size());
    }

    @Test
    void overflow_isRefusedWhereAShapeIsMadeFromAnother() {
        assertThrows(IllegalArgumentException.class, () -> Shape.of(2, 65536).with(0, 65536));
        assertThrows(IllegalArgumentException.class, () -> Shape.of(65536).prepend(65536));
    }

    @ParameterizedTest
    @CsvSource({"2", "-3", "2147483647", "-2147483648"})
    void axisThatIsNotThere_isRefused(int axis) {
        assertEquals(
                "axis " + axis + " of shape [2, 3], which has rank 2",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Shape.of(2, 3).dim(axis))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> Shape.of(2, 3).with(axis, 1));
    }

    @Test
    void innerOfAScalar_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> Shape.of().inner());
    }
}
