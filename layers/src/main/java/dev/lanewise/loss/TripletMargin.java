package dev.lanewise.loss;

import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.LossKernels.Pair;
import dev.lanewise.op.loss.Distance;
import dev.lanewise.op.loss.PairLoss;
import dev.lanewise.op.math.Minimum;

/**
 * An anchor should be closer to a positive than to a negative by a margin: {@code max(0, d(a, p) - d(a, n) + margin)} (Balntas
 * et al., 2016), d the distance of norm p. All three have gradients.
 *
 * @param margin by how much
 * @param p the norm, greater than 0
 * @param eps is added to every difference
 * @param swap true: the negative's distance is that to the anchor or to the positive, whichever is smaller
 * @param reduction of the losses of rows
 */
public record TripletMargin(float margin, float p, float eps, boolean swap, Reduction reduction) {
    /** The mean of Euclidean distances, with a margin of 1 and PyTorch's eps of 1e-6. */
    public TripletMargin() {
        this(1f, 2f, 1e-6f, false, Reduction.MEAN);
    }

    /**
     * The loss.
     *
     * @param anchor [*,D]
     * @param positive [*,D]
     * @param negative [*,D]
     */
    public Var of(Var anchor, Var positive, Var negative) {
        if (!anchor.shape().equals(positive.shape()) || !anchor.shape().equals(negative.shape())) {
            throw new IllegalArgumentException("tripletMargin: anchor has shape " + anchor.shape()
                    + ", positive has shape " + positive.shape() + ", negative has shape " + negative.shape()
                    + " (contract anchor:[*,D] positive:[*,D] negative:[*,D])");
        }
        Distance distance = new Distance(p, eps);
        Var near = distance.on(anchor, positive);
        Var far = distance.on(anchor, negative);
        if (swap) {
            far = new Minimum().on(far, distance.on(positive, negative));
        }
        return reduction.of("tripletMargin", new PairLoss(Pair.TRIPLET_MARGIN, margin).on(near, far));
    }
}
