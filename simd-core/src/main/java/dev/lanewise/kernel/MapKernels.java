package dev.lanewise.kernel;

/** Functions of one element: activations and elementary functions. */
public interface MapKernels {}
