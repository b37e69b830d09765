package io.rehearse.runtime.run;

/** The tool's version, from the jar's manifest; "development" when it runs from classes. */
public final class Version {
    private Version() {}

    public static String tool() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
