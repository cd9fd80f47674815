package dev.lanewise.nn.conv;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.init.Initializer;
import dev.lanewise.init.Uniform;
import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.PadMode;
import dev.lanewise.kernel.PadShape;
import dev.lanewise.op.conv.Pad;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;
import java.util.List;

/** What the convolution layers share. */
final class Convolutions {
    private Convolutions() {}

    /** PyTorch's initial values: uniform in +-1/sqrt(inputs per output). */
    static Uniform initial(Shape weight) {
        return Uniform.fanIn(Math.max(1, weight.span(1, weight.rank())));
    }

    /** A bias with PyTorch's initial values, or null. */
    static Parameter bias(boolean wanted, Shape weight, int outputs, Draws draws) {
        return wanted ? draws.parameter(initial(weight), Shape.of(outputs)) : null;
    }

    static Parameter weight(Initializer initializer, Shape weight, Draws draws) {
        return draws.parameter(initializer, weight);
    }

    /** Fails unless channels and kernel make a convolution. */
    static void check(String layer, int inputs, int outputs, int groups, int... kernel) {
        if (groups < 1 || inputs < 1 || outputs < 1 || inputs % groups != 0 || outputs % groups != 0) {
            throw new IllegalArgumentException(layer + ": " + inputs + " input and " + outputs
                    + " output channels do not divide into " + groups + " groups");
        }
        for (int extent : kernel) {
            if (extent < 1) {
                throw new IllegalArgumentException(layer + ": a kernel of extent " + extent + ", expected at least 1");
            }
        }
    }

    /** Checks the operands of a convolution layer that is made of operations with contracts of their own. */
    static void match(String layer, ShapeSpec contract, Var x, Parameter weight, Parameter bias, int groups) {
        contract.match(layer, x.shape(), weight.shape(), bias == null ? null : bias.shape());
        Shape w = weight.shape();
        if ((long) w.dim(1) * groups != x.dim(1) || w.dim(0) % groups != 0) {
            throw new IllegalArgumentException(layer + ": w has shape " + w + ", x has shape " + x.shape()
                    + ": their channels do not fit groups=" + groups + " (contract " + contract + ")");
        }
    }

    /** Fails if a kernel is longer than a padded axis of x. */
    static void fits(String layer, ShapeSpec contract, Var x, Shape w, int axis, int padding, int dilation) {
        long span = dilation * (w.dim(axis) - 1L) + 1;
        long padded = (long) x.dim(axis) + padding;
        if (w.dim(axis) < 1 || span > padded) {
            throw new IllegalArgumentException(layer + ": w has shape " + w + ": its kernel spans " + span
                    + " along axis " + axis + ", more than the " + padded + " of x, which has shape " + x.shape()
                    + ", with its padding (contract " + contract + ")");
        }
    }

    /** True if a layer pads by an operation of its own. */
    static boolean padsFirst(PadMode mode, Conv2dShape conv) {
        return mode != PadMode.CONSTANT && (conv.padTop() | conv.padBottom() | conv.padLeft() | conv.padRight()) != 0;
    }

    /** The image with its padding. */
    static Var pad(String layer, PadMode mode, Conv2dShape conv, Var x) {
        List<Integer> before = List.of(conv.padTop(), conv.padLeft());
        List<Integer> after = List.of(conv.padBottom(), conv.padRight());
        return pad(layer, new PadShape(mode, 0f, before, after), x);
    }

    static Var pad(String layer, PadShape pad, Var x) {
        try {
            pad.padded(x.shape());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(layer + ", its padding: " + e.getMessage(), e);
        }
        return new Pad(pad).on(x);
    }

    /** A parameter on the tape of x; null for null. */
    static Var on(Var x, Parameter parameter) {
        return parameter == null ? null : x.tape().parameter(parameter);
    }
}
