package io.rehearse.journeys;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.rehearse.journeys", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule GROOVY_IS_ONLY_IN_THE_LANGUAGE = noClasses()
            .that()
            .resideOutsideOfPackage("..dsl..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("groovy..", "org.codehaus.groovy..", "org.apache.groovy..");

    @ArchTest
    static final ArchRule ONLY_THE_DOOR_AND_THE_LANGUAGE_KNOW_THE_LANGUAGE = noClasses()
            .that()
            .resideInAnyPackage("..plan..", "..data..", "..environment..", "..error..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..dsl..");

    @ArchTest
    static final ArchRule THE_PLAN_KNOWS_VALUES_AND_NOTHING_ELSE = noClasses()
            .that()
            .resideInAPackage("..journeys.plan..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("..journeys.plan..", "..journeys.data..", "java..");

    @ArchTest
    static final ArchRule DATA_KNOWS_NEITHER_PLAN_NOR_ENVIRONMENT = noClasses()
            .that()
            .resideInAPackage("..journeys.data..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..journeys.plan..", "..journeys.environment..");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.rehearse.journeys.(*)..").should().beFreeOfCycles();
}
