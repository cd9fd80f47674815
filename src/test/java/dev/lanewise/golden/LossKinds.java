package dev.lanewise.golden;

import java.util.Map;

/** PyTorch's losses. */
final class LossKinds {
    static final Map<String, TorchKind> KINDS = Map.ofEntries();

    private LossKinds() {}
}
