package dev.lanewise.jmh.peers;

/** One side's piece of work, ready to run: everything that is not part of the figure has been done. */
interface Task {
    /** Does the work once. */
    void run();

    /** The output of the last run, row-major; may copy. */
    float[] result();
}
