package dev.lanewise.kernel;

/**
 * The minimal filtering algorithms F(4x4,3x3) and F(2x2,3x3) for convolutions of 3x3 taps and stride 1 (Winograd 1980;
 * Lavin and Gray 2016): when {@link ConvKernels} uses them, and their arithmetic. An output is made with 2.25 instead of 9
 * multiplications, or with 4, and its bits are others than those of the direct sum.
 *
 * <p>F(4x4,3x3): the output is cut into tiles of 4x4 from its upper left corner; the tile (a, b) reads the 6x6 elements of
 * the padded input from (4a, 4b) on, zeros where the input ends. Each is transformed, multiplied position by position with
 * the transformed filters, summed over the channels, and transformed back:
 *
 * <pre>
 * V[c]      = input transform of the 6x6 elements, down and then across
 * U[o,c]    = filter transform of w[o,c] 3x3 -> 6x6, down and then across
 * M[o][k]   = one chain of fused multiply-adds U[o,c][k] * V[c][k] over c ascending, from +0, for each of 36 positions k
 * y[o] tile = output transform of M[o] 6x6 -> 4x4, down and then across; the bias is added afterwards
 * </pre>
 *
 * <p>The points are 0, {@value #A}, -{@value #A}, {@value #B}, -{@value #B} and infinity, whose squares and cubes are
 * floats. In one dimension, each line as fused as it is written:
 *
 * <pre>
 * input d0..d5:  t0 = fma(A2B2, d0, fma(-(A2+B2), d2, d4))       t5 = fma(A2B2, d1, fma(-(A2+B2), d3, d5))
 *                e = fma(-B2, d2, d4), f = fma(-B2, d1, d3):     t1 = fma(A, f, e), t2 = fma(-A, f, e)
 *                g = fma(-A2, d2, d4), h = fma(-A2, d1, d3):     t3 = fma(B, h, g), t4 = fma(-B, h, g)
 * filter g0..g2: u0 = Q * g0                                     u5 = g2
 *                e = fma(A2, g2, g0):                            u1 = fma(A, g1, e) * QA, u2 = fma(-A, g1, e) * QA
 *                h = fma(B2, g2, g0):                            u3 = fma(B, g1, h) * QB, u4 = fma(-B, g1, h) * QB
 * output m0..m5: p = m1 + m2, q = m1 - m2, r = m3 + m4, s = m3 - m4:
 *                y0 = (m0 + p) + r                               y1 = fma(A, q, B * s)
 *                y2 = fma(A2, p, B2 * r)                         y3 = fma(A3, q, fma(B3, s, m5))
 * </pre>
 *
 * <p>With {@code Q = 1/(A2 B2)}, {@code QA = 1/(2 A2 (A2-B2))}, {@code QB = 1/(2 B2 (B2-A2))} rounded to float.
 *
 * <p>F(2x2,3x3) is the same with tiles of 2x2 that read 4x4 elements, 16 positions, and the points 0, 1, -1 and infinity:
 *
 * <pre>
 * input d0..d3:  t0 = d0 - d2, t1 = d1 + d2, t2 = d2 - d1, t3 = d1 - d3
 * filter g0..g2: e = g0 + g2:  u0 = g0, u1 = (e + g1) / 2, u2 = (e - g1) / 2, u3 = g2
 * output m0..m3: y0 = (m0 + m1) + m2                             y1 = (m1 - m2) - m3
 * </pre>
 *
 * <p><b>Error.</b> In units of {@code max|x| * sum over c of the sum of |w[o,c]|}, an output is within {@link #bound} of
 * the exact sum, whatever the values; the direct chain's bound is {@code 9 C 2^-24}. With values of both signs roundings
 * cancel: of uniformly distributed ones no output was further than {@link #USUAL} off. An infinity or NaN in a tile's
 * elements may reach any output of the tile, and what overflows on the way is NaN where the direct sum is finite or
 * infinite.
 */
public final class Winograd {
    /** The first point. */
    public static final float A = 0.625f;

    /** The second point. */
    public static final float B = 1.5f;

    /** A squared. */
    public static final float A2 = A * A;

    /** B squared. */
    public static final float B2 = B * B;

    /** A cubed. */
    public static final float A3 = A * A * A;

    /** B cubed. */
    public static final float B3 = B * B * B;

    /** A squared times B squared. */
    public static final float PRODUCT = A2 * B2;

    /** A squared and B squared. */
    public static final float SUM = A2 + B2;

    /** The filter's factor at the point 0. */
    public static final float Q = (float) (1 / (double) PRODUCT);

    /** The filter's factor at A and -A. */
    public static final float QA = (float) (1 / (2.0 * A2 * (A2 - B2)));

    /** The filter's factor at B and -B. */
    public static final float QB = (float) (1 / (2.0 * B2 * (B2 - A2)));

    /** The largest error of uniformly distributed values, in the units of {@link #bound}; tested. */
    public static final double USUAL = 0x1p-21;

    // The largest product of the three transforms' absolute values: |A^T| (|G e G^T| * |B^T| 1 |B|) |A| over all taps
    // e.
    private static final double AMPLIFICATION = 176;
    private static final double AMPLIFICATION_OF_2 = 16;

    // Roundings of a value on its way through the transforms.
    private static final int STEPS = 20;
    private static final int STEPS_OF_2 = 10;

    // Positions of the larger transformed tile.
    private static final int POSITIONS = 36;

    /** What the property says: {@code -Dlanewise.conv.winograd=off} forbids the algorithm. */
    private static final boolean ALLOWED = allowed(System.getProperty("lanewise.conv.winograd", "on"));

    private static final int FEWEST_CHANNELS = 16;

    // From so many pixels on there are enough tiles of 4x4 to fill the lanes.
    private static final int FEWEST_PIXELS = 144;
    private static final int NARROWEST = 8;

    // Multiply-adds grow with channels times outputs, transforms with their sum: the least ratio that pays, and that in
    // images whose tiles leave more of their lanes and edges empty.
    private static final int LEAST_RATIO = 10;
    private static final int LEAST_RATIO_OF_SMALL = 16;
    private static final int SMALL_PIXELS = 400;

    // Fewer pixels, and the tiles of 2x2 do not pay for their filters.
    private static final int NARROWEST_OF_2 = 5;
    private static final int FEWEST_CHANNELS_OF_2 = 256;

    private Winograd() {}

    static boolean allowed(String asked) {
        if (!asked.equals("on") && !asked.equals("off")) {
            throw new IllegalArgumentException("lanewise.conv.winograd=" + asked + ", expected on or off");
        }
        return asked.equals("on");
    }

    /**
     * The side of the output tiles, 4 or 2, with which a pass that sums over {@code channels} is done; 0 if it is a direct
     * sum. A tile takes 3x3 taps, stride and dilation 1, one group, padding of at most 2, and enough channels and pixels to
     * pay for the transforms. Small images with very many channels have tiles of 2x2.
     *
     * @param channels over which an output sums: C forward, O for the gradient of the input
     * @param outputs the number of sums at a pixel: O forward, C for the gradient of the input
     * @param height of the output plane: OH forward, H for the gradient of the input
     */
    public static int tile(
            Conv2dShape conv, int kernelH, int kernelW, int channels, int outputs, int height, int width) {
        if (!ALLOWED || !fits(conv, kernelH, kernelW) || !pays(channels, outputs, width)) {
            return 0;
        }
        int side = Math.min(height, width);
        long pixels = (long) height * width;
        if (side >= NARROWEST && pixels >= FEWEST_PIXELS) {
            int least = pixels < SMALL_PIXELS ? LEAST_RATIO_OF_SMALL : LEAST_RATIO;
            return (long) channels * outputs >= least * ((long) channels + outputs) ? 4 : 0;
        }
        boolean deep = Math.min(channels, outputs) >= FEWEST_CHANNELS_OF_2;
        return deep && side >= NARROWEST_OF_2 && pixels < FEWEST_PIXELS ? 2 : 0;
    }

    private static boolean fits(Conv2dShape conv, int kernelH, int kernelW) {
        boolean dense = conv.strideH() == 1 && conv.strideW() == 1 && conv.dilationH() == 1 && conv.dilationW() == 1;
        boolean near = Math.max(conv.padTop(), conv.padBottom()) <= 2 && Math.max(conv.padLeft(), conv.padRight()) <= 2;
        return kernelH == 3 && kernelW == 3 && conv.groups() == 1 && dense && near;
    }

    private static boolean pays(int channels, int outputs, int width) {
        // What is transformed must stay addressable.
        long filters = (long) POSITIONS * channels * (outputs + 15L);
        long row = (long) POSITIONS * Math.max(channels, outputs + 15L) * Math.max(64, tiles(4, width) + 32L);
        return Math.max(filters, row) < 1 << 29 && channels >= FEWEST_CHANNELS && outputs >= FEWEST_CHANNELS;
    }

    /**
     * The number of tiles along an axis.
     *
     * @param size of a tile, 4 or 2
     */
    public static int tiles(int size, int extent) {
        return (int) ((extent + size - 1L) / size);
    }

    /**
     * The largest error of an output, relative to the largest |x| times the sum of its filters' |w|.
     *
     * @param size of a tile, 4 or 2
     */
    public static double bound(int size, int channels) {
        double amplification = size == 4 ? AMPLIFICATION : AMPLIFICATION_OF_2;
        return amplification * (channels + (size == 4 ? STEPS : STEPS_OF_2)) * 0x1p-24;
    }
}
