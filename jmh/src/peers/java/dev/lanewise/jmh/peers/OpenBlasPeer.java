package dev.lanewise.jmh.peers;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/** OpenBLAS. */
final class OpenBlasPeer implements Peer {
    private static final int ROW_MAJOR = 101;
    private static final int PLAIN = 111;
    private static final int TRANSPOSED = 112;

    /** The number of threads comes from OPENBLAS_NUM_THREADS, which the parent process sets. */
    OpenBlasPeer() {
        openblas.cblas_snrm2(1, new float[1], 1);
    }

    @Override
    public String name() {
        return "openblas";
    }

    @Override
    public String version() {
        return "OpenBLAS 0.3.31";
    }

    @Override
    public Task task(Workload work) {
        if (!(work instanceof GemmWork.Sgemm g)) {
            return null;
        }
        FloatPointer a = Natives.floats(g.a());
        FloatPointer b = Natives.floats(g.b());
        FloatPointer c = new FloatPointer((long) g.m() * g.n());
        int ta = g.form().transA() ? TRANSPOSED : PLAIN;
        int tb = g.form().transB() ? TRANSPOSED : PLAIN;
        int lda = g.form().transA() ? g.m() : g.k();
        int ldb = g.form().transB() ? g.k() : g.n();
        return Natives.task(
                () -> openblas.cblas_sgemm(
                        ROW_MAJOR, ta, tb, g.m(), g.n(), g.k(), 1f, a, lda, b, ldb, 0f, c, g.n()),
                c);
    }
}
