package dev.lanewise.kernel;

import dev.lanewise.thread.Parallel;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Scratch arrays of a kernel call, kept for the next call so that a warm kernel allocates nothing.
 *
 * <p>One workspace serves one call at a time; inside the call every worker has arrays of its own. An array holds
 * whatever its last user left. Slots are numbered by the family that uses them and mean nothing between calls.
 */
public final class Workspace {
    /** The number of slots each worker has. */
    public static final int SLOTS = 8;

    // Elements behind an array that nobody touches: two cache lines, which processors fetch in pairs. A line that one
    // thread writes and another reads costs both as much as a trip from core to core.
    private static final int APART = 32;

    private final float[][][] floats = new float[Parallel.MAX_THREADS][][];
    private final float[][][][] rows = new float[Parallel.MAX_THREADS][][][];
    private final int[][][] ints = new int[Parallel.MAX_THREADS][][];
    private final Map<Class<?>, Object> kept = new HashMap<>();

    /** A workspace that holds nothing yet. */
    public Workspace() {}

    /** A scratch array of at least {@code size} floats; its contents are undefined. */
    public float[] floats(int worker, int slot, int size) {
        float[][] mine = floats[worker];
        if (mine == null) {
            mine = floats[worker] = new float[SLOTS][];
        }
        float[] array = mine[slot];
        if (array == null || array.length < size) {
            array = mine[slot] = new float[grown(array == null ? 0 : array.length, size)];
        }
        return array;
    }

    /** A scratch array of at least {@code size} ints; its contents are undefined. */
    public int[] ints(int worker, int slot, int size) {
        int[][] mine = ints[worker];
        if (mine == null) {
            mine = ints[worker] = new int[SLOTS][];
        }
        int[] array = mine[slot];
        if (array == null || array.length < size) {
            array = mine[slot] = new int[grown(array == null ? 0 : array.length, size)];
        }
        return array;
    }

    /** At least {@code count} scratch rows of at least {@code size} floats each; their contents are undefined. */
    public float[][] rows(int worker, int slot, int count, int size) {
        float[][][] mine = rows[worker];
        if (mine == null) {
            mine = rows[worker] = new float[SLOTS][][];
        }
        float[][] array = mine[slot];
        if (array == null || array.length < count || (count > 0 && array[0].length < size)) {
            int wide = array == null || array.length == 0 ? size : Math.max(size, array[0].length - APART);
            array = mine[slot] = new float[Math.max(count, array == null ? 0 : array.length)][apart(wide)];
        }
        return array;
    }

    /**
     * The one object of a class that this workspace keeps, made at the first call: a kernel's mutable description of its
     * problem, which then also serves as the body of its parallel loops.
     */
    public <T> T kept(Class<T> type, Supplier<T> maker) {
        Object object = kept.get(type);
        if (object == null) {
            object = maker.get();
            kept.put(type, object);
        }
        return type.cast(object);
    }

    // Growing by a quarter keeps a caller with slowly growing shapes from allocating at every call.
    private static int grown(int now, int asked) {
        return apart(Math.max(asked, now + (long) now / 4));
    }

    private static int apart(long size) {
        return (int) Math.min(Integer.MAX_VALUE - 64L, size + APART);
    }
}
