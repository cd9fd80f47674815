package dev.lanewise.kernel;

import java.util.List;

/** The operands of one problem, each in a guarded window, and the plain statistics. */
final class NormProblem {
    final int n;
    final int c;
    final int l;
    final Guarded x;
    final Guarded weight;
    final Guarded bias;
    final Guarded dy;

    NormProblem(int[] extents, float shift) {
        n = extents[0];
        c = extents[1];
        l = extents[2];
        x = Guarded.random(1, 2f, n, c, l);
        for (int i = 0; i < x.tensor().size(); i++) {
            x.tensor().array()[x.tensor().offset() + i] += shift;
        }
        weight = Guarded.random(2, 2f, c);
        bias = Guarded.random(3, 2f, c);
        dy = Guarded.random(4, 2f, n, c, l);
    }

    double x(int i, int j, int k) {
        return x.tensor().get(i, j, k);
    }

    void assertIntact() {
        for (Guarded g : List.of(x, weight, bias, dy)) {
            g.assertIntact();
        }
    }
}
