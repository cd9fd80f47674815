package dev.lanewise.kernel;

/** Losses. */
public interface LossKernels {}
