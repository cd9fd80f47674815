package dev.lanewise.runtime;

import static dev.lanewise.runtime.AllocationLine.ramp;

import dev.lanewise.kernel.NormKernels;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Normalisation, of channels with many elements and with one, which are other loops. */
final class NormLines {
    private static final int GROUPS = 2;
    private static final float EPS = 1e-5f;

    private final Workspace work = new Workspace();
    private final String suffix;
    private final Tensor x;
    private final Tensor y;
    private final Tensor dy;
    private final Tensor dx;
    private final Tensor weight;
    private final Tensor bias;
    private final Tensor dWeight;
    private final Tensor dBias;
    private final Tensor centre;
    private final Tensor rstd;
    private final Tensor mean;
    private final Tensor variance;
    private final Tensor groupCentre;
    private final Tensor groupRstd;
    private final Tensor rows;

    private NormLines(String suffix, int samples, int channels, int length) {
        this.suffix = suffix;
        x = ramp(samples, channels, length);
        y = ramp(samples, channels, length);
        dy = ramp(samples, channels, length);
        dx = ramp(samples, channels, length);
        weight = ramp(channels);
        bias = ramp(channels);
        dWeight = ramp(channels);
        dBias = ramp(channels);
        centre = ramp(2, channels);
        rstd = ramp(channels);
        mean = ramp(channels);
        variance = ramp(channels);
        groupCentre = ramp(2, GROUPS * samples);
        groupRstd = ramp(GROUPS * samples);
        rows = ramp(samples, channels * length);
    }

    static List<AllocationLine> of(boolean large) {
        NormLines images = large ? new NormLines("", 4, 16, 256) : new NormLines("", 2, 6, 20);
        String single = " of single elements";
        NormLines features = large ? new NormLines(single, 600, 100, 1) : new NormLines(single, 5, 6, 1);
        NormLines blocks = new NormLines(" of 768", large ? 100 : 3, 768, 1);
        NormLines wide = new NormLines(" of 1024", large ? 100 : 3, 1024, 1);
        return Stream.of(images, features, blocks, wide)
                .flatMap(NormLines::lines)
                .toList();
    }

    private AllocationLine line(String name, Consumer<NormKernels> call) {
        return new AllocationLine("norm." + name + suffix, k -> call.accept(k.norm()));
    }

    private Stream<AllocationLine> lines() {
        return Stream.of(
                line("groups", n -> n.groups(GROUPS, EPS, x, weight, bias, y, groupCentre, groupRstd)),
                line("groups uncentred", n -> n.groups(GROUPS, EPS, x, weight, null, y, null, groupRstd)),
                line(
                        "groupsBackward",
                        n -> n.groupsBackward(GROUPS, x, weight, groupCentre, groupRstd, dy, dx, dWeight, dBias, work)),
                line("addGroups", n -> n.addGroups(GROUPS, EPS, x, y, dx, weight, bias, y, groupCentre, groupRstd)),
                line("statistics", n -> n.statistics(x, EPS, centre, mean, variance, rstd)),
                line("rstd", n -> n.rstd(variance, EPS, rstd)),
                line("channels", n -> n.channels(x, weight, bias, centre, rstd, y)),
                line(
                        "channelsBackward",
                        n -> n.channelsBackward(x, weight, centre, rstd, dy, mean, variance, dx, dWeight, dBias)),
                line(
                        "channelsFixedBackward",
                        n -> n.channelsFixedBackward(x, weight, centre, rstd, dy, dx, dWeight, dBias)),
                line("limitRows", n -> n.limitRows(rows, 2, 1f, 1e-7f)),
                line("limitRows largest", n -> n.limitRows(rows, Double.POSITIVE_INFINITY, 0.5f, 1e-7f)));
    }
}
