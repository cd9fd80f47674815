import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the register-tile kernels of {@code dev.lanewise.kernel.vector}: one local variable per accumulator is what C2
 * keeps in registers, and that is clearer generated than typed. Run from simd-core after a change:
 *
 * <pre>java src/generator/Tiles.java src/main/java/dev/lanewise/kernel/vector</pre>
 */
class Tiles {
    final StringBuilder out = new StringBuilder();

    Tiles line(String format, Object... args) {
        out.append(args.length == 0 ? format : format.formatted(args)).append('\n');
        return this;
    }

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        for (int bits : new int[] {512, 256, 128}) {
            int rows = bits == 512 ? 12 : 4;
            if (bits == 512) {
                write(folder, "GemmTile512", new MatrixTiles().gemm("GemmTile", bits, false, 12, 8));
                write(folder, "GemmStrip512", new MatrixTiles().gemm("GemmStrip", bits, false, 4));
                write(folder, "RowTile512", new MatrixTiles().gemm("RowTile", bits, true, 12, 8));
                write(folder, "RowStrip512", new MatrixTiles().gemm("RowStrip", bits, true, 4, 1));
                write(folder, "TurnTile512", new TurnTiles().turn());
            } else {
                // Four rows fit the 16 registers of AVX2 even where C2 unrolls the loop; five spill then.
                write(folder, "GemmTile" + bits, new MatrixTiles().gemm("GemmTile", bits, false, 4));
                write(folder, "RowTile" + bits, new MatrixTiles().gemm("RowTile", bits, true, 4, 1));
            }
            int[] heights = bits == 512 ? new int[] {12, 8, 6} : new int[] {4};
            write(folder, "ConvTile" + bits, new ConvTiles().conv("ConvTile", bits, heights, 2));
            if (bits == 512) {
                write(folder, "ConvStrip512", new ConvTiles().conv("ConvStrip", bits, heights, 1));
            }
            int[] groups = bits == 512 ? new int[] {8, 16} : new int[] {4, 8};
            write(folder, "WinogradTile" + bits, new ConvTiles().winograd(bits, groups[0], groups[1]));
            write(folder, "ConvRun" + bits, new ConvTiles().convRun(bits, 8));
            int[] widths = bits == 512 ? new int[] {2, 1} : new int[] {2};
            write(folder, "ConvWeightTile" + bits, new ConvTiles().convWeight(bits, rows, widths));
            // Heads are multiples of eight wide, as a rule, and the tiles of attention run along them.
            write(folder, "PanelTile" + bits, new MatrixTiles().attention(bits, bits == 512 ? 8 : 4, true));
            write(folder, "StridedTile" + bits, new MatrixTiles().attention(bits, bits == 512 ? 8 : 4, false));
            write(folder, "FmaTile" + bits, new Tiles().fma(bits));
        }
    }

    private static void write(Path folder, String name, Tiles source) throws IOException {
        Files.writeString(folder.resolve(name + ".java"), source.out);
    }

    void head(int bits) {
        line("package dev.lanewise.kernel.vector;").line("");
        line("import jdk.incubator.vector.FloatVector;").line("import jdk.incubator.vector.VectorSpecies;").line("");
    }

    void species(int bits) {
        line("    private static final VectorSpecies<Float> F = FloatVector.SPECIES_%d;", bits);
        line("    private static final int L = %d;", bits / 32).line("");
    }

    /** Two units that answer after four cycles are busy with 8 chains; 12 and their two factors fit 16 registers. */
    Tiles fma(int bits) {
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

    static String acc(int row, int vector) {
        return "c" + row + (char) ('a' + vector);
    }

    /** Accumulators that start at +0. */
    void zeros(int rows, int vectors) {
        for (int r = 0; r < rows; r++) {
            for (int v = 0; v < vectors; v++) {
                line("        FloatVector %s = FloatVector.zero(F);", acc(r, v));
            }
        }
    }

    /** Accumulators that start at what is stored in c, if load is set. */
    void loads(int rows, int vectors, boolean guarded) {
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

    void stores(int rows, int vectors, boolean guarded) {
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

    void steps(int rows, int vectors, String scalar) {
        for (int r = 0; r < rows; r++) {
            line("            FloatVector a%d = FloatVector.broadcast(F, %s);", r, scalar.formatted(r));
            for (int v = 0; v < vectors; v++) {
                line("            %s = a%d.fma(b%d, %s);", acc(r, v), r, v, acc(r, v));
            }
        }
    }

    /** Where the rows of A begin; those that do not exist are read as the first. */
    void rowsOfA(int rows) {
        line("        int t0 = aAt;");
        for (int r = 1; r < rows; r++) {
            line("        int t%d = rows > %d ? t%d + lda : aAt;", r, r, r - 1);
        }
    }

    static String at(String base, int vector) {
        return base + (vector == 0 ? "" : vector == 1 ? " + L" : " + " + vector + " * L");
    }
}
