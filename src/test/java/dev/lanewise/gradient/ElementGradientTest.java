package dev.lanewise.gradient;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.op.math.Abs;
import dev.lanewise.op.math.Celu;
import dev.lanewise.op.math.Clamp;
import dev.lanewise.op.math.Cos;
import dev.lanewise.op.math.Elu;
import dev.lanewise.op.math.Erf;
import dev.lanewise.op.math.Expm1;
import dev.lanewise.op.math.GeluTanh;
import dev.lanewise.op.math.HardShrink;
import dev.lanewise.op.math.HardSigmoid;
import dev.lanewise.op.math.HardSwish;
import dev.lanewise.op.math.HardTanh;
import dev.lanewise.op.math.LeakyRelu;
import dev.lanewise.op.math.Log;
import dev.lanewise.op.math.Log1p;
import dev.lanewise.op.math.LogSigmoid;
import dev.lanewise.op.math.Mish;
import dev.lanewise.op.math.Pow;
import dev.lanewise.op.math.Reciprocal;
import dev.lanewise.op.math.Relu6;
import dev.lanewise.op.math.Rsqrt;
import dev.lanewise.op.math.Selu;
import dev.lanewise.op.math.Silu;
import dev.lanewise.op.math.Sin;
import dev.lanewise.op.math.SoftShrink;
import dev.lanewise.op.math.Softplus;
import dev.lanewise.op.math.Softsign;
import dev.lanewise.op.math.Sqrt;
import dev.lanewise.op.math.Square;
import dev.lanewise.op.math.TanhShrink;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The functions of one element against central differences, over random shapes and options. */
class ElementGradientTest {
    private static final int TRIES = 30;

    /** How far an element stays from a kink: more than a difference moves it. */
    private static final float CLEARANCE = 0.125f;

    private static final float WIDE = 4;

    @Property(tries = TRIES)
    @Checks(Expm1.class)
    void expm1_matchesDifferences(@ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents, @ForAll long seed) {
        unary(new Expm1(), new Inputs(seed).floats(shape(extents)), seed);
    }

    @Property(tries = TRIES)
    @Checks(Square.class)
    void square_matchesDifferences(@ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents, @ForAll long seed) {
        unary(new Square(), new Inputs(seed).floats(shape(extents)), seed);
    }

    @Property(tries = TRIES)
    @Checks(Sin.class)
    void sin_matchesDifferences(@ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents, @ForAll long seed) {
        unary(new Sin(), new Inputs(seed).floats(shape(extents)), seed);
    }

    @Property(tries = TRIES)
    @Checks(Erf.class)
    void erf_matchesDifferences(@ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents, @ForAll long seed) {
        unary(new Erf(), new Inputs(seed).floats(shape(extents)), seed);
    }

    @Property(tries = TRIES)
    @Checks(Cos.class)
    void cos_matchesDifferences(@ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents, @ForAll long seed) {
        unary(new Cos(), new Inputs(seed).floats(shape(extents)), seed);
    }

    @Property(tries = TRIES)
    @Checks(TanhShrink.class)
    void tanhShrink_matchesDifferences(
            @ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents, @ForAll long seed) {
        unary(new TanhShrink(), new Inputs(seed).floats(shape(extents)), seed);
    }

    @Property(tries = TRIES)
    @Checks(LogSigmoid.class)
    void logSigmoid_matchesDifferences(
            @ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents, @ForAll long seed) {
        unary(new LogSigmoid(), new Inputs(seed).floats(shape(extents)), seed);
    }

    @Property(tries = TRIES)
    @Checks(Silu.class)
    void silu_matchesDifferences(@ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents, @ForAll long seed) {
        unary(new Silu(), new Inputs(seed).floats(shape(extents)), seed);
    }

    @Property(tries = TRIES)
    @Checks(Mish.class)
    void mish_matchesDifferences(@ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents, @ForAll long seed) {
        unary(new Mish(), new Inputs(seed).floats(shape(extents)), seed);
    }

    @Property(tries = TRIES)
    @Checks(GeluTanh.class)
    void geluTanh_matchesDifferences(
            @ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents, @ForAll long seed) {
        unary(new GeluTanh(), new Inputs(seed).floats(shape(extents)), seed);
    }

    @Property(tries = TRIES)
    @Checks(Log1p.class)
    void log1p_matchesDifferences(@ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents, @ForAll long seed) {
        unary(new Log1p(), positive(extents, -0.75f, seed), seed);
    }

    @Property(tries = TRIES)
    @Checks(Log.class)
    void log_matchesDifferences(@ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents, @ForAll long seed) {
        unary(new Log(), positive(extents, 0.25f, seed), seed);
    }

    @Property(tries = TRIES)
    @Checks(Sqrt.class)
    void sqrt_matchesDifferences(@ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents, @ForAll long seed) {
        unary(new Sqrt(), positive(extents, 0.25f, seed), seed);
    }

    @Property(tries = TRIES)
    @Checks(Rsqrt.class)
    void rsqrt_matchesDifferences(@ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents, @ForAll long seed) {
        unary(new Rsqrt(), positive(extents, 0.25f, seed), seed);
    }

    @Property(tries = TRIES)
    @Checks(Abs.class)
    void abs_matchesDifferences(@ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents, @ForAll long seed) {
        unary(new Abs(), new Inputs(seed).awayFromZero(shape(extents)), seed);
    }

    @Property(tries = TRIES)
    @Checks(Reciprocal.class)
    void reciprocal_matchesDifferences(
            @ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents, @ForAll long seed) {
        unary(new Reciprocal(), new Inputs(seed).awayFromZero(shape(extents)), seed);
    }

    @Property(tries = TRIES)
    @Checks(Selu.class)
    void selu_matchesDifferences(@ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents, @ForAll long seed) {
        unary(new Selu(), new Inputs(seed).awayFromZero(shape(extents)), seed);
    }

    @Property(tries = TRIES)
    @Checks(Softsign.class)
    void softsign_matchesDifferences(
            @ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents, @ForAll long seed) {
        unary(new Softsign(), new Inputs(seed).awayFromZero(shape(extents)), seed);
    }

    @Property(tries = TRIES)
    @Checks(HardSigmoid.class)
    void hardSigmoid_matchesDifferences(
            @ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents, @ForAll long seed) {
        unary(new HardSigmoid(), clear(extents, seed, -3, 3), seed);
    }

    @Property(tries = TRIES)
    @Checks(HardSwish.class)
    void hardSwish_matchesDifferences(
            @ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents, @ForAll long seed) {
        unary(new HardSwish(), clear(extents, seed, -3, 3), seed);
    }

    @Property(tries = TRIES)
    @Checks(Relu6.class)
    void relu6_matchesDifferences(@ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents, @ForAll long seed) {
        unary(new Relu6(), clear(extents, seed, 0, 6), seed);
    }

    @Property(tries = TRIES)
    @Checks(Pow.class)
    void pow_matchesDifferences(
            @ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents,
            @ForAll @FloatRange(min = -3, max = 3) float exponent,
            @ForAll long seed) {
        unary(new Pow(exponent), positive(extents, 0.25f, seed), seed);
    }

    @Property(tries = TRIES)
    @Checks(LeakyRelu.class)
    void leakyRelu_matchesDifferences(
            @ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents,
            @ForAll @FloatRange(min = -2, max = 2) float slope,
            @ForAll long seed) {
        unary(new LeakyRelu(slope), new Inputs(seed).awayFromZero(shape(extents)), seed);
    }

    @Property(tries = TRIES)
    @Checks(Elu.class)
    void elu_matchesDifferences(
            @ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents,
            @ForAll @FloatRange(min = -2, max = 2) float alpha,
            @ForAll long seed) {
        unary(new Elu(alpha), new Inputs(seed).awayFromZero(shape(extents)), seed);
    }

    @Property(tries = TRIES)
    @Checks(Celu.class)
    void celu_matchesDifferences(
            @ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents,
            @ForAll @FloatRange(min = 0.3f, max = 2) float alpha,
            @ForAll boolean negative,
            @ForAll long seed) {
        unary(new Celu(negative ? -alpha : alpha), new Inputs(seed).awayFromZero(shape(extents)), seed);
    }

    @Property(tries = TRIES)
    @Checks(Softplus.class)
    void softplus_matchesDifferences(
            @ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents,
            @ForAll @FloatRange(min = 0.3f, max = 3) float beta,
            @ForAll boolean negative,
            @ForAll @IntRange(min = -1, max = 2) int threshold,
            @ForAll long seed) {
        unary(
                new Softplus(negative ? -beta : beta, threshold),
                clear(extents, seed, threshold / (negative ? -beta : beta)),
                seed);
    }

    @Property(tries = TRIES)
    @Checks(Clamp.class)
    void clamp_matchesDifferences(
            @ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents,
            @ForAll @FloatRange(min = -3, max = 1) float low,
            @ForAll @FloatRange(min = 0.1f, max = 3) float width,
            @ForAll long seed) {
        unary(new Clamp(low, low + width), clear(extents, seed, low, low + width), seed);
    }

    @Property(tries = TRIES)
    @Checks(HardTanh.class)
    void hardTanh_matchesDifferences(
            @ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents,
            @ForAll @FloatRange(min = -3, max = 1) float low,
            @ForAll @FloatRange(min = 0.1f, max = 3) float width,
            @ForAll long seed) {
        unary(new HardTanh(low, low + width), clear(extents, seed, low, low + width), seed);
    }

    @Property(tries = TRIES)
    @Checks(SoftShrink.class)
    void softShrink_matchesDifferences(
            @ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents,
            @ForAll @FloatRange(min = 0, max = 3) float lambda,
            @ForAll long seed) {
        unary(new SoftShrink(lambda), clear(extents, seed, -lambda, lambda), seed);
    }

    @Property(tries = TRIES)
    @Checks(HardShrink.class)
    void hardShrink_matchesDifferences(
            @ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents,
            @ForAll @FloatRange(min = 0, max = 3) float lambda,
            @ForAll long seed) {
        unary(new HardShrink(lambda), clear(extents, seed, -lambda, lambda), seed);
    }

    /** From a lower end up, over a range of 2. */
    private static Tensor positive(List<Integer> extents, float low, long seed) {
        Tensor x = new Inputs(seed).floats(shape(extents));
        for (int i = 0; i < x.size(); i++) {
            x.array()[x.offset() + i] = low + 1 + 0.5f * x.array()[x.offset() + i];
        }
        return x;
    }

    /** Over [-8, 8), clear of kinks: what is near one is moved away from it, past all that follow if need be. */
    private static Tensor clear(List<Integer> extents, long seed, float... kinks) {
        Tensor x = new Inputs(seed).floats(shape(extents));
        for (int i = 0; i < x.size(); i++) {
            float v = WIDE * x.array()[x.offset() + i];
            for (float kink : kinks) {
                v = Math.abs(v - kink) < CLEARANCE ? kink + CLEARANCE : v;
            }
            x.array()[x.offset() + i] = v;
        }
        return x;
    }

    private static void unary(DifferentiableOp op, Tensor x, long seed) {
        GradientCheck.of(op).input("x", x).output(x.shape()).seed(seed).check();
    }

    private static Shape shape(List<Integer> extents) {
        return Shape.of(extents.stream().mapToInt(Integer::intValue).toArray());
    }
}
