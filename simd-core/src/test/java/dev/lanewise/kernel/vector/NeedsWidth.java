package dev.lanewise.kernel.vector;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import jdk.incubator.vector.FloatVector;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.SkipExecutionHook;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a test class of the vector kernels if this processor lacks the width of {@code -Dlanewise.vector.bits}. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsWidth.Condition.class)
@AddLifecycleHook(NeedsWidth.Condition.class)
public @interface NeedsWidth {
    /** The question, as both test engines ask it. */
    final class Condition implements ExecutionCondition, SkipExecutionHook {
        private static final int WIDEST = FloatVector.SPECIES_PREFERRED.vectorBitSize();
        private static final int ASKED = Integer.getInteger("lanewise.vector.bits", Math.min(512, WIDEST));
        private static final String REASON = ASKED + " bits asked, this processor has " + WIDEST;

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return ASKED <= WIDEST
                    ? ConditionEvaluationResult.enabled(REASON)
                    : ConditionEvaluationResult.disabled(REASON);
        }

        @Override
        public SkipResult shouldBeSkipped(LifecycleContext context) {
            return ASKED <= WIDEST ? SkipResult.doNotSkip() : SkipResult.skip(REASON);
        }
    }
}
