package dev.lanewise.train;

import dev.lanewise.data.Signature;
import dev.lanewise.nn.Network;
import dev.lanewise.train.metric.MetricKind;
import dev.lanewise.train.metric.Metrics;
import java.util.List;

/** The objective and the metrics that suit what is predicted. */
public final class Objectives {
    private Objectives() {}

    /**
     * The objective of a model.
     *
     * @param loss {@code auto}, or a loss that suits the output: cross_entropy for classes; mse, mae, huber for quantities
     * @param smoothing of labels, for cross_entropy
     * @throws IllegalArgumentException if the loss does not suit the output
     */
    public static Objective of(Network model, Signature.Output output, String loss, double smoothing) {
        return switch (output) {
            case Signature.Classes classes -> {
                if (!loss.equals("auto") && !loss.equals("cross_entropy")) {
                    throw unsuited(loss, classes.names().size() + " classes", "cross_entropy");
                }
                yield new Classifier(model, (float) smoothing);
            }
            case Signature.Quantities quantities -> {
                Regressor.Loss kind = switch (loss) {
                    case "auto", "mse" -> Regressor.Loss.SQUARED;
                    case "mae" -> Regressor.Loss.ABSOLUTE;
                    case "huber" -> Regressor.Loss.HUBER;
                    default -> throw unsuited(loss, "quantities", "mse, mae or huber");
                };
                yield new Regressor(model, kind, quantities);
            }
        };
    }

    private static IllegalArgumentException unsuited(String loss, String output, String expected) {
        return new IllegalArgumentException("loss=" + loss + ", but the data has " + output + ": expected " + expected);
    }

    /**
     * The metrics wanted, or those that suit what is predicted.
     *
     * @param wanted names; empty for those that suit
     * @throws dev.lanewise.setting.UnknownNameException for a name that is no metric
     */
    public static List<MetricKind> metrics(List<String> wanted, Signature.Output output) {
        List<String> names = !wanted.isEmpty()
                ? wanted
                : switch (output) {
                    case Signature.Classes _ -> List.of("accuracy", "f1_macro");
                    case Signature.Quantities _ -> List.of("rmse", "mae", "r2");
                };
        return names.stream().map(Metrics::named).toList();
    }
}
