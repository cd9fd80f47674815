package dev.lanewise.format.safetensors;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** SHA-256 over a file's metadata, the names, types and shapes of its tensors, and their bytes. */
final class Seal {
    /** The metadata that holds the hash; it is not part of it. */
    static final String KEY = "sha256";

    private final MessageDigest digest;

    Seal(Map<String, String> metadata) {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
        new TreeMap<>(metadata).forEach((key, value) -> {
            if (!key.equals(KEY)) {
                text(key);
                text(value);
            }
        });
    }

    /** The next tensor of the file. */
    void entry(String name, String dtype, int... shape) {
        text(name);
        text(dtype);
        text(Arrays.toString(shape));
    }

    private void text(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    /** Takes the bytes of all tensors, in the order of the file, after the entries. */
    OutputStream data() {
        return new DigestOutputStream(OutputStream.nullOutputStream(), digest);
    }

    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
