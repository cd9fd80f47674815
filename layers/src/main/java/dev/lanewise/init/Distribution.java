package dev.lanewise.init;

/** What random initial values are drawn from. */
public enum Distribution {
    /** Uniform between two bounds around 0. */
    UNIFORM,
    /** Normal around 0. */
    NORMAL
}
