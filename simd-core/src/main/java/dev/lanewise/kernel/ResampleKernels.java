package dev.lanewise.kernel;

/** Padding by mode, patches as columns, interpolation. */
public interface ResampleKernels {}
