package dev.lanewise.nn.conv;

import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.PadMode;
import dev.lanewise.op.Ops;
import dev.lanewise.op.shape.Flip;
import dev.lanewise.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** What the layers of the group p4 share: filters turned by quarters, and the convolution with them. */
final class Rotations {
    static final int COUNT = 4;

    private Rotations() {}

    /** The innermost two axes turned by a quarter, counter-clockwise with rows counted downwards. */
    static Var quarter(Var x) {
        return new Flip(-2).on(Ops.transpose(x, -2, -1));
    }

    /** All four rotations of filters [O,C,K,K] as a new axis behind the outputs: [O,4,C,K,K]. */
    static Var lifted(Var weight) {
        List<Var> turned = new ArrayList<>(List.of(weight));
        while (turned.size() < COUNT) {
            turned.add(quarter(turned.getLast()));
        }
        return Ops.stack(1, turned);
    }

    /**
     * All four rotations of filters on the group, [O,C,4,K,K], as a new axis behind the outputs: [O,4,C,4,K,K]. A rotation
     * turns the planes and moves each to the next place of the axis of rotations.
     */
    static Var turned(Var weight) {
        List<Var> turned = new ArrayList<>(List.of(weight));
        while (turned.size() < COUNT) {
            Var plane = quarter(turned.getLast());
            Var last = Ops.slice(plane, 2, COUNT - 1, 1);
            turned.add(Ops.concat(2, last, Ops.slice(plane, 2, 0, COUNT - 1)));
        }
        return Ops.stack(1, turned);
    }

    /** Fails unless the options treat both axes alike. */
    static void requireSquare(String layer, Conv2dShape conv, Shape weight, int rank) {
        boolean even = conv.strideH() == conv.strideW()
                && conv.dilationH() == conv.dilationW()
                && conv.padTop() == conv.padBottom()
                && conv.padLeft() == conv.padRight()
                && conv.padTop() == conv.padLeft();
        if (!even || conv.groups() != 1) {
            throw new IllegalArgumentException(layer + ": " + conv
                    + ", expected equal strides, dilations and padding of all sides, and one group");
        }
        if (weight.rank() != rank || weight.dim(-1) != weight.dim(-2) || (rank == 5 && weight.dim(2) != COUNT)) {
            throw new IllegalArgumentException(
                    layer + ": weight has shape " + weight + ", expected " + (rank == 5 ? "[O,C,4,K,K]" : "[O,C,K,K]"));
        }
    }

    /**
     * Fails if a stride leaves out rows or columns at one side only, so that an image and its rotation would be sampled at
     * different places.
     */
    static void requireTiled(String layer, Conv2dShape conv, Shape x, Shape weight) {
        long span = conv.dilationH() * (weight.dim(-1) - 1L) + 1;
        for (int axis = -2; axis < 0; axis++) {
            if ((x.dim(axis) + 2L * conv.padTop() - span) % conv.strideH() != 0) {
                throw new IllegalArgumentException(layer + ": x has shape " + x + ", weight has shape " + weight
                        + ": with padding " + conv.padTop() + " and stride " + conv.strideH()
                        + " the windows do not end at"
                        + " the edge of axis " + axis + ", and a rotated image would be sampled elsewhere");
            }
        }
    }

    /** A convolution of an image [N,I,H,W] with filters of all rotations, [O,4,...]: [N,O,4,OH,OW]. */
    static Var convolve(Conv2dShape conv, PadMode mode, Var x, Var filters, Var bias) {
        int outputs = filters.dim(0);
        int kernel = filters.dim(-1);
        Var flat = filters.reshape(outputs * COUNT, x.dim(1), kernel, kernel);
        Var b = bias == null
                ? null
                : Ops.expand(bias.reshape(outputs, 1), outputs, COUNT).reshape(outputs * COUNT);
        Var image = x;
        Conv2dShape shape = conv;
        if (Convolutions.padsFirst(mode, conv)) {
            image = Convolutions.pad("p4", mode, conv, x);
            shape = conv.withPadding(0, 0, 0, 0);
        }
        Var y = new dev.lanewise.op.conv.Conv2d(shape).on(image, flat, b);
        return y.reshape(y.dim(0), outputs, COUNT, y.dim(2), y.dim(3));
    }
}
