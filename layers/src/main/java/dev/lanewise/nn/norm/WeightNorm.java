package dev.lanewise.nn.norm;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Unary;
import dev.lanewise.op.Ops;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A linear layer or convolution whose weight is reparameterised as magnitude times direction (Salimans and Kingma, 2016):
 * {@code weight = weight_g * weight_v / ||weight_v||}, the Euclidean norm of each slice along one axis. Its parameters have
 * PyTorch's names.
 *
 * @param function the operation of operands x, weight, bias: {@code op.matrix.Linear} or a convolution of {@code op.conv}
 * @param weight_g the magnitudes: ones but for the extent of the axis, [O,1,...]; [] if there is one norm for all
 * @param weight_v the directions, of the shape of the weight, none of them zero
 * @param bias as the function has it, or null for none
 * @param dim the axis along which every slice has its own norm; -1 for one norm of all elements
 */
public record WeightNorm(DifferentiableOp function, Parameter weight_g, Parameter weight_v, Parameter bias, int dim)
        implements Unary {
    /** Checks the shapes. */
    public WeightNorm {
        Shape expected = magnitudes(weight_v.shape(), dim);
        if (!weight_g.shape().equals(expected)) {
            throw new IllegalArgumentException("weightNorm: weight_g has shape " + weight_g.shape() + ", expected "
                    + expected + " for weight_v of shape " + weight_v.shape() + " and axis " + dim);
        }
    }

    /**
     * The reparameterisation of a weight, as PyTorch makes it: weight_v is a copy of the weight and weight_g its norms, so
     * that the layer computes what it did before.
     *
     * @param bias shared with the new layer, or null
     */
    public static WeightNorm of(DifferentiableOp function, Parameter weight, Parameter bias, int dim) {
        Tensor v = weight.value().copy();
        Tensor g = Tensor.zeros(magnitudes(v.shape(), dim));
        int outer = dim < 0 ? 1 : v.shape().span(0, dim);
        int inner = v.size() / Math.max(1, outer * g.size());
        double[] squares = new double[g.size()];
        for (int i = 0; i < v.size(); i++) {
            double element = v.array()[i];
            squares[i / inner % g.size()] += element * element;
        }
        for (int i = 0; i < squares.length; i++) {
            g.array()[i] = (float) Math.sqrt(squares[i]);
        }
        return new WeightNorm(function, new Parameter(g), new Parameter(v), bias, dim);
    }

    private static Shape magnitudes(Shape v, int dim) {
        if (dim < -1 || dim >= v.rank()) {
            throw new IllegalArgumentException(
                    "weightNorm: axis " + dim + " of weight_v of shape " + v + ", expected -1 to " + (v.rank() - 1));
        }
        if (dim == -1) {
            return Shape.of();
        }
        int[] extents = new int[v.rank()];
        Arrays.fill(extents, 1);
        extents[dim] = v.dim(dim);
        return Shape.of(extents);
    }

    /** The weight, of the shape of weight_v. */
    public Var weight(Tape tape) {
        Var v = tape.parameter(weight_v);
        Var g = tape.parameter(weight_g);
        if (dim == -1) {
            Var all = v.reshape(1, v.shape().size());
            return Ops.mul(unit(all), g).reshape(v.shape().toArray());
        }
        int[] extents = v.shape().toArray();
        if (dim == 0) {
            Var rows = v.reshape(extents[0], v.shape().span(1, extents.length));
            return Ops.mul(unit(rows), g.reshape(extents[0], 1)).reshape(extents);
        }
        List<Integer> front = new ArrayList<>(List.of(dim));
        for (int i = 0; i < extents.length; i++) {
            if (i != dim) {
                front.add(i);
            }
        }
        Var moved = Ops.permute(v, front.toArray(Integer[]::new));
        Var rows = unit(moved.reshape(extents[dim], v.shape().size() / extents[dim]));
        Integer[] back = new Integer[extents.length];
        for (int i = 0; i < back.length; i++) {
            back[front.get(i)] = i;
        }
        return Ops.mul(Ops.permute(rows.reshape(moved.shape().toArray()), back), g);
    }

    /** Rows of length 1: those of mean square 1 over the root of their number of elements. */
    private static Var unit(Var rows) {
        Var normal = new dev.lanewise.op.norm.RmsNorm(1, 0f).on(rows, null);
        return Ops.scale((float) (1 / Math.sqrt(rows.dim(1))), normal);
    }

    @Override
    public Var forward(Var x) {
        return function.on(x, weight(x.tape()), Affine.on(x, bias));
    }
}
