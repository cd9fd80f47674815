package dev.lanewise.nn.norm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.autograd.Buffer;
import dev.lanewise.autograd.Mode;
import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.AlphaDropout;
import dev.lanewise.nn.ChannelDropout;
import dev.lanewise.nn.DropPath;
import dev.lanewise.nn.Layer;
import dev.lanewise.nn.Unary;
import dev.lanewise.op.matrix.Linear;
import dev.lanewise.op.random.BlockDropout;
import dev.lanewise.op.random.GaussianSample;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Names, initial values and messages of normalisations and dropouts. */
class NormLayerTest {
    private static void refused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    private static Var run(Mode mode, Unary layer, int... x) {
        Tape tape = Tape.of(mode, false, 1);
        tape.begin(0);
        return layer.forward(tape.constant(Tensor.zeros(x)));
    }

    private static List<String> names(Layer layer) {
        return List.copyOf(layer.parameters().keySet());
    }

    @Test
    void names_arePyTorchs() {
        assertEquals(List.of("weight", "bias"), names(LayerNorm.of(4, 3)));
        assertEquals(List.of("weight"), names(LayerNorm.of(1e-5f, true, false, 4)));
        assertEquals(List.of(), names(LayerNorm.of(1e-5f, false, true, 4)));
        assertEquals(List.of("weight"), names(RmsNorm.of(4)));
        assertEquals(List.of("weight", "bias"), names(GroupNorm.of(2, 4)));
        assertEquals(List.of(), names(InstanceNorm2d.of(4)));
        BatchNorm2d batch = BatchNorm2d.of(4);
        assertEquals(List.of("weight", "bias"), names(batch));
        assertEquals(
                List.of("running_mean", "running_var", "num_batches_tracked"),
                List.copyOf(batch.buffers().keySet()));
        assertEquals(List.of(), names(BatchNorm1d.of(4, 1e-5f, 0.1f, false, false)));
        Parameter weight = new Parameter(Tensor.zeros(2, 3));
        Parameter bias = new Parameter(Tensor.zeros(2));
        SpectralNorm spectral = SpectralNorm.of(new Linear(), weight, bias, new Draws(1));
        assertEquals(List.of("weight_orig", "bias"), names(spectral));
        assertEquals(
                List.of("weight_u", "weight_v"), List.copyOf(spectral.buffers().keySet()));
        assertEquals(List.of("weight_g", "weight_v", "bias"), names(WeightNorm.of(new Linear(), weight, bias, 0)));
    }

    @Test
    void initialValues_arePyTorchs() {
        BatchNorm1d batch = BatchNorm1d.of(2);
        assertArrayEquals(new float[] {1, 1}, batch.weight().value().toArray());
        assertArrayEquals(new float[] {0, 0}, batch.bias().value().toArray());
        assertArrayEquals(new float[] {0, 0}, batch.running_mean().value().toArray());
        assertArrayEquals(new float[] {1, 1}, batch.running_var().value().toArray());
        assertEquals(0f, batch.num_batches_tracked().value().get());
        assertArrayEquals(new float[] {1, 1}, LayerNorm.of(2).weight().value().toArray());
        assertEquals(0x1p-23f, RmsNorm.of(2).eps());
    }

    @Test
    void trailingAxes_thatDoNotFit_areRefused() {
        refused(
                "layerNorm: x has shape [2, 3], expected the trailing axes [4] (contract x:[*,D...])",
                () -> run(Mode.EVAL, LayerNorm.of(4), 2, 3));
        refused(
                "layerNorm: x has shape [4], expected the trailing axes [3, 4] (contract x:[*,D...])",
                () -> run(Mode.EVAL, LayerNorm.of(3, 4), 4));
        refused(
                "rmsNorm: x has shape [2, 3], expected the trailing axes [4] (contract x:[*,D...])",
                () -> run(Mode.EVAL, RmsNorm.of(4), 2, 3));
        refused(
                "layerNorm: weight has shape [3], expected [4]",
                () -> new LayerNorm(new Parameter(Tensor.zeros(3)), null, List.of(4), 1e-5f));
        refused("layerNorm: no axis to normalise, expected at least 1", () -> LayerNorm.of());
        refused("layerNorm: eps -1.0, expected at least 0", () -> LayerNorm.of(-1f, true, true, 3));
    }

    @Test
    void operations_checkForThemselves() {
        Tape tape = Tape.inference();
        tape.begin(0);
        Var x = tape.constant(Tensor.zeros(2, 6));
        Var three = tape.constant(Tensor.zeros(3));
        refused(
                "layerNorm: weight has shape [3], but the trailing axes of x, which has shape [2, 6], are [6] (contract"
                        + " x:[*,D...] weight:[D...]? bias:[D...]?)",
                () -> new dev.lanewise.op.norm.LayerNorm(1, 1e-5f).on(x, three, null));
        refused(
                "rmsNorm: x has shape [3], rank 1, expected at least 2 (contract x:[*,D...] weight:[D...]?"
                        + " bias:[D...]?, D... being 2 axes)",
                () -> new dev.lanewise.op.norm.RmsNorm(2, 1e-5f).on(three, null));
        refused(
                "groupNorm: x has shape [2, 6]: C=6 does not divide into 4 groups (contract x:[N,C,*] weight:[C]?"
                        + " bias:[C]?)",
                () -> new dev.lanewise.op.norm.GroupNorm(4, 1e-5f).on(x, null, null));
        refused(
                "batchNorm: weight has shape [3]: C=3, but x has C=6 (contract x:[N,C,*] weight:[C]? bias:[C]?)",
                () -> new dev.lanewise.op.norm.BatchNorm(1e-5f).on(x, three, null));
        refused(
                "batchNorm: x has shape [0, 3]: no value per channel, expected at least 1 (contract x:[N,C,*] weight:[C]?"
                        + " bias:[C]?)",
                () -> new dev.lanewise.op.norm.BatchNorm(1e-5f).on(tape.constant(Tensor.zeros(0, 3)), null, null));
        refused(
                "channelNorm: mean has shape [3]: C=3, but x has C=6 (contract x:[N,C,*] mean:[C] variance:[C]"
                        + " weight:[C]? bias:[C]?)",
                () -> new dev.lanewise.op.norm.ChannelNorm(1e-5f).on(x, three, three, null, null));
        refused(
                "gaussianSample: logvar has shape [3]: *=[3], but mean has *=[2, 6] (contract mean:[*] logvar:[*])",
                () -> new GaussianSample().on(x, three));
        refused(
                "blockDropout: x has shape [3], rank 1, expected at least 2 leading axes",
                () -> new BlockDropout(2, 0.5f).on(three));
    }

    @Test
    void channels_thatDoNotFit_areRefused() {
        refused(
                "batchNorm1d: x has shape [2, 3], expected 4 channels (contract x:[N,C] or x:[N,C,L], C=4)",
                () -> run(Mode.EVAL, BatchNorm1d.of(4), 2, 3));
        refused(
                "batchNorm2d: x has shape [2, 4, 3], expected 4 channels (contract x:[N,C,H,W], C=4)",
                () -> run(Mode.EVAL, BatchNorm2d.of(4), 2, 4, 3));
        refused(
                "instanceNorm1d: x has shape [2, 3, 5], expected 4 channels (contract x:[N,C,L] or x:[C,L], C=4)",
                () -> run(Mode.EVAL, InstanceNorm1d.of(4), 2, 3, 5));
        refused(
                "groupNorm: x has shape [2, 3], expected 4 channels (contract x:[N,C,*], C=4)",
                () -> run(Mode.EVAL, GroupNorm.of(2, 4), 2, 3));
        refused("groupNorm: 4 channels do not divide into 3 groups", () -> GroupNorm.of(3, 4));
    }

    @Test
    void oneValueWithoutAVariance_isRefused_andNothingIsCounted() {
        BatchNorm1d layer = BatchNorm1d.of(4);
        refused(
                "batchNorm1d: x has shape [1, 4]: 1 value per channel, expected at least 2, of which there is a variance",
                () -> run(Mode.TRAIN, layer, 1, 4));
        assertEquals(0f, layer.num_batches_tracked().value().get());
        run(Mode.EVAL, layer, 1, 4);
        refused(
                "instanceNorm2d: x has shape [2, 4, 1, 1]: 1 value per channel of a sample, expected at least 2, of which"
                        + " there is a variance",
                () -> run(Mode.TRAIN, InstanceNorm2d.of(4), 2, 4, 1, 1));
    }

    @Test
    void options_outsideTheirRange_areRefused() {
        refused("batchNorm2d: momentum 1.5, expected 0 to 1", () -> BatchNorm2d.of(4, 1e-5f, 1.5f, true, true));
        Buffer four = new Buffer(Tensor.zeros(4));
        refused(
                "batchNorm1d: of running_mean, running_var and num_batches_tracked some are absent, expected all or none",
                () -> new BatchNorm1d(null, null, four, null, null, 4, 0.1f, 1e-5f));
        refused(
                "batchNorm1d: running_mean has shape [4], expected [3] for 3 channels",
                () -> new BatchNorm1d(null, null, four, four, new Buffer(Tensor.scalar(0f)), 3, 0.1f, 1e-5f));
        Parameter weight = new Parameter(Tensor.zeros(2, 3));
        refused(
                "weightNorm: weight_g has shape [2], expected [2, 1] for weight_v of shape [2, 3] and axis 0",
                () -> new WeightNorm(new Linear(), new Parameter(Tensor.zeros(2)), weight, null, 0));
        refused(
                "weightNorm: axis 2 of weight_v of shape [2, 3], expected -1 to 1",
                () -> WeightNorm.of(new Linear(), weight, null, 2));
        refused(
                "spectralNorm: weight_orig has shape [4], expected rank 2 or more: [O,I,...]",
                () -> new SpectralNorm(new Linear(), new Parameter(Tensor.zeros(4)), null, four, four, 1, 0f));
        refused(
                "spectralNorm: weight_u has shape [4], expected [2] for 2 channels",
                () -> new SpectralNorm(new Linear(), weight, null, four, four, 1, 0f));
        refused(
                "spectralNorm: 0 iterations, eps 0.0, expected at least 1 iteration and eps at least 0",
                () -> new SpectralNorm(new Linear(), weight, null, four, four, 0, 0f));
    }

    @Test
    void spectralNorm_changesNoBuffer_ifTheInputDoesNotFit() {
        Parameter weight = new Parameter(Tensor.of(new float[] {1, 2, 3, 4, 5, 7}, 2, 3));
        SpectralNorm layer = SpectralNorm.of(new Linear(), weight, null, new Draws(1));
        weight.value().set(-9f, 0, 0);
        float[] before = layer.weight_u().value().toArray();
        refused(
                "linear: w has shape [2, 3]: I=3, but x has I=4 (contract x:[*,I] w:[O,I] b:[O]?)",
                () -> run(Mode.TRAIN, layer, 5, 4));
        assertArrayEquals(before, layer.weight_u().value().toArray());
        run(Mode.EVAL, layer, 5, 3);
        assertArrayEquals(before, layer.weight_u().value().toArray());
        run(Mode.TRAIN, layer, 5, 3);
        assertFalse(Arrays.equals(before, layer.weight_u().value().toArray()));
    }

    @Test
    void dropouts_refuseWhatTheyDoNotTake() {
        refused("channelDropout: probability 1.5, expected 0 to 1", () -> new ChannelDropout(1.5f));
        refused("dropPath: probability NaN, expected 0 to 1", () -> new DropPath(Float.NaN));
        refused("alphaDropout: probability -0.1, expected 0 to 1", () -> new AlphaDropout(-0.1f));
        refused(
                "channelDropout: x has shape [2, 3], expected rank 3 or more (contract x:[N,C,*])",
                () -> run(Mode.TRAIN, new ChannelDropout(0.5f), 2, 3));
    }
}
