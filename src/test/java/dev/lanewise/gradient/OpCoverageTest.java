package dev.lanewise.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.op.Ops;
import dev.lanewise.op.math.Add;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** No operation without a property that checks its gradient. */
class OpCoverageTest {
    @Test
    void everyDifferentiableOp_hasAProperty() {
        Set<String> operations = new TreeSet<>();
        for (JavaClass found : new ClassFileImporter().importPackagesOf(Ops.class)) {
            if (found.isAssignableTo(DifferentiableOp.class) && !found.isInterface()) {
                operations.add(found.getName());
            }
        }
        Set<String> checked = new TreeSet<>();
        for (JavaClass test : new ClassFileImporter().importPackagesOf(Checks.class)) {
            for (Method method : test.reflect().getDeclaredMethods()) {
                Checks checks = method.getAnnotation(Checks.class);
                if (checks != null) {
                    assertTrue(method.isAnnotationPresent(Property.class), method + " is no property");
                    checked.add(checks.value().getName());
                }
            }
        }
        assertTrue(operations.contains(Add.class.getName()), "the scan of the package finds nothing: " + operations);
        assertEquals(operations, checked);
    }
}
