package dev.lanewise.math;

/**
 * The hyperbolic tangent.
 *
 * <p>Domain: every float. Within {@value #MAX_ULP} ulp; odd, -0 stays -0; 1 from about 9.01; NaN stays NaN.
 *
 * <p>Outline:
 * <ol>
 *   <li>For a = |x| below {@value #SMALL}: a + a^3 p(a^2), p of degree 4 (weighted minimax fit, relative error 4.6e-9).
 *   <li>Above: 1 - 2 / (e^(2a) + 1). The quotient is at most 0.45, so an error of the exponential reaches the result
 *       less than halved. a is first cut at {@value #ONE}, where the result has become 1.
 *   <li>The sign of x, which also keeps -0.
 * </ol>
 */
public final class Tanh {
    /** The bound on the error, in units in the last place. */
    public static final double MAX_ULP = 1.5;

    /** Where the polynomial ends. */
    public static final float SMALL = 0.625f;

    /** From here on the result is 1. */
    public static final float ONE = 10f;

    /** Coefficient of a^3. */
    public static final float C3 = -0x1.555532p-2f;

    /** Coefficient of a^5. */
    public static final float C5 = 0x1.1106f6p-3f;

    /** Coefficient of a^7. */
    public static final float C7 = -0x1.b835a4p-5f;

    /** Coefficient of a^9. */
    public static final float C9 = 0x1.51f8cep-6f;

    /** Coefficient of a^11. */
    public static final float C11 = -0x1.750ce2p-8f;

    private Tanh() {}

    /** {@code tanh(x)} within 1.5 ulp; NaN stays NaN. */
    public static float tanh(float x) {
        float a = Math.abs(x);
        // 1. Polynomial
        float s = a * a;
        float p = Math.fma(C11, s, C9);
        p = Math.fma(p, s, C7);
        p = Math.fma(p, s, C5);
        p = Math.fma(p, s, C3);
        float small = Math.fma(p * s, a, a);
        // 2. Exponential
        float b = a > ONE ? ONE : a;
        float large = 1f - 2f / (Exp.exp(b + b) + 1f);
        // 3. Sign
        return Math.copySign(a >= SMALL ? large : small, x);
    }
}
