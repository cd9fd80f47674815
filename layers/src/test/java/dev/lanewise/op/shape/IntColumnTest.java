package dev.lanewise.op.shape;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.tensor.IntTensor;
import org.junit.jupiter.api.Test;

class IntColumnTest {
    private static Var table(int... extents) {
        Tape tape = Tape.inference();
        tape.begin(0);
        return tape.constant(IntTensor.of(new int[] {1, 2, 3, 4, 5, 6}, extents));
    }

    @Test
    void column_isTheOneAsked() {
        assertArrayEquals(
                new int[] {1, 3, 5}, new IntColumn(0).on(table(3, 2)).ints().toArray());
        assertArrayEquals(
                new int[] {3, 6}, new IntColumn(2).on(table(2, 3)).ints().toArray());
    }

    @Test
    void column_thatIsNotThere_isRefused() {
        var error = assertThrows(IllegalArgumentException.class, () -> new IntColumn(2).on(table(3, 2)));
        assertEquals("intColumn: column 2 of x, which has shape [3, 2]", error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new IntColumn(0).on(table(6)));
    }
}
