package dev.lanewise.op.shape;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.LayoutShapes;
import java.util.List;

/**
 * Transposes axes, a copy: axis i of the output is axis {@code axes.get(i)} of x.
 *
 * @param axes a permutation of the axes of x
 */
public record Permute(List<Integer> axes) implements DifferentiableOp {
    public Permute {
        axes = List.copyOf(axes);
    }

    /** The permutation with these axes. */
    public static Permute of(Integer... axes) {
        return new Permute(List.of(axes));
    }

    @Override
    public void infer(Infer infer) {
        infer.output(LayoutShapes.permuted(array(), infer.shape(0)));
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels().layout().permute(array(), frame.x(0), frame.y(0));
    }

    @Override
    public void backward(Frame frame) {
        int[] inverse = new int[axes.size()];
        for (int i = 0; i < inverse.length; i++) {
            inverse[axes.get(i)] = i;
        }
        frame.kernels().layout().permute(inverse, frame.dy(0), frame.dx(0));
    }

    private int[] array() {
        return axes.stream().mapToInt(Integer::intValue).toArray();
    }
}
