package io.rehearse.journeys.dsl;

import java.util.List;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.MethodCall;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.transform.stc.AbstractTypeCheckingExtension;
import org.codehaus.groovy.transform.stc.StaticTypeCheckingVisitor;

/**
 * Values of a walk have no type while the script is read: what a closure does with one is checked when it runs. Everything
 * with a known type stays checked. Public because the Groovy compiler makes it.
 */
public final class ClosureTyping extends AbstractTypeCheckingExtension {
    public ClosureTyping(StaticTypeCheckingVisitor visitor) {
        super(visitor);
    }

    @Override
    public List<MethodNode> handleMissingMethod(
            ClassNode receiver, String name, ArgumentListExpression arguments, ClassNode[] types, MethodCall call) {
        if (ClassHelper.isObjectType(receiver) && call != null) {
            return List.of(makeDynamic(call, ClassHelper.OBJECT_TYPE));
        }
        return List.of();
    }

    @Override
    public boolean handleUnresolvedProperty(PropertyExpression property) {
        if (ClassHelper.isObjectType(getType(property.getObjectExpression()))) {
            makeDynamic(property, ClassHelper.OBJECT_TYPE);
            return true;
        }
        return false;
    }
}
