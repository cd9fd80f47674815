package dev.lanewise.nn.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.autograd.Mode;
import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.loss.L1Penalty;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.latent.Gaussian;
import dev.lanewise.nn.latent.GaussianHead;
import dev.lanewise.optim.MaxNorm;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Names and messages of embeddings, positions, latent values, penalties. */
class EmbedLayerTest {
    private final Draws draws = new Draws(1);

    private static void refused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    private static Tape tape(Mode mode) {
        Tape tape = Tape.of(mode, false, 1);
        tape.begin(0);
        return tape;
    }

    private static Var zeros(int... shape) {
        return tape(Mode.EVAL).constant(Tensor.zeros(shape));
    }

    @Test
    void names_arePyTorchs() {
        assertEquals(
                List.of("weight"),
                List.copyOf(Embedding.of(4, 2, draws).parameters().keySet()));
        assertEquals(
                List.of("mean.weight", "mean.bias", "logvar.weight", "logvar.bias"),
                List.copyOf(GaussianHead.of(3, 2, draws).parameters().keySet()));
        assertEquals(
                List.of(), List.copyOf(SinusoidalPositions.of(4, 2).parameters().keySet()));
    }

    @Test
    void id_outsideTheVocabulary_isNamed() {
        Embedding layer = Embedding.of(5, 2, draws);
        Embedding limited = new Embedding(layer.weight(), null, 0.1f, 2);
        float[] before = layer.weight().value().toArray();
        for (int id : new int[] {5, -1}) {
            for (Embedding each : List.of(layer, limited)) {
                Var ids = tape(Mode.TRAIN).constant(IntTensor.of(new int[] {0, 1, id}, 3));
                assertEquals(
                        "embedding: id " + id
                                + " at flat index 2 of ids of shape [3], expected 0 to 4: the vocabulary has 5",
                        assertThrows(IndexOutOfBoundsException.class, () -> each.forward(ids))
                                .getMessage());
            }
        }
        assertEquals(before[0], layer.weight().value().get(0, 0), "shortened before the ids were checked");
    }

    @Test
    void embedding_refusesWhatDoesNotFit() {
        Parameter weight = new Parameter(Tensor.zeros(5, 2));
        refused("embedding: ids holds floats, expected ints", () -> new Embedding(weight).forward(zeros(3)));
        refused(
                "embedding: padding id 5, expected 0 to 4 since weight has shape [5, 2]",
                () -> new Embedding(weight, 5, null, 2));
        refused("embedding: weight has shape [3], expected [V,D]", () -> new Embedding(new Parameter(Tensor.zeros(3))));
        refused(
                "embedding: largest norm -1.0, p 2.0, expected a norm of at least 0 and p at least 1",
                () -> new Embedding(weight, null, -1f, 2));
        Var ids = tape(Mode.EVAL).constant(IntTensor.zeros(3));
        refused(
                "embedding: padding id 7, expected 0 to 4, or -1 for none, since weight has shape [5, 2]",
                () -> new dev.lanewise.op.shape.Embedding(7).on(ids.tape().constant(weight.value()), ids));
    }

    @Test
    void positions_refuseWhatDoesNotFit() {
        SinusoidalPositions sinusoids = SinusoidalPositions.of(4, 6);
        refused(
                "sinusoidalPositions: x has shape [2, 3, 5], but the table has shape [4, 6] (contract x:[*,T,D]"
                        + " table:[P,D])",
                () -> sinusoids.forward(zeros(2, 3, 5)));
        refused(
                "sinusoidalPositions: x has shape [2, 3, 6]: T=3 from offset 2 does not fit 4 positions",
                () -> sinusoids.forward(zeros(2, 3, 6), 2));
        refused(
                "learnedPositions: x has shape [5, 6]: T=5 from offset 0 does not fit 4 positions",
                () -> LearnedPositions.of(4, 6, 1f, draws).forward(zeros(5, 6)));
        Rotary rotary = Rotary.of(4, 6, false);
        refused(
                "rotary: x has shape [3, 4], expected at least R=6 elements per position (contract x:[*,T,D]"
                        + " cosines:[P,R])",
                () -> rotary.forward(zeros(3, 4)));
        refused(
                "rotary: x has shape [3, 6]: T=3 from offset -1 does not fit 4 positions",
                () -> rotary.forward(zeros(3, 6), -1));
        refused("rotary: dimension 5, expected an even number", () -> Rotary.of(4, 5, true));
        refused("rotary: base 1.0, expected above 1", () -> Rotary.of(4, 6, 1, true));
    }

    @Test
    void biases_refuseWhatDoesNotFit() {
        refused("alibi: 0 heads, expected at least 1", () -> new Alibi(0));
        refused(
                "alibi: 3 queries and 2 keys, expected at least as many keys as queries",
                () -> new Alibi(2).bias(3, 2));
        refused(
                "relativeBias: 2 buckets and a largest distance of 9, expected an even number of at least 4 buckets and a"
                        + " distance above 0",
                () -> RelativeBias.of(2, 1, true, 9, draws));
        refused(
                "clippedDistances: weight has shape [4, 2], expected [2K+1,E], an odd number of rows",
                () -> new ClippedDistances(new Parameter(Tensor.zeros(4, 2))));
        refused(
                "clippedDistances: 3 queries and 2 keys, expected at least as many keys as queries",
                () -> ClippedDistances.of(1, 2, draws).forward(tape(Mode.EVAL), 3, 2));
    }

    @Test
    void latentAndPenalties_refuseWhatDoesNotFit() {
        refused("gaussian: logVariance has shape [3], but mean has shape [2]", () -> new Gaussian(zeros(2), zeros(3)));
        refused(
                "gaussianHead: logvar has weight of shape [3, 4], but mean has [2, 4]",
                () -> new GaussianHead(Linear.of(4, 2, draws), Linear.of(4, 3, draws)));
        refused("l1Penalty: strength -1.0, expected at least 0", () -> new L1Penalty(-1f));
        refused(
                "l1Penalty: no parameters, expected at least 1",
                () -> new L1Penalty(1f).of(tape(Mode.TRAIN), List.of()));
        refused("maxNorm: limit NaN, expected at least 0", () -> new MaxNorm(Float.NaN));
        refused(
                "maxNorm: the parameter has shape [], expected [O,...]",
                () -> new MaxNorm(1f).apply(new Parameter(Tensor.scalar(1f))));
    }
}
