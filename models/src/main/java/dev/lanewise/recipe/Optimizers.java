package dev.lanewise.recipe;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.optim.Adadelta;
import dev.lanewise.optim.Adagrad;
import dev.lanewise.optim.Adam;
import dev.lanewise.optim.Adamax;
import dev.lanewise.optim.Averaged;
import dev.lanewise.optim.Clipped;
import dev.lanewise.optim.Clipping;
import dev.lanewise.optim.NAdam;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.optim.RAdam;
import dev.lanewise.optim.RmsProp;
import dev.lanewise.optim.Sgd;
import dev.lanewise.optim.WeightAverage;
import java.util.Collection;
import java.util.List;

/** The optimisers that settings name. */
final class Optimizers {
    static final List<String> NAMES =
            List.of("adam", "adamw", "amsgrad", "sgd", "rmsprop", "adagrad", "adadelta", "adamax", "nadam", "radam");

    private Optimizers() {}

    static Optimizer of(Settings settings, Collection<Parameter> parameters) {
        Optimizer optimizer = plain(settings, parameters);
        if (settings.number("clip_value") > 0) {
            optimizer = new Clipped(optimizer, new Clipping.ByValue((float) settings.number("clip_value")));
        }
        if (settings.number("clip_norm") > 0) {
            optimizer = new Clipped(optimizer, new Clipping.ByNorm(settings.number("clip_norm")));
        }
        double ema = settings.number("ema");
        return ema > 0 ? new Averaged(optimizer, new WeightAverage.WarmEma(ema)) : optimizer;
    }

    private static Optimizer plain(Settings settings, Collection<Parameter> p) {
        double b1 = settings.number("beta1");
        double b2 = settings.number("beta2");
        double decay = settings.number("weight_decay");
        double momentum = settings.number("momentum");
        String name = settings.text("optimizer");
        return switch (name) {
            case "adam", "adamw", "amsgrad" ->
                new Adam(p, new Adam.Options(b1, b2, 1e-8, decay, name.equals("adamw"), name.equals("amsgrad"), false));
            case "sgd" -> new Sgd(p, momentum, settings.flag("nesterov"), decay);
            case "rmsprop" -> new RmsProp(p, new RmsProp.Options(0.99, 1e-8, momentum, false, decay, false));
            case "adagrad" -> new Adagrad(p, new Adagrad.Options(0, 0, 1e-10, decay, false));
            case "adadelta" -> new Adadelta(p, new Adadelta.Options(0.9, 1e-6, decay, false));
            case "adamax" -> new Adamax(p, new Adamax.Options(b1, b2, 1e-8, decay, false));
            case "nadam" -> new NAdam(p, new NAdam.Options(b1, b2, 1e-8, 0.004, decay, false, false));
            case "radam" -> new RAdam(p, new RAdam.Options(b1, b2, 1e-8, decay, false, false));
            default -> throw new IllegalStateException("optimizer " + name);
        };
    }
}
