package dev.lanewise.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntTensorTest {
    private static final int[] TEN = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};

    @Test
    void views_shareTheArray() {
        int[] array = TEN.clone();
        IntTensor t = IntTensor.window(array, 2, Shape.of(3, 2));
        assertSame(array, t.array());
        assertSame(array, t.outer(1, 3).array());
        assertSame(array, t.reshape(Shape.of(6)).array());
        assertEquals(4, t.outer(1, 3).offset());
        assertEquals(Shape.of(2, 2), t.outer(1, 3).shape());
        array[4] = -1;
        assertEquals(-1, t.outer(1, 3).get(0));
        assertEquals(-1, t.reshape(Shape.of(6)).get(2));
        assertArrayEquals(new int[] {2, 3, -1, 5, 6, 7}, t.toArray());
        assertNotSame(array, t.toArray());
    }

    @Test
    void zeros_hasAnArrayOfItsOwn() {
        assertArrayEquals(new int[6], IntTensor.zeros(2, 3).array());
        assertEquals(Shape.of(2, 3), IntTensor.zeros(2, 3).shape());
    }

    @Test
    void of_refusesAnotherNumberOfElements() {
        assertEquals(
                "shape [2, 3] has 6 elements, but the array has 10",
                assertThrows(IllegalArgumentException.class, () -> IntTensor.of(TEN, 2, 3))
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource({"5, 6", "-1, 3", "11, 0", "2147483647, 1"})
    void window_mustLieInsideTheArray(int offset, int size) {
        assertEquals(
                "int tensor of shape [" + size + "] at offset " + offset + " does not fit an array of 10 ints",
                assertThrows(IllegalArgumentException.class, () -> IntTensor.window(TEN, offset, Shape.of(size)))
                        .getMessage());
    }

    @Test
    void get_refusesAnIndexOutsideTheWindow() {
        IntTensor t = IntTensor.window(TEN, 2, Shape.of(3));
        assertEquals(4, t.get(2));
        assertThrows(IndexOutOfBoundsException.class, () -> t.get(3));
        assertThrows(IndexOutOfBoundsException.class, () -> t.get(-1));
    }

    @ParameterizedTest
    @CsvSource({"-1, 1", "0, 6", "3, 2"})
    void outer_refusesARangeOutside(int from, int to) {
        IntTensor t = IntTensor.of(TEN, 5, 2);
        assertThrows(IndexOutOfBoundsException.class, () -> t.outer(from, to));
    }

    @Test
    void reshape_refusesAnotherNumberOfElements() {
        assertEquals(
                "reshape: [5, 2] has 10 elements, [3] has 3",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> IntTensor.of(TEN, 5, 2).reshape(Shape.of(3)))
                        .getMessage());
    }

    @Test
    void extentsThatOverflow_areRefused() {
        assertThrows(IllegalArgumentException.class, () -> IntTensor.zeros(65536, 65536));
        assertThrows(IllegalArgumentException.class, () -> IntTensor.of(new int[0], 65536, 65536));
    }

    @Test
    void toString_showsShapeAndFirstElements() {
        assertEquals(
                "IntTensor[10][0, 1, 2, 3, 4, 5, 6, 7, ...]",
                IntTensor.of(TEN, 10).toString());
        assertEquals("IntTensor[2][8, 9]", IntTensor.window(TEN, 8, Shape.of(2)).toString());
    }
}
