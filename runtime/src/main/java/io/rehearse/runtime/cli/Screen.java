package io.rehearse.runtime.cli;

/** How large the terminal is now. */
interface Screen {
    int columns();

    int rows();
}
