package dev.lanewise.math;

/**
 * The approximation x (1 + tanh(u)) / 2 of the Gaussian error linear unit, u = sqrt(2 / pi) (x + 0.044715 x^3)
 * (Hendrycks and Gimpel, 2016), and its derivative.
 *
 * <p>Domain: every float; the value at -inf is the limit, -0; NaN stays NaN. The error of {@link #gelu} is at most
 * {@value #MAX_ULP} ulp or 2^-122, whichever is larger: the far negative tail is as accurate as the middle. That of the
 * derivative, which crosses zero near -0.75, is at most 2^-22.
 *
 * <p>Outline:
 * <ol>
 *   <li>(1 + tanh u) / 2 is the logistic function of 2u. a = |x| cut at {@value #CUT}, beyond which e^(-2u) is 0.
 *   <li>2u = C1 a + C3 a^3 as an unevaluated sum of two floats: an error of 2u is a relative error of the exponential.
 *   <li>e^(-2u) by the larger part, and the smaller one to first order.
 *   <li>For negative x the function is {@code -a e / (1 + e)}, for positive ones {@code x / (1 + e)}. The derivative at
 *       -a is {@code e s (1 - a s (2u)')} with s = 1 / (1 + e), and at a it is 1 minus that.
 * </ol>
 */
public final class GeluTanh {
    /** The bound on the error of {@link #gelu}, in units in the last place. */
    public static final double MAX_ULP = 4;

    /**
     * The bound on the error of {@link #gelu} where that is more than {@link #MAX_ULP}: the exponential has become 0.
     */
    public static final double MAX_ERROR = 0x1p-122;

    /** The bound on the error of {@link #derivative}. */
    public static final double DERIVATIVE_MAX_ERROR = 0x1p-22;

    /** From here on e^(-2u) is 0. */
    public static final float CUT = 14f;

    /** 2 sqrt(2 / pi), the coefficient of x in 2u. */
    public static final float C1 = 0x1.988454p+0f;

    /** 2 sqrt(2 / pi) - {@link #C1}. */
    public static final float C1_LOW = -0x1.857936p-25f;

    /** 2 sqrt(2 / pi) 0.044715, the coefficient of x^3 in 2u. */
    public static final float C3 = 0x1.2444f2p-4f;

    /** 2 sqrt(2 / pi) 0.044715 - {@link #C3}. */
    public static final float C3_LOW = 0x1.49b16ap-29f;

    private GeluTanh() {}

    /** {@code x (1 + tanh(u)) / 2} within 4 ulp or 2^-122; NaN stays NaN. */
    public static float gelu(float x) {
        float a = cut(Math.abs(x));
        float e = tail(a);
        float s = 1f + e;
        return x < 0f ? -a * e / s : x / s;
    }

    /** The derivative of {@link #gelu} within 2^-22; NaN stays NaN. */
    public static float derivative(float x) {
        float a = cut(Math.abs(x));
        float e = tail(a);
        float s = 1f / (1f + e);
        float slope = Math.fma(3f * C3 * a, a, C1);
        float left = e * s * Math.fma(-a * s, slope, 1f);
        return x < 0f ? left : 1f - left;
    }

    private static float cut(float a) {
        return a > CUT ? CUT : a;
    }

    /** {@code e^(-2u)}. */
    private static float tail(float a) {
        // 2. Products with what their rounding lost
        float square = a * a;
        float squareLow = Math.fma(a, a, -square);
        float cube = square * a;
        float cubeLow = Math.fma(squareLow, a, Math.fma(square, a, -cube));
        float third = C3 * cube;
        float thirdLow = Math.fma(C3, cube, -third) + Math.fma(C3, cubeLow, C3_LOW * cube);
        float first = C1 * a;
        float firstLow = Math.fma(C1_LOW, a, Math.fma(C1, a, -first));
        float sum = first + third;
        float back = sum - first;
        float lost = (first - (sum - back)) + (third - back);
        float low = lost + (firstLow + thirdLow);
        // 3. Exponential
        float e = Exp.exp(-sum);
        return Math.fma(e, -low, e);
    }
}
