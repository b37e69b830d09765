package io.rehearse.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.rehearse.examples", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule theShopIsMadeOfTheJdkAndNettyOnly = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.rehearse.examples..", "java..", "io.netty..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.rehearse.(**)").should().beFreeOfCycles().allowEmptyShould(true);

    @ArchTest
    static final ArchRule printingIsForTheCommandLine =
            noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err");
}
