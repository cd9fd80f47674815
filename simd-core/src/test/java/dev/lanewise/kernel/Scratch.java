package dev.lanewise.kernel;

import java.util.Arrays;

/** Workspaces whose arrays hold what a kernel must not take for its own. */
public final class Scratch {
    private Scratch() {}

    /** A workspace whose arrays of the first eight workers are full of NaN and of senseless indices. */
    public static Workspace dirty() {
        Workspace work = new Workspace();
        for (int worker = 0; worker < 8; worker++) {
            for (int slot = 0; slot < Workspace.SLOTS; slot++) {
                Arrays.fill(work.floats(worker, slot, 1 << 13), Float.NaN);
                Arrays.fill(work.ints(worker, slot, 1 << 10), Integer.MIN_VALUE);
                for (float[] row : work.rows(worker, slot, 40, 70)) {
                    Arrays.fill(row, Float.NaN);
                }
            }
        }
        return work;
    }
}
