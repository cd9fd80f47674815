package dev.lanewise.nn.embed;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import java.util.function.IntUnaryOperator;

/** The checks that positional layers share. */
final class Positions {
    private Positions() {}

    static void table(String layer, Shape table) {
        if (table.rank() != 2) {
            throw new IllegalArgumentException(layer + ": the table has shape " + table + ", expected [P,D]");
        }
    }

    static void base(String layer, double base) {
        if (!(base > 1)) {
            throw new IllegalArgumentException(layer + ": base " + base + ", expected above 1");
        }
    }

    /** T of x:[*,T,D], which must fit a table [P,D] from the offset on. */
    static int length(String layer, Shape x, int offset, Shape table) {
        if (x.rank() < 2 || x.dim(-1) != table.dim(1)) {
            throw new IllegalArgumentException(layer + ": x has shape " + x + ", but the table has shape " + table
                    + " (contract x:[*,T,D] table:[P,D])");
        }
        within(layer, x, offset, table.dim(0));
        return x.dim(-2);
    }

    static void within(String layer, Shape x, int offset, int positions) {
        if (offset < 0 || offset > positions - x.dim(-2)) {
            throw new IllegalArgumentException(layer + ": x has shape " + x + ": T=" + x.dim(-2) + " from offset "
                    + offset + " does not fit " + positions + " positions");
        }
    }

    static void heads(String layer, int heads) {
        if (heads < 1) {
            throw new IllegalArgumentException(layer + ": " + heads + " heads, expected at least 1");
        }
    }

    /**
     * A number for each pair of query and key, [Tq,Tk], by the distance of the key after the query: the last query stands
     * at the position of the last key.
     */
    static IntTensor distances(int queries, int keys, IntUnaryOperator of) {
        int[] all = new int[queries * keys];
        for (int i = 0; i < queries; i++) {
            for (int j = 0; j < keys; j++) {
                all[i * keys + j] = of.applyAsInt(j - (i + keys - queries));
            }
        }
        return IntTensor.of(all, queries, keys);
    }

    static void lengths(String layer, int queries, int keys) {
        if (queries < 0 || keys < queries) {
            throw new IllegalArgumentException(layer + ": " + queries + " queries and " + keys
                    + " keys, expected at least as many keys as queries");
        }
    }
}
