package io.rehearse.runtime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.ClassReader;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.ClassVisitor;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.MethodVisitor;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.Opcodes;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** The house rules of this module: who may know whom, and what must never happen on the hot path. */
@AnalyzeClasses(packages = "io.rehearse.runtime", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] HOT = {
        "io.rehearse.runtime.driver..",
        "io.rehearse.runtime.response..",
        "io.rehearse.runtime.page..",
        "io.rehearse.runtime.http.."
    };

    @ArchTest
    static final ArchRule theDriverKnowsPlansAndResponsesOnly = classes()
            .that()
            .resideInAPackage("io.rehearse.runtime.driver..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.rehearse.runtime.driver..",
                    "io.rehearse.runtime.response..",
                    "io.rehearse.journeys.plan..",
                    "io.rehearse.journeys.data..",
                    "io.netty..",
                    "java..");

    @ArchTest
    static final ArchRule responsesKnowPlansOnly = classes()
            .that()
            .resideInAPackage("io.rehearse.runtime.response..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.rehearse.runtime.response..",
                    "io.rehearse.runtime.page..",
                    "io.rehearse.journeys.plan..",
                    "io.rehearse.journeys.data..",
                    "org.jsoup..",
                    "java..",
                    "javax.crypto..");

    @ArchTest
    static final ArchRule pagesKnowNothingOfOurs = classes()
            .that()
            .resideInAPackage("io.rehearse.runtime.page..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.rehearse.runtime.page..", "org.jsoup..", "java..");

    @ArchTest
    static final ArchRule htmlIsParsedInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackages("io.rehearse.runtime.page..", "io.rehearse.runtime.response..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.jsoup..");

    @ArchTest
    static final ArchRule httpKnowsTheDriverAndNothingAbove = noClasses()
            .that()
            .resideInAPackage("io.rehearse.runtime.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.rehearse.runtime.run..",
                    "io.rehearse.runtime.cli..",
                    "io.rehearse.reports..",
                    "io.rehearse.journeys.dsl..",
                    "io.rehearse.journeys.environment..");

    @ArchTest
    static final ArchRule theRunDoesNotKnowTheCommandLine = noClasses()
            .that()
            .resideInAPackage("io.rehearse.runtime.run..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.rehearse.runtime.cli..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.rehearse.runtime.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nobodyKnowsGroovy =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("groovy..", "org.codehaus.groovy..");

    @ArchTest
    static final ArchRule nettyStaysInDriverAndHttp = noClasses()
            .that()
            .resideOutsideOfPackages("io.rehearse.runtime.driver..", "io.rehearse.runtime.http..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..");

    @ArchTest
    static final ArchRule responsesAreReadByOurOwnDecoder = noClasses()
            .should()
            .dependOnClassesThat(new DescribedPredicate<>("are Netty's HTTP objects") {
                @Override
                public boolean test(JavaClass type) {
                    return type.getPackageName().startsWith("io.netty.handler.codec.http");
                }
            });

    @ArchTest
    static final ArchRule onlyTheClockAsksForTheTime = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.rehearse.runtime.driver.Clock")
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule lanesShareNothing = noClasses()
            .that()
            .resideInAnyPackage(HOT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.concurrent.atomic..", "java.util.concurrent.locks..");

    @ArchTest
    static final ArchRule noVolatileFieldOnTheHotPath = noFields()
            .that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage(HOT)
            .should()
            .haveModifier(JavaModifier.VOLATILE);

    @ArchTest
    static final ArchRule noSynchronizedMethodOnTheHotPath = noMethods()
            .that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage(HOT)
            .should()
            .haveModifier(JavaModifier.SYNCHRONIZED);

    @ArchTest
    static final ArchRule onlyTheCommandLinePrints = noClasses()
            .that()
            .resideOutsideOfPackage("io.rehearse.runtime.cli..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static void noMonitorIsEnteredOnTheHotPath(JavaClasses all) throws IOException {
        List<String> entered = new ArrayList<>();
        int looked = 0;
        for (JavaClass type : all) {
            boolean hot = type.getPackageName().startsWith("io.rehearse.runtime.driver")
                    || type.getPackageName().startsWith("io.rehearse.runtime.response")
                    || type.getPackageName().startsWith("io.rehearse.runtime.page")
                    || type.getPackageName().startsWith("io.rehearse.runtime.http");
            if (hot) {
                looked++;
                lookForMonitors(type.getName(), entered);
            }
        }
        assertThat(looked).isGreaterThan(20);
        assertThat(entered).isEmpty();
    }

    private static void lookForMonitors(String name, List<String> entered) throws IOException {
        try (InputStream bytes = ArchitectureTest.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
            new ClassReader(bytes)
                    .accept(
                            new ClassVisitor(Opcodes.ASM9) {
                                @Override
                                public MethodVisitor visitMethod(
                                        int access, String method, String type, String signature, String[] thrown) {
                                    return new MethodVisitor(Opcodes.ASM9) {
                                        @Override
                                        public void visitInsn(int opcode) {
                                            if (opcode == Opcodes.MONITORENTER) {
                                                entered.add(name + "." + method);
                                            }
                                        }
                                    };
                                }
                            },
                            0);
        }
    }
}
