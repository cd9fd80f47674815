package dev.lanewise.bench;

import dev.lanewise.kernel.Kernels;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A kernel on operands of one size.
 *
 * @param name family.method, then what tells the works apart
 * @param flop floating-point operations of a call; a function of an element counts as one
 * @param reads bytes that must be read at least
 * @param writes bytes that must be written at least
 * @param footprint bytes of memory that take part
 * @param prepare makes the operands; the result runs the kernel of a set
 */
public record Work(
        String name, double flop, double reads, double writes, double footprint, Supplier<Consumer<Kernels>> prepare) {
    /** Work that writes where it does not read. */
    Work(String name, double flop, double reads, double writes, Supplier<Consumer<Kernels>> prepare) {
        this(name, flop, reads, writes, reads + writes, prepare);
    }

    /** The component of {@link Kernels}. */
    public String family() {
        return name.substring(0, name.indexOf('.'));
    }

    /** Bytes that must be moved at least. */
    public double bytes() {
        return reads + writes;
    }

    /** Floating-point operations for each byte. */
    public double intensity() {
        return flop / bytes();
    }
}
