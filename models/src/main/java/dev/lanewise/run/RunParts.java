package dev.lanewise.run;

import dev.lanewise.data.Signature;
import dev.lanewise.data.source.Loaded;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.Network;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.recipe.ModelConfig;
import dev.lanewise.recipe.Settings;
import dev.lanewise.train.Objective;
import dev.lanewise.train.Objectives;
import dev.lanewise.train.Watch;
import dev.lanewise.train.metric.Goal;
import dev.lanewise.train.metric.MetricKind;
import java.util.List;

/**
 * What is made of a configuration, before there is a folder.
 *
 * @param model with its initial weights
 * @param objective what is made small
 * @param optimizer of the model, at its first step
 * @param metrics what is measured
 * @param watch before the first evaluation
 */
record RunParts(Network model, Objective objective, Optimizer optimizer, List<MetricKind> metrics, Watch watch) {
    static RunParts of(RunConfig config, Loaded data) {
        Settings settings = config.settings();
        Signature signature = config.preparation().signature();
        Network model = settings.part(ModelConfig.class).build(signature, new Draws(settings.seed()));
        List<MetricKind> metrics = Objectives.metrics(settings.metrics(), signature.output());
        return new RunParts(
                model,
                Objectives.of(model, signature.output(), settings.loss(), settings.labelSmoothing()),
                settings.optimizerFor(model.parameters().values()),
                metrics,
                watch(settings, data, model, metrics));
    }

    private static Watch watch(Settings settings, Loaded data, Network model, List<MetricKind> metrics) {
        String monitor = settings.monitor();
        Goal goal = monitor.equals("loss")
                ? Goal.MIN
                : metrics.stream()
                        .filter(metric -> metric.name().equals(monitor))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("monitor=" + monitor
                                + ", expected loss or one of "
                                + String.join(
                                        ", ",
                                        metrics.stream().map(MetricKind::name).toList())))
                        .goal();
        boolean validated = data.split().validation().isPresent();
        if (settings.earlyStop() > 0 && !validated) {
            throw new IllegalArgumentException("early_stop=" + settings.earlyStop()
                    + ", but the data has no validation part: set validation to the share to keep for it");
        }
        // Nothing is ever chosen by the test part.
        return new Watch(
                model, monitor, goal, settings.earlyStop(), settings.minDelta(), validated && settings.keepBest());
    }
}
