package dev.lanewise.kernel;

/**
 * A function of one element, for {@link MapKernels}: its value, its derivative where that is not obvious, and the bound
 * on its error in units in the last place. {@code a} and {@code b} are its options.
 *
 * <p>At a kink the derivative is what PyTorch takes, given here as an inequality. Saturating functions have their
 * limits at the infinities.
 */
public enum Function {
    /** {@code ln x}; NaN below 0, -inf at 0. {@link dev.lanewise.math.Log}. */
    LOG,
    /** {@code ln(1 + x)}. {@link dev.lanewise.math.Log1p}. */
    LOG1P,
    /** {@code e^x - 1}. {@link dev.lanewise.math.Expm1}. */
    EXPM1,
    /** The square root, correctly rounded; the derivative is {@code 1 / (2 sqrt(x))}. */
    SQRT,
    /** {@code 1 / sqrt(x)}, within 1.5 ulp. */
    RSQRT,
    /** {@code x^2}. */
    SQUARE,
    /** {@code |x|}; the derivative at 0 is 0. */
    ABS,
    /** {@code 1 / x}. */
    RECIPROCAL,
    /** The sine of radians. {@link dev.lanewise.math.SinCos}. */
    SIN,
    /** The cosine of radians. {@link dev.lanewise.math.SinCos}. */
    COS,
    /** The error function; the derivative is {@code 2 / sqrt(pi) e^(-x^2)}. {@link dev.lanewise.math.Erf}. */
    ERF,
    /** {@code x^a} for finite a; NaN for NaN also where a = 0. {@link dev.lanewise.math.Pow}. */
    POW,
    /** x cut to [a, b]; the derivative is 1 for a <= x <= b. */
    CLAMP,
    /** x cut to [a, b]; the derivative is 1 for a < x < b. Hard tanh; ReLU6 with 0 and 6. */
    HARD_TANH,
    /** {@code x > 0 ? x : a x}. */
    LEAKY_RELU,
    /** {@code x > 0 ? x : a (e^x - 1)}. */
    ELU,
    /** {@code b (x > 0 ? x : a (e^x - 1))}. */
    SELU,
    /** {@code x > 0 ? x : a (e^(x / a) - 1)}. */
    CELU,
    /** x cut to [-3, 3], plus 3, over 6; the derivative is 1/6 for -3 < x < 3. */
    HARD_SIGMOID,
    /** x times its hard sigmoid; the derivative is x / 3 + 1 / 2 for -3 < x < 3. */
    HARD_SWISH,
    /** x moved by a towards 0, which it does not cross; the derivative is 1 for |x| > a. */
    SOFT_SHRINK,
    /** {@code x > a or x < -a ? x : 0}, and so is the derivative. */
    HARD_SHRINK,
    /** {@code x - tanh(x)}. {@link dev.lanewise.math.TanhShrink}. */
    TANH_SHRINK,
    /** {@code x / (1 + |x|)}. */
    SOFTSIGN,
    /** {@code ln(1 + e^(a x)) / a}; x where {@code a x > b}. {@link dev.lanewise.math.Softplus}. */
    SOFTPLUS,
    /** {@code -ln(1 + e^-x)}. {@link dev.lanewise.math.Softplus}. */
    LOG_SIGMOID,
    /** {@code x / (1 + e^-x)}. {@link dev.lanewise.math.Silu}. */
    SILU,
    /** {@code x tanh(ln(1 + e^x))}. {@link dev.lanewise.math.Mish}. */
    MISH,
    /** {@code x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2}. {@link dev.lanewise.math.GeluTanh}. */
    GELU_TANH;

    /** True if it is a few instructions: then chunks for threads are long. */
    public boolean cheap() {
        return switch (this) {
            case SQRT, SQUARE, ABS, CLAMP, HARD_TANH, LEAKY_RELU, SOFT_SHRINK, HARD_SHRINK -> true;
            default -> false;
        };
    }
}
