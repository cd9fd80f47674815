package dev.lanewise.kernel;

/** Normalisation. */
public interface NormKernels {}
