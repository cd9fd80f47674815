package dev.lanewise.runtime;

import static dev.lanewise.runtime.Exercises.ramp;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.function.Consumer;

/** Pooling: windows beside each other, overlapping and dilated ones, rows of several registers and of less than one. */
final class PoolExercise implements Consumer<Kernels> {
    // No recipe is slow for want of the rest: now and then is enough.
    private static final int RARE = 4;

    private final Images[] sides = {new Images(64), new Images(36), new Images(10)};
    // Means of whole small planes, and of rows.
    private final Tensor planes = ramp(1, 32, 7, 7);
    private final Tensor means = ramp(1, 32, 1, 1);
    private final Tensor row = ramp(1, 3, 1, 70);
    private final Tensor rowMeans = ramp(1, 3, 1, 2);
    private int round;

    @Override
    public void accept(Kernels k) {
        boolean all = round++ % RARE == 0;
        k.pool().adaptiveAverage(planes, means);
        k.pool().adaptiveAverageBackward(means, planes);
        k.pool().adaptiveAverage(row, rowMeans);
        for (Images images : sides) {
            images.usual(k);
            if (all) {
                images.rest(k);
            }
        }
    }

    /** Three channels of so many pixels a side, once with some that are no numbers. */
    private static final class Images {
        private final Pool2dShape halving = Pool2dShape.of(2);
        private final Pool2dShape overlapping = new Pool2dShape(3, 3, 2, 2, 1, 1);
        private final Pool2dShape dense = new Pool2dShape(3, 3, 1, 1, 1, 1);
        private final Pool2dShape flat = new Pool2dShape(1, 3, 1, 1, 0, 1);
        private final Pool2dShape wide = new Pool2dShape(5, 5, 1, 1, 2, 2);
        private final Pool2dShape apart = Pool2dShape.of(3);
        private final Pool2dShape dilated = new Pool2dShape(3, 3, 2, 2, 0, 0).withDilation(2, 2);
        private final Tensor x;
        private final Tensor noNumbers;
        private final Tensor dx;
        private final Tensor y;
        private final IntTensor places;
        private final Tensor same;
        private final IntTensor samePlaces;
        private final Tensor few;
        private final IntTensor fewPlaces;
        private final Tensor thirds;
        private final IntTensor thirdPlaces;
        private final Tensor one;

        Images(int side) {
            x = ramp(1, 3, side, side);
            noNumbers = ramp(1, 3, side, side);
            noNumbers.array()[7] = Float.NaN;
            noNumbers.array()[noNumbers.size() - 7] = Float.NaN;
            dx = ramp(1, 3, side, side);
            y = ramp(1, 3, side / 2, side / 2);
            places = IntTensor.zeros(y.shape().toArray());
            same = ramp(1, 3, side, side);
            samePlaces = IntTensor.zeros(same.shape().toArray());
            int fewer = (side - 5) / 2 + 1;
            few = ramp(1, 3, fewer, fewer);
            fewPlaces = IntTensor.zeros(few.shape().toArray());
            thirds = ramp(1, 3, side / 3, side / 3);
            thirdPlaces = IntTensor.zeros(thirds.shape().toArray());
            one = ramp(1, 3, 1, 1);
        }

        void usual(Kernels k) {
            k.pool().max(halving, x, y, places);
            k.pool().maxBackward(halving, y, places, dx);
            k.pool().max(overlapping, x, y, places);
            k.pool().average(halving, true, x, y);
            k.pool().averageBackward(halving, true, y, dx);
            k.pool().adaptiveAverage(x, one);
            k.pool().adaptiveAverageBackward(one, dx);
        }

        void rest(Kernels k) {
            k.pool().max(dense, x, same, samePlaces);
            k.pool().max(flat, x, same, samePlaces);
            k.pool().max(flat, noNumbers, same, samePlaces);
            k.pool().max(halving, noNumbers, y, places);
            k.pool().max(overlapping, noNumbers, y, places);
            k.pool().max(dense, noNumbers, same, samePlaces);
            k.pool().max(wide, noNumbers, same, samePlaces);
            k.pool().max(dilated, x, few, fewPlaces);
            k.pool().max(wide, x, same, samePlaces);
            k.pool().max(apart, x, thirds, thirdPlaces);
            k.pool().average(wide, true, x, same);
            k.pool().average(apart, true, x, thirds);
            k.pool().average(overlapping, false, x, y);
            k.pool().average(overlapping, true, x, y);
            k.pool().average(dense, false, x, same);
            k.pool().average(flat, false, x, same);
            k.pool().averageBackward(dense, false, same, dx);
            k.pool().sum(halving, 0.5f, x, y);
            k.pool().sumBackward(halving, 0.5f, y, dx);
            k.pool().adaptiveAverage(x, y);
            k.pool().adaptiveAverageBackward(y, dx);
            k.pool().adaptiveAverage(x, few);
            k.pool().adaptiveAverageBackward(few, dx);
            k.pool().adaptiveMax(x, y, places);
            k.pool().adaptiveMaxBackward(y, places, dx);
        }
    }
}
