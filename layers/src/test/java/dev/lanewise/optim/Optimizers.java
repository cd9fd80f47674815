package dev.lanewise.optim;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.ParameterGradients;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Optimisers with random options, each beside its formula in double. */
final class Optimizers {
    private Optimizers() {}

    /** One update of one element in double; the state starts with zeros and steps count from 1. */
    interface Reference {
        double update(double p, double g, double[] state, double rate, int t);
    }

    /** Makes the optimiser. */
    interface Maker {
        Optimizer make(Collection<Parameter> parameters);
    }

    /** An optimiser, the formula it follows, and a rate at which it finds a minimum. */
    record Case(String name, Maker maker, Reference reference, float rate) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** How many kinds {@link #draw} knows. */
    static final int KINDS = 9;

    /** Options of a kind of optimiser. */
    static Case draw(int kind, Random random, boolean decays) {
        double decay = decays ? pick(random, 0, 0.1, 0.01) : 0;
        double beta1 = pick(random, 0.9, 0.8, 0);
        double beta2 = pick(random, 0.999, 0.95, 0.9);
        double epsilon = pick(random, 1e-8, 1e-4);
        boolean decoupled = random.nextBoolean();
        return switch (kind) {
            case 0 -> sgd(pick(random, 0, 0.9, 0.5), pick(random, 0, 0.3), random.nextBoolean(), decay);
            case 1 -> adagrad(pick(random, 0, 0.01), pick(random, 0, 0.5), decay);
            case 2 -> adadelta(pick(random, 0.9, 0.95), decay);
            case 3 -> rmsProp(pick(random, 0.99, 0.9), pick(random, 0, 0.5), random.nextBoolean(), decay);
            case 4 -> adam(new Adam.Options(beta1, beta2, epsilon, decay, decoupled, false, false));
            case 5 -> adam(new Adam.Options(beta1, beta2, epsilon, decay, decoupled, true, false));
            case 6 -> adamax(new Adamax.Options(beta1, beta2, epsilon, decay, false));
            case 7 -> nadam(new NAdam.Options(beta1, beta2, epsilon, pick(random, 4e-3, 0.1), decay, decoupled, false));
            default -> radam(new RAdam.Options(beta1, beta2, epsilon, decay, decoupled, false));
        };
    }

    private static double pick(Random random, double... of) {
        return of[random.nextInt(of.length)];
    }

    private static Case sgd(double momentum, double damped, boolean nesterov, double decay) {
        boolean ahead = nesterov && momentum > 0;
        double dampening = ahead ? 0 : damped;
        Sgd.Options options = new Sgd.Options(momentum, dampening, ahead, decay, false);
        return new Case(
                options.toString(),
                p -> new Sgd(p, options),
                (p, g, s, rate, t) -> {
                    double d = g + decay * p;
                    if (momentum == 0) {
                        return p - rate * d;
                    }
                    s[0] = t == 1 ? d : momentum * s[0] + (1 - dampening) * d;
                    return p - rate * (ahead ? d + momentum * s[0] : s[0]);
                },
                0.1f);
    }

    private static Case adagrad(double rateDecay, double initial, double decay) {
        Adagrad.Options options = new Adagrad.Options(rateDecay, initial, 1e-10, decay, false);
        return new Case(
                "Adagrad " + options,
                p -> new Adagrad(p, options),
                (p, g, s, rate, t) -> {
                    double d = g + decay * p;
                    s[0] = (t == 1 ? initial : s[0]) + d * d;
                    return p - rate / (1 + (t - 1) * rateDecay) * d / (Math.sqrt(s[0]) + 1e-10);
                },
                0.5f);
    }

    private static Case adadelta(double rho, double decay) {
        Adadelta.Options options = new Adadelta.Options(rho, 1e-3, decay, false);
        return new Case(
                "Adadelta " + options,
                p -> new Adadelta(p, options),
                (p, g, s, rate, t) -> {
                    double d = g + decay * p;
                    s[0] = rho * s[0] + (1 - rho) * d * d;
                    double x = Math.sqrt(s[1] + 1e-3) / Math.sqrt(s[0] + 1e-3) * d;
                    s[1] = rho * s[1] + (1 - rho) * x * x;
                    return p - rate * x;
                },
                1f);
    }

    private static Case rmsProp(double alpha, double momentum, boolean centred, double decay) {
        RmsProp.Options options = new RmsProp.Options(alpha, 1e-2, momentum, centred, decay, false);
        return new Case(
                "RMSProp " + options,
                p -> new RmsProp(p, options),
                (p, g, s, rate, t) -> {
                    double d = g + decay * p;
                    s[0] = alpha * s[0] + (1 - alpha) * d * d;
                    s[1] = alpha * s[1] + (1 - alpha) * d;
                    double root = Math.sqrt(centred ? s[0] - s[1] * s[1] : s[0]) + 1e-2;
                    s[2] = momentum * s[2] + d / root;
                    return p - rate * s[2];
                },
                0.02f);
    }

    private static Case adam(Adam.Options o) {
        return new Case(
                "Adam " + o,
                p -> new Adam(p, o),
                (p, g, s, rate, t) -> {
                    double d = moments(p, g, s, o.beta1(), o.beta2(), o.decoupled() ? 0 : o.decay());
                    double shrunk = o.decoupled() ? p * (1 - rate * o.decay()) : p;
                    s[2] = Math.max(s[2], s[1]);
                    double v = (o.amsgrad() ? s[2] : s[1]) / (1 - Math.pow(o.beta2(), t));
                    return shrunk - rate * s[0] / (1 - Math.pow(o.beta1(), t)) / (Math.sqrt(v) + o.epsilon());
                },
                0.05f);
    }

    private static Case adamax(Adamax.Options o) {
        return new Case(
                "Adamax " + o,
                p -> new Adamax(p, o),
                (p, g, s, rate, t) -> {
                    double d = g + o.decay() * p;
                    s[0] = o.beta1() * s[0] + (1 - o.beta1()) * d;
                    s[1] = Math.max(o.beta2() * s[1], Math.abs(d) + o.epsilon());
                    return p - rate * s[0] / (1 - Math.pow(o.beta1(), t)) / s[1];
                },
                0.05f);
    }

    private static Case nadam(NAdam.Options o) {
        return new Case(
                "NAdam " + o,
                p -> new NAdam(p, o),
                (p, g, s, rate, t) -> {
                    double d = moments(p, g, s, o.beta1(), o.beta2(), o.decoupled() ? 0 : o.decay());
                    double shrunk = o.decoupled() ? p * (1 - rate * o.decay()) : p;
                    double mu = o.beta1() * (1 - 0.5 * Math.pow(0.96, t * o.momentumDecay()));
                    double next = o.beta1() * (1 - 0.5 * Math.pow(0.96, (t + 1) * o.momentumDecay()));
                    s[2] = (t == 1 ? 1 : s[2]) * mu;
                    double x = next * s[0] / (1 - s[2] * next) + (1 - mu) * d / (1 - s[2]);
                    return shrunk - rate * x / (Math.sqrt(s[1] / (1 - Math.pow(o.beta2(), t))) + o.epsilon());
                },
                0.05f);
    }

    private static Case radam(RAdam.Options o) {
        return new Case(
                "RAdam " + o,
                p -> new RAdam(p, o),
                (p, g, s, rate, t) -> {
                    moments(p, g, s, o.beta1(), o.beta2(), o.decoupled() ? 0 : o.decay());
                    double shrunk = o.decoupled() ? p * (1 - rate * o.decay()) : p;
                    double x = s[0] / (1 - Math.pow(o.beta1(), t));
                    double rest = 1 - Math.pow(o.beta2(), t);
                    double r = 2 / (1 - o.beta2()) - 1;
                    double l = r - 2 * t * Math.pow(o.beta2(), t) / rest;
                    if (l <= 5) {
                        return shrunk - rate * x;
                    }
                    double rect = Math.sqrt((l - 4) * (l - 2) * r / ((r - 4) * (r - 2) * l));
                    return shrunk - rate * x * rect * Math.sqrt(rest) / (Math.sqrt(s[1]) + o.epsilon());
                },
                0.05f);
    }

    /** Updates both moments and returns the gradient with its decay. */
    private static double moments(double p, double g, double[] s, double beta1, double beta2, double decay) {
        double d = g + decay * p;
        s[0] = beta1 * s[0] + (1 - beta1) * d;
        s[1] = beta2 * s[1] + (1 - beta2) * d * d;
        return d;
    }

    /** Numbers in [-1, 1) that are at least 0.05 from 0. */
    static float[] values(Random random, int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            float size = 0.05f + 0.95f * random.nextFloat();
            values[i] = random.nextBoolean() ? size : -size;
        }
        return values;
    }

    /** A parameter of random values. */
    static Parameter parameter(Random random, int n) {
        return new Parameter(Tensor.of(values(random, n), n));
    }

    /** Gradients that a test sets. */
    static final class Given implements ParameterGradients {
        private final Map<Parameter, Tensor> all = new IdentityHashMap<>();

        /** Of one parameter; the array is copied. */
        static Given of(Parameter parameter, float... gradient) {
            return new Given().and(parameter, gradient);
        }

        Given and(Parameter parameter, float... gradient) {
            all.put(parameter, Tensor.of(Arrays.copyOf(gradient, gradient.length), gradient.length));
            return this;
        }

        @Override
        public boolean has(Parameter parameter) {
            return all.containsKey(parameter);
        }

        @Override
        public Tensor of(Parameter parameter) {
            return all.get(parameter);
        }
    }

    /** Copies state and count from one optimiser to another as a checkpoint does. */
    static void restore(Optimizer from, List<Parameter> parameters, Optimizer to, List<Parameter> restored) {
        for (int i = 0; i < parameters.size(); i++) {
            Map<String, Tensor> target = to.state(restored.get(i));
            from.state(parameters.get(i))
                    .forEach((name, tensor) -> target.get(name).copyFrom(tensor));
        }
        to.resumeAt(from.steps());
    }
}
