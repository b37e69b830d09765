package io.rehearse.reports;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Packages look to the left only: run → objective → compare → baseline → summary → render. */
@AnalyzeClasses(packages = "io.rehearse.reports", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesLookToTheLeft = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("run")
            .definedBy("..reports.run..")
            .layer("objective")
            .definedBy("..reports.objective..")
            .layer("compare")
            .definedBy("..reports.compare..")
            .layer("baseline")
            .definedBy("..reports.baseline..")
            .layer("gate")
            .definedBy("..reports.gate..")
            .layer("summary")
            .definedBy("..reports.summary..")
            .layer("render")
            .definedBy("..reports.render..")
            .whereLayer("render")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("summary")
            .mayOnlyBeAccessedByLayers("render")
            .whereLayer("gate")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("baseline")
            .mayOnlyBeAccessedByLayers("summary", "render")
            .whereLayer("compare")
            .mayOnlyBeAccessedByLayers("baseline", "gate", "summary", "render")
            .whereLayer("objective")
            .mayOnlyBeAccessedByLayers("compare", "baseline", "gate", "summary", "render");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.rehearse.reports.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule reportsKnowNeitherJourneysNorRuntime = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("io.rehearse.journeys.."))
            .orShould()
            .dependOnClassesThat(resideInAPackage("io.rehearse.runtime.."))
            .orShould()
            .dependOnClassesThat(resideInAPackage("io.rehearse.examples.."));

    @ArchTest
    static final ArchRule nothingIsPrinted =
            noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err");

    @ArchTest
    static final ArchRule judgingNeedsNoClock = noClasses()
            .that(resideInAPackage("..objective..")
                    .or(resideInAPackage("..compare.."))
                    .or(resideInAPackage("..baseline.."))
                    .or(resideInAPackage("..gate.."))
                    .or(resideInAPackage("..summary..")))
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.Instant.class, "now");
}
