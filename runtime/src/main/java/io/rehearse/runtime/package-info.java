/** Makes it happen: drives the load, writes runs, is the command line. Start reading at {@code run.Run}. */
package io.rehearse.runtime;
