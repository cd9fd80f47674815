package dev.lanewise.nn.graph;

import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.Csr;
import dev.lanewise.op.graph.SegmentMax;
import dev.lanewise.op.graph.SegmentMean;
import dev.lanewise.op.graph.SegmentSum;

/** What becomes of several rows of features where one is needed. No rows become zeros. */
public enum Aggregation {
    /** Their sum. */
    SUM {
        @Override
        public Var of(Csr rows, Var x) {
            return new SegmentSum(rows).on(x);
        }
    },
    /** Their mean. */
    MEAN {
        @Override
        public Var of(Csr rows, Var x) {
            return new SegmentMean(rows).on(x);
        }
    },
    /** The largest of each feature. */
    MAX {
        @Override
        public Var of(Csr rows, Var x) {
            return new SegmentMax(rows).on(x);
        }
    };

    /**
     * Aggregates.
     *
     * @param rows which rows of x each row of the result is made of
     * @param x [M,D], M the columns of {@code rows}
     * @return [N,D], N the rows
     */
    public abstract Var of(Csr rows, Var x);
}
