package dev.lanewise.kernel;

/** Recurrent cells, fused over their gates. */
public interface CellKernels {}
