package dev.lanewise.kernel;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;

/** The shape checks of {@link PoolKernels}, shared by its twins. They allocate only when they fail. */
public final class PoolShapes {
    private static final ShapeSpec CONTRACT = ShapeSpec.of("x:[N,C,H,W] y:[N,C,OH,OW]");

    private PoolShapes() {}

    /**
     * Checks the image x and the pooled y; dx, dy and the indices have the shapes of x, y and y.
     *
     * @param xName how the messages call x; likewise yName
     * @throws IllegalArgumentException naming the operand, both shapes and the contract
     */
    public static void check(String op, Pool2dShape pool, String xName, Tensor x, String yName, Value y) {
        rank(op, xName, x);
        rank(op, yName, y);
        if (x.dim(2) == 0 || x.dim(3) == 0) {
            throw new IllegalArgumentException(
                    op + ": " + xName + " has shape " + x.shape() + ": an empty plane" + contract());
        }
        int outH = pool.outH(x.dim(2));
        int outW = pool.outW(x.dim(3));
        if (y.dim(0) != x.dim(0) || y.dim(1) != x.dim(1) || y.dim(2) != outH || y.dim(3) != outW) {
            throw new IllegalArgumentException(op + ": " + yName + " has shape " + y.shape() + ", expected "
                    + Shape.of(x.dim(0), x.dim(1), outH, outW) + ", since " + xName + " has shape " + x.shape()
                    + contract());
        }
    }

    /**
     * Checks what {@link #check} does, and that the window is not dilated.
     *
     * @throws IllegalArgumentException naming the operand, both shapes and the contract, or the dilation
     */
    public static void checkSum(String op, Pool2dShape pool, String xName, Tensor x, String yName, Value y) {
        if (pool.dilated()) {
            throw new IllegalArgumentException(
                    op + ": dilation " + pool.dilationH() + "x" + pool.dilationW() + ", expected 1x1");
        }
        check(op, pool, xName, x, yName, y);
    }

    /**
     * Checks the image x and the y of an adaptive pooling.
     *
     * @throws IllegalArgumentException naming the operand, both shapes and the contract
     */
    public static void checkAdaptive(String op, String xName, Tensor x, String yName, Value y) {
        rank(op, xName, x);
        rank(op, yName, y);
        boolean empty = x.dim(2) == 0
                || x.dim(3) == 0
                || y.shape().dim(2) == 0
                || y.shape().dim(3) == 0;
        if (empty || y.shape().dim(0) != x.dim(0) || y.shape().dim(1) != x.dim(1)) {
            throw new IllegalArgumentException(op + ": " + yName + " has shape " + y.shape() + ", but " + xName
                    + " has shape " + x.shape() + ": expected equal N and C, and no empty plane" + contract());
        }
    }

    /**
     * Checks that there is an index for every element of y.
     *
     * @throws IllegalArgumentException with both shapes
     */
    public static void checkPlaces(String op, Tensor y, IntTensor indices) {
        if (!indices.shape().equals(y.shape())) {
            throw new IllegalArgumentException(
                    op + ": indices has shape " + indices.shape() + ", expected " + y.shape());
        }
    }

    private static void rank(String op, String name, Value t) {
        if (t.shape().rank() != 4) {
            throw new IllegalArgumentException(op + ": " + name + " has shape " + t.shape() + ", rank "
                    + t.shape().rank() + ", expected 4" + contract());
        }
    }

    private static String contract() {
        return " (contract " + CONTRACT + ")";
    }
}
