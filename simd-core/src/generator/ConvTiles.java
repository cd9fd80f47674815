/** Tiles of convolutions: direct, by Winograd, along runs of pixels, and of the gradient of the weights. */
final class ConvTiles extends Tiles {
    Tiles conv(String name, int bits, int[] heights, int vectors) {
        head(bits);
        line("/**");
        line(" * Register tiles of a direct convolution: a few output channels by %s of neighbouring pixels. Written by", vectors == 1 ? "a vector" : "two vectors");
        line(" * src/generator/Tiles.java.");
        line(" */");
        line("final class %s%d {", name, bits);
        if (vectors == 1) {
            line("    private static final VectorSpecies<Float> F = FloatVector.SPECIES_%d;", bits).line("");
        } else {
            species(bits);
        }
        line("    private %s%d() {}", name, bits);
        for (int rows : heights) {
            line("");
            line("    /**");
            line("     * The chains of %d output channels.", rows);
            line("     *");
            line("     * @param tap where each tap's pixels begin, relative to xAt");
            line("     * @param w panel [taps][%d] from wAt", rows);
            line("     * @param c rows of %sL pixels from cAt, ldc apart; only the first rows are written", vectors == 1 ? "" : "2 ");
            line("     * @param bias one value per channel from biasAt, added after the chain; null for none");
            line("     */");
            line("    static void run%d(", rows);
            line("            int taps,");
            line("            int[] tap,");
            line("            float[] w,");
            line("            int wAt,");
            line("            float[] x,");
            line("            int xAt,");
            line("            float[] c,");
            line("            int cAt,");
            line("            int ldc,");
            line("            int rows,");
            line("            float[] bias,");
            line("            int biasAt) {");
            zeros(rows, vectors);
            line("        for (int k = 0; k < taps; k++) {");
            line("            int at = xAt + tap[k];");
            line("            FloatVector b0 = FloatVector.fromArray(F, x, at);");
            if (vectors == 2) {
                line("            FloatVector b1 = FloatVector.fromArray(F, x, at + L);");
            }
            steps(rows, vectors, "w[wAt + k * " + rows + " + %d]");
            line("        }");
            line("        if (bias != null) {");
            for (int r = 0; r < rows; r++) {
                line("            FloatVector a%d = FloatVector.broadcast(F, bias[biasAt + %d]);", r, r);
                for (int v = 0; v < vectors; v++) {
                    line("            %s = %s.add(a%d);", acc(r, v), acc(r, v), r);
                }
            }
            line("        }");
            stores(rows, vectors, true);
            line("    }");
        }
        return line("}");
    }

    Tiles winograd(int bits, int rowsOfTwo, int rowsOfOne) {
        head(bits);
        line("/** Register tiles of the products of {@link WinogradConv}. Written by src/generator/Tiles.java. */");
        line("final class WinogradTile%d {", bits);
        line("    /** Output channels of the tile that is two vectors wide, and of that of one vector. */");
        line("    static final int ROWS_OF_TWO = %d;", rowsOfTwo).line("");
        line("    static final int ROWS_OF_ONE = %d;", rowsOfOne).line("");
        line("    /** Tiles of a group whose lanes are output channels. */");
        line("    static final int FEW = %d;", bits / 32 / 4).line("");
        species(bits);
        line("    private WinogradTile%d() {}", bits);
        for (int vectors = 2; vectors >= 1; vectors--) {
            int rows = vectors == 2 ? rowsOfTwo : rowsOfOne;
            String wide = vectors == 1 ? "L" : "(2 * L)";
            line("");
            line("    /**");
            line("     * The chains of %d output channels by %d vector(s) of tiles.", rows, vectors);
            line("     *");
            line("     * @param u panel [channels][16] from uAt");
            line("     * @param v panel [channels][%s] from vAt", vectors == 1 ? "L" : "2 L");
            line("     * @param m %d rows of %s from mAt; continued if load is set, else written", rows, vectors == 1 ? "L" : "2 L");
            line("     */");
            line("    static void run%d(int channels, float[] u, int uAt, float[] v, int vAt, boolean load, float[] m, int mAt) {", vectors);
            zeros(rows, vectors);
            line("        if (load) {");
            for (int r = 0; r < rows; r++) {
                for (int i = 0; i < vectors; i++) {
                    line("            %s = FloatVector.fromArray(F, m, mAt + %d * L);", acc(r, i), r * vectors + i);
                }
            }
            line("        }");
            line("        for (int k = 0; k < channels; k++) {");
            for (int i = 0; i < vectors; i++) {
                line("            FloatVector b%d = FloatVector.fromArray(F, v, vAt + k * %s%s);", i, wide, i == 0 ? "" : " + L");
            }
            steps(rows, vectors, "u[uAt + k * 16 + %d]");
            line("        }");
            for (int r = 0; r < rows; r++) {
                for (int i = 0; i < vectors; i++) {
                    line("        %s.intoArray(m, mAt + %d * L);", acc(r, i), r * vectors + i);
                }
            }
            line("    }");
        }
        few(bits / 32 / 4, 16 * 32 / bits);
        return line("}");
    }

    /** Lanes are output channels; two positions together have chains enough. */
    private void few(int tiles, int vectors) {
        line("");
        line("    /**");
        line("     * The chains of 16 output channels by FEW tiles, at two positions. Lanes are channels.");
        line("     *");
        line("     * @param u panels [channels][16] from uAt, nextU apart");
        line("     * @param v panels [channels][FEW] from vAt, nextV apart");
        line("     * @param m FEW rows of 16 from mAt, and nextM further on; continued if load is set, else written");
        line("     */");
        line("    static void few(");
        line("            int channels,");
        line("            float[] u,");
        line("            int uAt,");
        line("            int nextU,");
        line("            float[] v,");
        line("            int vAt,");
        line("            int nextV,");
        line("            boolean load,");
        line("            float[] m,");
        line("            int mAt,");
        line("            int nextM) {");
        zeros(2 * tiles, vectors);
        line("        if (load) {");
        for (int r = 0; r < 2 * tiles; r++) {
            for (int i = 0; i < vectors; i++) {
                line("            %s = FloatVector.fromArray(F, m, mAt%s + %d * L);", acc(r, i), r < tiles ? "" : " + nextM", r % tiles * vectors + i);
            }
        }
        line("        }");
        line("        for (int k = 0; k < channels; k++) {");
        for (int n = 0; n < 2; n++) {
            for (int i = 0; i < vectors; i++) {
                line("            FloatVector b%d%c = FloatVector.fromArray(F, u, uAt%s + k * 16 + %d * L);", n, 'a' + i, n == 0 ? "" : " + nextU", i);
            }
            for (int t = 0; t < tiles; t++) {
                int r = n * tiles + t;
                line("            FloatVector a%d = FloatVector.broadcast(F, v[vAt%s + k * FEW + %d]);", r, n == 0 ? "" : " + nextV", t);
                for (int i = 0; i < vectors; i++) {
                    line("            %s = a%d.fma(b%d%c, %s);", acc(r, i), r, n, 'a' + i, acc(r, i));
                }
            }
        }
        line("        }");
        for (int r = 0; r < 2 * tiles; r++) {
            for (int i = 0; i < vectors; i++) {
                line("        %s.intoArray(m, mAt%s + %d * L);", acc(r, i), r < tiles ? "" : " + nextM", r % tiles * vectors + i);
            }
        }
        line("    }");
    }

    Tiles convRun(int bits, int vectors) {
        head(bits);
        line("/** One output channel of a direct convolution along a run of pixels. Written by src/generator/Tiles.java. */");
        line("final class ConvRun%d {", bits);
        line("    private static final VectorSpecies<Float> F = FloatVector.SPECIES_%d;", bits);
        line("    private static final int L = %d;", bits / 32).line("");
        line("    /** Pixels of a run. */");
        line("    static final int PIXELS = %d * L;", vectors).line("");
        line("    private ConvRun%d() {}", bits).line("");
        line("    /**");
        line("     * The chains of PIXELS pixels.");
        line("     *");
        line("     * @param tap where each tap's pixels begin, relative to xAt");
        line("     * @param w a weight for each tap from wAt");
        line("     * @param bias added after the chain, if there is one");
        line("     */");
        line("    static void run(");
        line("            int taps,");
        line("            int[] tap,");
        line("            float[] w,");
        line("            int wAt,");
        line("            float[] x,");
        line("            int xAt,");
        line("            float[] c,");
        line("            int cAt,");
        line("            boolean biased,");
        line("            float bias) {");
        for (int v = 0; v < vectors; v++) {
            line("        FloatVector c%d = FloatVector.zero(F);", v);
        }
        line("        for (int k = 0; k < taps; k++) {");
        line("            int at = xAt + tap[k];");
        line("            FloatVector a = FloatVector.broadcast(F, w[wAt + k]);");
        for (int v = 0; v < vectors; v++) {
            line("            c%d = a.fma(FloatVector.fromArray(F, x, at + %d * L), c%d);", v, v, v);
        }
        line("        }");
        line("        if (biased) {");
        line("            FloatVector b = FloatVector.broadcast(F, bias);");
        for (int v = 0; v < vectors; v++) {
            line("            c%d = c%d.add(b);", v, v);
        }
        line("        }");
        for (int v = 0; v < vectors; v++) {
            line("        c%d.intoArray(c, cAt + %d * L);", v, v);
        }
        return line("    }").line("}");
    }

    Tiles convWeight(int bits, int rows, int[] widths) {
        head(bits);
        line("/**");
        line(" * Register tiles of the weight gradient of a convolution: a few taps by one or two vectors of output channels. Written");
        line(" * by src/generator/Tiles.java.");
        line(" */");
        line("final class ConvWeightTile%d {", bits);
        line("    static final int ROWS = %d;", rows);
        species(bits);
        line("    private ConvWeightTile%d() {}", bits);
        for (int vectors : widths) {
            String wide = vectors == 1 ? "L" : "(2 * L)";
            line("");
            line("    /**");
            line("     * Continues (load) or starts the chains of a tile over all output pixels of one image.");
            line("     *");
            line("     * @param tap where each of ROWS taps meets output pixel (0, 0) in x, from tapAt");
            line("     * @param ldx from one output row to the next in x");
            line("     * @param dy panel [outH * outW][%s] from dyAt", vectors == 1 ? "L" : "2 L");
            line("     * @param c ROWS rows of %s channels from cAt, ldc apart", vectors == 1 ? "L" : "2 L");
            line("     */");
            line("    static void run%d(", vectors);
            line("            int outH,");
            line("            int outW,");
            line("            int[] tap,");
            line("            int tapAt,");
            line("            float[] x,");
            line("            int xAt,");
            line("            int ldx,");
            line("            float[] dy,");
            line("            int dyAt,");
            line("            float[] c,");
            line("            int cAt,");
            line("            int ldc,");
            line("            boolean load) {");
            zeros(rows, vectors);
            loads(rows, vectors, false);
            for (int r = 0; r < rows; r++) {
                line("        int t%d = xAt + tap[tapAt + %d];", r, r);
            }
            line("        for (int i = 0; i < outH; i++) {");
            line("            int row = i * ldx;");
            line("            int at = dyAt + i * outW * %s;", wide);
            line("            for (int j = 0; j < outW; j++) {");
            line("                FloatVector b0 = FloatVector.fromArray(F, dy, at + j * %s);", wide);
            if (vectors == 2) {
                line("                FloatVector b1 = FloatVector.fromArray(F, dy, at + j * %s + L);", wide);
            }
            String body = out.toString();
            out.setLength(0);
            steps(rows, vectors, "x[t%d + row + j]");
            String steps = out.toString().indent(4);
            out.setLength(0);
            out.append(body).append(steps);
            line("            }");
            line("        }");
            stores(rows, vectors, false);
            line("    }");
        }
        return line("}");
    }
}
