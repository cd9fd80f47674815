package dev.lanewise.runtime;

import static dev.lanewise.runtime.Exercises.ramp;

import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;
import java.util.function.Consumer;

/** Small convolutions for the warm-up: all heights of tiles, padded and not, with bias and without, strided, Winograd. */
final class ConvExercise implements Consumer<Kernels> {
    private final Workspace work = new Workspace();
    private final Conv2dShape padded = Conv2dShape.of(1, 2);
    private final Conv2dShape plain = Conv2dShape.of(1, 0);
    private final Conv2dShape strided = Conv2dShape.of(2, 1);
    private final Tensor x = ramp(2, 2, 8, 8);
    // 6, 16 and 32 output channels take all heights of tile.
    private final Tensor[] w = {ramp(6, 2, 3, 3), ramp(16, 2, 3, 3), ramp(32, 2, 3, 3)};
    private final Tensor[] b = {ramp(6), ramp(16), ramp(32)};
    private final Tensor[] yPadded = {ramp(2, 6, 10, 10), ramp(2, 16, 10, 10), ramp(2, 32, 10, 10)};
    private final Tensor[] yPlain = {ramp(2, 6, 6, 6), ramp(2, 16, 6, 6), ramp(2, 32, 6, 6)};
    private final Tensor[] yStrided = {ramp(2, 6, 4, 4), ramp(2, 16, 4, 4), ramp(2, 32, 4, 4)};
    private final Tensor dx = ramp(2, 2, 8, 8);
    // Rows of a tile and a half, all heights of it.
    private final Tensor xRows = ramp(1, 2, 3, 48);
    private final Tensor wRows = ramp(26, 2, 3, 3);
    private final Tensor bRows = ramp(26);
    private final Tensor yRows = ramp(1, 26, 3, 48);
    // Enough channels and pixels for Winograd's tiles, in one vector, in two, and one more.
    private final Conv2dShape same = Conv2dShape.of(1, 1);
    private final Tensor[] wide = {ramp(1, 32, 12, 12), ramp(1, 32, 12, 44)};
    private final Tensor[] yWide = {ramp(1, 32, 12, 12), ramp(1, 32, 12, 44)};
    private final Tensor wWide = ramp(32, 32, 3, 3);
    private final Tensor bWide = ramp(32);
    private final Tensor[] dw = {ramp(6, 2, 3, 3), ramp(16, 2, 3, 3), ramp(32, 2, 3, 3)};
    // Enough channels for Winograd's small tiles.
    private final Tensor deep = ramp(1, 256, 5, 5);
    private final Tensor wDeep = ramp(256, 256, 3, 3);
    private final Tensor bDeep = ramp(256);
    private final Tensor yDeep = ramp(1, 256, 5, 5);
    // Enough for Winograd's filters to come in blocks of channels.
    private final Tensor many = ramp(1, 176, 12, 12);
    private final Tensor wMany = ramp(18, 176, 3, 3);
    private final Tensor yMany = ramp(1, 18, 12, 12);
    private final Conv2dShape depthwise = same.withGroups(17);
    private final Tensor xDepthwise = ramp(1, 17, 8, 18);
    private final Tensor wDepthwise = ramp(17, 1, 3, 3);
    private final Tensor bDepthwise = ramp(17);
    private final Conv2dShape twoGroups = same.withGroups(2);
    private final Tensor wTwoGroups = ramp(2, 1, 3, 3);
    private final Tensor yDepthwise = ramp(1, 17, 8, 18);
    private int round;

    @Override
    public void accept(Kernels k) {
        for (int i = 0; i < w.length; i++) {
            both(k, padded, i, yPadded[i]);
            both(k, plain, i, yPlain[i]);
        }
        k.conv().forward(same, xRows, wRows, bRows, yRows, work);
        k.conv().forward(same, xRows, wRows, null, yRows, work);
        for (int i = 0; i < wide.length; i++) {
            k.conv().forward(same, wide[i], wWide, bWide, yWide[i], work);
            k.conv().forward(same, wide[i], wWide, null, yWide[i], work);
            k.conv().backwardData(same, wWide, yWide[i], wide[i], work);
        }
        // Strides share the tiles, and few recipes have groups: now and then is enough.
        if (round++ % 4 == 0) {
            both(k, strided, 0, yStrided[0]);
            k.conv().forward(same, deep, wDeep, bDeep, yDeep, work);
            k.conv().backwardData(same, wDeep, yDeep, deep, work);
            k.conv().forward(same, many, wMany, null, yMany, work);
            k.conv().forward(depthwise, xDepthwise, wDepthwise, bDepthwise, yDepthwise, work);
            k.conv().forward(depthwise, xDepthwise, wDepthwise, null, yDepthwise, work);
            k.conv().backwardData(depthwise, wDepthwise, yDepthwise, xDepthwise, work);
            k.conv().backwardWeights(depthwise, xDepthwise, yDepthwise, wDepthwise, bDepthwise, work);
            k.conv().backwardWeights(depthwise, xDepthwise, yDepthwise, wDepthwise, null, work);
            k.conv().backwardWeights(twoGroups, x, dx, wTwoGroups, null, work);
        }
    }

    private void both(Kernels k, Conv2dShape conv, int i, Tensor y) {
        k.conv().forward(conv, x, w[i], b[i], y, work);
        k.conv().forward(conv, x, w[i], null, y, work);
        k.conv().backwardData(conv, w[i], y, dx, work);
        k.conv().backwardWeights(conv, x, y, dw[i], b[i], work);
        k.conv().backwardWeights(conv, x, y, dw[i], null, work);
    }
}
