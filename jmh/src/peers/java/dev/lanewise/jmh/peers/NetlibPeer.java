package dev.lanewise.jmh.peers;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;

/** The BLAS of Apache Spark on the Vector API: pure Java, column-major. */
final class NetlibPeer implements Peer {
    private final BLAS blas = JavaBLAS.getInstance();

    NetlibPeer() {}

    @Override
    public String name() {
        return "netlib";
    }

    @Override
    public String version() {
        return "dev.ludovic.netlib 3.2.0, " + blas.getClass().getSimpleName();
    }

    /** A row-major product is the column-major product of the transposes in reverse order. */
    @Override
    public Task task(Workload work) {
        if (!(work instanceof GemmWork.Sgemm g)) {
            return null;
        }
        float[] a = g.a().toArray();
        float[] b = g.b().toArray();
        float[] c = new float[g.m() * g.n()];
        String ta = g.form().transA() ? "T" : "N";
        String tb = g.form().transB() ? "T" : "N";
        int lda = g.form().transA() ? g.m() : g.k();
        int ldb = g.form().transB() ? g.k() : g.n();
        return new Task() {
            @Override
            public void run() {
                blas.sgemm(tb, ta, g.n(), g.m(), g.k(), 1f, b, ldb, a, lda, 0f, c, g.n());
            }

            @Override
            public float[] result() {
                return c.clone();
            }
        };
    }
}
