package dev.lanewise.golden;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.optim.Adam;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.optim.Schedule;
import dev.lanewise.optim.Sgd;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** PyTorch's optimisers and schedules. */
final class OptimKinds {
    /** Builds an optimiser of one parameter. */
    interface OptimizerBuilder {
        Optimizer build(Options options, List<Parameter> parameters);
    }

    static final Map<String, OptimizerBuilder> OPTIMIZERS = Map.of(
            "optim.SGD", OptimKinds::sgd,
            "optim.Adam", (options, parameters) -> adam(options, parameters, false),
            "optim.AdamW", (options, parameters) -> adam(options, parameters, true));

    static final Map<String, Function<Options, Schedule>> SCHEDULES =
            Map.of("schedule.CosineAnnealingLR", OptimKinds::cosine);

    private OptimKinds() {}

    private static Optimizer sgd(Options options, List<Parameter> parameters) {
        options.only("dampening", 0);
        options.only("maximize", false);
        return new Sgd(parameters, (float) options.number("momentum", 0), options.flag("nesterov", false), (float)
                options.number("weight_decay", 0));
    }

    private static Optimizer adam(Options options, List<Parameter> parameters, boolean decoupled) {
        options.only("amsgrad", false);
        options.only("maximize", false);
        double[] betas = options.numbers("betas", 0.9, 0.999);
        return new Adam(
                parameters,
                new Adam.Options(
                        betas[0],
                        betas[1],
                        options.number("eps", 1e-8),
                        options.number("weight_decay", decoupled ? 1e-2 : 0),
                        decoupled));
    }

    private static Schedule cosine(Options options) {
        float peak = (float) options.number("lr", 0);
        return new Schedule.Cosine(peak, (float) options.number("eta_min", 0), options.integer("T_max"));
    }
}
