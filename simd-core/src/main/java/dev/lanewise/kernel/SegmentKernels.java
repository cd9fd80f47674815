package dev.lanewise.kernel;

/** Reductions over segments of rows: graphs. */
public interface SegmentKernels {}
