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
 * @param broadcast arithmetic of operands whose shapes are broadcast, and the sums that undo it
 * @param layout copies: permutations, blocks, rows by index
 * @param map functions of one element: activations and elementary functions
 * @param resample padding by mode, patches as columns, interpolation
 * @param norm normalisation
 * @param attention scaled dot-product attention
 * @param cell recurrent cells, fused over their gates
 * @param segment reductions over segments of rows: graphs
 * @param loss losses
 * @param quant products with weights in fewer bits
 */
public record Kernels(
        GemmKernels gemm,
        ConvKernels conv,
        PoolKernels pool,
        ElementwiseKernels elementwise,
        SoftmaxKernels softmax,
        ReduceKernels reduce,
        RandomKernels random,
        UpdateKernels update,
        BroadcastKernels broadcast,
        LayoutKernels layout,
        MapKernels map,
        ResampleKernels resample,
        NormKernels norm,
        AttentionKernels attention,
        CellKernels cell,
        SegmentKernels segment,
        LossKernels loss,
        QuantKernels quant) {}
