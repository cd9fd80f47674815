package dev.lanewise.proofs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The committed page of proofs names what there is. */
class ProofsTest {
    @Test
    void page_listsEveryOperationAndLayer() throws IOException {
        Assumptions.assumeTrue(System.getProperty("lanewise.root") != null, "skipped: no -Dlanewise.root");
        Assumptions.assumeFalse("docs".equals(System.getProperty("lanewise.proofs")), "skipped: it is being written");
        String page = Files.readString(Proofs.committed());
        assertTrue(
                page.contains(Proofs.catalogue()),
                Proofs.committed() + " is stale: mvn verify -Dlanewise.proofs=docs writes it. It should hold\n"
                        + Proofs.catalogue());
    }
}
