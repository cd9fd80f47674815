package dev.lanewise.golden;

import dev.lanewise.autograd.Var;
import dev.lanewise.golden.Options.Unsupported;
import dev.lanewise.loss.AbsoluteError;
import dev.lanewise.loss.BinaryCrossEntropy;
import dev.lanewise.loss.BinaryCrossEntropyWithLogits;
import dev.lanewise.loss.CosineEmbedding;
import dev.lanewise.loss.CrossEntropy;
import dev.lanewise.loss.Ctc;
import dev.lanewise.loss.HingeEmbedding;
import dev.lanewise.loss.Huber;
import dev.lanewise.loss.KlDivergence;
import dev.lanewise.loss.MultiMargin;
import dev.lanewise.loss.NegativeLogLikelihood;
import dev.lanewise.loss.Reduction;
import dev.lanewise.loss.SmoothL1;
import dev.lanewise.loss.SquaredError;
import dev.lanewise.loss.TripletMargin;
import dev.lanewise.op.reduce.LogSoftmax;
import dev.lanewise.tensor.IntTensor;
import java.util.Map;
import java.util.function.BiFunction;

/** PyTorch's losses. */
final class LossKinds {
    static final Map<String, TorchKind> KINDS = Map.ofEntries(
            Map.entry("MSELoss", pair(options -> new SquaredError(reduction(options))::of)),
            Map.entry("L1Loss", pair(options -> new AbsoluteError(reduction(options))::of)),
            Map.entry("HuberLoss", pair(options -> new Huber(number(options, "delta", 1), reduction(options))::of)),
            Map.entry(
                    "SmoothL1Loss", pair(options -> new SmoothL1(number(options, "beta", 1), reduction(options))::of)),
            Map.entry(
                    "KLDivLoss",
                    pair(options -> new KlDivergence(reduction(options), options.flag("log_target", false))::of)),
            Map.entry("BCELoss", LossKinds::binaryCrossEntropy),
            Map.entry("BCEWithLogitsLoss", LossKinds::binaryCrossEntropyWithLogits),
            Map.entry("CrossEntropyLoss", LossKinds::crossEntropy),
            Map.entry("CrossEntropyLossProbabilities", LossKinds::probabilities),
            Map.entry("NLLLoss", LossKinds::negativeLogLikelihood),
            Map.entry("MultiMarginLoss", LossKinds::multiMargin),
            Map.entry("HingeEmbeddingLoss", LossKinds::hingeEmbedding),
            Map.entry("CosineEmbeddingLoss", LossKinds::cosineEmbedding),
            Map.entry("TripletMarginLoss", LossKinds::tripletMargin),
            Map.entry("CTCLoss", LossKinds::ctc));

    private LossKinds() {}

    /** A loss of two values, built from options. */
    @FunctionalInterface
    private interface PairBuilder {
        BiFunction<Var, Var, Var> build(Options options);
    }

    private static TorchKind pair(PairBuilder builder) {
        return (golden, options) -> new Var[] {builder.build(options).apply(golden.in("x"), golden.in("y"))};
    }

    private static Reduction reduction(Options options) {
        String name = options.text("reduction", "mean");
        return switch (name) {
            case "none" -> Reduction.NONE;
            case "mean" -> Reduction.MEAN;
            case "sum" -> Reduction.SUM;
            case "batchmean" -> Reduction.BATCH_MEAN;
            default -> throw new Unsupported("reduction=" + name);
        };
    }

    private static float number(Options options, String name, double byDefault) {
        return (float) options.number(name, byDefault);
    }

    private static Var ints(TorchCase golden, String name) {
        IntTensor ints = golden.ints(name);
        return golden.tape().constant(ints);
    }

    private static Var[] binaryCrossEntropy(TorchCase golden, Options options) {
        BinaryCrossEntropy loss = new BinaryCrossEntropy(reduction(options), golden.data("weight"));
        return new Var[] {loss.of(golden.in("x"), golden.in("y"))};
    }

    private static Var[] binaryCrossEntropyWithLogits(TorchCase golden, Options options) {
        BinaryCrossEntropyWithLogits loss =
                new BinaryCrossEntropyWithLogits(reduction(options), golden.data("weight"), golden.data("pos_weight"));
        return new Var[] {loss.of(golden.in("x"), golden.in("y"))};
    }

    private static CrossEntropy classes(TorchCase golden, Options options) {
        return new CrossEntropy(
                reduction(options),
                golden.data("weight"),
                (int) options.number("ignore_index", CrossEntropy.IGNORE_INDEX),
                number(options, "label_smoothing", 0));
    }

    private static Var[] crossEntropy(TorchCase golden, Options options) {
        return new Var[] {classes(golden, options).of(golden.in("x"), ints(golden, "y"))};
    }

    private static Var[] probabilities(TorchCase golden, Options options) {
        return new Var[] {classes(golden, options).ofProbabilities(golden.in("x"), golden.in("y"))};
    }

    private static Var[] negativeLogLikelihood(TorchCase golden, Options options) {
        int ignored = (int) options.number("ignore_index", CrossEntropy.IGNORE_INDEX);
        NegativeLogLikelihood loss = new NegativeLogLikelihood(reduction(options), golden.data("weight"), ignored);
        return new Var[] {loss.of(golden.in("x"), ints(golden, "y"))};
    }

    private static Var[] multiMargin(TorchCase golden, Options options) {
        MultiMargin loss = new MultiMargin(
                (int) options.number("p", 1), number(options, "margin", 1), golden.data("weight"), reduction(options));
        return new Var[] {loss.of(golden.in("x"), ints(golden, "y"))};
    }

    private static Var[] hingeEmbedding(TorchCase golden, Options options) {
        HingeEmbedding loss = new HingeEmbedding(number(options, "margin", 1), reduction(options));
        return new Var[] {loss.of(golden.in("x"), ints(golden, "y"))};
    }

    private static Var[] cosineEmbedding(TorchCase golden, Options options) {
        CosineEmbedding loss = new CosineEmbedding(number(options, "margin", 0), reduction(options));
        return new Var[] {loss.of(golden.in("x1"), golden.in("x2"), ints(golden, "y"))};
    }

    private static Var[] tripletMargin(TorchCase golden, Options options) {
        TripletMargin loss = new TripletMargin(
                number(options, "margin", 1),
                number(options, "p", 2),
                number(options, "eps", 1e-6),
                options.flag("swap", false),
                reduction(options));
        return new Var[] {loss.of(golden.in("anchor"), golden.in("positive"), golden.in("negative"))};
    }

    /** The goldens begin at logits, of which PyTorch takes the log-softmax first. */
    private static Var[] ctc(TorchCase golden, Options options) {
        Ctc loss = new Ctc((int) options.number("blank", 0), reduction(options), options.flag("zero_infinity", false));
        Var x = new LogSoftmax().on(golden.in("logits"));
        return new Var[] {
            loss.of(x, ints(golden, "targets"), ints(golden, "input_lengths"), ints(golden, "target_lengths"))
        };
    }
}
