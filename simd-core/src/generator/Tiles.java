import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the register-tile kernels of {@code dev.lanewise.kernel.vector}: one local variable per accumulator is what C2
 * keeps in registers, and that is clearer generated than typed. Run from simd-core after a change:
 *
 * <pre>java src/generator/Tiles.java src/main/java/dev/lanewise/kernel/vector</pre>
 */
final class Tiles {
    private final StringBuilder out = new StringBuilder();

    private Tiles line(String format, Object... args) {
        out.append(args.length == 0 ? format : format.formatted(args)).append('\n');
        return this;
    }

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        for (int bits : new int[] {512, 256, 128}) {
            int rows = bits == 512 ? 12 : 4;
            if (bits == 512) {
                write(folder, "GemmTile512", new Tiles().gemm("GemmTile", bits, false, 12, 8));
                write(folder, "GemmStrip512", new Tiles().gemm("GemmStrip", bits, false, 4));
                write(folder, "RowTile512", new Tiles().gemm("RowTile", bits, true, 12, 8));
                write(folder, "RowStrip512", new Tiles().gemm("RowStrip", bits, true, 4, 1));
            } else {
                // Four rows fit the 16 registers of AVX2 even where C2 unrolls the loop; five spill then.
                write(folder, "GemmTile" + bits, new Tiles().gemm("GemmTile", bits, false, 4));
                write(folder, "RowTile" + bits, new Tiles().gemm("RowTile", bits, true, 4, 1));
            }
            int[] heights = bits == 512 ? new int[] {12, 8, 6} : new int[] {4};
            write(folder, "ConvTile" + bits, new Tiles().conv(bits, heights));
            int[] groups = bits == 512 ? new int[] {8, 16} : new int[] {4, 8};
            write(folder, "WinogradTile" + bits, new Tiles().winograd(bits, groups[0], groups[1]));
            write(folder, "ConvRun" + bits, new Tiles().convRun(bits, 8));
            int[] widths = bits == 512 ? new int[] {2, 1} : new int[] {2};
            write(folder, "ConvWeightTile" + bits, new Tiles().convWeight(bits, rows, widths));
            // Heads are multiples of eight wide, as a rule, and the tiles of attention run along them.
            write(folder, "PanelTile" + bits, new Tiles().attention(bits, bits == 512 ? 8 : 4, true));
            write(folder, "StridedTile" + bits, new Tiles().attention(bits, bits == 512 ? 8 : 4, false));
            write(folder, "FmaTile" + bits, new Tiles().fma(bits));
        }
    }

    private static void write(Path folder, String name, Tiles source) throws IOException {
        Files.writeString(folder.resolve(name + ".java"), source.out);
    }

    private void head(int bits) {
        line("package dev.lanewise.kernel.vector;").line("");
        line("import jdk.incubator.vector.FloatVector;").line("import jdk.incubator.vector.VectorSpecies;").line("");
    }

    private void species(int bits) {
        line("    private static final VectorSpecies<Float> F = FloatVector.SPECIES_%d;", bits);
        line("    private static final int L = %d;", bits / 32).line("");
    }

    /** Two units that answer after four cycles are busy with 8 chains; 12 and their two factors fit 16 registers. */
    private Tiles fma(int bits) {
        int chains = 12;
        line("package dev.lanewise.kernel.vector;").line("");
        line("import dev.lanewise.kernel.FmaLoop;");
        line("import jdk.incubator.vector.FloatVector;").line("import jdk.incubator.vector.VectorSpecies;").line("");
        line("/** %d chains of multiply-adds in registers. Written by src/generator/Tiles.java. */", chains);
        line("final class FmaTile%d implements FmaLoop {", bits);
        species(bits);
        line("    private static final int STEPS = 1 << 13;").line("");
        line("    @Override").line("    public int bits() {").line("        return %d;", bits).line("    }").line("");
        line("    @Override").line("    public double flop() {");
        line("        return 2.0 * %d * L * STEPS;", chains).line("    }").line("");
        line("    @Override").line("    public float run(float start) {");
        line("        return chains(start);").line("    }").line("");
        line("    private static float chains(float start) {");
        line("        FloatVector a = FloatVector.broadcast(F, 0.5f);");
        line("        FloatVector b = FloatVector.broadcast(F, 0.25f);");
        for (int c = 0; c < chains; c++) {
            line("        FloatVector c%d = FloatVector.broadcast(F, start + %df);", c, c);
        }
        line("        for (int i = 0; i < STEPS; i++) {");
        for (int c = 0; c < chains; c++) {
            line("            c%d = a.fma(b, c%d);", c, c);
        }
        line("        }");
        line("        FloatVector low = c0.add(c1).add(c2).add(c3).add(c4).add(c5);");
        line("        FloatVector high = c6.add(c7).add(c8).add(c9).add(c10).add(c11);");
        line("        return low.add(high).lane(0);");
        return line("    }").line("}");
    }

    private static String acc(int row, int vector) {
        return "c" + row + (char) ('a' + vector);
    }

    /** Accumulators that start at +0. */
    private void zeros(int rows, int vectors) {
        for (int r = 0; r < rows; r++) {
            for (int v = 0; v < vectors; v++) {
                line("        FloatVector %s = FloatVector.zero(F);", acc(r, v));
            }
        }
    }

    /** Accumulators that start at what is stored in c, if load is set. */
    private void loads(int rows, int vectors, boolean guarded) {
        line("        if (load) {");
        for (int r = 0; r < rows; r++) {
            String at = r == 0 ? "cAt" : "cAt + " + (r == 1 ? "" : r + " * ") + "ldc";
            if (guarded && r > 0) {
                line("            if (rows > %d) {", r);
            }
            String pad = guarded && r > 0 ? "                " : "            ";
            for (int v = 0; v < vectors; v++) {
                line("%s%s = FloatVector.fromArray(F, c, %s);", pad, acc(r, v), at(at, v));
            }
            if (guarded && r > 0) {
                line("            }");
            }
        }
        line("        }");
    }

    private void stores(int rows, int vectors, boolean guarded) {
        for (int r = 0; r < rows; r++) {
            String at = r == 0 ? "cAt" : "cAt + " + (r == 1 ? "" : r + " * ") + "ldc";
            if (guarded && r > 0) {
                line("        if (rows > %d) {", r);
            }
            String pad = guarded && r > 0 ? "            " : "        ";
            for (int v = 0; v < vectors; v++) {
                line("%s%s.intoArray(c, %s);", pad, acc(r, v), at(at, v));
            }
            if (guarded && r > 0) {
                line("        }");
            }
        }
    }

    private void steps(int rows, int vectors, String scalar) {
        for (int r = 0; r < rows; r++) {
            line("            FloatVector a%d = FloatVector.broadcast(F, %s);", r, scalar.formatted(r));
            for (int v = 0; v < vectors; v++) {
                line("            %s = a%d.fma(b%d, %s);", acc(r, v), r, v, acc(r, v));
            }
        }
    }

    /** Where the rows of A begin; those that do not exist are read as the first. */
    private void rowsOfA(int rows) {
        line("        int t0 = aAt;");
        for (int r = 1; r < rows; r++) {
            line("        int t%d = rows > %d ? t%d + lda : aAt;", r, r, r - 1);
        }
    }

    private static String at(String base, int vector) {
        return base + (vector == 0 ? "" : vector == 1 ? " + L" : " + " + vector + " * L");
    }

    /**
     * Tiles of two vectors for these numbers of rows; one of a single row has a panel's width.
     *
     * @param along true for operands that lie in rows of any length, false for packed ones
     */
    private Tiles gemm(String name, int bits, boolean along, int... heights) {
        line("package dev.lanewise.kernel.vector;").line("");
        if (!along) {
            line("import dev.lanewise.kernel.PackedMatrix;");
        }
        line("import jdk.incubator.vector.FloatVector;").line("import jdk.incubator.vector.VectorSpecies;").line("");
        line("/**");
        line(" * Register tiles of C = A B. All continue (load) or start the chains of a few rows by a few vectors of columns.");
        line(" * Written by src/generator/Tiles.java.");
        line(" */");
        line("final class %s%d {", name, bits);
        if (!along) {
            line("    private static final int PANEL = PackedMatrix.PANEL;");
            line("    private static final int STRIDE = PackedRows.STRIDE;");
        }
        species(bits);
        line("    private %s%d() {}", name, bits);
        for (int rows : heights) {
            gemmTile(rows, rows == 1 ? 1024 / bits : 2, along);
        }
        return line("}");
    }

    private void gemmTile(int rows, int vectors, boolean along) {
        line("");
        line("    /**");
        line("     * %s by %d vectors.", rows == 1 ? "One row" : rows + " rows", vectors);
        line("     *");
        if (along) {
            line("     * @param a A[r][k] at {@code aAt + r * lda + k}; only the first rows are read");
            line("     * @param b rows of %d L from bAt, ldb apart", vectors);
        } else {
            line("     * @param a A[r][k] at {@code aAt + r * STRIDE + k}; all %d rows are read", rows);
            line("     * @param b panel [depth][32], the columns from bAt");
        }
        line("     * @param c rows of %d L from cAt, ldc apart; only the first rows are touched", vectors);
        line("     * @param bias %d L values from biasAt, added after the chain; null for none", vectors);
        line("     */");
        line("    static void run%d(", rows);
        line("            int depth,");
        line("            float[] a,");
        line("            int aAt,");
        if (along) {
            line("            int lda,");
        }
        line("            float[] b,");
        line("            int bAt,");
        if (along) {
            line("            int ldb,");
        }
        line("            float[] c,");
        line("            int cAt,");
        line("            int ldc,");
        line("            int rows,");
        line("            boolean load,");
        line("            float[] bias,");
        line("            int biasAt) {");
        zeros(rows, vectors);
        loads(rows, vectors, true);
        if (along) {
            rowsOfA(rows);
        }
        line("        for (int k = 0; k < depth; k++) {");
        for (int v = 0; v < vectors; v++) {
            String row = along ? "bAt + k * ldb" : "bAt + k * PANEL";
            line("            FloatVector b%d = FloatVector.fromArray(F, b, %s);", v, at(row, v));
        }
        steps(rows, vectors, along ? "a[t%d + k]" : "a[aAt + k + %d * STRIDE]");
        line("        }");
        line("        if (bias != null) {");
        for (int v = 0; v < vectors; v++) {
            line("            FloatVector b%d = FloatVector.fromArray(F, bias, %s);", v, at("biasAt", v));
        }
        for (int r = 0; r < rows; r++) {
            for (int v = 0; v < vectors; v++) {
                line("            %s = %s.add(b%d);", acc(r, v), acc(r, v), v);
            }
        }
        line("        }");
        stores(rows, vectors, true);
        line("    }");
    }

    private Tiles conv(int bits, int[] heights) {
        head(bits);
        line("/**");
        line(" * Register tiles of a direct convolution: a few output channels by two vectors of neighbouring pixels. Written by");
        line(" * src/generator/Tiles.java.");
        line(" */");
        line("final class ConvTile%d {", bits);
        species(bits);
        line("    private ConvTile%d() {}", bits);
        for (int rows : heights) {
            line("");
            line("    /**");
            line("     * The chains of %d output channels.", rows);
            line("     *");
            line("     * @param tap where each tap's pixels begin, relative to xAt");
            line("     * @param w panel [taps][%d] from wAt", rows);
            line("     * @param c rows of 2 L pixels from cAt, ldc apart; only the first rows are written");
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
            zeros(rows, 2);
            line("        for (int k = 0; k < taps; k++) {");
            line("            int at = xAt + tap[k];");
            line("            FloatVector b0 = FloatVector.fromArray(F, x, at);");
            line("            FloatVector b1 = FloatVector.fromArray(F, x, at + L);");
            steps(rows, 2, "w[wAt + k * " + rows + " + %d]");
            line("        }");
            line("        if (bias != null) {");
            for (int r = 0; r < rows; r++) {
                line("            FloatVector a%d = FloatVector.broadcast(F, bias[biasAt + %d]);", r, r);
                line("            %s = %s.add(a%d);", acc(r, 0), acc(r, 0), r);
                line("            %s = %s.add(a%d);", acc(r, 1), acc(r, 1), r);
            }
            line("        }");
            stores(rows, 2, true);
            line("    }");
        }
        return line("}");
    }

    private Tiles winograd(int bits, int rowsOfTwo, int rowsOfOne) {
        head(bits);
        line("/** Register tiles of the products of {@link WinogradConv}. Written by src/generator/Tiles.java. */");
        line("final class WinogradTile%d {", bits);
        line("    /** Output channels of the tile that is two vectors wide, and of that of one vector. */");
        line("    static final int ROWS_OF_TWO = %d;", rowsOfTwo).line("");
        line("    static final int ROWS_OF_ONE = %d;", rowsOfOne).line("");
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
            line("    static void run%d(", vectors);
            line("            int channels, float[] u, int uAt, float[] v, int vAt, boolean load, float[] m, int mAt) {");
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
        return line("}");
    }

    private Tiles convRun(int bits, int vectors) {
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

    private Tiles convWeight(int bits, int rows, int[] widths) {
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

    private Tiles attention(int bits, int rows, boolean panel) {
        String name = (panel ? "PanelTile" : "StridedTile") + bits;
        head(bits);
        line("/**");
        line(" * Register tiles of C = A B, %d rows of two vectors, on operands that lie in rows of any length%s", rows, panel
                ? ", but for one"
                : "");
        if (panel) {
            line(" * that is a panel, in rows of 2 L: there the range checks leave the loop.");
        }
        line(" * Written by src/generator/Tiles.java.");
        line(" */");
        line("final class %s {", name);
        line("    static final int ROWS = %d;", rows);
        species(bits);
        line("    private %s() {}", name);
        strided(rows, true, panel);
        strided(rows, false, panel);
        return line("}");
    }

    /** A tile whose A is read along its rows or along its columns. */
    private void strided(int rows, boolean along, boolean panel) {
        String lda = panel && !along ? "(2 * L)" : "lda";
        String ldb = panel && along ? "(2 * L)" : "ldb";
        line("");
        line("    /**");
        line("     * Continues (load) or starts the chains of one tile, with A read along its %s.", along ? "rows" : "columns");
        line("     *");
        if (along) {
            line("     * @param a A[r][k] at {@code aAt + r * lda + k}; rows beyond the count are not read");
        } else {
            line("     * @param a A[r][k] at {@code aAt + k * %s + r}; read for all ROWS", panel ? "2 L" : "lda");
        }
        line("     * @param b rows of 2 L from bAt%s", panel && along ? "" : ", ldb apart");
        line("     * @param c rows of 2 L from cAt, ldc apart; only the first rows are touched");
        if (!along) {
            line("     * @param factors what the rows of C are multiplied with before the chains go on, ROWS from factorsAt; null for");
            line("     *     nothing");
        }
        line("     */");
        line("    static void %s(", along ? "alongRows" : "alongColumns");
        line("            int depth,");
        line("            float[] a,");
        line("            int aAt,");
        if (along || !panel) {
            line("            int lda,");
        }
        line("            float[] b,");
        line("            int bAt,");
        if (!along || !panel) {
            line("            int ldb,");
        }
        line("            float[] c,");
        line("            int cAt,");
        line("            int ldc,");
        line("            int rows,");
        if (along) {
            line("            boolean load) {");
        } else {
            line("            boolean load,");
            line("            float[] factors,");
            line("            int factorsAt) {");
        }
        zeros(rows, 2);
        loads(rows, 2, true);
        if (along) {
            rowsOfA(rows);
        } else {
            line("        if (factors != null) {");
            for (int r = 0; r < rows; r++) {
                line("            %s = %s.mul(factors[factorsAt + %d]);", acc(r, 0), acc(r, 0), r);
                line("            %s = %s.mul(factors[factorsAt + %d]);", acc(r, 1), acc(r, 1), r);
            }
            line("        }");
        }
        line("        for (int k = 0; k < depth; k++) {");
        line("            FloatVector b0 = FloatVector.fromArray(F, b, bAt + k * %s);", ldb);
        line("            FloatVector b1 = FloatVector.fromArray(F, b, bAt + k * %s + L);", ldb);
        for (int r = 0; r < rows; r++) {
            String at = along ? "a[t" + r + " + k]" : "a[aAt + k * " + lda + (r == 0 ? "" : " + " + r) + "]";
            line("            FloatVector a%d = FloatVector.broadcast(F, %s);", r, at);
            line("            %s = a%d.fma(b0, %s);", acc(r, 0), r, acc(r, 0));
            line("            %s = a%d.fma(b1, %s);", acc(r, 1), r, acc(r, 1));
        }
        line("        }");
        stores(rows, 2, true);
        line("    }");
    }
}
