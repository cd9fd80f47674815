package dev.lanewise.jmh.peers;

import java.nio.charset.StandardCharsets;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.mkl.global.mkl_rt;

/** Intel MKL's cblas. */
final class MklPeer implements Peer {
    private static final int ROW_MAJOR = 101;
    private static final int PLAIN = 111;
    private static final int TRANSPOSED = 112;
    private static final int PACKED = 151;
    private static final int SECOND_OPERAND = 162;

    MklPeer(int threads) {
        mkl_rt.MKL_Set_Num_Threads(threads);
    }

    @Override
    public String name() {
        return "mkl";
    }

    @Override
    public String version() {
        byte[] text = new byte[200];
        mkl_rt.MKL_Get_Version_String(text, text.length);
        return new String(text, StandardCharsets.US_ASCII).trim();
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
        if (g.packed()) {
            long bytes = mkl_rt.cblas_sgemm_pack_get_size(SECOND_OPERAND, g.m(), g.n(), g.k());
            FloatPointer panels = new FloatPointer(bytes / Float.BYTES + 1);
            mkl_rt.cblas_sgemm_pack(ROW_MAJOR, SECOND_OPERAND, tb, g.m(), g.n(), g.k(), 1f, b, ldb, panels);
            return Natives.task(
                    () -> mkl_rt.cblas_sgemm_compute(
                            ROW_MAJOR, ta, PACKED, g.m(), g.n(), g.k(), a, lda, panels, ldb, 0f, c, g.n()),
                    c);
        }
        return Natives.task(
                () -> mkl_rt.cblas_sgemm(
                        ROW_MAJOR, ta, tb, g.m(), g.n(), g.k(), 1f, a, lda, b, ldb, 0f, c, g.n()),
                c);
    }
}
