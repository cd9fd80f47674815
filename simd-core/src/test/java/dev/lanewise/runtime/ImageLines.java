package dev.lanewise.runtime;

import static dev.lanewise.runtime.AllocationLine.ramp;

import dev.lanewise.kernel.Interpolation;
import dev.lanewise.kernel.PadMode;
import dev.lanewise.kernel.PadShape;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/** Pooling, padding, patches and interpolation. */
final class ImageLines {
    private final Workspace work = new Workspace();
    private final Pool2dShape pool = Pool2dShape.of(2);
    private final Pool2dShape overlapping = new Pool2dShape(3, 3, 2, 2, 1, 1);
    private final Pool2dShape dilated = new Pool2dShape(3, 3, 2, 2, 0, 0).withDilation(2, 2);
    private final Pool2dShape dense = Pool2dShape.of(3, 1, 1);
    private final Pool2dShape flat = new Pool2dShape(1, 3, 1, 1, 0, 1);
    private final Pool2dShape wide = Pool2dShape.of(5, 1, 2);
    private final Pool2dShape apart = Pool2dShape.of(3);
    private final PadShape frame = PadShape.symmetric(PadMode.MEAN, 1, 2);
    private final Interpolation linear = new Interpolation(Interpolation.Mode.LINEAR, false, 0, 0);
    private final Tensor images;
    private final Tensor pooled;
    private final IntTensor indices;
    private final Tensor fewer;
    private final IntTensor fewerIndices;
    private final Tensor same;
    private final IntTensor places;
    private final Tensor thirds;
    private final IntTensor thirdPlaces;
    private final Tensor ones = ramp(6, 6, 1, 1);
    private final Tensor framed;
    private final Tensor windows;

    ImageLines(boolean large) {
        int plane = large ? 64 : 10;
        images = ramp(6, 6, plane, plane);
        pooled = ramp(6, 6, plane / 2, plane / 2);
        indices = IntTensor.zeros(6, 6, plane / 2, plane / 2);
        fewer = ramp(6, 6, (plane - 5) / 2 + 1, (plane - 5) / 2 + 1);
        fewerIndices = IntTensor.zeros(fewer.shape().toArray());
        same = ramp(6, 6, plane, plane);
        places = IntTensor.zeros(6, 6, plane, plane);
        thirds = ramp(6, 6, plane / 3, plane / 3);
        thirdPlaces = IntTensor.zeros(6, 6, plane / 3, plane / 3);
        framed = ramp(6, 6, plane / 2 + 2, plane / 2 + 4);
        windows = ramp(6, plane, 6, 3, plane);
    }

    List<AllocationLine> lines() {
        return List.of(
                new AllocationLine("pool.max", k -> k.pool().max(pool, images, pooled, indices)),
                new AllocationLine("pool.max overlapping", k -> k.pool().max(overlapping, images, pooled, indices)),
                new AllocationLine("pool.max stride 1", k -> k.pool().max(dense, images, same, places)),
                new AllocationLine("pool.max 1x3", k -> k.pool().max(flat, images, same, places)),
                new AllocationLine("pool.max 5x5", k -> k.pool().max(wide, images, same, places)),
                new AllocationLine("pool.max 3x3 stride 3", k -> k.pool().max(apart, images, thirds, thirdPlaces)),
                new AllocationLine(
                        "pool.average overlapping", k -> k.pool().average(overlapping, false, images, pooled)),
                new AllocationLine("pool.average stride 1", k -> k.pool().average(dense, false, images, same)),
                new AllocationLine("pool.average 1x3", k -> k.pool().average(flat, false, images, same)),
                new AllocationLine("pool.average 5x5", k -> k.pool().average(wide, true, images, same)),
                new AllocationLine("pool.average 3x3 stride 3", k -> k.pool().average(apart, true, images, thirds)),
                new AllocationLine(
                        "pool.averageBackward stride 1", k -> k.pool().averageBackward(dense, false, same, images)),
                new AllocationLine("pool.adaptiveAverage to 1", k -> k.pool().adaptiveAverage(images, ones)),
                new AllocationLine(
                        "pool.adaptiveAverageBackward of 1", k -> k.pool().adaptiveAverageBackward(ones, images)),
                new AllocationLine("pool.maxBackward", k -> k.pool().maxBackward(pool, pooled, indices, images)),
                new AllocationLine("pool.average", k -> k.pool().average(pool, true, images, pooled)),
                new AllocationLine("pool.averageBackward", k -> k.pool().averageBackward(pool, true, pooled, images)),
                new AllocationLine("pool.max dilated", k -> k.pool().max(dilated, images, fewer, fewerIndices)),
                new AllocationLine("pool.sum", k -> k.pool().sum(pool, 0.5f, images, pooled)),
                new AllocationLine("pool.sumBackward", k -> k.pool().sumBackward(pool, 0.5f, pooled, images)),
                new AllocationLine("pool.adaptiveAverage", k -> k.pool().adaptiveAverage(images, pooled)),
                new AllocationLine(
                        "pool.adaptiveAverageBackward", k -> k.pool().adaptiveAverageBackward(pooled, images)),
                new AllocationLine("pool.adaptiveMax", k -> k.pool().adaptiveMax(images, pooled, indices)),
                new AllocationLine(
                        "pool.adaptiveMaxBackward", k -> k.pool().adaptiveMaxBackward(pooled, indices, images)),
                new AllocationLine("resample.pad", k -> k.resample().pad(frame, pooled, framed, work)),
                new AllocationLine("resample.padBackward", k -> k.resample().padBackward(frame, framed, pooled, work)),
                new AllocationLine("resample.unfold", k -> k.resample().unfold(1, 1, 1, images, windows)),
                new AllocationLine(
                        "resample.unfoldBackward", k -> k.resample().unfoldBackward(1, 1, 1, windows, images)),
                new AllocationLine("resample.interpolate", k -> k.resample().interpolate(linear, pooled, images, work)),
                new AllocationLine(
                        "resample.interpolateBackward",
                        k -> k.resample().interpolateBackward(linear, images, pooled, work)));
    }
}
