package dev.lanewise.loss;

import dev.lanewise.autograd.Var;
import dev.lanewise.op.Ops;
import dev.lanewise.op.loss.UnitRows;
import dev.lanewise.tensor.IntTensor;
import java.util.stream.IntStream;

/**
 * Each query must find its key among those of the batch (van den Oord, Li and Vinyals, 2018): cross-entropy of the softmax
 * over all keys j of {@code q[i] . k[j] / temperature}, true is j = i. Both operands have gradients.
 *
 * @param temperature greater than 0
 * @param normalize true: rows are scaled to length 1 first, so that products are cosines
 * @param symmetric true: the mean of that and of keys that must find their query (Radford et al., 2021)
 * @param reduction of the losses of queries
 */
public record InfoNce(float temperature, boolean normalize, boolean symmetric, Reduction reduction) {
    private static final UnitRows UNIT = new UnitRows(1e-12f);

    /** Checks the temperature. */
    public InfoNce {
        if (!(temperature > 0f)) {
            throw new IllegalArgumentException("infoNce: temperature " + temperature + ", expected greater than 0");
        }
    }

    /** The mean of cosines in one direction. */
    public InfoNce(float temperature) {
        this(temperature, true, false, Reduction.MEAN);
    }

    /**
     * The loss.
     *
     * @param queries [N,D]
     * @param keys [N,D]
     */
    public Var of(Var queries, Var keys) {
        if (queries.shape().rank() != 2 || !queries.shape().equals(keys.shape())) {
            throw new IllegalArgumentException("infoNce: keys has shape " + keys.shape() + ", but queries has shape "
                    + queries.shape() + " (contract queries:[N,D] keys:[N,D])");
        }
        Var q = normalize ? UNIT.on(queries) : queries;
        Var k = normalize ? UNIT.on(keys) : keys;
        int n = queries.dim(0);
        Var diagonal =
                queries.tape().constant(IntTensor.of(IntStream.range(0, n).toArray(), n));
        CrossEntropy loss = new CrossEntropy(reduction);
        Var forth = loss.of(Ops.scale(1f / temperature, Ops.matmulNT(q, k)), diagonal);
        if (!symmetric) {
            return forth;
        }
        Var back = loss.of(Ops.scale(1f / temperature, Ops.matmulNT(k, q)), diagonal);
        return Ops.scale(0.5f, Ops.add(forth, back));
    }
}
