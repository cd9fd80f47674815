package dev.lanewise.nn;

import dev.lanewise.autograd.Var;
import dev.lanewise.op.Ops;
import java.util.List;

/**
 * What several layers make of the same input, one after another along an axis. Their outputs have equal shapes but for
 * that axis. Values that are there already are joined by {@link Ops#concat}.
 *
 * @param dim the axis, a negative one counted from the end
 * @param branches at least one layer
 */
public record Concat(int dim, List<Unary> branches) implements Unary {
    /**
     * Checks the branches.
     *
     * @throws IllegalArgumentException if there are none
     */
    public Concat {
        branches = List.copyOf(branches);
        if (branches.isEmpty()) {
            throw new IllegalArgumentException("Concat: no branches, expected at least one");
        }
    }

    /** Layers along an axis. */
    public static Concat of(int dim, Unary... branches) {
        return new Concat(dim, List.of(branches));
    }

    @Override
    public Var forward(Var x) {
        Var[] parts = new Var[branches.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = branches.get(i).forward(x);
        }
        return Ops.concat(dim, parts);
    }
}
