package dev.lanewise.jmh.peers;

/** A library that a user would pick instead. Its constructor loads it, and fails if that does not work here. */
interface Peer {
    /** What it is called in tables. */
    String name();

    /** The library and its version, as it says itself where it does. */
    String version();

    /** The work, prepared with the inputs of the workload; null if the library does not do it. */
    Task task(Workload work);
}
