package dev.lanewise.recipe;

import dev.lanewise.optim.Chain;
import dev.lanewise.optim.Cycle;
import dev.lanewise.optim.Decay;
import dev.lanewise.optim.Schedule;
import java.util.List;

/** The schedules that settings name. */
final class Schedules {
    static final List<String> NAMES =
            List.of("cosine", "constant", "linear", "step", "exponential", "one_cycle", "inverse_sqrt");

    private Schedules() {}

    static Schedule of(Settings settings, long updates) {
        long warmup = settings.integer("warmup");
        Schedule main = plain(settings, Math.max(1, updates - warmup), Math.max(1, warmup));
        return warmup > 0 ? new Chain.WarmUp(warmup, 0, main) : main;
    }

    private static Schedule plain(Settings settings, long updates, long warmup) {
        double lr = settings.number("lr");
        double floor = settings.number("min_lr");
        String name = settings.text("schedule");
        return switch (name) {
            case "constant" -> new Schedule.Constant((float) lr);
            case "cosine" -> new Schedule.Cosine(lr, floor, updates);
            case "linear" -> new Decay.Linear(lr, 1, floor / lr, updates);
            case "step" -> new Decay.Step(lr, settings.integer("step_size"), settings.number("gamma"));
            case "exponential" -> new Decay.Exponential(lr, StrictMath.pow(settings.number("gamma"), 1.0 / updates));
            case "one_cycle" -> new Cycle.OneCycle(lr, updates);
            case "inverse_sqrt" -> new Decay.InverseSquareRoot(lr, warmup);
            default -> throw new IllegalStateException("schedule " + name);
        };
    }
}
