package dev.lanewise.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorTest {
    private static float[] ramp(int size) {
        float[] array = new float[size];
        for (int i = 0; i < size; i++) {
            array[i] = i;
        }
        return array;
    }

    private static <T extends Throwable> void assertRefused(Class<T> type, String message, Runnable body) {
        assertEquals(message, assertThrows(type, body::run).getMessage());
    }

    @Test
    void zeros_hasAnArrayOfItsOwn() {
        Tensor t = Tensor.zeros(2, 3);
        assertArrayEquals(new float[6], t.array());
        assertEquals(0, t.offset());
        assertEquals(Shape.of(2, 3), t.shape());
        assertNotSame(t.array(), Tensor.zeros(2, 3).array());
    }

    @Test
    void of_sharesTheArray() {
        float[] array = ramp(6);
        Tensor t = Tensor.of(array, 2, 3);
        assertSame(array, t.array());
        t.set(-1f, 1, 2);
        assertEquals(-1f, array[5]);
    }

    @Test
    void of_refusesAnotherNumberOfElements() {
        assertRefused(
                IllegalArgumentException.class,
                "shape [2, 3] has 6 elements, but the array has 7",
                () -> Tensor.of(new float[7], 2, 3));
    }

    @Property
    void get_isRowMajor(
            @ForAll @IntRange(min = 1, max = 4) int a,
            @ForAll @IntRange(min = 1, max = 4) int b,
            @ForAll @IntRange(min = 1, max = 4) int c,
            @ForAll @IntRange(max = 5) int offset) {
        Tensor t = Tensor.window(ramp(offset + a * b * c + 3), offset, Shape.of(a, b, c));
        int flat = offset;
        for (int i = 0; i < a; i++) {
            for (int j = 0; j < b; j++) {
                for (int k = 0; k < c; k++) {
                    assertEquals((float) flat++, t.get(i, j, k));
                }
            }
        }
    }

    @Property
    void outer_sharesTheArray(
            @ForAll @IntRange(min = 1, max = 6) int n,
            @ForAll @IntRange(max = 5) int d,
            @ForAll @IntRange(max = 6) int from,
            @ForAll @IntRange(max = 6) int length) {
        int first = Math.min(from, n);
        int last = Math.min(n, first + length);
        Tensor t = Tensor.window(ramp(n * d + 5), 5, Shape.of(n, d));
        Tensor part = t.outer(first, last);
        assertSame(t.array(), part.array());
        assertEquals(Shape.of(last - first, d), part.shape());
        assertEquals(5 + first * d, part.offset());
        for (int i = first; i < last; i++) {
            assertSame(t.array(), t.outer(i).array());
            assertEquals(Shape.of(d), t.outer(i).shape());
            assertArrayEquals(t.outer(i).toArray(), part.outer(i - first).toArray());
        }
    }

    @Test
    void reshape_sharesTheArray() {
        Tensor t = Tensor.window(ramp(20), 3, Shape.of(3, 4));
        Tensor flat = t.reshape(12);
        assertSame(t.array(), flat.array());
        flat.fill(9f);
        assertEquals(9f, t.get(2, 3));
        assertEquals(2f, t.array()[2], "before the window");
        assertEquals(15f, t.array()[15], "behind the window");
        assertSame(t, t.reshape(3, 4), "the same shape is the same tensor");
        assertEquals(Shape.of(), Tensor.zeros(1, 1).reshape().shape());
    }

    @Test
    void reshape_refusesAnotherNumberOfElements() {
        assertRefused(
                IllegalArgumentException.class,
                "reshape: [3, 4] has 12 elements, [5] has 5",
                () -> Tensor.zeros(3, 4).reshape(5));
    }

    @ParameterizedTest
    @CsvSource({"0, 12, false", "8, 12, false", "9, 12, true", "-1, 12, true", "2147483647, 12, true", "21, 0, true"})
    void window_mustLieInsideTheArray(int offset, int size, boolean refused) {
        float[] array = new float[20];
        if (refused) {
            assertRefused(
                    IllegalArgumentException.class,
                    "tensor of shape [" + size + "] at offset " + offset + " does not fit an array of 20 floats",
                    () -> Tensor.window(array, offset, Shape.of(size)));
        } else {
            assertEquals(offset, Tensor.window(array, offset, Shape.of(size)).offset());
        }
    }

    @Test
    void emptyWindow_mayStandAtTheEnd() {
        assertEquals(0, Tensor.window(new float[20], 20, Shape.of(0, 7)).size());
        assertEquals(0, Tensor.window(new float[0], 0, Shape.of(3, 0)).toArray().length);
    }

    @ParameterizedTest
    @CsvSource({"2, 0", "-1, 0", "0, 3", "0, -1"})
    void get_refusesAnIndexOutside(int i, int j) {
        Tensor t = Tensor.window(ramp(20), 5, Shape.of(2, 3));
        String message = "index [" + i + ", " + j + "] into shape [2, 3]";
        assertRefused(IndexOutOfBoundsException.class, message, () -> t.get(i, j));
        assertRefused(IndexOutOfBoundsException.class, message, () -> t.set(0f, i, j));
    }

    @Test
    void get_refusesAnotherRank() {
        assertRefused(
                IllegalArgumentException.class,
                "index [1] into shape [2, 3]",
                () -> Tensor.zeros(2, 3).get(1));
        assertEquals(4f, Tensor.scalar(4f).get());
    }

    @ParameterizedTest
    @CsvSource({"-1, 1", "0, 4", "2, 1", "3, 4", "2147483647, -2147483648"})
    void outer_refusesARangeOutside(int from, int to) {
        assertRefused(
                IndexOutOfBoundsException.class,
                "outer(" + from + ", " + to + ") of shape [3, 2]: the axis has 3",
                () -> Tensor.zeros(3, 2).outer(from, to));
    }

    @Test
    void outer_refusesAnElementOutside() {
        Tensor t = Tensor.zeros(3, 2);
        assertThrows(IndexOutOfBoundsException.class, () -> t.outer(3));
        assertThrows(IndexOutOfBoundsException.class, () -> t.outer(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> t.outer(Integer.MAX_VALUE));
        assertThrows(IllegalArgumentException.class, () -> Tensor.scalar(1f).outer(0));
    }

    @Test
    void extentsThatOverflow_areRefusedBeforeAnythingIsAllocated() {
        assertThrows(IllegalArgumentException.class, () -> Tensor.zeros(65536, 65536));
        assertThrows(IllegalArgumentException.class, () -> Tensor.zeros(65536, 65537, 1 << 30));
        assertThrows(IllegalArgumentException.class, () -> Tensor.of(new float[0], 65536, 65536));
        assertThrows(IllegalArgumentException.class, () -> Tensor.zeros(1).reshape(65536, 65536));
        assertThrows(IllegalArgumentException.class, () -> Tensor.zeros(-1));
    }

    @Test
    void copyFrom_copiesTheWindowOnly() {
        Tensor to = Tensor.window(new float[10], 2, Shape.of(4));
        to.copyFrom(Tensor.window(ramp(10), 5, Shape.of(2, 2)));
        assertArrayEquals(new float[] {0, 0, 5, 6, 7, 8, 0, 0, 0, 0}, to.array());
        assertRefused(
                IllegalArgumentException.class, "copy of shape [5] into shape [4]", () -> to.copyFrom(Tensor.zeros(5)));
    }

    @Test
    void copy_hasAnArrayOfItsOwn() {
        Tensor t = Tensor.window(ramp(10), 5, Shape.of(2, 2));
        Tensor copy = t.copy();
        t.fill(-1f);
        assertArrayEquals(new float[] {5, 6, 7, 8}, copy.array());
        assertEquals(Shape.of(2, 2), copy.shape());
    }

    @Test
    void toString_showsShapeAndFirstElements() {
        assertEquals("Tensor[2][0.0, 1.0]", Tensor.of(ramp(2), 2).toString());
        assertEquals(
                "Tensor[3, 3][0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, ...]",
                Tensor.of(ramp(9), 3, 3).toString());
        assertEquals("Tensor[0][]", Tensor.zeros(0).toString());
    }
}
