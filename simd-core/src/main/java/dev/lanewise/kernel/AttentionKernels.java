package dev.lanewise.kernel;

/** Scaled dot-product attention. */
public interface AttentionKernels {}
