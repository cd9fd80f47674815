/** Tiles of products of matrices, and of those in attention. */
final class MatrixTiles extends Tiles {
    /**
     * Tiles of two vectors for these numbers of rows; one of a single row has a panel's width.
     *
     * @param along true for operands that lie in rows of any length, false for packed ones
     */
    Tiles gemm(String name, int bits, boolean along, int... heights) {
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

    void gemmTile(int rows, int vectors, boolean along) {
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

    Tiles attention(int bits, int rows, boolean panel) {
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
    void strided(int rows, boolean along, boolean panel) {
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
