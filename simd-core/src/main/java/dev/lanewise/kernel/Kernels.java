package dev.lanewise.kernel;

/**
 * One implementation of every kernel family.
 *
 * @param gemm matrix multiplication
 * @param conv convolution
 * @param pool pooling
 * @param elementwise functions of one element
 * @param softmax softmax and cross-entropy
 * @param reduce sums, maxima, dot products
 * @param random counter-based random numbers
 * @param update optimiser steps
 */
public record Kernels(
        GemmKernels gemm,
        ConvKernels conv,
        PoolKernels pool,
        ElementwiseKernels elementwise,
        SoftmaxKernels softmax,
        ReduceKernels reduce,
        RandomKernels random,
        UpdateKernels update) {}
