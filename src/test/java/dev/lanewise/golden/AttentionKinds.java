package dev.lanewise.golden;

import java.util.Map;

/** PyTorch's attention. */
final class AttentionKinds {
    static final Map<String, TorchKind> KINDS = Map.ofEntries();

    private AttentionKinds() {}
}
