package dev.lanewise.golden;

import static java.util.Map.entry;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.golden.Options.Unsupported;
import dev.lanewise.optim.Adadelta;
import dev.lanewise.optim.Adagrad;
import dev.lanewise.optim.Adam;
import dev.lanewise.optim.Adamax;
import dev.lanewise.optim.Clipping;
import dev.lanewise.optim.Cycle;
import dev.lanewise.optim.Cycle.Curve;
import dev.lanewise.optim.Decay;
import dev.lanewise.optim.NAdam;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.optim.RAdam;
import dev.lanewise.optim.RmsProp;
import dev.lanewise.optim.Schedule;
import dev.lanewise.optim.Sgd;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** PyTorch's optimisers, schedules and clipping. */
final class OptimKinds {
    /** Builds an optimiser of one parameter. */
    interface OptimizerBuilder {
        Optimizer build(Options options, List<Parameter> parameters);
    }

    static final String CLIP_GRAD_NORM = "clip_grad_norm";

    static final Map<String, OptimizerBuilder> OPTIMIZERS = Map.ofEntries(
            entry("optim.SGD", OptimKinds::sgd),
            entry("optim.Adagrad", OptimKinds::adagrad),
            entry("optim.Adadelta", OptimKinds::adadelta),
            entry("optim.RMSprop", OptimKinds::rmsProp),
            entry("optim.Adam", (options, parameters) -> adam(options, parameters, false)),
            entry("optim.AdamW", (options, parameters) -> adam(options, parameters, true)),
            entry("optim.Adamax", OptimKinds::adamax),
            entry("optim.NAdam", OptimKinds::nadam),
            entry("optim.RAdam", OptimKinds::radam));

    static final Map<String, Function<Options, Schedule>> SCHEDULES = Map.ofEntries(
            entry("schedule.StepLR", o -> new Decay.Step(rate(o), o.integer("step_size"), o.number("gamma", 0.1))),
            entry("schedule.MultiStepLR", OptimKinds::multiStep),
            entry("schedule.ExponentialLR", o -> new Decay.Exponential(rate(o), o.number("gamma", 1))),
            entry(
                    "schedule.PolynomialLR",
                    o -> new Decay.Polynomial(rate(o), (long) o.number("total_iters", 5), o.number("power", 1))),
            entry(
                    "schedule.CosineAnnealingLR",
                    o -> new Schedule.Cosine(rate(o), o.number("eta_min", 0), o.integer("T_max"), true)),
            entry("schedule.CosineAnnealingWarmRestarts", OptimKinds::warmRestarts),
            entry("schedule.LinearLR", OptimKinds::linear),
            entry("schedule.OneCycleLR", OptimKinds::oneCycle));

    private OptimKinds() {}

    /** What is about speed or the graph of the computation, not about values. */
    private static void ignoreExecution(Options options) {
        options.ignore("foreach", "fused", "capturable", "differentiable");
    }

    private static Optimizer sgd(Options options, List<Parameter> parameters) {
        ignoreExecution(options);
        return new Sgd(
                parameters,
                new Sgd.Options(
                        options.number("momentum", 0),
                        options.number("dampening", 0),
                        options.flag("nesterov", false),
                        options.number("weight_decay", 0),
                        options.flag("maximize", false)));
    }

    private static Optimizer adagrad(Options options, List<Parameter> parameters) {
        ignoreExecution(options);
        return new Adagrad(
                parameters,
                new Adagrad.Options(
                        options.number("lr_decay", 0),
                        options.number("initial_accumulator_value", 0),
                        options.number("eps", 1e-10),
                        options.number("weight_decay", 0),
                        options.flag("maximize", false)));
    }

    private static Optimizer adadelta(Options options, List<Parameter> parameters) {
        ignoreExecution(options);
        return new Adadelta(
                parameters,
                new Adadelta.Options(
                        options.number("rho", 0.9),
                        options.number("eps", 1e-6),
                        options.number("weight_decay", 0),
                        options.flag("maximize", false)));
    }

    private static Optimizer rmsProp(Options options, List<Parameter> parameters) {
        ignoreExecution(options);
        return new RmsProp(
                parameters,
                new RmsProp.Options(
                        options.number("alpha", 0.99),
                        options.number("eps", 1e-8),
                        options.number("momentum", 0),
                        options.flag("centered", false),
                        options.number("weight_decay", 0),
                        options.flag("maximize", false)));
    }

    private static Optimizer adam(Options options, List<Parameter> parameters, boolean decoupled) {
        ignoreExecution(options);
        double[] betas = betas(options);
        return new Adam(
                parameters,
                new Adam.Options(
                        betas[0],
                        betas[1],
                        options.number("eps", 1e-8),
                        options.number("weight_decay", decoupled ? 1e-2 : 0),
                        decoupled || options.flag("decoupled_weight_decay", false),
                        options.flag("amsgrad", false),
                        options.flag("maximize", false)));
    }

    private static Optimizer adamax(Options options, List<Parameter> parameters) {
        ignoreExecution(options);
        double[] betas = betas(options);
        return new Adamax(
                parameters,
                new Adamax.Options(
                        betas[0],
                        betas[1],
                        options.number("eps", 1e-8),
                        options.number("weight_decay", 0),
                        options.flag("maximize", false)));
    }

    private static Optimizer nadam(Options options, List<Parameter> parameters) {
        ignoreExecution(options);
        double[] betas = betas(options);
        return new NAdam(
                parameters,
                new NAdam.Options(
                        betas[0],
                        betas[1],
                        options.number("eps", 1e-8),
                        options.number("momentum_decay", 4e-3),
                        options.number("weight_decay", 0),
                        options.flag("decoupled_weight_decay", false),
                        options.flag("maximize", false)));
    }

    private static Optimizer radam(Options options, List<Parameter> parameters) {
        ignoreExecution(options);
        double[] betas = betas(options);
        return new RAdam(
                parameters,
                new RAdam.Options(
                        betas[0],
                        betas[1],
                        options.number("eps", 1e-8),
                        options.number("weight_decay", 0),
                        options.flag("decoupled_weight_decay", false),
                        options.flag("maximize", false)));
    }

    private static double[] betas(Options options) {
        return options.numbers("betas", 0.9, 0.999);
    }

    private static double rate(Options options) {
        return options.number("lr", 1e-3);
    }

    private static Schedule multiStep(Options options) {
        List<Long> milestones = Arrays.stream(options.numbers("milestones"))
                .sorted()
                .mapToObj(m -> (long) m)
                .toList();
        return new Decay.MultiStep(rate(options), milestones, options.number("gamma", 0.1));
    }

    private static Schedule warmRestarts(Options options) {
        return new Cycle.WarmRestarts(
                rate(options), options.number("eta_min", 0), options.integer("T_0"), (int) options.number("T_mult", 1));
    }

    private static Schedule linear(Options options) {
        return new Decay.Linear(
                rate(options), options.number("start_factor", 1.0 / 3), options.number("end_factor", 1), (long)
                        options.number("total_iters", 5));
    }

    private static Schedule oneCycle(Options options) {
        // The optimiser's own rate is not used, and momenta are not compared.
        options.ignore("lr", "cycle_momentum", "base_momentum", "max_momentum");
        double steps = options.number("total_steps", 0);
        double product = options.number("epochs", 0) * options.number("steps_per_epoch", 0);
        Curve curve = switch (options.text("anneal_strategy", "cos")) {
            case "cos" -> Curve.COSINE;
            case "linear" -> Curve.LINEAR;
            case String other -> throw new Unsupported("anneal_strategy=" + other);
        };
        return new Cycle.OneCycle(
                options.number("max_lr", 0),
                (long) (steps > 0 ? steps : product),
                options.number("pct_start", 0.3),
                curve,
                options.flag("three_phase", false),
                options.number("div_factor", 25),
                options.number("final_div_factor", 1e4));
    }

    static Clipping clipping(Options options) {
        options.ignore("foreach");
        return new Clipping.ByNorm(
                options.number("max_norm", 0),
                options.number("norm_type", 2),
                options.flag("error_if_nonfinite", false));
    }
}
